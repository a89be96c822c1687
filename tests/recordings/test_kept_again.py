"""The same clip encoded anew, interlaced, rolled or cropped: the network looks at it again, and the answers agree."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from psoas.capture.pose.recording import capture
from psoas.capture.video.clip import Frame
from psoas.findings.analysis import Analysis
from psoas.quantities import QUANTITIES
from tests.capture.pose.composed import Rgb, pictures
from tests.recordings.filmed_again import analysed

EVERY, MOST = 2, 72
CLIP = Path(__file__).parents[1] / "clips" / "a_stretch_right_ok.mp4"


@cache
def shots() -> list[Rgb]:
    """One repetition and the quiet kneeling around it, at 15 pictures a second."""
    return list(pictures(CLIP, EVERY, most=MOST))


def looked_at(rgbs: list[Rgb]) -> Analysis:
    frames = (Frame(k, k * EVERY / 30, np.ascontiguousarray(rgb), 1.0) for k, rgb in enumerate(rgbs))
    return analysed(capture(frames))


@cache
def original() -> Analysis:
    return looked_at(shots())


def encoded(rgbs: list[Rgb]) -> list[Rgb]:
    """At an odd size, with as few bits as a messenger leaves."""
    size = (rgbs[0].shape[1] * 9 // 10 // 2 * 2, rgbs[0].shape[0] * 9 // 10 // 2 * 2)
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", 15, options={"crf": "34"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for rgb in rgbs:
            container.mux(
                stream.encode(av.VideoFrame.from_ndarray(np.asarray(Image.fromarray(rgb).resize(size))))
            )
        container.mux(stream.encode())
    file.seek(0)
    with av.open(file, "r") as recording:
        return [frame.to_ndarray(format="rgb24").astype(np.uint8) for frame in recording.decode(video=0)]


def interlaced(rgbs: list[Rgb]) -> list[Rgb]:
    """Every second line is of the next picture."""
    woven = [rgb.copy() for rgb in rgbs]
    for now, following in zip(woven, rgbs[1:], strict=False):
        now[1::2] = following[1::2]
    return woven


def rolled(rgbs: list[Rgb]) -> list[Rgb]:
    return [np.asarray(Image.fromarray(rgb).rotate(3, Image.Resampling.BILINEAR)) for rgb in rgbs]


def cropped(rgbs: list[Rgb]) -> list[Rgb]:
    height, width = rgbs[0].shape[:2]
    return [rgb[height // 20 : -height // 20, width // 20 : -width // 20] for rgb in rgbs]


def mirrored(rgbs: list[Rgb]) -> list[Rgb]:
    return [rgb[:, ::-1] for rgb in rgbs]


@pytest.mark.parametrize("again", [encoded, interlaced, rolled, cropped, mirrored])
def test_the_answers_stay_within_their_bands(again: Callable[[list[Rgb]], list[Rgb]]) -> None:
    one, other = original(), looked_at(again(shots()))
    assert one.movement == other.movement == "half_kneeling_stretch"
    assert len(one.repetitions) == len(other.repetitions) == 1
    before, after = one.repetitions[0], other.repetitions[0]
    assert after.hold_s == pytest.approx(before.hold_s, abs=0.25)
    reach = {finding.id: finding.estimate.reach for finding in one.findings if finding.estimate is not None}
    for quantity in QUANTITIES:
        first, second, band = before.value_of(quantity), after.value_of(quantity), reach.get(quantity.key)
        assert first is not None
        assert second is not None, quantity.key
        assert band is not None
        assert abs(first - second) <= band, quantity.key
