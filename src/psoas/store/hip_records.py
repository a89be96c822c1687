"""What is kept of a person, as the forecast reads it: tests, practice and sitting of each hip."""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Final

from psoas.estimate import NORMAL_95
from psoas.exercises.modified_thomas import TEST
from psoas.forecast import HORIZON, HipForecast, HipRecord, HipTest, TestKind, forecast_hip, turned
from psoas.plan import (
    SessionRecord,
    Trend,
    WeeklyProgress,
    planned_seconds,
    practised,
    stretches,
)
from psoas.sides import SIDE_WORDS, SideWord

THIGH: Final = TEST.figures[0].key
STRETCH: Final = "hip_opening"
HOUR_MIN: Final = 60


def hip_records(
    sessions: Sequence[SessionRecord], progress: WeeklyProgress, today: date, tz: tzinfo | None = None
) -> list[HipRecord]:
    """Both hips of a person.

    A Thomas test counts by its thigh, the stretch by the median opening of a week; what has no error band is left out.

    Args:
        sessions: all of them, oldest first.
        progress: over them and over the days.
        today: later entries are left out.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    days = practised(stretches(sessions), tz)
    hours = [(one.day, one.sitting_min / HOUR_MIN) for one in progress.days if one.day <= today]
    return [
        HipRecord(
            [test for test in _tests(progress, side) if test.day <= today],
            [(day, done[side].held_s) for day, done in sorted(days.items()) if day <= today],
            hours,
            side,
        )
        for side in SIDE_WORDS
    ]


def _tests(progress: WeeklyProgress, side: SideWord) -> list[HipTest]:
    found = []
    for trend in (*progress.tests, *progress.weeks):
        if trend.side == side and trend.measure in (THIGH, STRETCH):
            found += _tests_of(trend)
    return found


def _tests_of(trend: Trend) -> list[HipTest]:
    setup = ", ".join(
        part for part in (trend.setup.exercise, trend.setup.method, trend.setup.weights) if part
    )
    kind: TestKind = "thomas" if trend.measure == THIGH else "stretch"
    return [
        HipTest(
            point.day,
            kind,
            turned(kind, point.value.value),
            point.value.reach / NORMAL_95,
            setup.replace("_", " "),
        )
        for point in trend.points
        if point.value.reach
    ]


def person_forecasts(
    sessions: Sequence[SessionRecord],
    progress: WeeklyProgress,
    today: date,
    *,
    horizon: int = HORIZON,
    repetitions: int = 10,
    tz: tzinfo | None = None,
) -> list[HipForecast]:
    """Forecast both hips of a person, with the plan from the week that they have reached.

    Args:
        sessions: all of them, oldest first.
        progress: over them and over the days.
        horizon: number of weeks ahead.
        repetitions: of a set, a side.
        tz: of the wall clock that days are counted by; None for this machine's.

    Returns:
        None of them where there is neither a test nor any practice.
    """
    records = hip_records(sessions, progress, today, tz)
    if not any(record.tests or record.practice for record in records):
        return []
    planned = planned_seconds(progress.course.number, horizon, repetitions)
    return [forecast_hip(one, today, planned=planned, horizon=horizon) for one in records]
