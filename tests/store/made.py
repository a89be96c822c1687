"""A small story in a store, and its dump and back-up as they are kept of every released schema.

``python -m tests.store.made`` writes those of the newest schema to ``schemas/``.
"""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from psoas.day import Observation, StepPart, ZoneHint
from psoas.plan.homework import DoneSet, Homework, HomeworkResults, HomeworkTask, SentPicture
from psoas.plan.records import Bout, KeptPicture, ReminderRecord, RepetitionRecord, Screening, Settings
from psoas.plan.remarks import Remark
from psoas.store.backup import backup
from psoas.store.device_rows import FileContent
from psoas.store.schema import SCHEMA
from psoas.store.store import Store

SCHEMAS = Path(__file__).parent / "schemas"
AT = datetime(2026, 3, 1, 7, 30, 0, 123456, tzinfo=UTC)
DAY = date(2026, 3, 1)
NAME = "Zoë 🦵 O'Neill"
REPETITIONS = (
    RepetitionRecord(1, 0.5, 5.25, 2.1, 18.4, 11.0, 3.5, -6.0, 4.0, ("short_hold", "bounce"), False),
    RepetitionRecord(2, 6.0, 10.5, 2.0, good=True),
    RepetitionRecord(3, 11.0, 15.0, 1.9, thigh_travel_deg=9.1),
)
CORRECTED = {"bounce": False, "arched_back": True}
BOUTS = [Bout(DAY, 540, 600, "desk"), Bout(DAY, 600, 605, "walking"), Bout(DAY, 1380, 1440, "couch")]
NOT_KNOWN = Bout(DAY, 700, 720, None)
OBSERVED = [
    Observation(1_772_350_000, 1_772_353_600, "sitting", None, "thigh", 0.9),
    Observation(1_772_353_600, 1_772_357_200, None, "gym", "wrist", 0.0, started=True),
]
REMINDERS = [
    ReminderRecord(AT, AT - timedelta(minutes=30)),
    ReminderRecord(AT + timedelta(minutes=30), AT, "stood_up", AT + timedelta(minutes=31)),
]
SHORT_STEPS = [StepPart(1_772_350_200, "wrist", 240.0), StepPart(1_772_353_800, "phone", 17.5)]
STEPS = [*SHORT_STEPS, StepPart(1_772_353_800, "phone", 900.0, 3600)]
OLD_SETTINGS = Settings(8, False, 0, "dark")
ANSWERED = replace(
    OLD_SETTINGS, sleep_from_min=1380, sleep_to_min=420, standing_desk=True, time_zone="Europe/Paris"
)
WORN = replace(ANSWERED, sensor_worn="thigh")
GOALS = replace(WORN, keep_pictures=True, goal_days=4, goal_opening_deg=12.5)
SETTINGS = replace(GOALS, client=True)
REMARKS = (Remark("arrow", ((0.25, 0.5), (0.75, 0.5))), Remark("text", ((0.1, 0.9),), "tuck"))
KEY_FRAMES = (
    KeptPicture(1, "start", b"\xff\xd8\x00 start"),
    KeptPicture(1, "deepest", b"\xff\xd8 deepest", REMARKS),
)
WORST = KeptPicture(1, "worst", b"\xff\xd8 worst")
TASK = HomeworkTask("bed_edge", ("left", "right"), 2, 3, 30.0, 5)
HOMEWORK = Homework("0123456789abcdef", "Zoë", "Kim", AT, (TASK,), "Slowly.")
RESULTS = HomeworkResults(HOMEWORK.key, "Zoë", DAY, AT, (DoneSet(DAY, "bed_edge", "left", 3, 30.5, None, 2),))
OFFSETS = (ZoneHint(1_772_350_000, -18_000),)
SCREENING = Screening(AT, ("front_of_hip_pain",), cleared=True)


def fill(store: Store) -> None:
    """Tell the story: a whole session, one that was cut off, a day and an answer of one person; nothing of another."""
    first = replace(store.profiles()[0], name=NAME, height_m=1.68, settings=SETTINGS)
    store.change_profile(first)
    whole = store.begin_session(first.id, "retest", AT, pain_before=4)
    left = store.begin_set(
        whole, "left", "camera", AT, weights="full", bands={"arch": 1.25, "hip_opening": 2.0}
    )
    for repetition in REPETITIONS:
        store.save_repetition(left, repetition)
    store.end_set(left, AT + timedelta(minutes=1))
    store.begin_set(whole, "right", "timer", AT + timedelta(minutes=2))
    store.history.correct(left, 1, CORRECTED)
    store.history.keep_frames(left, KEY_FRAMES)
    store.end_session(whole, AT + timedelta(minutes=4), pain_after=3)
    cut_off = store.begin_session(first.id, "practice", AT + timedelta(days=1))
    clip = store.begin_set(cut_off, "left", "clip", AT + timedelta(days=1))
    store.save_repetition(clip, REPETITIONS[0])
    store.history.keep_frames(clip, [WORST])
    store.clients.mark_session(first.id, cut_off, ["2026-03-02_073000_0a1b"])
    store.save_day(first.id, DAY, [*BOUTS, NOT_KNOWN])
    store.save_device_file(first.id, "export.zip", FileContent(tuple(OBSERVED), tuple(STEPS), OFFSETS))
    for reminder in REMINDERS:
        store.reminders.save(first.id, reminder)
    store.save_screening(first.id, SCREENING)
    store.notes.add(first.id, "Left hip is stiffer.", AT)
    store.homework.keep(
        first.id, "given", HOMEWORK, AT, (SentPicture("Deepest", KEY_FRAMES[1].jpeg, REMARKS),)
    )
    store.homework.keep_results(RESULTS)
    store.add_profile("Second")


def check(store: Store) -> None:
    """Everything of the story is there."""
    first, second = store.profiles()
    assert (first.name, first.height_m) == (NAME, 1.68)
    assert first.settings in (SETTINGS, GOALS, WORN, ANSWERED, OLD_SETTINGS), (
        "schemas before 0010 knew no clients, before 0009 no goals, before 0007 nothing of sensors, before 0005 "
        "nothing of all days"
    )
    assert (second.name, second.height_m, second.settings) == ("Second", None, Settings())
    whole, cut_off = store.sessions(first.id)
    assert (whole.purpose, whole.started_at, whole.ended_at) == ("retest", AT, AT + timedelta(minutes=4))
    assert (whole.pain_before, whole.pain_after) == (4, 3)
    left, right = whole.sets
    assert (left.side, left.method, left.weights) == ("left", "camera", "full")
    assert left.bands == {"arch": 1.25, "hip_opening": 2.0}
    assert (left.started_at, left.ended_at) == (AT, AT + timedelta(minutes=1))
    assert left.repetitions[0].corrections in ({}, CORRECTED), "schemas before 0008 had none"
    assert tuple(replace(one, corrections={}) for one in left.repetitions) == REPETITIONS
    worst = store.history.frame(first.id, cut_off.sets[0].id, 1, "worst")
    assert worst in (None, WORST.jpeg), "schemas before 0011 had no worst moment"
    assert store.clients.is_copy(cut_off.id) == (worst is not None), "and knew no copies"
    kept_frames = tuple(store.history.frame(first.id, left.id, 1, one.moment) for one in KEY_FRAMES)
    assert kept_frames in ((None, None), tuple(one.jpeg for one in KEY_FRAMES)), (
        "schemas before 0009 had none"
    )
    assert (right.side, right.method, right.weights, right.bands) == ("right", "timer", None, {})
    assert (right.ended_at, right.repetitions) == (None, ())
    assert (cut_off.ended_at, cut_off.pain_before, cut_off.pain_after) == (None, None, None)
    assert cut_off.sets[0].repetitions == REPETITIONS[:1]
    assert {one.exercise for one in (whole, cut_off, left, right)} == {"half_kneeling_stretch"}
    bouts = store.bouts(first.id, DAY, DAY)
    assert bouts in (BOUTS, sorted([*BOUTS, NOT_KNOWN])), "schemas before 0005 had no part that is not known"
    kept = store.observations(first.id, 0, 4_000_000_000)
    assert kept in ({}, {"export.zip": OBSERVED}), "schemas before 0003 had none"
    steps = store.steps(first.id, 0, 4_000_000_000)
    assert steps in ({}, {"export.zip": SHORT_STEPS}, {"export.zip": STEPS}), (
        "schemas before 0005 had none, before 0007 no totals"
    )
    reminders = store.reminders.between(first.id, AT - timedelta(days=1), AT + timedelta(days=1))
    assert reminders in ([], REMINDERS), "schemas before 0006 had none"
    offsets = store.offsets(first.id, 0, 4_000_000_000)
    assert offsets in ({}, {"export.zip": list(OFFSETS)}), "schemas before 0005 had none"
    assert store.last_screening(first.id) == SCREENING
    assert store.sessions(second.id) == []
    notes, given = store.notes.of(first.id), store.homework.of(first.id, "given")
    assert [one.words for one in notes] in ([], ["Left hip is stiffer."]), "schemas before 0010 had none"
    assert [(one.homework, one.results) for one in given] in ([], [(HOMEWORK, RESULTS)])
    for one in given:
        assert store.homework.pictures(one.id) == (SentPicture("Deepest", KEY_FRAMES[1].jpeg, REMARKS),)
        assert store.history.pictures(whole.id) == {
            left.id: tuple(sorted(KEY_FRAMES, key=lambda k: k.moment))
        }


def write_released() -> None:
    """Write the story in the newest schema as SQL and as a back-up."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "psoas.db"
        with Store.open(f"sqlite:///{path}") as store:
            fill(store)
        with closing(sqlite3.connect(path)) as connection:
            lines = "\n".join(connection.iterdump())
        backup(f"sqlite:///{path}", SCHEMAS / f"{SCHEMA}.zip")
    (SCHEMAS / f"{SCHEMA}.sql").write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_released()
