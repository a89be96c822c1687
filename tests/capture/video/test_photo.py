"""Photos, upright and in RGB."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from psoas.capture.video.clip import probe, read_frames
from tests.capture.video.test_clip import assert_shows_squares, refusal, squares


def save_photo(path: Path, mode: str = "RGB", **how: Any) -> Path:
    Image.fromarray(squares()).convert(mode).save(path, **how)
    return path


def test_a_photo_is_one_frame(tmp_path: Path) -> None:
    path = save_photo(tmp_path / "a.png")
    info = probe(path)
    assert (info.is_photo, info.frames, info.width, info.height) == (True, 1, 96, 64)
    (frame,) = read_frames(path)
    assert (frame.rgb == squares()).all()
    assert (frame.index, frame.time_s, frame.scale) == (0, 0, 1)


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (1, None),
        (3, Image.Transpose.ROTATE_180),
        (6, Image.Transpose.ROTATE_90),
        (8, Image.Transpose.ROTATE_270),
    ],
)
def test_the_orientation_of_a_photo_is_obeyed(
    tmp_path: Path, orientation: int, turn: Image.Transpose | None
) -> None:
    image = Image.fromarray(squares())
    exif = Image.Exif()
    exif[0x0112] = orientation
    (image if turn is None else image.transpose(turn)).save(tmp_path / "a.jpg", exif=exif, quality=95)
    info = probe(tmp_path / "a.jpg")
    assert (info.width, info.height) == (96, 64)
    (frame,) = read_frames(tmp_path / "a.jpg")
    assert_shows_squares(frame.rgb, within=25)


def test_photos_of_every_kind_become_rgb(tmp_path: Path) -> None:
    assert_shows_squares(next(read_frames(save_photo(tmp_path / "a.jpg", "CMYK", quality=95))).rgb, 25)
    grey_photo = next(read_frames(save_photo(tmp_path / "g.jpg", "L"))).rgb
    assert grey_photo.shape == (64, 96, 3)
    assert_shows_squares(next(read_frames(save_photo(tmp_path / "p.png", "P"))).rgb, 60)
    clear = np.dstack([squares(), np.zeros((64, 96), np.uint8)])
    Image.fromarray(clear).save(tmp_path / "clear.png")
    assert next(read_frames(tmp_path / "clear.png")).rgb.min() == 255
    deep = np.full((64, 96), 40_000, np.uint16)
    Image.fromarray(deep).save(tmp_path / "deep.png")
    assert np.abs(next(read_frames(tmp_path / "deep.png")).rgb.astype(int) - 155).max() <= 1


def test_a_large_photo_is_scaled_down(tmp_path: Path) -> None:
    Image.new("RGB", (4000, 3000), "grey").save(tmp_path / "a.jpg")
    info = probe(tmp_path / "a.jpg")
    assert (info.width, info.height) == (4000, 3000)
    (frame,) = read_frames(tmp_path / "a.jpg")
    assert frame.rgb.shape == (960, 1280, 3)
    assert frame.scale == pytest.approx(3.125)


def test_a_photo_with_too_many_pixels_is_refused(tmp_path: Path) -> None:
    Image.new("1", (20_000, 10_000)).save(tmp_path / "bomb.png")
    assert "million pixels" in refusal(tmp_path / "bomb.png")
