"""A person's record from a file."""

import json
from pathlib import Path

import pytest

from psoas.errors import InputError
from psoas.forecast import HipRecord, read_record
from psoas.forecast.record import usual_error

ROWS = """day,what,value,error,side
2026-03-01,thomas,4,2.6,right
2026-03-02,practice,60,,
2026-03-02,sitting,9.5,,
2026-03-03,stretch,21,,left
"""


def read(tmp_path: Path, text: str, name: str = "record.csv") -> list[HipRecord]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_record(path)


def test_a_row_counts_for_its_side_and_one_without_a_side_for_both(tmp_path: Path) -> None:
    left, right = read(tmp_path, ROWS)
    assert (left.side, right.side) == ("left", "right")
    assert [(test.kind, test.degrees, test.error) for test in right.tests] == [("thomas", -4.0, 2.6)]
    assert [(test.kind, test.degrees, test.error) for test in left.tests] == [
        ("stretch", 21.0, usual_error("stretch"))
    ]
    for record in (left, right):
        assert [seconds for _, seconds in record.practice] == [60.0]
        assert [hours for _, hours in record.sitting] == [9.5]


def test_without_sides_there_is_one_hip(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "day;what;value\n2026-03-01;thomas;-2\n\n")
    assert record.side is None
    assert record.tests[0].degrees == 2.0
    assert record.tests[0].error == usual_error("thomas")


def test_a_spreadsheet_with_decimal_commas_and_capitals_is_read(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "Day;What;Value\n2026-03-01;Thomas;-2,5\n")
    assert record.tests[0].degrees == 2.5


def test_practice_of_a_day_is_added_up(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "day,what,value\n2026-03-01,practice,60\n2026-03-01,practice,40\n")
    assert [seconds for _, seconds in record.practice] == [100.0]


def test_json_has_the_same_rows(tmp_path: Path) -> None:
    rows = [
        dict(zip(ROWS.splitlines()[0].split(","), line.split(","), strict=True))
        for line in ROWS.splitlines()[1:]
    ]
    assert read(tmp_path, json.dumps({"rows": rows}), "a.json") == read(tmp_path, ROWS)
    assert read(tmp_path, json.dumps(rows), "a.json") == read(tmp_path, ROWS)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no columns day, what and value"),
        ("day,what,value\n", "has no row"),
        ("day,what,value\n2026-03-01,jump,3\n", "line 2: what is 'jump'; there is thomas, stretch"),
        ("day,what,value\n1.3.2026,thomas,3\n", "line 2: '1.3.2026' is no day"),
        (
            "day,what,value\n2026-03-01,thomas,nan\n",
            "value is 'nan'; give a number of \N{MINUS SIGN}60 to 90 deg",
        ),
        ("day,what,value\n2026-03-01,sitting,25\n", "give a number of 0 to 24 h"),
        ("day,what,value,error\n2026-03-01,thomas,2,0\n", "line 2: error is '0'"),
        ("day,what,value,side\n2026-03-01,thomas,2,up\n", "side is 'up'"),
        ("day,what,value\n2026-03-01,thomas\n", "value is None"),
        (
            "day,what,value\n2026-03-01,sitting,9\n2026-03-01,sitting,9\n",
            "line 3: 2026-03-01 has sitting twice",
        ),
        (
            "day,what,value\n2026-03-01,practice,50000\n2026-03-01,practice,50000\n",
            "line 3: 2026-03-01 has more practice than seconds",
        ),
        ("day;what;value\n2026-03-01;thomas;1.000,5\n", "value is '1.000.5'"),
        ("{", "is no JSON"),
        ('{"rows": 3}', 'has no list "rows"'),
        ('{"rows": [{"day": "2026-03-01", "what": "thomas", "value": true}]}', "row 1: value is True"),
        (
            f'{{"rows": [{{"day": "2026-03-01", "what": "thomas", "value": {"9" * 400}}}]}}',
            "give a number of \N{MINUS SIGN}60",
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_row(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as raised:
        read(tmp_path, text)
    assert says in str(raised.value)
    assert str(raised.value).startswith("record.csv")


def test_a_missing_and_a_binary_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_record(tmp_path / "none.csv")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(InputError, match="not text"):
        read_record(tmp_path / "b.csv")
