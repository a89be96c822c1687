"""Pictures of a camera, kept for a while."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from psoas.capture.pose.live import KEPT_FRAMES, LARGEST_SIDE, LiveCapture, decoded
from psoas.capture.pose.recording import ROW, capture
from psoas.capture.video.clip import read_frames

CLIP = Path(__file__).parents[2] / "clips" / "a_stretch_right_ok.mp4"


def jpeg(rgb: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=95, subsampling=0)
    return buffer.getvalue()


def test_live_pictures_tell_what_a_recording_of_them_tells() -> None:
    with read_frames(CLIP, max_side=960) as reader:
        frames = [frame for frame, _ in zip(reader, range(12), strict=False)]
    live = LiveCapture("full")
    for frame in frames:
        live.look(jpeg(frame.rgb), frame.time_s)
    now, before = live.captured(), capture(frames)
    assert np.array_equal(now.points.time, before.points.time)
    apart = np.abs(now.points.values - before.points.values)
    assert np.nanmedian(apart) < 1.0  # a JPEG is not the picture itself
    assert now.contours.names == before.contours.names


def test_the_past_is_forgotten_and_the_memory_stays() -> None:
    live = LiveCapture("lite", kept_s=2.0)
    for number in range(KEPT_FRAMES + 50):  # past the end of the room
        live._keep(number / 20, np.full(ROW, number, np.float32))
    kept = live.captured().points.time
    assert len(kept) == pytest.approx(41, abs=1)
    assert kept[-1] == (KEPT_FRAMES + 49) / 20
    assert np.all(np.diff(kept) > 0)
    assert live.captured(since_s=float(kept[-3])).points.time.tolist() == kept[-3:].tolist()
    assert len(live._kept) == len(kept)
    assert all(row.nbytes == 4 * ROW for _, row in live._kept)


def test_a_longer_time_than_there_is_room_for_keeps_the_newest() -> None:
    live = LiveCapture("lite", kept_s=1e9)
    for number in range(KEPT_FRAMES + 7):
        live._keep(float(number), np.zeros(ROW, np.float32))
    assert live.captured().points.time[[0, -1]].tolist() == [7, KEPT_FRAMES + 6]
    assert len(live._kept) == KEPT_FRAMES


def test_pictures_that_are_none_too_large_or_bombs_are_refused() -> None:
    for picture in (b"", b"GIF89a", jpeg(np.zeros((8, LARGEST_SIDE + 1, 3), np.uint8))):
        with pytest.raises(ValueError, match="picture"):
            decoded(picture)
