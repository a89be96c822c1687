"""Lines and cells of text files, and the sentence for each fault."""

from pathlib import Path

import numpy as np
import pytest

from psoas.capture.files import text_file
from psoas.capture.files.text_file import check_time, number, read_bytes, read_lines
from psoas.errors import InputError

FILE = Path("walk.mot")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_lines_of_any_kind(tmp_path: Path, end: str, encoding: str) -> None:
    path = tmp_path / "a.mot"
    path.write_bytes(f"Gänge{end}time{end}".encode(encoding))
    assert read_lines(path, ".mot file") == ["Gänge", "time", ""]


@pytest.mark.parametrize(
    ("data", "says"),
    [(b" \n", "a.mot is empty"), (b"PK\0\1", "a.mot is not text and so not a .mot file")],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.mot").write_bytes(data)
    with pytest.raises(InputError, match=says):
        read_lines(tmp_path / "a.mot", ".mot file")


def test_a_missing_and_a_huge_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"cannot be read \(there is no such file\); check the path"):
        read_bytes(tmp_path / "a.mot", ".mot file")
    (tmp_path / "a.mot").write_bytes(b"12345")
    monkeypatch.setattr(text_file, "MOST_BYTES", 4)
    with pytest.raises(InputError, match=r"too much for a .mot file; cut the trial"):
        read_bytes(tmp_path / "a.mot", ".mot file")


def test_cells() -> None:
    assert number(" -1.5e2 ", FILE, 3, "a") == -150
    assert np.isnan(number("", FILE, 3, "a"))
    assert np.isnan(number("NaN", FILE, 3, "a"))


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("1,5", "walk.mot, line 3, column 'a': '1,5' is not a number; write decimal points, not commas"),
        ("1_0", "'1_0' is not a number; correct the cell or export again"),
        ("inf", "'inf' is not a number"),
        ("1e300", "'1e300' is not a number"),
        ("x" * 30, f"'{'x' * 20}...' is not a number"),
    ],
)
def test_a_cell_that_is_no_number_is_named_with_its_place(cell: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        number(cell, FILE, 3, "a")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ([0.0, np.nan], "line 9: the time is missing"),
        ([0.0, 0.0], "line 9: time goes from 0 to 0 s and has to increase; remove the repeated rows"),
        ([1.0, 0.5], "two recordings may stand in one file"),
    ],
)
def test_time_has_to_increase(times: list[float], says: str) -> None:
    with pytest.raises(InputError, match=says):
        check_time(np.array(times), [8, 9], FILE)
