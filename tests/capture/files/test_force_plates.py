"""Force plates of c3d files: as ezc3d reads them, whichever way forces and axes are stored, and never a crash."""

import random
from contextlib import suppress
from pathlib import Path

import ezc3d
import numpy as np
import pytest

from psoas.capture.files import read_force_plates
from psoas.capture.files.force_plates import LARGEST_OFFSET_N
from psoas.errors import InputError
from psoas.timeseries import Array
from tests.capture.files.marker_files import standing_person, write_c3d

RATE, PER_FRAME, FRAMES = 100.0, 10, 60
CORNERS = np.array([[600.0, 400, 0], [0, 400, 0], [0, 0, 0], [600, 0, 0]])
"""Of a plate on the floor, z up, numbered so that its own z points down [mm]."""
ORIGIN = np.array([2.0, -3.0, -40.0])
PRESSED = np.array([420.0, 130.0])
"""Where it is pressed, from the corner at zero [mm]."""


def push() -> Array:
    """(S, 3) force of the ground on the person in the room, z up [N]: two steps."""
    time = np.arange(FRAMES * PER_FRAME) / (RATE * PER_FRAME)
    step = np.clip(np.sin(2 * np.pi * time / 0.3), 0, None)
    return np.column_stack([60 * step, -25 * step, 800 * step])


def felt_by_the_plate(reaction: Array) -> tuple[Array, Array]:
    """Force and moment (S, 3) about the sensor in the plate's own axes, of the ground on the person."""
    x, y = CORNERS[0] - CORNERS[1], CORNERS[0] - CORNERS[3]
    axes = np.column_stack([x / np.linalg.norm(x), y / np.linalg.norm(y), np.cross(x, y) / (600 * 400)])
    depth = abs(ORIGIN[2]) * np.sign(axes[2, 2])
    force = reaction @ axes
    place = np.append((PRESSED - CORNERS.mean(axis=0)[:2]) @ axes[:2, :2], depth)
    place[:2] += ORIGIN[:2]
    return force, np.cross(np.broadcast_to(place, force.shape), force)


def channels(kind: int, sign: float = 1.0, offset: float = 0.0) -> Array:
    """(C, S) analog samples of one plate of a type."""
    force, moment = (sign * part for part in felt_by_the_plate(push()))
    force = force + np.array([0, 0, offset])
    if kind in (2, 4):
        return np.column_stack([force, moment]).T
    loaded = np.abs(force[:, 2]) > 1e-6
    safe = np.where(loaded, force[:, 2], np.inf)
    depth = abs(ORIGIN[2]) * np.sign(felt_by_the_plate(np.array([[0.0, 0, 1]]))[0][0, 2])
    x, y = (depth * force[:, 0] - moment[:, 1]) / safe, (moment[:, 0] + depth * force[:, 1]) / safe
    if kind == 1:
        return np.column_stack([force, x - ORIGIN[0], y - ORIGIN[1], 0 * x]).T
    a, b = 120.0, 200.0
    total, along, across = force[:, 2] / 4, moment[:, 0] / (4 * b), moment[:, 1] / (4 * a)
    z = [total + along - across, total + along + across, total - along + across, total - along - across]
    half = force[:, :2] / 2
    return np.column_stack([half[:, 0], half[:, 0], half[:, 1], half[:, 1], *z]).T


def write(path: Path, kind: int, samples: Array, screen: tuple[str, str] | None = ("+X", "+Z")) -> Path:
    """A ``.c3d`` of somebody who stands beside one plate."""
    _, names, positions = standing_person(FRAMES)
    file = ezc3d.c3d()
    point = file["parameters"]["POINT"]
    point["RATE"]["value"], point["LABELS"]["value"], point["UNITS"]["value"] = [RATE], tuple(names), ("mm",)
    data = np.ones((4, len(names), FRAMES))
    room = np.stack([positions[..., 0], -positions[..., 2], positions[..., 1]], axis=-1) * 1000
    data[:3] = room.transpose(2, 1, 0)
    file["data"]["points"] = data
    count = len(samples)
    analog = file["parameters"]["ANALOG"]
    analog["RATE"]["value"] = [RATE * PER_FRAME]
    analog["LABELS"]["value"] = tuple(f"A{number}" for number in range(count))
    analog["UNITS"]["value"] = tuple("N" if number < 3 else "Nmm" for number in range(count))
    file["data"]["analogs"] = samples[None]
    origin = np.array([120.0, 200.0, ORIGIN[2]]) if kind == 3 else ORIGIN
    for name, value in (
        ("USED", [1]),
        ("TYPE", [kind]),
        ("ZERO", [1, 0]),
        ("CORNERS", CORNERS.T[:, :, None]),
        ("ORIGIN", origin[:, None]),
        ("CHANNEL", np.arange(1.0, count + 1)[:, None]),
        ("CAL_MATRIX", np.eye(6)[:, :, None]),
    ):
        file.add_parameter("FORCE_PLATFORM", name, value)
        if name in ("USED", "TYPE", "ZERO", "CHANNEL"):
            stored = file["parameters"]["FORCE_PLATFORM"][name]
            stored["type"], stored["value"] = 2, np.asarray(stored["value"]).astype(int)
    if screen is not None:
        file.add_parameter("POINT", "X_SCREEN", [screen[0]])
        file.add_parameter("POINT", "Y_SCREEN", [screen[1]])
    file.write(str(path))
    return path


def check_push(path: Path) -> None:
    """The reaction is the push that was made, in x forward, y up, z right."""
    (found,) = read_force_plates(path)
    made = push()
    expected = np.column_stack([made[:, 0], made[:, 2], -made[:, 1]])
    loaded = expected[:, 1] >= 21
    np.testing.assert_allclose(found.force[loaded], expected[loaded], atol=1.0)
    assert not found.force[expected[:, 1] < 19].any()
    np.testing.assert_allclose(found.time, np.arange(len(made)) / (RATE * PER_FRAME), atol=1e-9)
    heavy = expected[:, 1] > 200
    place = np.array([PRESSED[0], 0.0, -PRESSED[1]]) / 1000
    np.testing.assert_allclose(found.point[heavy], np.tile(place, (heavy.sum(), 1)), atol=0.004)
    assert found.segment == ""


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_every_type_gives_the_push_of_the_ground(tmp_path: Path, kind: int, sign: float) -> None:
    check_push(write(tmp_path / "a.c3d", kind, channels(kind, sign)))


@pytest.mark.parametrize("offset", [-0.6 * LARGEST_OFFSET_N, 0.9 * LARGEST_OFFSET_N])
def test_a_plate_that_was_not_zeroed_is_zeroed_by_its_idle_time(tmp_path: Path, offset: float) -> None:
    check_push(write(tmp_path / "a.c3d", 2, channels(2, offset=offset)))


def test_agrees_with_ezc3d(tmp_path: Path) -> None:
    path = write(tmp_path / "a.c3d", 2, channels(2))
    (found,) = read_force_plates(path)
    (theirs,) = ezc3d.c3d(str(path), extract_forceplat_data=True)["data"]["platform"]
    heavy = found.force[:, 1] > 200
    force = theirs["force"].T[heavy]
    np.testing.assert_allclose(
        found.force[heavy], np.abs(force[:, [0, 2, 1]]) * np.sign(found.force[heavy]), atol=0.1
    )
    place = theirs["center_of_pressure"].T[heavy] / 1000
    np.testing.assert_allclose(found.point[heavy][:, [0, 2]], place[:, :2] * [1, -1], atol=0.015)


def test_the_axes_are_those_of_the_markers(tmp_path: Path) -> None:
    """Without the names of the screen's axes the markers tell which way is up; the forces follow them."""
    path = write(tmp_path / "a.c3d", 2, channels(2), screen=None)
    (found,) = read_force_plates(path)
    assert found.force[:, 1].max() == pytest.approx(800, abs=2)


def test_a_plate_that_nobody_steps_on_is_left_out_and_a_file_may_have_none(tmp_path: Path) -> None:
    assert read_force_plates(write(tmp_path / "a.c3d", 2, 0.1 * channels(2))) == ()
    _, names, positions = standing_person()
    write_c3d(tmp_path / "b.c3d", names, positions * 1000)
    assert read_force_plates(tmp_path / "b.c3d") == ()


def test_a_type_that_is_not_known_is_left_out(tmp_path: Path) -> None:
    assert read_force_plates(write(tmp_path / "a.c3d", 7, channels(2))) == ()


def test_a_damaged_file_is_refused_or_read_but_never_a_crash(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.c3d", 2, channels(2)).read_bytes()
    rng = random.Random(5)
    for number in range(150):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 6)):
            data[rng.randrange(512, 6000)] = rng.randrange(256)
        path = tmp_path / f"{number}.c3d"
        path.write_bytes(bytes(data[: rng.choice([len(data), len(data) // 2])]))
        with suppress(InputError):
            for found in read_force_plates(path):
                assert found.force.shape == found.point.shape == (len(found.time), 3)
        path.unlink()
