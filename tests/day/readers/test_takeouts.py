"""Calendars, Google Timeline, Fitbit and Samsung: hints, zones, and what is counted once."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from psoas.day.rules import sport_of
from tests.day.made import activitywatch, activpal, one_day, read, reasons, spans


def ics(*events: str) -> str:
    inside = "\r\n".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}\r\nEND:VCALENDAR\r\n"


def thigh(folder: Path, *bouts: tuple[float, str, int], hour: int = 9) -> Path:
    path = folder / "thigh.csv"
    path.write_text(activpal(datetime(2024, 3, 4, hour), bouts))
    return path


def test_a_meeting_is_a_hint_and_no_proof_of_sitting(tmp_path: Path) -> None:
    calendar = tmp_path / "work.ics"
    calendar.write_text(
        ics(
            "DTSTART;TZID=Europe/Paris:20240304T090000\r\nDTEND;TZID=Europe/Paris:20240304T093000\r\nSUMMARY:Zoe",
            "DTSTART;VALUE=DATE:20240304\r\nDTEND;VALUE=DATE:20240305\r\nSUMMARY:Holiday",
            "DTSTART:20240304T100000Z\r\nDTEND:20240304T110000Z\r\nSTATUS:CANCELLED\r\nSUMMARY:x",
        )
    )
    worn = thigh(tmp_path, (1200.0, "0", 0), (600.0, "1", 0), (600.0, "0", 0))
    day = one_day(read(worn, calendar))
    assert spans(day) == [
        ("09:00:00", "09:20:00", "sitting", "meeting"),
        ("09:20:00", "09:30:00", "standing", "meeting"),
        ("09:30:00", "09:40:00", "sitting", None),
    ]
    assert read(calendar).days == ()
    assert "1 events: they last whole days" in reasons(read(worn, calendar))


def test_a_meeting_of_each_week_is_followed_by_the_clock_on_the_wall(tmp_path: Path) -> None:
    calendar = tmp_path / "work.ics"
    calendar.write_text(
        ics(
            "DTSTART;TZID=Europe/Paris:20240108T090000\r\nDURATION:PT30M\r\nRRULE:FREQ=WEEKLY;COUNT=20\r\n"
            "EXDATE;TZID=Europe/Paris:20240311T090000\r\nSUMMARY:x"
        )
    )
    assert spans(one_day(read(thigh(tmp_path, (1800.0, "1", 0)), calendar)))[0][3] == "meeting"


def test_timeline_rides_are_a_car_and_places_are_not_read(tmp_path: Path) -> None:
    segments: list[dict[str, Any]] = [
        {"startTime": "2024-03-04T08:00:00.000+01:00", "endTime": "2024-03-04T08:30:00.000+01:00",
         "activity": {"start": {"latLng": "48.1, 11.5"}, "topCandidate": {"type": "IN_PASSENGER_VEHICLE"}}},
        {"startTime": "2024-03-04T08:30:00.000+01:00", "endTime": "2024-03-04T08:40:00.000+01:00",
         "activity": {"topCandidate": {"type": "WALKING"}}},
        {"startTime": "2024-03-04T08:40:00.000+01:00", "endTime": "2024-03-04T18:40:00.000+01:00",
         "visit": {"topCandidate": {"placeLocation": {"latLng": "48.1, 11.5"}}}},
    ]  # fmt: skip
    file = tmp_path / "Timeline.json"
    file.write_text(json.dumps({"semanticSegments": segments}))
    reading = read(file)
    assert spans(one_day(reading)) == [
        ("08:00:00", "08:30:00", "car", "automotive"),
        ("08:30:00", "08:40:00", "walking", "exercise"),
    ]
    old = tmp_path / "2024_MARCH.json"
    old.write_text(
        json.dumps(
            {
                "timelineObjects": [
                    {
                        "activitySegment": {
                            "duration": {
                                "startTimestamp": "2024-03-04T07:00:00Z",
                                "endTimestamp": "2024-03-04T07:30:00Z",
                            },
                            "activityType": "IN_BUS",
                        }
                    }
                ]
            }
        )
    )
    assert spans(one_day(read(old))) == [("08:00:00", "08:30:00", "car", "automotive")]


def test_fitbit_steps_are_in_utc_and_its_sleep_is_by_the_clock_on_the_wall(tmp_path: Path) -> None:
    steps = tmp_path / "steps-2024-03-04.json"
    steps.write_text(json.dumps([{"dateTime": f"03/04/24 09:0{m}:00", "value": "100"} for m in range(5)]))
    sleep = tmp_path / "sleep-2024-03-04.json"
    levels = {"data": [{"dateTime": "2024-03-04T00:30:00.000", "level": "light", "seconds": 3600},
                       {"dateTime": "2024-03-04T01:30:00.000", "level": "wake", "seconds": 600}]}  # fmt: skip
    sleep.write_text(
        json.dumps(
            [{"startTime": "2024-03-04T00:30:00.000", "endTime": "2024-03-04T01:40:00.000", "levels": levels}]
        )
    )
    run = tmp_path / "exercise-0.json"
    run.write_text(
        json.dumps(
            [{"startTime": "03/04/24 09:00:00", "duration": 300000, "activityName": "Run", "steps": 500}]
        )
    )
    day = one_day(read(steps, sleep, run))
    assert spans(day) == [
        ("00:30:00", "01:30:00", "other", "sleep"),
        ("01:30:00", "01:40:00", "other", "lying"),
        ("10:00:00", "10:05:00", "walking", "running"),
    ]
    assert day.steps == 500


def test_samsung_tables_are_in_utc_with_the_zone_beside(tmp_path: Path) -> None:
    file = tmp_path / "com.samsung.shealth.exercise.csv"
    heads = "com.samsung.health.exercise.start_time,com.samsung.health.exercise.end_time,"
    heads += "com.samsung.health.exercise.exercise_type,com.samsung.health.exercise.time_offset"
    rows = "2024-03-04 23:30:00.000,2024-03-05 00:30:00.000,1002,UTC+0900\nbroken,,,\n"
    file.write_text(f"com.samsung.shealth.exercise,6235001,5\n{heads}\n{rows}")
    reading = read(file)
    day = one_day(reading)
    assert day.date.isoformat() == "2024-03-05"
    assert spans(day) == [("08:30:00", "09:30:00", "walking", "running")]
    assert "1 rows: they are not whole" in reasons(reading)


def test_two_pedometers_in_one_table_count_each_step_once(tmp_path: Path) -> None:
    file = tmp_path / "com.samsung.shealth.tracker.pedometer_step_count.csv"
    heads = "com.samsung.health.step_count.start_time,com.samsung.health.step_count.end_time,"
    heads += "com.samsung.health.step_count.count,com.samsung.health.step_count.deviceuuid"
    rows = "".join(
        f"2024-03-04 09:00:00.000,2024-03-04 09:10:00.000,{n},{d}\n" for n, d in ((900, "a"), (880, "b"))
    )
    file.write_text(f"com.samsung.shealth.tracker.pedometer_step_count,6,5\n{heads}\n{rows}")
    assert one_day(read(file)).steps == 900


def test_sports_by_the_names_of_the_devices() -> None:
    assert sport_of("HKWorkoutActivityTypeWheelchairWalkPace")[0] == "sitting"
    assert sport_of("HKWorkoutActivityTypeTraditionalStrengthTraining") == (None, "gym")
    assert sport_of("HKWorkoutActivityTypeRowing") == ("machine", "gym")
    assert sport_of("HKWorkoutActivityTypeDownhillSkiing")[0] == "skiing"
    assert sport_of("HKWorkoutActivityTypeSkatingSports")[0] == "skating"
    assert sport_of("indoor trainer") == (None, "exercise")
    assert sport_of("IN_TRAIN".lower()) == ("car", "automotive")
    assert sport_of("HKWorkoutActivityTypeYoga") == (None, "exercise")


def test_a_calendar_that_repeats_without_end_is_not_followed_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psoas.day.readers.calendar.MOST_HINTS", 8)
    daily = "DTSTART:20240304T080000Z\r\nDTEND:20240304T090000Z\r\nRRULE:FREQ=DAILY;COUNT=10"
    (tmp_path / "work.ics").write_text(ics(daily, daily, daily))
    (tmp_path / "aw.json").write_bytes(activitywatch([("2024-03-04T09:00:00Z", 60, "not-afk")]))
    reading = read(tmp_path)
    assert "2 events: there are more than 8 before them" in reasons(reading)
