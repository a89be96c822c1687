"""Apple Health: what is wrong with real exports, each in a small file."""

import zipfile
from datetime import UTC
from pathlib import Path

import pytest

from psoas.day.readers.apple import device_of, moment
from tests.day.made import (
    apple_export,
    apple_record,
    apple_steps,
    apple_workout,
    one_day,
    read,
    reasons,
    spans,
)

SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
WATCH = "Apple Watch"


def times(start: str, end: str) -> tuple[str, str]:
    return f"2024-03-29 {start}:00 +0100", f"2024-03-29 {end}:00 +0100"


def test_watch_and_phone_count_each_step_once(tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(
        apple_export(
            apple_steps(*times("08:00", "08:10"), 1000),
            apple_steps(*times("08:00", "08:10"), 1100, WATCH),
            apple_steps(*times("09:00", "09:10"), 500),
            apple_steps(*times("12:00", "12:10"), 900, WATCH),
            apple_steps(*times("12:05", "12:15"), 800),
            apple_steps(*times("12:05", "12:15"), 800),
        )
    )
    day = one_day(read(file))
    assert day.steps == 1100 + 500 + 900 + 400
    assert spans(day) == [
        ("08:00:00", "08:10:00", "walking", None),
        ("12:00:00", "12:15:00", "walking", None),
    ]


def test_a_workout_lies_on_the_day_of_the_zone_that_it_names(tmp_path: Path) -> None:
    """The export was made in winter: every date is printed with its offset, an hour off the clock in summer."""
    file = tmp_path / "export.xml"
    swim = apple_workout("Swimming", "2024-07-01 23:00:00 +0100", "2024-07-01 23:30:00 +0100", "Europe/Paris")
    file.write_bytes(apple_export(swim))
    day = one_day(read(file))
    assert day.date.isoformat() == "2024-07-02"
    assert spans(day) == [("00:00:00", "00:30:00", "swimming", "exercise")]
    assert one_day(read(file, home=UTC)).date.isoformat() == "2024-07-02"


def test_a_broken_document_type_and_forbidden_characters_are_skipped(tmp_path: Path) -> None:
    head = """<?xml version="1.0"?>
<!DOCTYPE HealthData [
<!-- Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST VisionPrescription
  type CDATA #REQUIRED
<!ELEMENT Prism EMPTY>
]>
"""
    file = tmp_path / "export.xml"
    steps = apple_steps(*times("08:00", "08:10"), 1000).replace('sourceName="', 'sourceName="\x0b\x00')
    file.write_bytes(apple_export(steps, head=head))
    assert one_day(read(file)).steps == 1000


def test_one_phone_with_many_addresses_is_one_device() -> None:
    strings = [
        f"<<HKDevice: 0x{number:x}>, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone16,1, "
        f"software:17.{number % 9}>"
        for number in range(73)
    ]
    assert {device_of(one, "Zoe's phone") for one in strings} == {("phone", "phone")}
    assert device_of(strings[0].replace("model:iPhone", "model:Watch"), "x") == ("wrist", "watch")
    assert device_of("", "Zoe's Apple Watch") == ("wrist", "watch")


def test_a_run_whose_parts_stand_in_it_is_counted_once_and_its_pauses_are_left_out(tmp_path: Path) -> None:
    parts = "".join(
        f'<WorkoutActivity uuid="{part}" startDate="2024-03-29 10:0{part % 10}:00 +0100"/>'
        for part in range(17)
    )
    pause = '<WorkoutEvent type="HKWorkoutEventTypePause" date="2024-03-29 10:10:00 +0100"/>'
    resume = '<WorkoutEvent type="HKWorkoutEventTypeResume" date="2024-03-29 10:15:00 +0100"/>'
    file = tmp_path / "export.xml"
    file.write_bytes(
        apple_export(apple_workout("Running", *times("10:00", "10:30"), inside=parts + pause + resume))
    )
    day = one_day(read(file))
    assert day.totals == {"walking": 25 * 60}
    assert spans(day)[0] == ("10:00:00", "10:10:00", "walking", "running")


def test_the_export_in_a_zip_is_found_by_its_root_not_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("__MACOSX/apple_health_export/._exportation.xml", b"\0\1")
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        archive.writestr(
            "apple_health_export/Zoes exportation.xml",
            apple_export(apple_steps(*times("08:00", "08:10"), 700)),
        )
    reading = read(file)
    assert one_day(reading).steps == 700
    assert "Zoe" not in reasons(reading)
    assert "no format that is read" in reasons(reading)


def test_a_cut_export_gives_its_whole_records_and_says_so(tmp_path: Path) -> None:
    whole = apple_export(
        apple_steps(*times("08:00", "08:10"), 700), apple_steps(*times("09:00", "09:10"), 800)
    )
    file = tmp_path / "export.xml"
    file.write_bytes(whole[: whole.rindex(b"value")])
    reading = read(file)
    assert one_day(reading).steps == 700
    assert "it is cut or damaged there; what came before it is used" in reasons(reading)


def test_sleep_is_lying_and_lying_in_bed_awake_is_less_sure(tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(
        apple_export(
            apple_record(SLEEP, *times("00:30", "07:00"), "HKCategoryValueSleepAnalysisInBed"),
            apple_record(SLEEP, *times("01:00", "06:00"), "HKCategoryValueSleepAnalysisAsleepCore", WATCH),
            apple_record(SLEEP, *times("06:00", "06:30"), "HKCategoryValueSleepAnalysisAwake", WATCH),
        )
    )
    day = one_day(read(file))
    assert [row[3] for row in spans(day)] == ["lying", "sleep", "lying"]
    assert day.totals == {"other": 390 * 60}


def test_slow_steps_are_counted_but_are_no_walk(tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(apple_export(apple_steps(*times("08:00", "08:10"), 90)))
    day = one_day(read(file))
    assert (day.steps, day.totals, day.unknown_s) == (90, {}, 86400)


@pytest.mark.parametrize(
    "text", ["", "2024-03-29", "2024-13-29 08:00:00 +0100", "2024-03-29 08:00:00 +01:00", "x" * 25]
)
def test_no_date_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any
        moment(text)


def test_a_moment_is_that_of_its_offset() -> None:
    assert moment("2024-03-29 08:00:00 +0100") == 1711695600


def test_sleep_needs_no_more_than_step_counts(tmp_path: Path) -> None:
    stamp = "2024-03-{:02d} 12:{:02d}:00 +0100"
    steps = [apple_steps(stamp.format(day, 0), stamp.format(day, 10), 300) for day in (4, 5)]
    (tmp_path / "export.xml").write_bytes(apple_export(*steps))
    days = read(tmp_path, sleep=(23 * 60, 7 * 60)).days
    assert [day.totals.get("other", 0) // 3600 for day in days] == [1, 7]


def test_a_date_in_the_future_makes_no_day(tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_bytes(
        apple_export(
            apple_steps("2024-03-04 12:00:00 +0100", "2024-03-04 12:10:00 +0100", 900),
            apple_steps("2085-03-04 12:00:00 +0100", "2085-03-04 12:10:00 +0100", 900),
            apple_workout("Running", "2085-03-05 12:00:00 +0100", "2085-03-05 12:30:00 +0100"),
        )
    )
    reading = read(tmp_path)
    assert [day.date.year for day in reading.days] == [2024]
    assert reasons(reading).count("in the future") == 2


def test_a_zone_that_does_not_exist_is_named_as_not_used(tmp_path: Path) -> None:
    run = apple_workout("Running", "2024-03-04 12:00:00 +0100", "2024-03-04 12:30:00 +0100", "Mars/Olympus")
    (tmp_path / "export.xml").write_bytes(apple_export(run))
    assert "1 time zones: none has that name; your own is used" in reasons(read(tmp_path))
