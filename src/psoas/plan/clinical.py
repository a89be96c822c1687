"""Clinical tests among the sessions: which sessions are one, how their figures went, and the days with a whole one."""

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo

from psoas.exercises import CLINICAL_TESTS, ClinicalTest, clinical_test_of
from psoas.plan.protocol import load_protocol
from psoas.plan.records import SessionRecord, SetRecord
from psoas.plan.trend import DatedValue, Trend
from psoas.plan.values import Setup, compare, median_value
from psoas.quantities import MeasuredQuantity
from psoas.sides import SIDE_WORDS


def stretches(sessions: Iterable[SessionRecord]) -> list[SessionRecord]:
    """The sessions that are no clinical test."""
    return [session for session in sessions if clinical_test_of(session.exercise) is None]


def clinical_trends(sessions: Sequence[SessionRecord], tz: tzinfo | None = None) -> tuple[Trend, ...]:
    """Follow each figure of each clinical test, by side and set-up; a value is the middle one of a day's trials.

    Args:
        sessions: all of them, oldest first.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    found = []
    for test in CLINICAL_TESTS:
        dated = _dated_sets(test, sessions, tz)
        setups = sorted({(_setup(one), one.side) for _, one in dated}, key=str)
        for quantity in test.figures:
            for setup, side in setups:
                mine = [(day, one) for day, one in dated if one.side == side and _setup(one) == setup]
                points = tuple(_points(quantity, mine, setup))
                if points:
                    moved = compare(points[0].value, points[-1].value) if len(points) > 1 else None
                    found.append(Trend(quantity.key, side, setup, points, moved))
    return tuple(found)


def whole_test_days(sessions: Sequence[SessionRecord], tz: tzinfo | None = None) -> list[date]:
    """The days on which a clinical test was done with all of its trials on each side, in one clip or in several."""
    days = []
    wanted = load_protocol().figures.retest_trials
    for test in CLINICAL_TESTS:
        dated = _dated_sets(test, sessions, tz)
        for day in sorted({day for day, _ in dated}):
            trials = {
                side: sum(len(one.repetitions) for when, one in dated if when == day and one.side == side)
                for side in SIDE_WORDS
            }
            if min(trials.values()) >= wanted:
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


def _points(
    quantity: MeasuredQuantity, dated: Sequence[tuple[date, SetRecord]], setup: Setup
) -> Iterable[DatedValue]:
    for day in sorted({day for day, _ in dated}):
        sets = [one for when, one in dated if when == day]
        rows = [
            [one.figures[quantity.key] for one in a_set.repetitions if quantity.key in one.figures]
            for a_set in sets
        ]
        known = [row for row in rows if row]
        bands = [a_set.bands.get(quantity.key) for a_set, row in zip(sets, rows, strict=True) if row]
        if known:
            errors = [band for band in bands if band is not None]
            shared = max(errors) if len(errors) == len(bands) else None
            yield DatedValue(day, median_value(known, shared, quantity.unit, setup))


def _setup(a_set: SetRecord) -> Setup:
    return Setup(a_set.method, a_set.weights)
