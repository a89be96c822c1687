"""Days that lie behind a person: what is known of each, and weeks of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from psoas.plan.day import summarize
from psoas.plan.practice import WEEK
from psoas.plan.records import MINUTES, Bout


@dataclass(frozen=True)
class KnownDay:
    """One day of which something is known.

    Attributes:
        day: its date.
        sitting_min, active_min: sitting of all kinds, and everything else that is known.
        longest_min: longest sitting without a break; 0 where no sitting is known.
        breaks: from sitting.
        steps: counted by devices; None where none counted.
    """

    day: date
    sitting_min: int
    active_min: int
    longest_min: int
    breaks: int
    steps: int | None

    @property
    def unknown_min(self) -> int:
        """Time of which nothing is known; it is neither sitting nor a break."""
        return MINUTES - self.sitting_min - self.active_min


@dataclass(frozen=True)
class SittingWeek:
    """A week of known days. Sitting, breaks and unknown time are of days of which some sitting is known.

    Attributes:
        first: first day of the week.
        days: number of days of which some sitting is known.
        minutes: mean of the sitting a day [min]; None without such a day.
        longest_min: longest sitting without a break [min].
        breaks: mean of the breaks a day; None without such a day.
        unknown_min: mean of the unknown time a day [min]; None without such a day.
        steps: mean of the steps on days with a count; None without one.
        counted_days: number of days with a count of steps.
    """

    first: date
    days: int
    minutes: float | None
    longest_min: int
    breaks: float | None
    unknown_min: float | None
    steps: float | None
    counted_days: int


def known_days(bouts: Iterable[Bout], steps: Mapping[date, int]) -> tuple[KnownDay, ...]:
    """Sum up each day of which something is known, oldest first."""
    rows: dict[date, list[Bout]] = {day: [] for day in steps}
    for bout in bouts:
        rows.setdefault(bout.day, []).append(bout)
    found = []
    for day, row in sorted(rows.items()):
        summary = summarize(row)
        known = sum(summary.minutes.values())
        longest = summary.longest.sat if summary.longest else 0
        active = known - summary.sitting_min
        found.append(KnownDay(day, summary.sitting_min, active, longest, summary.breaks, steps.get(day)))
    return tuple(found)


def sitting_weeks(days: Sequence[KnownDay], origin: date) -> tuple[SittingWeek, ...]:
    """Sum up weeks, counted from ``origin``; nobody sits for no minute, so a day without sitting says nothing of it."""
    weeks: dict[date, list[KnownDay]] = {}
    for day in days:
        weeks.setdefault(week_of(day.day, origin), []).append(day)
    return tuple(_week(first, row) for first, row in sorted(weeks.items()))


def week_of(day: date, origin: date) -> date:
    """The first day of the week of a day, where weeks are counted from ``origin``."""
    return origin + timedelta((day - origin).days // WEEK * WEEK)


def _week(first: date, row: Sequence[KnownDay]) -> SittingWeek:
    seated = [day for day in row if day.sitting_min]
    counted = [day.steps for day in row if day.steps is not None]
    return SittingWeek(
        first=first,
        days=len(seated),
        minutes=fmean(day.sitting_min for day in seated) if seated else None,
        longest_min=max((day.longest_min for day in seated), default=0),
        breaks=fmean(day.breaks for day in seated) if seated else None,
        unknown_min=fmean(day.unknown_min for day in seated) if seated else None,
        steps=fmean(counted) if counted else None,
        counted_days=len(counted),
    )
