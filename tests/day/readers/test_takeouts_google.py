"""Google Fit and the newer Fitbit takeout: UTC without saying so, and the same steps several times."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from psoas.day import Day
from tests.day.made import one_day, read, reasons, spans

NINE = round(datetime(2024, 3, 4, 9, tzinfo=ZoneInfo("Europe/Paris")).timestamp())
PHONE = "raw:com.google.step_count.cumulative:maker:model:1"


def stream(kind: str, source: str, *points: tuple[int, int, int], origin: str = PHONE) -> str:
    """A stream of points: minutes after nine at which each begins and ends, and its number."""
    rows: list[dict[str, Any]] = [
        {
            "fitValue": [{"value": {"intVal": number}}],
            "originDataSourceId": origin,
            "startTimeNanos": (NINE + 60 * start) * 10**9,
            "endTimeNanos": (NINE + 60 * end) * 10**9,
            "dataTypeName": f"com.google.{kind}",
        }
        for start, end, number in points
    ]
    return json.dumps({"Data Source": f"derived:com.google.{kind}:{source}", "Data Points": rows})


def takeout(folder: Path, files: dict[str, str]) -> Day:
    for name, text in files.items():
        path = folder / "Takeout" / "Fit" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return one_day(read(folder / "Takeout"))


STEPS = tuple((minute, minute + 1, 90) for minute in range(5))
QUARTERS = (
    "Start time,End time,Calories (kcal),Low latitude (deg),Step count\n"
    "09:00:00.000+01:00,09:15:00.000+01:00,9,48.137,450\n"
    "09:15:00.000+01:00,09:30:00.000+01:00,,,\n"
    "23:45:00.000+01:00,00:00:00.000+01:00,9,48.137,60\n"
)


def test_the_same_steps_in_streams_and_tables_count_once(tmp_path: Path) -> None:
    day = takeout(
        tmp_path,
        {
            "All Data/raw.json": stream(
                "step_count.delta", "com.google.android.fit:x:top_level", *STEPS, (60, 61, 99)
            ),
            "All Data/steps.json": stream(
                "step_count.delta", "com.google.android.gms:estimated_steps", *STEPS
            ),
            "Daily activity metrics/2024-03-04.csv": QUARTERS,
            "Daily activity metrics/Daily activity metrics.csv": "Date,Calories (kcal),Step count\n2024-03-04,18,510\n",
        },
    )
    assert day.steps == 450 + 60
    assert spans(day) == [("09:00:00", "09:05:00", "walking", None)]


def test_a_total_of_the_day_counts_where_nothing_else_did(tmp_path: Path) -> None:
    day = takeout(tmp_path, {"Daily Summaries.csv": "Date,Calories (kcal),Step count\n2024-03-04,18,510\n"})
    assert day.steps == 510
    assert not day.bouts


def test_activities_of_the_phone_are_rides_and_walks(tmp_path: Path) -> None:
    points = ((0, 10, 0), (10, 20, 7), (20, 30, 3), (30, 40, 8), (40, 50, 1))
    day = takeout(
        tmp_path,
        {"a.json": stream("activity.segment", "com.google.android.gms:merge_activity_segments", *points)},
    )
    assert spans(day) == [
        ("09:00:00", "09:10:00", "car", "automotive"),
        ("09:10:00", "09:20:00", "walking", "exercise"),
        ("09:30:00", "09:40:00", "walking", "running"),
        ("09:40:00", "09:50:00", "other", "cycling"),
    ]


def test_a_session_is_one_observation_and_its_steps_are_not_counted_again(tmp_path: Path) -> None:
    session = {
        "fitnessActivity": "walking",
        "startTime": "2024-03-04T08:00:00Z",
        "endTime": "2024-03-04T08:16:00.5Z",
        "segment": [{"fitnessActivity": "walking"}],
        "aggregate": [{"metricName": "com.google.step_count.delta", "intValue": 1453}],
    }
    day = takeout(tmp_path, {"All Sessions/x_WALKING.json": json.dumps(session)})
    assert spans(day) == [("09:00:00", "09:16:00", "walking", "exercise")]
    assert day.steps is None


def test_the_day_of_a_table_is_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "my steps.csv").write_text(QUARTERS)
    (error,) = read(tmp_path / "my steps.csv").errors
    assert str(error).startswith("my steps.csv has lost its name, which is the date")


def test_fitbit_steps_of_two_devices_count_once(tmp_path: Path) -> None:
    rows = [
        "timestamp,steps,data source",
        *(f"2024-03-04T08:0{minute}:00Z,90,Charge 6" for minute in range(5)),
        *(f"2024-03-04T08:0{minute}:00Z,80,MobileTrack" for minute in range(9)),
        "2024-03-04 08:20:00,40,Charge 6",
        "x,40,Charge 6",
    ]
    (tmp_path / "steps_2024-03-01.csv").write_text("\n".join(rows) + "\n")
    reading = read(tmp_path / "steps_2024-03-01.csv")
    assert one_day(reading).steps == 5 * 90 + 4 * 80 + 40
    assert "1 rows: they are not whole" in reasons(reading)


def test_fitbit_json_and_table_of_the_same_minutes_count_once(tmp_path: Path) -> None:
    minutes = [{"dateTime": f"03/04/24 08:0{minute}:00", "value": "90"} for minute in range(5)]
    (tmp_path / "steps-2024-03-04.json").write_text(json.dumps(minutes))
    rows = "".join(f"2024-03-04T08:0{minute}:00Z,90,Charge 6\n" for minute in range(5))
    (tmp_path / "steps_2024-03-01.csv").write_text(f"timestamp,steps,data source\n{rows}")
    day = one_day(read(tmp_path))
    assert day.steps == 450
    assert spans(day) == [("09:00:00", "09:05:00", "walking", None)]


def test_fitbit_stages_are_believed_before_the_night_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "UserSleeps_2024-03-01.csv").write_text(
        "sleep_id,sleep_type,start_utc_offset,sleep_start,end_utc_offset,sleep_end\n"
        "1,STAGES,+01:00,2024-03-04 00:00:00+0000,+01:00,2024-03-04 02:00:00+0000\n"
    )
    (tmp_path / "UserSleepStages_2024-03-01.csv").write_text(
        "sleep_id,sleep_stage_id,sleep_stage_type,start_utc_offset,sleep_stage_start,end_utc_offset,sleep_stage_end\n"
        "1,1,LIGHT,+01:00,2024-03-04 00:00:00+0000,+01:00,2024-03-04 01:00:00+0000\n"
        "1,2,AWAKE,+01:00,2024-03-04 01:00:00+0000,+01:00,2024-03-04 01:30:00+0000\n"
    )
    (tmp_path / "UserExercises_2024-03-01.csv").write_text(
        "exercise_id,exercise_start,exercise_end,utc_offset,exercise_created,activity_name,log_type\n"
        "1,2024-03-04T08:00:00Z,2024-03-04T08:30:00Z,+01:00,x,Weight Machines,MANUAL\n"
        "2,2024-03-04T09:00:00Z,2024-03-04T09:30:00Z,+01:00,x,Outdoor Run,AUTO_DETECTED\n"
    )
    day = one_day(read(tmp_path))
    assert spans(day) == [
        ("01:00:00", "02:00:00", "other", "sleep"),
        ("02:00:00", "02:30:00", "other", "lying"),
        ("02:30:00", "03:00:00", "other", "sleep"),
        ("10:00:00", "10:30:00", "walking", "running"),
    ]


@pytest.mark.parametrize("date", ["2024-03-14", "14-03-2024", "03-14-2024"])
def test_the_export_of_fitbits_website_gives_days_and_nights(tmp_path: Path, date: str) -> None:
    (tmp_path / "fitbit_export.csv").write_text(
        "Body\nDate,Weight,BMI,Fat\n\n"
        "Activities\nDate,Calories Burned,Steps,Distance,Floors,Minutes Sedentary\n"
        f'"{date}","2,310","11,204","8.1","9","650"\n\n'
        "Sleep\nStart Time,End Time,Minutes Asleep,Minutes Awake\n"
        f'"{date} 12:05AM","{date} 6:50AM","380","25"\n'
    )
    day = one_day(read(tmp_path / "fitbit_export.csv"))
    assert day.date.isoformat() == "2024-03-14"
    assert day.steps == 11_204
    assert spans(day) == [("00:05:00", "06:50:00", "other", "sleep")]


def test_a_date_that_may_be_two_days_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fitbit_export.csv").write_text(
        'Activities\nDate,Calories Burned,Steps\n"03-04-2024","1","9"\n'
    )
    (error,) = read(tmp_path / "fitbit_export.csv").errors
    assert str(error) == (
        "fitbit_export.csv does not show whether its dates begin with the day or the month; export a whole month"
    )
