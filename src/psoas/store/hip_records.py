"""What is kept of a person, as the forecast reads it: tests, practice and sitting of each hip."""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Final

from psoas.estimate import NORMAL_95
from psoas.exercises.modified_thomas import TEST
from psoas.forecast import HipRecord, HipTest
from psoas.plan import Bout, SessionRecord, Trend, WeeklyProgress, look_back, practised, stretches, summarize
from psoas.sides import SIDE_WORDS, SideWord

THIGH: Final = TEST.figures[0].key
STRETCH: Final = "hip_opening"
HOUR_MIN: Final = 60


def hip_records(
    sessions: Sequence[SessionRecord], bouts: Sequence[Bout], today: date, tz: tzinfo | None = None
) -> list[HipRecord]:
    """Both hips of a person.

    A Thomas test counts by its thigh, the stretch by the median opening of a week; what has no error band is left out.

    Args:
        sessions: all of them, oldest first.
        bouts: of all days.
        today: later entries are left out.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    progress = look_back(sessions, bouts, today, tz)
    days = practised(stretches(sessions), tz)
    sitting: dict[date, list[Bout]] = {}
    for bout in bouts:
        sitting.setdefault(bout.day, []).append(bout)
    hours = [
        (day, summarize(row).sitting_min / HOUR_MIN) for day, row in sorted(sitting.items()) if day <= today
    ]
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
    thomas = trend.measure == THIGH
    return [
        HipTest(
            point.day,
            "thomas" if thomas else "stretch",
            -point.value.value if thomas else point.value.value,
            point.value.reach / NORMAL_95,
            setup.replace("_", " "),
        )
        for point in trend.points
        if point.value.reach
    ]
