"""The annotated clip keeps time, size and count, says what was measured, and gives up cleanly."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from psoas.capture.video import Frame
from psoas.errors import InputError
from psoas.report.annotated import Annotator, write_annotated_clip
from tests.report.made import made_stretch, wall, walls


def stamps(path: Path) -> list[float]:
    with av.open(str(path)) as clip:
        return [float(frame.time) for frame in clip.decode(video=0) if frame.time is not None]


def test_every_picture_is_there_at_its_time(tmp_path: Path) -> None:
    moments = [0.0, 0.033, 0.1, 0.12, 0.5, 1.7, 1.733]
    count = write_annotated_clip(
        made_stretch(), [wall(moment, 320) for moment in moments], tmp_path / "a.mp4", fps=30
    )
    assert count == len(moments)
    np.testing.assert_allclose(stamps(tmp_path / "a.mp4"), moments, atol=1e-3)


@pytest.mark.parametrize("side", [320, 333, 97])
def test_odd_sizes_become_even(tmp_path: Path, side: int) -> None:
    write_annotated_clip(made_stretch(), walls(5, side=side), tmp_path / "a.mp4", fps=30)
    with av.open(str(tmp_path / "a.mp4")) as clip:
        stream = clip.streams.video[0]
        assert stream.width % 2 == stream.height % 2 == 0
        assert side <= stream.width <= side + 1
        assert stream.codec_context.pix_fmt == "yuv420p"


def test_the_index_stands_at_the_front_for_players_that_stream(tmp_path: Path) -> None:
    write_annotated_clip(made_stretch(), walls(30), tmp_path / "a.mp4", fps=30)
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_without_h264_another_encoder_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(av, "codecs_available", {"mpeg4"})
    write_annotated_clip(made_stretch(), walls(5), tmp_path / "a.mp4", fps=30)
    with av.open(str(tmp_path / "a.mp4")) as clip:
        assert clip.streams.video[0].codec_context.name == "mpeg4"


def test_no_picture_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no picture"):
        write_annotated_clip(made_stretch(), [], tmp_path / "a.mp4", fps=30)


@pytest.mark.parametrize("error", [KeyboardInterrupt, InputError])
def test_an_interruption_comes_through(tmp_path: Path, error: type[BaseException]) -> None:
    def broken() -> Iterator[Frame]:
        yield from itertools.islice(walls(30), 10)
        raise error("stop")

    with pytest.raises(error, match="stop"):
        write_annotated_clip(made_stretch(), broken(), tmp_path / "a.mp4", fps=30)


def test_a_place_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_annotated_clip(made_stretch(), walls(200), tmp_path / "missing" / "a.mp4", fps=30)


def test_the_text_is_large_enough_for_a_phone() -> None:
    """A phone shows the clip about 390 points wide; values are then 16 points or more."""
    for width in (360, 640):
        picture = Annotator(made_stretch()).draw(wall(3.0, width))
        band = picture.shape[0] - wall(3.0, width).rgb.shape[0]
        assert band * 390 / width >= 38
