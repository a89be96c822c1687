"""What is known of one hip: tests, practice and sitting, by day; and the same laid out by weeks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from psoas.data import read_data
from psoas.errors import UsageError
from psoas.forecast.parameters import constant
from psoas.sides import SideWord
from psoas.timeseries import Array, Mask
from psoas.words import _

TestKind = Literal["thomas", "stretch"]
Degrees = TypeVar("Degrees", float, Array)
Places = NDArray[np.int_]
"""Numbers of rows or columns."""
WEEK_DAYS: Final = 7
RECENT_WEEKS: Final = 4
"""What is done now is the mean of so many weeks."""
MOST_WEEKS: Final = 520
"""Longest record, ten years."""
MOST_TESTS: Final = 520
"""One a week in the longest record, which bounds the memory."""


def usual_error(kind: TestKind) -> float:
    """One standard error [deg] of a test for which none is given."""
    if kind == "stretch":
        return constant("stretch_error")
    return float(read_data("psoas.exercises.modified_thomas", "errors.json")["thigh_deg"])


def turned(kind: TestKind, degrees: Degrees) -> Degrees:
    """Turn what a test shows into hip extension, or back [deg].

    The modified Thomas test counts the thigh over the couch, - below it: less is more extension.
    """
    return 0.0 - degrees if kind == "thomas" else degrees


@dataclass(frozen=True)
class HipTest:
    """One test of a hip on one day.

    Attributes:
        kind: ``thomas``, hip extension in the modified Thomas test; ``stretch``, opening of the hip in the stretch.
        degrees: + behind the trunk in a Thomas test, + farther open in the stretch.
        error: one standard error [deg].
        setup: what measured it; tests are compared within one set-up only.
    """

    day: date
    kind: TestKind
    degrees: float
    error: float
    setup: str = ""

    @property
    def shows(self) -> float:
        """What the test shows, in its own sign; see `turned` [deg]."""
        return turned(self.kind, self.degrees)


@dataclass(frozen=True)
class HipRecord:
    """What is known of one hip.

    Attributes:
        tests: in any order.
        practice: seconds stretched, by day; a day without an entry counts as none, no entry at all as unknown.
        sitting: hours sat, by day; a day without an entry is unknown.
        side: None where the record does not tell sides apart.
    """

    tests: Sequence[HipTest] = ()
    practice: Sequence[tuple[date, float]] = ()
    sitting: Sequence[tuple[date, float]] = ()
    side: SideWord | None = None

    @property
    def days(self) -> list[date]:
        """Every day with an entry."""
        return [test.day for test in self.tests] + [day for day, _value in (*self.practice, *self.sitting)]


@dataclass(frozen=True)
class Weeks:
    """Records of P hips over the same W weeks that end today, J days with a test of one set-up each.

    Attributes:
        seconds: (P, W) stretched in each week.
        recent_seconds: (P,) the mean a week of the last 28 days, or of as many as the record has but 7 at least; NaN
            where no practice is known.
        sitting_less: (P, W) hours a day of sitting less than usual.
        usual_sitting: (P,) mean of the hours sat in the first weeks with an entry; NaN where none is known.
        recent_sitting: (P,) the same of the last weeks.
        time: (P, J) of the tests, weeks from the start.
        degrees: (P, J) what they showed.
        variance: (P, J) of the error of one reading [deg^2]; inf where a hip has fewer tests.
        series: (P, J) number of the set-up within the hip.
        is_stretch: (P, J) whether the test is the opening in the stretch.
        setups: by hip, kind and set-up of each series.
    """

    seconds: Array
    recent_seconds: Array
    sitting_less: Array
    usual_sitting: Array
    recent_sitting: Array
    time: Array
    degrees: Array
    variance: Array
    series: Places
    is_stretch: Mask
    setups: tuple[tuple[tuple[TestKind, str], ...], ...]


def weeks_of(records: Sequence[HipRecord], today: date) -> Weeks:
    """Lay records out by weeks; a hip with a shorter record does nothing in the weeks before it.

    Raises:
        UsageError: an entry is after today, or too far back.
    """
    days = [day for record in records for day in record.days]
    if any(day > today for day in days):
        raise UsageError(
            _(
                "{days} is after {today}; a forecast starts from what was measured, so give --today",
                days=max(days),
                today=today,
            )
        )
    count = max((-(-((today - day).days + 1) // WEEK_DAYS) for day in days), default=0)
    if count > MOST_WEEKS:
        raise UsageError(
            _(
                "{days} is {number} weeks before {today}; {most_weeks} weeks are read at most",
                days=min(days),
                number=count,
                today=today,
                most_weeks=MOST_WEEKS,
            )
        )
    seconds = np.zeros((len(records), count))
    sitting = np.full((len(records), count), np.nan)
    tests = [_a_day(record.tests) for record in records]
    most = max(map(len, tests), default=0)
    if most > MOST_TESTS:
        raise UsageError(
            _(
                "a hip has tests on {most} days; {most_tests} are read at most, so leave out old ones",
                most=most,
                most_tests=MOST_TESTS,
            )
        )
    time, degrees = np.zeros((2, len(records), most))
    variance = np.full((len(records), most), np.inf)
    series = np.zeros((len(records), most), dtype=int)
    is_stretch = np.zeros((len(records), most), dtype=bool)
    setups = []
    for row, record in enumerate(records):
        for day, done in record.practice:
            seconds[row, _week(day, today, count)] += done
        sitting[row] = _weekly_means(record.sitting, today, count)
        known = sorted({(test.kind, test.setup) for test in tests[row]})
        setups.append(tuple(known))
        for column, test in enumerate(tests[row]):
            time[row, column] = count - (today - test.day).days / WEEK_DAYS
            degrees[row, column] = test.degrees
            variance[row, column] = test.error**2 + constant("day_to_day") ** 2
            series[row, column] = known.index((test.kind, test.setup))
            is_stretch[row, column] = test.kind == "stretch"
    usual, recent = _ends(sitting)
    less = np.nan_to_num(usual[:, None] - sitting)
    now = np.array([_recent_seconds(record, today) for record in records])
    return Weeks(
        seconds, now, less, usual, recent, time, degrees, variance, series, is_stretch, tuple(setups)
    )


def _a_day(tests: Sequence[HipTest]) -> list[HipTest]:
    """One test for each day and set-up, by day: the mean of those repeated, with the mean error of one.

    Repeats do not narrow it: one day, one examiner and one camera may err alike, and nobody knows how far.
    """
    found: dict[tuple[date, TestKind, str], list[HipTest]] = {}
    for test in sorted(tests, key=lambda one: one.day):
        found.setdefault((test.day, test.kind, test.setup), []).append(test)
    return [
        replace(
            same[0],
            degrees=float(np.mean([one.degrees for one in same])),
            error=float(np.mean([one.error for one in same])),
        )
        for same in found.values()
    ]


def _recent_seconds(record: HipRecord, today: date) -> float:
    if not record.practice:
        return np.nan
    known = (today - min(record.days)).days + 1
    days = min(max(known, WEEK_DAYS), WEEK_DAYS * RECENT_WEEKS)
    return WEEK_DAYS / days * sum(done for day, done in record.practice if (today - day).days < days)


def _week(day: date, today: date, count: int) -> int:
    return count - 1 - (today - day).days // WEEK_DAYS


def _weekly_means(entries: Sequence[tuple[date, float]], today: date, count: int) -> Array:
    found: dict[int, list[float]] = {}
    for day, hours in entries:
        found.setdefault(_week(day, today, count), []).append(hours)
    return np.array([np.mean(found[week]) if week in found else np.nan for week in range(count)])


def _ends(sitting: Array) -> tuple[Array, Array]:
    """Means of the first and of the last known weeks, up to `RECENT_WEEKS` of them."""
    ends = np.full((2, len(sitting)), np.nan)
    for row, hours in enumerate(sitting):
        known = hours[np.isfinite(hours)]
        if len(known):
            ends[:, row] = known[:RECENT_WEEKS].mean(), known[-RECENT_WEEKS:].mean()
    return ends[0], ends[1]
