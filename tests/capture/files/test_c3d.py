"""Motion-capture files: read as ezc3d reads them, turned upright, and never a crash."""

import random
from pathlib import Path

import ezc3d
import numpy as np
import pytest

from psoas.capture.files.c3d import read_c3d
from psoas.capture.files.c3d_format import parse_c3d
from psoas.errors import InputError
from psoas.timeseries import Array
from tests.capture.files.marker_files import standing_person, write_c3d, write_trc

CASES = 1500


def z_up(positions: Array) -> Array:
    """OpenSim's axes into a lab's with z up: x forward, y left."""
    return np.stack([positions[..., 0], -positions[..., 2], positions[..., 1]], axis=-1)


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """A ``.c3d`` of a person who stands, z up, in millimetres."""
    _, names, positions = standing_person()
    write_c3d(tmp_path / "trial.c3d", names, z_up(positions) * 1000)
    return tmp_path / "trial.c3d"


@pytest.mark.parametrize(("unit", "factor"), [("mm", 1000.0), ("m", 1.0)])
def test_reads_back_upright_and_in_metres(tmp_path: Path, unit: str, factor: float) -> None:
    time, names, positions = standing_person()
    write_c3d(tmp_path / "a.c3d", names, z_up(positions) * factor, unit)
    found = read_c3d(tmp_path / "a.c3d")
    assert found.names == tuple(names)
    np.testing.assert_allclose(found.time, time, atol=1e-6)
    np.testing.assert_allclose(found.positions, positions, atol=1e-6)


def test_agrees_with_ezc3d(trial: Path) -> None:
    theirs = ezc3d.c3d(str(trial))
    ours = parse_c3d(trial.read_bytes(), "trial.c3d")
    np.testing.assert_array_equal(ours.points, theirs["data"]["points"][:3].transpose(2, 1, 0))
    assert ours.labels == theirs["parameters"]["POINT"]["LABELS"]["value"]
    assert ours.rate == theirs["parameters"]["POINT"]["RATE"]["value"][0]


@pytest.mark.parametrize("axis", range(3))
@pytest.mark.parametrize("sign", [1, -1])
def test_head_and_feet_tell_which_axis_is_up(tmp_path: Path, axis: int, sign: int) -> None:
    _, names, positions = standing_person()
    turned = np.roll(positions, axis - 1, axis=2) * sign
    write_c3d(tmp_path / "a.c3d", names, turned * 1000)
    found = read_c3d(tmp_path / "a.c3d")
    np.testing.assert_allclose(found.positions[:, :, 1], positions[:, :, 1], atol=1e-6)
    np.testing.assert_allclose(
        np.linalg.norm(found.positions[:, 0] - found.positions[:, 4], axis=1),
        np.linalg.norm(positions[:, 0] - positions[:, 4], axis=1),
        atol=1e-6,
    )
    assert handedness(found.positions) == handedness(turned)


def handedness(positions: Array) -> float:
    """Sign of the volume that four markers span: a mirrored person would change it."""
    a, b, c, d = positions[0, :4]
    return float(np.sign(np.dot(np.cross(b - a, c - a), d - a)))


def test_the_screen_says_which_axis_is_up_before_the_markers_do(tmp_path: Path) -> None:
    """Someone lies on the back: the head is not above the feet."""
    _, names, positions = standing_person()
    lying = z_up(positions)[..., [2, 1, 0]] * [1, 1, -1] * 1000
    write_c3d(tmp_path / "a.c3d", names, lying, screen=("+X", "+Z"))
    found = read_c3d(tmp_path / "a.c3d")
    np.testing.assert_allclose(found.positions[:, :, 1] * 1000, lying[:, :, 2], atol=1e-3)
    np.testing.assert_allclose(found.positions[:, :, 0] * 1000, lying[:, :, 0], atol=1e-3)


def test_gaps_unlabelled_points_and_computed_angles(tmp_path: Path) -> None:
    _, names, positions = standing_person()
    points = z_up(positions) * 1000
    points[2:4, 1] = np.nan
    points[5, 2] = 0
    more = np.concatenate([points, points[:, :1] + 5, points[:, :1] * 50], axis=1)
    path = tmp_path / "a.c3d"
    write_c3d(path, [*names, "*17", "LHipAngles"], more)
    file = ezc3d.c3d(str(path))
    file.add_parameter("POINT", "ANGLES", ["LHipAngles"])
    file.write(str(path))
    found = read_c3d(path)
    assert found.names == tuple(names)
    assert np.argwhere(np.isnan(found.positions[:, :, 0])).tolist() == [[2, 1], [3, 1], [5, 2]]


def test_a_wrong_unit_is_seen(tmp_path: Path) -> None:
    _, names, positions = standing_person()
    write_c3d(tmp_path / "a.c3d", names, z_up(positions), "mm")
    with pytest.raises(InputError, match=r"a.c3d: the unit looks wrong, its markers would span 0.00166 m"):
        read_c3d(tmp_path / "a.c3d")


def test_what_is_no_c3d(tmp_path: Path, trial: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_c3d(tmp_path / "none.c3d")
    for data in (b"", b"x" * 5000, random.Random(1).randbytes(5000)):
        (tmp_path / "a.c3d").write_bytes(data)
        with pytest.raises(InputError, match=r"a.c3d is not a .c3d file or is cut off"):
            read_c3d(tmp_path / "a.c3d")
    write_trc(tmp_path / "b.c3d", *standing_person())
    with pytest.raises(InputError, match=r"is not a \.c3d file"):
        read_c3d(tmp_path / "b.c3d")
    (tmp_path / "c.c3d").write_bytes(trial.read_bytes()[:-1000])
    with pytest.raises(InputError, match="is cut off: 20 frames of 6 points do not fit"):
        read_c3d(tmp_path / "c.c3d")


def test_only_unlabelled_points(tmp_path: Path) -> None:
    _, _, positions = standing_person()
    write_c3d(tmp_path / "a.c3d", [f"*{index}" for index in range(6)], z_up(positions) * 1000)
    with pytest.raises(InputError, match="no named marker"):
        read_c3d(tmp_path / "a.c3d")


def test_any_accident_is_an_input_error_or_markers(trial: Path) -> None:
    original = trial.read_bytes()
    passed = 0
    for seed in range(CASES):
        chance = random.Random(seed)
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(min(len(data) - 4, chance.choice((1500, len(data)))))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    data[at : at + 4] = chance.choice(
                        (b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", chance.randbytes(4))
                    )
                case _:
                    del data[max(at, 20) :]
        trial.write_bytes(bytes(data))
        try:
            found = read_c3d(trial)
        except InputError as error:
            assert "trial.c3d" in str(error)  # noqa: PT017
            continue
        passed += 1
        assert found.positions.shape == (len(found.time), len(found.names), 3)
    assert passed > 100
