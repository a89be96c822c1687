"""Motion files: what OpenSim, SIMM and we write is read; what is broken is refused in one sentence."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.capture.files.mot import read_mot, unit_of
from psoas.capture.files.motion_file import read_motion_file
from psoas.errors import InputError

GOOD = """Coordinates
version=1
nRows=3
nColumns=4
inDegrees=yes

Units are S.I. units (second, meters, Newtons, ...)
endheader
time\thip_flexion_r\tknee_angle_r\tpelvis_ty
0.00\t10\t-20\t0.9
0.01\t11\t-21\t0.91
0.02\t12\t-22\t0.92
"""


def written(folder: Path, text: str, name: str = "trial.mot") -> Path:
    path = folder / name
    path.write_bytes(text.encode("latin-1"))
    return path


def test_degrees_become_radians_and_metres_stay(tmp_path: Path) -> None:
    found = read_mot(written(tmp_path, GOOD))
    assert found.names == ("hip_flexion_r", "knee_angle_r", "pelvis_ty")
    assert found.units == ("rad", "rad", "m")
    np.testing.assert_allclose(found["knee_angle_r"], np.radians([-20, -21, -22]))
    np.testing.assert_allclose(found["pelvis_ty"], [0.9, 0.91, 0.92])
    np.testing.assert_allclose(found.time, [0, 0.01, 0.02])


@pytest.mark.parametrize(
    "change", [("\t", "  "), ("\n", "\r\n"), ("\n", "\t\n"), ("endheader", "ENDHEADER ")]
)
def test_tabs_spaces_and_line_ends_do_not_matter(tmp_path: Path, change: tuple[str, str]) -> None:
    found = read_mot(written(tmp_path, GOOD.replace(*change)))
    np.testing.assert_array_equal(found.values, read_mot(written(tmp_path, GOOD)).values)


def test_radians_stay(tmp_path: Path) -> None:
    text = GOOD.replace("inDegrees=yes", "inDegrees=no").replace("\t-2", "\t-0.2").replace("\t1", "\t0.1")
    assert read_mot(written(tmp_path, text, "trial.sto"))["hip_flexion_r"][1] == pytest.approx(0.11)


def test_a_header_that_contradicts_the_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"trial.mot says inDegrees=no, but an angle of 22 cannot be in radians"
    ):
        read_mot(written(tmp_path, GOOD.replace("inDegrees=yes", "inDegrees=no")))


@pytest.mark.parametrize(
    ("header", "first"),
    [("name x\ndatacolumns\t2\ndatarows 1\nrange 0 1\n", np.radians(5)), ("version=1\n", 5.0), ("", 5.0)],
)
def test_without_a_word_on_degrees(tmp_path: Path, header: str, first: float) -> None:
    found = read_mot(written(tmp_path, f"{header}endheader\ntime knee_angle_r\n0 5\n"))
    assert found["knee_angle_r"][0] == pytest.approx(first)


def test_without_a_word_on_degrees_large_numbers_tell(tmp_path: Path) -> None:
    assert read_mot(written(tmp_path, "endheader\ntime a\n0 60\n"))["a"][0] == pytest.approx(np.radians(60))


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("pelvis_tilt", "rad"), ("pelvis_tx", "m"), ("/jointset/ground_pelvis/pelvis_ty/value", "m"),
        ("/jointset/hip_r/hip_flexion_r/value", "rad"), ("/jointset/hip_r/hip_flexion_r/speed", "rad/s"),
        ("ground_force_vy", "N"), ("1_ground_force_px", "m"), ("ground_torque_z", "N.m"),
        ("soleus_r.activation", "1"), ("hip_flexion_r_moment", "N.m"), ("mtp_angle_l", "rad"),
    ],
)  # fmt: skip
def test_a_column_s_unit_follows_from_its_name(name: str, unit: str) -> None:
    assert unit_of(name) == unit


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "trial.mot is empty"),
        ("   \n \n", "trial.mot is empty"),
        (
            "x" + GOOD.replace("endheader", "").replace("time", "t"),
            "no line of names that starts with 'time'",
        ),
        (GOOD[: GOOD.index("time")], "ends after its header"),
        (GOOD[: GOOD.index("0.00")], "not one row"),
        (GOOD.replace("time\t", "t\t"), "line 9: the first column is 't'"),
        ("endheader\ntime\n0\n", "no column but 'time'"),
        (GOOD.replace("-21\t", ""), "line 11: 3 values for 4 columns"),
        (GOOD.replace("-21", "-21\t7"), "line 11: 5 values for 4 columns"),
        (GOOD.replace("-21", "bent"), "line 11, column 'knee_angle_r': 'bent' is not a number"),
        (GOOD.replace("-21", "-2,1"), "decimal points, not commas"),
        (GOOD.replace("-21", "inf"), "'inf' is not a number"),
        (GOOD.replace("-21", "2_1"), "'2_1' is not a number"),
        (GOOD.replace("0.02\t", "0.01\t"), "line 12: time goes from 0.01 to 0.01 s"),
        (GOOD.replace("0.02\t", "nan\t"), "line 12: the time is missing"),
        (GOOD.replace("inDegrees=yes", "inDegrees=maybe"), "neither yes nor no"),
        ("\0\1\2" * 50, "not text"),
    ],
)
def test_what_is_broken_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_mot(written(tmp_path, text))
    assert says in str(caught.value)
    assert "trial.mot" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("nRows=3", "nRows=4", "The header says 4 rows and the file holds 3; those that are there were read"),
        (
            "nColumns=4",
            "nColumns=5",
            "The header says 5 columns and the file holds 4; those that are there were read",
        ),
        (
            "knee_angle_r",
            "hip_flexion_r",
            "These names occur more than once, and the first of each is used: hip_flexion_r",
        ),
    ],
)
def test_what_the_header_says_otherwise_is_read_with_a_remark(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in GOOD
    found = read_mot(written(tmp_path, GOOD.replace(old, new)))
    np.testing.assert_array_equal(found.values, read_mot(written(tmp_path, GOOD, "good.mot")).values)
    assert [text for _, text in found.notes] == [says]


def test_a_file_without_endheader_is_read(tmp_path: Path) -> None:
    found = read_mot(written(tmp_path, GOOD.replace("endheader\n", "")))
    np.testing.assert_array_equal(found.values, read_mot(written(tmp_path, GOOD, "good.mot")).values)


def test_a_last_row_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    found = read_mot(written(tmp_path, GOOD.rstrip()[:-8]))
    assert len(found) == 2
    assert [name for name, _ in found.notes] == ["cut_off", "header"]


def test_a_wild_cell_is_one_gap(tmp_path: Path) -> None:
    rows = [[index / 100, 10 + index / 10, 5.0, 0.9] for index in range(200)]
    rows[70][1], rows[120][2], rows[130][3] = 1e7, 170.0, -1e6
    text = "datacolumns 4\ndatarows 200\nendheader\ntime hip_flexion_r knee_angle_r pelvis_ty\n"
    found = read_mot(written(tmp_path, text + "".join(" ".join(map(str, row)) + "\n" for row in rows)))
    assert np.argwhere(np.isnan(found.values)).tolist() == [[70, 0], [120, 1], [130, 2]]
    assert found["hip_flexion_r"][71] == pytest.approx(np.radians(17.1))
    assert found.notes[0][1].startswith("3 cells are left out as a gap")


def test_the_kneecap_in_degrees_does_not_decide_on_the_unit(tmp_path: Path) -> None:
    text = "inDegrees=no\nendheader\ntime knee_angle_r knee_angle_r_beta\n0 0.2 72.1\n1 0.3 71\n"
    assert read_mot(written(tmp_path, text))["knee_angle_r"].tolist() == [0.2, 0.3]


def test_a_value_that_is_not_there_is_nan(tmp_path: Path) -> None:
    assert np.isnan(read_mot(written(tmp_path, GOOD.replace("-21", "nan")))["knee_angle_r"][1])


def test_a_file_that_is_not_there_or_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_mot(tmp_path / "none.mot")
    with pytest.raises(InputError, match="is a folder"):
        read_mot(tmp_path)
    with pytest.raises(InputError, match=r".pdf is not a motion file; known are .mot, .sto, .trc, .c3d"):
        read_motion_file(tmp_path / "a.pdf")
    assert len(read_motion_file(written(tmp_path, GOOD, "A.MOT")).time) == 3


@given(st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_any_accident_is_an_input_error_or_a_series(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(GOOD.encode())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randint(1, 30)]
            case 2:
                data[at:at] = chance.randbytes(chance.randint(1, 10))
            case _:
                data[at:at] = data[: chance.randrange(len(data))]
        data = data or bytearray(b"x")
    path = tmp_path_factory.getbasetemp() / "accident.mot"
    path.write_bytes(bytes(data))
    try:
        found = read_mot(path)
    except InputError:
        return
    assert found.values.shape == (len(found), len(found.names))
