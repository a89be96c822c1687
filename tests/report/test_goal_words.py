"""Goals are told with the error of their value, and nobody is blamed."""

from datetime import UTC, timedelta

import pytest

from psoas.plan.progress import WeeklyProgress, look_back
from psoas.plan.records import Settings
from psoas.report.goal_words import goal_words
from tests.plan.made_sessions import START, daily, repetitions


def progress(hip: float | None = 12.0) -> WeeklyProgress:
    return look_back(daily(3, done=repetitions(hip=hip)), [], START + timedelta(3), UTC)


def test_without_goals_nothing_is_said() -> None:
    seen = progress()
    assert goal_words(Settings(), seen.tally, seen.weeks) == []


@pytest.mark.parametrize(
    ("goal", "says"), [(3, "is reached: 3 of the last seven days"), (5, "stretched on 3")]
)
def test_days_a_week_are_counted(goal: int, says: str) -> None:
    seen = progress()
    (line,) = goal_words(Settings(goal_days=goal), seen.tally, seen.weeks)
    assert says in line
    assert not any(word in line for word in ("only", "missed", "streak", "failed"))


@pytest.mark.parametrize(
    ("goal", "says"), [(5.0, "is reached"), (14.0, "may be reached"), (30.0, "is still ahead")]
)
def test_an_opening_is_judged_with_its_error(goal: float, says: str) -> None:
    seen = progress()
    lines = goal_words(Settings(goal_opening_deg=goal), seen.tally, seen.weeks)
    assert [line.partition(":")[0] for line in lines] == ["Left hip", "Right hip"]
    assert all(says in line for line in lines)


def test_what_was_not_measured_is_not_judged() -> None:
    seen = progress(None)
    (line,) = goal_words(Settings(goal_opening_deg=10.0), seen.tally, seen.weeks)
    assert "can measure it" in line
