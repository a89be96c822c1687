"""Progress over weeks: hip opening, arch, holds, sets done, sitting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Literal, get_args

from psoas.exercises.hip_stretch import load_thresholds
from psoas.plan.clinical import clinical_trends, stretches
from psoas.plan.gait import gait_trends
from psoas.plan.past_days import KnownDay, SittingWeek, known_days, sitting_weeks, week_of
from psoas.plan.practice import Course, follow, practised
from psoas.plan.protocol import load_protocol
from psoas.plan.records import Bout, SessionRecord, SetRecord
from psoas.plan.retest import Retest, is_whole, next_retest, trials
from psoas.plan.tally import Tally, count_sessions
from psoas.plan.trend import DatedValue, Trend
from psoas.plan.values import Setup, Value, median_value, share_value, shared_error
from psoas.sides import SIDE_WORDS, SideWord

Measure = Literal["hip_opening", "arch", "hold", "good_holds"]
"""Change of the hip in the hold [deg], arch of the lower back [deg], hold [s], share of holds of the right length."""

MEASURES: tuple[Measure, ...] = get_args(Measure)
UNITS: dict[Measure, str] = {"hip_opening": "deg", "arch": "deg", "hold": "s", "good_holds": "1"}


@dataclass(frozen=True)
class WeeklyProgress:
    """A person's progress.

    Attributes:
        course: weeks of the plan with the sets done.
        weeks: trends by week, from every session.
        retests: trends by retest, from whole ones only: three trials a side.
        tests: trends of the clinical tests, by the day of the test.
        gaits: trends of the strides of walks and runs, by week.
        days: of which something is known, oldest first.
        sitting: weeks of them, oldest first.
        tally: of the stretches.
    """

    course: Course
    weeks: tuple[Trend, ...]
    retests: tuple[Trend, ...]
    tests: tuple[Trend, ...]
    gaits: tuple[Trend, ...]
    days: tuple[KnownDay, ...]
    sitting: tuple[SittingWeek, ...]
    retest: Retest
    tally: Tally


def look_back(
    sessions: Sequence[SessionRecord],
    bouts: Sequence[Bout],
    today: date,
    tz: tzinfo | None = None,
    *,
    steps: Mapping[date, int] | None = None,
) -> WeeklyProgress:
    """Compute one person's progress; weeks are counted from the first session.

    Args:
        sessions: all of them, oldest first.
        bouts: of all days.
        tz: of the wall clock that days are counted by; None for this machine's.
        steps: a day, as devices counted them.
    """
    days = known_days(bouts, steps or {})
    done = stretches(sessions)
    course = follow(practised(done, tz), today)
    dated = [(a_set.started_at.astimezone(tz).date(), a_set) for session in done for a_set in session.sets]
    origin = min((day for day, _ in dated), default=days[0].day if days else today)
    return WeeklyProgress(
        course=course,
        weeks=_trends([(week_of(day, origin), a_set) for day, a_set in dated], retest=False),
        retests=retest_trends(done, tz),
        tests=clinical_trends(sessions, tz),
        gaits=gait_trends(sessions, lambda day: week_of(day, origin), tz),
        days=days,
        sitting=sitting_weeks(days, origin),
        retest=next_retest(sessions, today, tz),
        tally=count_sessions(done, today, tz),
    )


def retest_trends(sessions: Sequence[SessionRecord], tz: tzinfo | None = None) -> tuple[Trend, ...]:
    """Follow every measure over the whole retests, by side and set-up."""
    dated = [
        (session.started_at.astimezone(tz).date(), a_set)
        for session in sessions
        if is_whole(session)
        for side in SIDE_WORDS
        for a_set in trials(session, side)
    ]
    return _trends(dated, retest=True)


def value_of(
    measure: Measure, sets: Sequence[SetRecord], setup: Setup, *, retest: bool = False
) -> Value | None:
    """Compute one measure over sets of one side and set-up.

    Returns:
        None where it was not measured, or in a retest fewer than three times.
    """
    measured = [(row, a_set) for a_set in sets if (row := _row(measure, a_set))]
    figures = load_protocol().figures
    if len(measured) < (figures.retest_trials if retest else 1):
        return None
    rows = [row for row, _ in measured]
    if measure == "good_holds":
        limits = load_thresholds()
        holds = [hold for row in rows for hold in row]
        right = sum(limits.hold_short_s <= hold <= limits.hold_long_s for hold in holds)
        return share_value(right, len(holds), setup)
    bands = [figures.hold_error_s if measure == "hold" else a_set.bands.get(measure) for _, a_set in measured]
    return median_value(rows, shared_error(bands), UNITS[measure], setup, of_medians=retest)


def _row(measure: Measure, a_set: SetRecord) -> list[float]:
    """Collect a set's values of a measure; a long still hold is another exercise and no hold of two seconds."""
    repetitions = a_set.counted
    match measure:
        case "hip_opening":
            values = [one.hip_opening_deg for one in repetitions]
        case "arch":
            values = [one.arch_deg for one in repetitions]
        case _:
            longest = load_protocol().figures.long_hold_least_s
            values = [one.hold_s for one in repetitions if one.hold_s < longest]
    return [value for value in values if value is not None]


def _trends(dated: Iterable[tuple[date, SetRecord]], *, retest: bool) -> tuple[Trend, ...]:
    groups: dict[tuple[SideWord, Setup], dict[date, list[SetRecord]]] = {}
    for day, a_set in dated:
        if a_set.method != "timer":
            key = (a_set.side, Setup.of(a_set))
            groups.setdefault(key, {}).setdefault(day, []).append(a_set)
    found = []
    for measure in MEASURES:
        for side, setup in sorted(groups, key=lambda key: (str(key[1]), key[0])):
            values = [
                (day, value_of(measure, sets, setup, retest=retest))
                for day, sets in sorted(groups[side, setup].items())
            ]
            points = tuple(DatedValue(day, value) for day, value in values if value is not None)
            if points:
                found.append(Trend(measure, side, setup, points))
    return tuple(found)
