"""Which sets belong to homework, and on how many days it was done, by what came back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from psoas.errors import UsageError
from psoas.plan.homework import (
    DoneSet,
    Homework,
    HomeworkTask,
    adherence,
    done_sets,
    sets_left,
)
from psoas.plan.records import RepetitionRecord, SessionRecord, SetRecord
from psoas.plan.remarks import Remark
from psoas.sides import SideWord

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = date(2026, 3, 2)
TASK = HomeworkTask("half_kneeling_stretch", ("left", "right"), 1, 10, 2.0, 5)
HOMEWORK = Homework("00" * 8, "Ada", "", AT, (TASK,))


def done(day: int, side: SideWord = "left", repetitions: int = 10, hold_s: float = 2.0) -> DoneSet:
    return DoneSet(FIRST + timedelta(day), TASK.exercise, side, repetitions, hold_s)


def both(*days: int) -> list[DoneSet]:
    return [done(day, side) for day in days for side in TASK.sides]


def test_days_of_whole_weeks_count_up_to_the_aim() -> None:
    (found,) = adherence(HOMEWORK, both(0, 1, 2, 3, 4, 5, 6, 7, 9), FIRST, FIRST + timedelta(14))
    assert [(week.met, week.aimed, week.over) for week in found.weeks] == [
        (5, 5, True),
        (2, 5, True),
        (0, 5, False),
    ]
    assert found.share == 0.7


def test_nothing_is_said_of_the_time_after_what_came_back() -> None:
    (found,) = adherence(HOMEWORK, both(0, 1), FIRST, FIRST + timedelta(2))
    assert [(week.met, week.over) for week in found.weeks] == [(2, False)]
    assert found.share is None


def test_a_day_needs_both_legs_and_most_of_repetitions_and_hold() -> None:
    assert sets_left(TASK, [done(0)], FIRST) == {"left": 0, "right": 1}
    assert sets_left(TASK, [done(0, repetitions=8)], FIRST)["left"] == 0
    assert sets_left(TASK, [done(0, repetitions=7)], FIRST)["left"] == 1
    assert sets_left(TASK, [done(0, hold_s=1.6)], FIRST)["left"] == 0
    assert sets_left(TASK, [done(0, hold_s=1.5)], FIRST)["left"] == 1
    assert sets_left(replace(TASK, exercise="bed_edge"), [done(0)], FIRST)["left"] == 1
    assert sets_left(replace(TASK, sides=("right",)), [done(0)], FIRST) == {"right": 1}


def test_only_sets_of_the_homework_since_it_was_opened_are_sent() -> None:
    whole = RepetitionRecord(1, 0, 4, 2.0, good=True)
    small = RepetitionRecord(2, 5, 9, 9.0, faults=("small_travel",))
    sets = (
        SetRecord(1, "left", "camera", AT, repetitions=(whole, small)),
        SetRecord(2, "left", "timer", AT, repetitions=(whole,), exercise="bed_edge"),
        SetRecord(3, "right", "camera", AT, repetitions=(small,)),
    )
    session = SessionRecord(1, 1, "practice", AT, AT, 1, 3, sets)
    earlier = replace(
        session, started_at=AT - timedelta(1), sets=(replace(sets[0], started_at=AT - timedelta(1)),)
    )
    assert done_sets(HOMEWORK, [earlier, session], FIRST, UTC) == (
        DoneSet(FIRST, TASK.exercise, "left", 1, 2.0, 1, 3),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"exercise": "nothing"},
        {"sides": ()},
        {"sides": ("left", "left")},
        {"sets": 0},
        {"sets": 1.5},
        {"repetitions": 31},
        {"hold_s": float("nan")},
        {"days_a_week": 8},
    ],
)
def test_a_task_out_of_range_is_refused_in_a_sentence(change: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=r"\.$"):
        replace(TASK, **change)  # type: ignore[arg-type]


def test_an_angle_is_that_of_the_picture_and_not_of_its_shares() -> None:
    bent = Remark("angle", ((0.0, 0.5), (0.5, 0.5), (1.0, 0.0)))
    assert bent.angle_deg(100, 100) == pytest.approx(135)
    assert bent.angle_deg(200, 100) == pytest.approx(153.43, abs=0.01)
    assert Remark("angle", ((0, 0), (0, 0), (1, 1))).angle_deg(9, 9) == 0.0


@pytest.mark.parametrize(
    "wrong",
    [("star", ((0, 0),), ""), ("line", ((0, 0),), ""), ("text", ((0, 0),), " "), ("text", ((0, 2),), "x")],
)
def test_a_remark_that_cannot_be_drawn_is_refused(wrong: tuple[object, ...]) -> None:
    with pytest.raises(UsageError):
        Remark(*wrong)  # type: ignore[arg-type]
