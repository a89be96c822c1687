"""The camera's roll from the lines of a room: a drawn room under a pinhole camera, and rendered rooms."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from psoas.capture.video.camera_roll import RoomLevel, camera_level
from psoas.capture.video.clip import Frame, read_frames

SIZE = (480, 270)
FOCAL_PX = 400.0

WALL = [((x, 0.0), (x, 2.4)) for x in (-2.0, -1.1, 0.4, 1.5)]
WALL += [((-2.5, y), (2.5, y)) for y in (0.0, 0.1, 0.8)] + [((-1.1, 2.0), (0.4, 2.0))]
"""A wall with its corners, a door, a skirting board and a sideboard: ends (x, height) of lines [m]."""


def room(roll_deg: float, pitch_deg: float = 0.0, turn_deg: float = 0.0) -> NDArray[np.uint8]:
    """Draw the wall 3.5 m before a camera at 1 m; + pitch looks down, + turn moves the wall's right side away."""
    roll, pitch, turn = np.radians([roll_deg, pitch_deg, turn_deg])
    image = Image.new("L", SIZE, 190)
    draw = ImageDraw.Draw(image)
    for ends in WALL:
        places = []
        for x, height in ends:
            across, down, deep = x * np.cos(turn), 1.0 - height, 3.5 + x * np.sin(turn)
            down, deep = (
                down * np.cos(pitch) - deep * np.sin(pitch),
                down * np.sin(pitch) + deep * np.cos(pitch),
            )
            u, v = FOCAL_PX * across / deep, FOCAL_PX * down / deep
            places.append(
                (
                    SIZE[0] / 2 + u * np.cos(roll) - v * np.sin(roll),
                    SIZE[1] / 2 + u * np.sin(roll) + v * np.cos(roll),
                )
            )
        draw.line(places, fill=60, width=3)
    return np.asarray(image)


@settings(max_examples=15)
@given(st.floats(-9, 9), st.floats(-2, 7), st.floats(-25, 25))
def test_the_roll_is_found_whatever_the_pitch_and_the_turn_of_the_wall(
    roll: float, pitch: float, turn: float
) -> None:
    level = camera_level(room(roll, pitch, turn))
    assert level is not None
    assert level.roll_deg == pytest.approx(roll, abs=max(1.2, 2.5 * level.error_deg))


def test_a_plain_wall_has_no_level() -> None:
    assert camera_level(np.full((270, 480), 128, np.uint8)) is None


def test_a_tangle_of_lines_is_not_believed() -> None:
    chance = np.random.default_rng(5)
    image = Image.new("L", SIZE, 190)
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        draw.line([tuple(chance.uniform(0, SIZE)) for _ in range(2)], fill=60, width=3)
    level = camera_level(np.asarray(image))
    assert level is None or level.error_deg > 1.2


def watched(rgb: NDArray[np.uint8]) -> RoomLevel:
    room_level = RoomLevel()
    assert len(list(room_level.watch([Frame(0, 0.0, rgb), Frame(1, 2.0, rgb)]))) == 2
    return room_level


@pytest.fixture(scope="module")
def rendered(clips: Path) -> NDArray[np.uint8]:
    return next(read_frames(clips / "a_stretch_right_ok.mp4", max_side=960)).rgb


@pytest.mark.parametrize("roll", [-8.0, 0.0, 3.0])
def test_a_rendered_room_shows_its_roll(rendered: NDArray[np.uint8], roll: float) -> None:
    tilted = Image.fromarray(rendered).rotate(-roll, resample=Image.Resampling.BICUBIC)
    level = watched(np.asarray(tilted)).level()
    assert level is not None
    assert level.roll_deg == pytest.approx(roll, abs=1.0)
    assert level.error_deg < 1.2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_picture_shows_the_same_roll_once_it_is_upright(
    rendered: NDArray[np.uint8], turn: int
) -> None:
    tilted = np.asarray(Image.fromarray(rendered).rotate(-5, resample=Image.Resampling.BICUBIC))
    level = watched(np.ascontiguousarray(np.rot90(tilted, turn // 90))).level(turn)
    assert level is not None
    assert level.roll_deg == pytest.approx(5, abs=1.0)
