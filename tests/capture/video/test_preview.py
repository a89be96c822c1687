"""The small copy holds the pictures that passed, at their own times, and gives up rather than grow."""

from collections.abc import Iterator

import numpy as np
import pytest

from psoas.capture.video.clip import Frame
from psoas.capture.video.preview import Preview
from psoas.capture.video.read_ahead import ReadAhead


def pictures(count: int, fps: float = 30.0, size: tuple[int, int] = (180, 320)) -> Iterator[Frame]:
    """A bright square that moves over a grey ground."""
    for index in range(count):
        rgb = np.full((*size, 3), 90, np.uint8)
        rgb[60:120, 2 * index : 2 * index + 40] = (230, 200, 30)
        yield Frame(index, index / fps, rgb, 2.0)


def test_a_long_copy_is_compressed_and_holds_the_same_pictures() -> None:
    raw, packed = Preview(160, 15.0), Preview(160, 15.0, raw_bytes=100_000)
    for preview in (raw, packed):
        assert sum(1 for _ in preview.watch(pictures(60))) == 60
        assert preview.complete
    pairs = list(zip(raw.frames(), packed.frames(), strict=True))
    assert len(pairs) == 30
    for one, other in pairs:
        assert (one.index, one.time_s, one.scale) == (other.index, other.time_s, other.scale)
        assert np.abs(one.rgb.astype(int) - other.rgb).mean() < 4
    assert len(list(raw.frames())) == 30  # and once more


def test_the_frames_pass_unchanged() -> None:
    passed = list(Preview(160, 15.0).watch(pictures(9)))
    assert [frame.index for frame in passed] == list(range(9))
    assert all((frame.rgb == same.rgb).all() for frame, same in zip(passed, pictures(9), strict=True))


def test_every_second_picture_of_thirty_a_second_is_kept_with_its_time() -> None:
    preview = Preview(160, 15.0)
    with ReadAhead(preview.watch(pictures(60))) as frames:
        originals = list(frames)
    kept = list(preview.frames())
    assert preview.complete
    assert len(preview) == len(kept) == 30
    for frame in kept:
        assert frame.rgb.shape == (90, 160, 3)
        assert frame.scale == 4.0
        assert frame.time_s == originals[frame.index].time_s
        small = originals[frame.index].rgb.reshape(90, 2, 160, 2, 3).mean((1, 3))
        assert np.abs(frame.rgb - small).mean() < 4


def test_slow_and_odd_pictures_are_all_kept() -> None:
    preview = Preview(640, 15.0)
    assert sum(1 for _ in preview.watch(pictures(6, fps=5.0, size=(181, 323)))) == 6
    assert [frame.rgb.shape for frame in preview.frames()] == [(180, 324, 3)] * 6


def test_a_copy_that_grows_too_large_is_given_up() -> None:
    preview = Preview(160, 15.0, most_bytes=500, raw_bytes=100_000)
    assert sum(1 for _ in preview.watch(pictures(60))) == 60
    assert not preview.complete
    assert len(preview) == 0
    with pytest.raises(ValueError, match="read the file again"):
        next(preview.frames())


def test_a_copy_that_was_broken_off_is_not_complete() -> None:
    preview = Preview(160, 15.0)
    next(preview.watch(pictures(5)))
    assert not preview.complete
