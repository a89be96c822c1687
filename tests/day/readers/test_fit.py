"""FIT: what is wrong with real files, each in a small one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.day.made import (
    fit_file,
    fit_message,
    fit_record,
    fit_session,
    fit_time,
    fit_timer,
    one_day,
    read,
    reasons,
    spans,
)

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def written(folder: Path, *parts: bytes, name: str = "run.fit") -> Path:
    path = folder / name
    path.write_bytes(b"".join(parts))
    return path


RUN = (fit_record(NOON), fit_record(NOON + minutes(20)), fit_session(NOON, 1200, 1, strides=1500))


def test_a_run_with_its_strides(tmp_path: Path) -> None:
    day = one_day(read(written(tmp_path, fit_file(*RUN))))
    assert spans(day) == [("13:00:00", "13:20:00", "walking", "running")]
    assert day.steps == 3000


def test_stops_lie_within_the_elapsed_time(tmp_path: Path) -> None:
    stops = (fit_timer(NOON + minutes(5), start=False), fit_timer(NOON + minutes(8), start=True))
    day = one_day(read(written(tmp_path, fit_file(*stops, *RUN))))
    assert [row[:2] for row in spans(day)] == [("13:00:00", "13:05:00"), ("13:08:00", "13:20:00")]


def test_a_wrong_checksum_changes_nothing(tmp_path: Path) -> None:
    assert one_day(read(written(tmp_path, fit_file(*RUN, crc=1)))).totals == {"walking": 1200}


def test_a_cut_file_gives_its_good_part_and_no_sport(tmp_path: Path) -> None:
    whole = fit_file(*RUN)
    reading = read(written(tmp_path, whole[:-20]))
    day = one_day(reading)
    assert day.totals == {}
    assert day.unknown_s == day.length_s
    assert (
        "the file holds none; start and end are those of what was read, and the sport is unknown"
        in reasons(reading)
    )
    assert "cut or damaged" in reasons(reading)


def test_four_chained_files_are_all_read(tmp_path: Path) -> None:
    parts = [fit_file(fit_session(NOON + minutes(60 * hour), 600, 11)) for hour in range(4)]
    assert one_day(read(written(tmp_path, *parts))).totals == {"walking": 4 * 600}


def test_the_same_activity_in_two_files_is_counted_once(tmp_path: Path) -> None:
    one = written(tmp_path, fit_file(*RUN))
    other = written(tmp_path, fit_file(*RUN, fit_record(NOON + minutes(20))), name="again.fit")
    day = one_day(read(one, other))
    assert day.totals == {"walking": 1200}
    assert day.steps == 3000


def test_a_record_of_2085_is_left_out(tmp_path: Path) -> None:
    late = fit_record(datetime(2085, 1, 1, tzinfo=UTC))
    reading = read(written(tmp_path, fit_file(fit_record(NOON), late, fit_record(NOON + minutes(9)))))
    assert one_day(reading).date.isoformat() == "2024-03-04"
    assert "1 records: their date is far from all others" in reasons(reading)


def test_a_clock_that_was_not_set_is_said(tmp_path: Path) -> None:
    reading = read(
        written(
            tmp_path, fit_file(fit_message(18, [(253, "uint32", 900), (2, "uint32", 100), (5, "enum", 1)]))
        )
    )
    assert not reading.days
    assert "the clock of the device was not set" in str(reading.errors[0])


def test_an_empty_head_and_a_page_saved_as_fit_are_named(tmp_path: Path) -> None:
    empty = written(tmp_path, b"\0" * 14, name="empty.fit")
    page = written(tmp_path, b"<!DOCTYPE html><html>sign in</html>", name="page.fit")
    errors = [str(error) for error in read(empty, page).errors]
    assert errors == [
        "empty.fit is cut or damaged, or no FIT file; export it again",
        "page.fit is a web page and no FIT file; download it again, signed in",
    ]


@pytest.mark.parametrize("length", [15, 64, 255])
def test_a_head_of_another_length_is_damage(tmp_path: Path, length: int) -> None:
    whole = fit_file(*RUN)
    (error,) = read(written(tmp_path, bytes([length]) + whole[1:])).errors
    assert str(error) == "run.fit is cut or damaged, or no FIT file; export it again"


def test_monitoring_adds_up_and_its_clock_rolls_over(tmp_path: Path) -> None:
    """``timestamp_16`` is the lower half of the time; walking counts cycles of two steps that add up."""
    start = fit_time(NOON) | 0xFF00
    info = fit_message(103, [(253, "uint32", start)])

    def walked(after_s: int, cycles: int) -> bytes:
        return fit_message(
            55, [(26, "uint16", (start + after_s) & 0xFFFF), (5, "enum", 6), (3, "uint32", 2 * cycles)]
        )

    still = fit_message(55, [(26, "uint16", (start + 60) & 0xFFFF), (5, "enum", 8)])
    again = fit_message(55, [(26, "uint16", (start + 660) & 0xFFFF), (5, "enum", 8)])
    kind = fit_message(0, [(0, "enum", 32)])
    file = fit_file(kind, info, still, again, walked(720, 50), walked(780, 110))
    day = one_day(read(written(tmp_path, file)))
    assert day.steps == 220
    assert day.totals == {"walking": 120}
    assert day.still_s == 600


@pytest.mark.parametrize(
    ("sport", "kind", "context"),
    [(2, "other", "cycling"), (5, "swimming", "exercise"), (13, "skiing", "exercise")],
)
def test_sports(tmp_path: Path, sport: int, kind: str, context: str) -> None:
    day = one_day(read(written(tmp_path, fit_file(fit_session(NOON, 600, sport)))))
    assert spans(day) == [("13:00:00", "13:10:00", kind, context)]


def test_the_clock_of_the_device_names_the_zone(tmp_path: Path) -> None:
    local = fit_message(34, [(253, "uint32", fit_time(NOON)), (5, "uint32", fit_time(NOON) - 7 * 3600)])
    day = one_day(read(written(tmp_path, fit_file(fit_session(NOON, 600, 11), local))))
    assert day.moment(day.bouts[0].start_s).isoformat() == "2024-03-04T05:00:00-07:00"
