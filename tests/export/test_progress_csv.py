"""What is kept of a person comes out as tables that another program reads."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta

from psoas.export.progress_csv import progress_zip
from psoas.plan.records import Bout, Profile, RepetitionRecord, SessionRecord, SetRecord
from psoas.words import speaking

AT = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
ME = Profile(1, "Zoë, the first", AT)
MEASURED = RepetitionRecord(
    1,
    0.5,
    5.25,
    2.1,
    18.4,
    11.0,
    3.5,
    -6.0,
    4.0,
    faults=("short_hold", "bounce"),
    good=False,
    possible_faults=("bounce",),
    corrections={"short_hold": False, "arched_back": True},
)
TIMED = RepetitionRecord(1, 0.0, 4.0, 2.0)
SESSION = SessionRecord(
    7,
    1,
    "practice",
    AT,
    AT + timedelta(minutes=5),
    pain_before=3,
    sets=(
        SetRecord(
            8,
            "left",
            "camera",
            AT,
            weights="lite",
            bands={"arch": 1.25},
            repetitions=(MEASURED,),
            unmeasured={"pelvis": "an arm lies across it"},
        ),
        SetRecord(9, "right", "timer", AT, repetitions=(TIMED,)),
    ),
)
CUT_OFF = SessionRecord(10, 1, "retest", AT + timedelta(days=1))
DAY = [Bout(date(2026, 3, 1), 540, 600, "desk"), Bout(date(2026, 3, 1), 1380, 1440, "walking")]


def opened() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(progress_zip(ME, [SESSION, CUT_OFF], DAY)))


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(opened().read(name).decode(), newline="")))


def test_a_repetition_is_a_row_with_its_angles_and_their_errors() -> None:
    first, second = rows("repetitions.csv")
    assert (first["session"], first["set"], first["side"], first["weights"]) == ("7", "8", "left", "lite")
    assert (first["hip_opening_deg"], first["arch_deg"], first["arch_error_deg"]) == ("11.0", "3.5", "1.25")
    assert (first["good"], first["faults"], first["hip_opening_error_deg"]) == ("no", "short_hold bounce", "")
    assert (first["possible_faults"], first["said_present"], first["said_absent"]) == (
        "bounce",
        "arched_back",
        "short_hold",
    )
    assert first["not_measured"] == "an arm lies across it"
    assert datetime.fromisoformat(first["set_started_at"]) == AT
    assert first["exercise"] == second["exercise"] == "half_kneeling_stretch"
    assert (second["method"], second["arch_deg"], second["good"]) == ("timer", "", "")


def test_a_session_is_a_row_with_both_sides() -> None:
    first, second = rows("sessions.csv")
    assert (first["pain_before"], first["pain_after"]) == ("3", "")
    assert (first["left_repetitions"], first["left_good"], first["left_hold_s"]) == ("1", "0", "2.1")
    assert first["right_repetitions"] == "1"
    assert first["exercise"] == second["exercise"] == "half_kneeling_stretch"
    assert (second["purpose"], second["ended_at"], second["left_repetitions"]) == ("retest", "", "0")


def test_a_part_of_a_day_is_a_row_by_the_clock_on_the_wall() -> None:
    first, second = rows("days.csv")
    assert first == {
        "day": "2026-03-01",
        "start": "09:00",
        "end": "10:00",
        "minutes": "60",
        "activity": "desk",
        "sitting": "yes",
    }
    assert (second["end"], second["sitting"]) == ("24:00", "no")


def test_every_column_is_explained() -> None:
    readme = opened().read("README.txt").decode()
    assert "Zoë, the first" in readme
    for name in ("repetitions.csv", "sessions.csv", "days.csv"):
        section = readme.partition(f"\n{name}: ")[2].partition("\n\n")[0]
        assert [line.partition(":")[0].strip() for line in section.splitlines()[1:]] == list(rows(name)[0])


def test_a_person_without_anything_gets_tables_without_rows() -> None:
    with zipfile.ZipFile(io.BytesIO(progress_zip(ME, [], []))) as archive:
        assert archive.testzip() is None
        for name in ("repetitions.csv", "sessions.csv", "days.csv"):
            assert len(archive.read(name).splitlines()) == 1


def test_the_page_is_in_the_language_of_now_and_the_tables_are_for_programs() -> None:
    english = opened()
    with speaking("de"):
        german = opened()
    for name in english.namelist():
        assert (german.read(name) == english.read(name)) == (name != "README.txt"), name
    words = german.read("README.txt").decode()
    assert words.startswith("Was psoas von Zoë, the first aufbewahrt, in 3 Tabellen.\n")
    assert "  left_good: wie viele davon gut waren; " in words
