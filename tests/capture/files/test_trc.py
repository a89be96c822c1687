"""Marker files as text: what was written is read, gaps stay gaps, and the unit is not believed blindly."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.capture.files.trc import read_trc
from psoas.errors import InputError
from tests.capture.files.marker_files import standing_person, write_trc


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """A ``.trc`` of a person who stands, in millimetres."""
    path = tmp_path / "trial.trc"
    write_trc(path, *standing_person())
    return path


@pytest.mark.parametrize("unit", ["mm", "cm", "m"])
def test_reads_back_in_metres(tmp_path: Path, unit: str) -> None:
    time, names, positions = standing_person()
    write_trc(tmp_path / "a.trc", time, names, positions, unit)
    found = read_trc(tmp_path / "a.trc")
    assert found.names == tuple(names)
    np.testing.assert_allclose(found.time, time, atol=1e-6)
    np.testing.assert_allclose(found.positions, positions, atol=1e-6)


def test_gaps_stay_gaps_and_a_marker_never_seen_is_absent(tmp_path: Path) -> None:
    time, names, positions = standing_person()
    positions[3:5, 1] = np.nan
    positions[7, 2] = 0
    positions[9, 3, 1] = np.nan
    positions[:, 4] = np.nan
    positions[:, 5] = 0
    write_trc(tmp_path / "a.trc", time, names, positions)
    found = read_trc(tmp_path / "a.trc")
    assert found.names == ("Head", "C7", "RASI", "LASI")
    assert found.absent == ("RKNE", "RHEE")
    gaps = np.argwhere(np.isnan(found.positions).any(axis=2)).tolist()
    assert gaps == [[3, 1], [4, 1], [7, 2], [9, 3]]
    assert np.isnan(found.positions[9, 3]).all()


@pytest.mark.parametrize(
    ("axis", "turn"),
    [
        ("z", [[1, 0, 0], [0, 0, -1], [0, 1, 0]]),
        ("x", [[0, 1, 0], [1, 0, 0], [0, 0, -1]]),
        ("-y", [[1, 0, 0], [0, -1, 0], [0, 0, -1]]),
    ],
)
def test_a_file_with_another_axis_up_is_turned_and_says_so(
    tmp_path: Path, axis: str, turn: list[list[int]]
) -> None:
    time, names, positions = standing_person()
    write_trc(tmp_path / "a.trc", time, names, positions @ np.array(turn, dtype=float).T)
    found = read_trc(tmp_path / "a.trc")
    assert found.turned == axis
    np.testing.assert_allclose(found.positions[..., 1], positions[..., 1], atol=1e-6)
    between, before = (np.diff(each, axis=1) for each in (found.positions, positions))
    handed, as_before = (np.linalg.det(each[:, :3]) for each in (between, before))
    np.testing.assert_allclose(handed, as_before, atol=1e-6)


def test_a_file_with_y_up_or_that_does_not_tell_stays_as_it_is(tmp_path: Path) -> None:
    time, names, positions = standing_person()
    for labels in (names, [f"M{number}" for number in range(len(names))]):
        write_trc(tmp_path / "a.trc", time, labels, positions)
        found = read_trc(tmp_path / "a.trc")
        assert found.turned is None
        np.testing.assert_allclose(found.positions, positions, atol=1e-6)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("\tmm\t", "\tm\t", "would span 1.66e+03 m with m as the header says; write mm in its header"),
        ("\tmm\t", "\tcm\t", "write mm in its header"),
        ("\tmm\t", "\tinch\t", "the unit 'inch' in its header is not known; write mm, cm or m"),
        ("\tmm\t", "\t\t", "line 2: there is no 'Units'"),
        ("PathFileType", "Path", "line 1: a .trc file starts with 'PathFileType'"),
        ("Frame#\tTime", "Frame#\tClock", "line 4: the names of the markers"),
        (
            "5\t0.040000",
            "5\t0.030000",
            "line 11: time goes from 0.03 to 0.03 s and has to increase; remove the repeated rows",
        ),
        (
            "5\t0.040000",
            "5\t0.000000",
            "line 11: time goes from 0.03 to 0 s and has to increase; two recordings may stand in one file, part them",
        ),
        ("5\t0.040000", "5\t", "line 11: the time is missing"),
        ("5\t0.040000", "5\t0.04 s", "line 11, column 'Time': '0.04 s' is not a number"),
        (
            "1450.000000",
            "1450,000000",
            "line 7, column 'C7 Y': '1450,000000' is not a number; write decimal points",
        ),
        ("1450.000000\t", "", "19 cells for 6 markers, which take 20; a cell is missing or too many"),
        ("1450.000000\t", "1450.000000\t7\t", "21 cells for 6 markers, which take 20"),
    ],
)
def test_what_is_broken_is_named_with_its_line(trial: Path, old: str, new: str, says: str) -> None:
    text = trial.read_text()
    assert old in text
    trial.write_text(text.replace(old, new))
    with pytest.raises(InputError) as caught:
        read_trc(trial)
    assert says in str(caught.value)
    assert "trial.trc" in str(caught.value)


def test_metres_that_are_called_millimetres(tmp_path: Path) -> None:
    write_trc(tmp_path / "a.trc", *standing_person(), "m")
    text = (tmp_path / "a.trc").read_text()
    (tmp_path / "a.trc").write_text(text.replace("\tm\t", "\tmm\t"))
    with pytest.raises(
        InputError, match=r"the unit looks wrong, its markers would span 0.00166 m .* write m in"
    ):
        read_trc(tmp_path / "a.trc")


def test_nothing_in_it(tmp_path: Path, trial: Path) -> None:
    lines = trial.read_text().splitlines()
    for count, says in (
        (0, "is empty"),
        (1, "within its header"),
        (4, "within its header"),
        (6, "not one frame"),
    ):
        (tmp_path / "a.trc").write_text("\n".join(lines[:count]))
        with pytest.raises(InputError, match=says):
            read_trc(tmp_path / "a.trc")
    write_trc(tmp_path / "a.trc", *standing_person(3)[:2], np.full((3, 6, 3), np.nan))
    with pytest.raises(InputError, match="not one marker position"):
        read_trc(tmp_path / "a.trc")


def test_of_a_truncated_file_only_whole_rows_are_read_and_it_says_so(trial: Path) -> None:
    """Cut anywhere but within the last number, it is refused, or gives the first frames unchanged."""
    whole = read_trc(trial)
    data = trial.read_bytes()
    for end in range(0, len(data) - 12, 7):
        trial.write_bytes(data[:end])
        try:
            found = read_trc(trial)
        except InputError:
            continue
        count = len(found.time)
        assert count < len(whole.time)
        np.testing.assert_array_equal(found.positions, whole.positions[:count])
        assert "header" in [name for name, _ in found.notes]


def test_double_tabs_between_the_values_of_the_header(trial: Path) -> None:
    whole, lines = read_trc(trial), trial.read_text().split("\n")
    lines[2] = "\t".join(f" {cell}" if cell == "mm" else f"{cell}\t" for cell in lines[2].split("\t"))
    trial.write_text("\n".join(lines))
    found = read_trc(trial)
    np.testing.assert_array_equal(found.positions, whole.positions)
    assert found.notes == ()


def test_names_parted_by_blanks_and_rows_with_a_tab_in_front(trial: Path) -> None:
    """The way of old programs: names and the values of the header stand in columns of blanks."""
    whole, lines = read_trc(trial), trial.read_text().split("\n")
    lines[2] = "      ".join(lines[2].split())
    frame, time, *names = [cell for cell in lines[3].split("\t") if cell]
    lines[3] = f"{frame}\t{time}            " + "                  ".join(names)
    lines[4] = "         ".join(lines[4].split())
    first = 5 if lines[5] else 6
    lines[first:] = [f"\t{line}" if line else line for line in lines[first:]]
    trial.write_text("\n".join(lines))
    found = read_trc(trial)
    assert found.names == whole.names
    np.testing.assert_array_equal(found.positions, whole.positions)


@pytest.mark.parametrize("count", [3, 900])
def test_a_header_that_counts_other_frames_is_read_with_a_remark(trial: Path, count: int) -> None:
    whole, lines = read_trc(trial), trial.read_text().split("\n")
    values = lines[2].split("\t")
    values[2] = f" {count}"
    lines[2] = "\t".join(values)
    trial.write_text("\n".join(lines))
    found = read_trc(trial)
    np.testing.assert_array_equal(found.positions, whole.positions)
    says = (
        f"The header says {count} frames and the file holds {len(whole.time)}; those that are there were read"
    )
    assert found.notes == (("header", says),)


def test_markers_without_a_name_are_left_out_and_the_others_stay_in_place(trial: Path) -> None:
    whole, lines = read_trc(trial), trial.read_text().split("\n")
    name = whole.names[1]
    lines[3] = lines[3].replace(name, "")
    trial.write_text("\n".join(lines))
    found = read_trc(trial)
    assert found.names == (whole.names[0], *whole.names[2:])
    np.testing.assert_array_equal(found.positions, np.delete(whole.positions, 1, axis=1))
    assert [key for key, _ in found.notes] == ["markers_unnamed"]


def test_cells_of_further_markers_behind_the_named_ones_and_rows_without_the_last(trial: Path) -> None:
    whole, lines = read_trc(trial), trial.read_text().split("\n")
    lines[7] += "\t1.0\t2.0\t3.0\t"
    lines[8] = "\t".join(lines[8].split("\t")[:-3])
    trial.write_text("\n".join(lines))
    found = read_trc(trial)
    rows = [index for index, line in enumerate(lines[6:]) if line]
    short = rows.index(8 - 6) if 8 - 6 in rows else 2
    assert np.isnan(found.positions[short, -1]).all()
    np.testing.assert_array_equal(
        np.delete(found.positions, short, axis=0), np.delete(whole.positions, short, axis=0)
    )


@given(st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_any_accident_is_an_input_error_or_markers(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    path = tmp_path_factory.getbasetemp() / "accident.trc"
    write_trc(path, *standing_person(4))
    data = bytearray(chance.randbytes(2000) if seed % 10 == 0 else path.read_bytes())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.choice(b"\t\n 0-e.xN\x00\xff,")
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case _:
                data[at:at] = data[at : at + chance.randrange(200)]
        data = data or bytearray(b"x")
    path.write_bytes(bytes(data))
    try:
        found = read_trc(path)
    except InputError:
        return
    assert found.positions.shape == (len(found.time), len(found.names), 3)
