"""Clinical tests among the sessions: which sessions are one, how their figures went, and the days with a whole one."""

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo

from psoas.exercises import CLINICAL_TESTS, ClinicalTest, clinical_test_of
from psoas.plan.records import SessionRecord, SetRecord
from psoas.plan.trend import Trend, figure_trends
from psoas.sides import SIDE_WORDS
from psoas.strides import GAITS


def stretches(sessions: Iterable[SessionRecord]) -> list[SessionRecord]:
    """The sessions of scored exercises: no clinical test, no walk and no run."""
    return [one for one in sessions if clinical_test_of(one.exercise) is None and one.exercise not in GAITS]


def clinical_trends(sessions: Sequence[SessionRecord], tz: tzinfo | None = None) -> tuple[Trend, ...]:
    """Follow each figure of each clinical test, by side and set-up; a value is the middle one of a day's trials.

    Args:
        sessions: all of them, oldest first.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    found: list[Trend] = []
    for test in CLINICAL_TESTS:
        dated = _dated_sets(test, sessions, tz)
        for quantity in test.figures:
            found += figure_trends(dated, {quantity.key: quantity.unit})
    return tuple(found)


def whole_test_days(sessions: Sequence[SessionRecord], tz: tzinfo | None = None) -> list[date]:
    """The days on which a clinical test was done with all of its trials on each side, in one clip or in several."""
    days = []
    for test in CLINICAL_TESTS:
        dated = _dated_sets(test, sessions, tz)
        for day in sorted({day for day, _ in dated}):
            trials = {
                side: sum(len(one.repetitions) for when, one in dated if when == day and one.side == side)
                for side in SIDE_WORDS
            }
            if min(trials.values()) >= test.trials:
                days.append(day)
    return days


def _dated_sets(
    test: ClinicalTest, sessions: Iterable[SessionRecord], tz: tzinfo | None
) -> list[tuple[date, SetRecord]]:
    return [
        (one.started_at.astimezone(tz).date(), one)
        for session in sessions
        if session.exercise == test.movement
        for one in session.sets
        if one.repetitions
    ]
