"""activPAL: what is wrong with real tables, each in a small one."""

from datetime import datetime
from pathlib import Path

import pytest

from psoas.errors import CannotTellError
from tests.day.made import activpal, one_day, read, reasons, spans

START = datetime(2024, 3, 4, 9)
WALK = [(1.0, "2", 1)] * 60
DAY = [(1800.0, "0", 0), (600.0, "1", 0), *WALK, (1740.4, "0", 0)]


@pytest.mark.parametrize(
    ("delimiter", "extended", "encoding"),
    [(",", False, "utf-8"), (";", False, "utf-8-sig"), (";", True, "utf-8"), (",", False, "utf-16")],
)
def test_all_its_shapes_say_the_same(tmp_path: Path, delimiter: str, extended: bool, encoding: str) -> None:
    """Decimal comma, ``sep=;`` with a ``;`` at the end of each row, UTF-16; days count from 30 December 1899."""
    file = tmp_path / "events.csv"
    file.write_text(activpal(START, DAY, delimiter=delimiter, extended=extended), encoding=encoding)
    day = one_day(read(file))
    assert spans(day) == [
        ("09:00:00", "09:30:00", "sitting", None),
        ("09:30:00", "09:40:00", "standing", None),
        ("09:40:00", "09:41:00", "walking", None),
        ("09:41:00", "10:10:00", "sitting", None),
    ]
    assert day.steps == 120
    assert day.sit_to_stands == 1


def test_time_back_lying_is_sitting_and_only_a_code_is_lying(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(activpal(START, [(600.0, "0", 0), *WALK, (600.0, "3.1", 0)], extended=True))
    assert one_day(read(file)).totals == {"sitting": 600, "walking": 60, "other": 600}


def test_the_time_after_it_was_taken_off_is_no_sitting(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(activpal(START, [*DAY, (1.0, "1", 0), (15.3 * 3600, "0", 0)]))
    reading = read(file)
    assert sum(day.sitting_s for day in reading.days) == 3540
    assert "it lasts 15.3 h to the end of the file: the sensor was off" in reasons(reading)


def test_a_sensor_that_was_not_worn_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(activpal(START, [(3 * 86400.0, "0", 0), (1.0, "2", 95), (30.3 * 3600, "1", 0)]))
    (error,) = read(file).errors
    assert isinstance(error, CannotTellError)
    assert "the sensor was not worn, it counted 190 steps in 4.3 days" in str(error)


def test_a_long_level_thigh_is_unknown_until_the_person_says_when_they_sleep(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    night = [*DAY, (8 * 3600.0, "0", 0), *WALK]
    file.write_text(activpal(datetime(2024, 3, 4, 22), night))
    assert sum(day.level_s for day in read(file).days) == 8 * 3600
    slept = [row for day in read(file, sleep=(23 * 60 + 30, 7 * 60)).days for row in spans(day)]
    assert ("00:00:00", "07:00:00", "other", "sleep") in slept


def test_sleep_is_put_into_nights_between_recorded_days_alone(tmp_path: Path) -> None:
    """Two recordings months apart say nothing of the nights between them; a night between two days is slept."""
    for number, day in enumerate((4, 5, 25)):
        (tmp_path / f"{number}.csv").write_text(activpal(datetime(2024, 3, day, 9), DAY))
    days = read(tmp_path, sleep=(23 * 60, 7 * 60)).days
    assert [(day.date.day, day.totals.get("other", 0) // 3600) for day in days] == [(4, 1), (5, 7), (25, 0)]


def test_a_device_has_no_summer_time(tmp_path: Path) -> None:
    """Its clock runs on through the night of the change: eight hours stay eight hours."""
    file = tmp_path / "events.csv"
    file.write_text(
        activpal(datetime(2024, 10, 26, 22), [(600.0, "1", 0), *WALK, (8 * 3600.0, "3.1", 0), *WALK])
    )
    days = read(file).days
    assert sum(day.totals.get("other", 0) for day in days) == 8 * 3600
    assert [day.length_s // 3600 for day in days] == [24, 25]


def test_rows_that_are_not_whole_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(activpal(START, DAY) + "43428.5,1\nx,x,x,x,x\n")
    assert "2 rows: they are not whole" in reasons(read(file))
