"""Where in the week the longest sittings lie: by weekday and hour, with the number of days that it rests on.

A description of what was, and a hint where a break would interrupt most; nothing is said of too few days.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import mean
from typing import Final

from psoas.day import Day, SittingRun, load_activities
from psoas.plan.day import clock, duration, summarize
from psoas.plan.records import MINUTES, Bout
from psoas.words import N_, _

HOUR: Final = 60
HOURS: Final = range(0, MINUTES, HOUR)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_PLACES: Final = 3


@dataclass(frozen=True)
class SittingDay:
    """Sittings of one day, and of which minutes anything is known, by the clock on the wall.

    Attributes:
        sittings: without a break, in minutes since midnight.
        known: parts of which something is known, in minutes since midnight, in order, without overlap.
    """

    date: date
    sittings: tuple[SittingRun, ...]
    known: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class LongSitting:
    """A time of the week in which long sittings lie.

    Attributes:
        weekday: 0 is Monday; None for all days together.
        start_min, end_min: whole hours, in minutes since midnight.
        days: number of days on which all of these hours lay in long sittings.
        of_days: number of days on which all of these hours are known.
        mean_min: mean length of the sittings that lay there [min].
    """

    weekday: int | None
    start_min: int
    end_min: int
    days: int
    of_days: int
    mean_min: float


def sitting_days(bouts: Iterable[Bout]) -> list[SittingDay]:
    """The days of some bouts, in order."""
    ordered = sorted(bouts)
    found = []
    for day, rows in groupby(ordered, key=lambda bout: bout.day):
        row = list(rows)
        parts = tuple((bout.start_min, bout.end_min) for bout in row)
        found.append(SittingDay(day, summarize(row).sittings, parts))
    return found


def device_sitting_days(days: Iterable[Day]) -> list[SittingDay]:
    """The days as devices saw them, in order; an hour of the clock that comes twice counts once."""
    return [
        SittingDay(
            day.date,
            tuple(
                SittingRun(_minute(day, one.start), _minute(day, one.end), round(one.sat / 60))
                for one in day.sittings
            ),
            tuple((_minute(day, bout.start_s), _minute(day, bout.end_s)) for bout in day.bouts),
        )
        for day in days
    ]


def _minute(day: Day, moment_s: int) -> int:
    return min(day.clock_s(moment_s) // 60, MINUTES)


def find_long_sittings(days: Sequence[SittingDay]) -> list[LongSitting]:
    """Find the times of the week in which long sittings lie, the longest first, `MOST_PLACES` at most.

    1. An hour of a day is known where half of it is; it is long where half of it lies in a sitting of
       ``long_sitting_min`` or more without a break.
    2. An hour of a weekday counts where ``weekday_least_days`` know it and it was long on more than half of them.
    3. Where no weekday has such an hour, all days together are taken in the same way, from ``all_days_least_days`` on.
    4. Hours that follow each other are one place while the same holds for all of them together, and more than half of
       the days that know one of them know all.
    """
    found = [place for weekday, row, least in _weekdays(days) for place in _places(row, least, weekday)]
    if not found:
        found = _places(days, _figure("all_days_least_days"), None)
    return sorted(found, key=lambda one: (-one.mean_min, one.weekday or 0, one.start_min))[:MOST_PLACES]


def long_sitting_words(days: Sequence[SittingDay], found: Sequence[LongSitting]) -> list[str]:
    """State where the longest sittings lie, and how many days that rests on; or why nothing is said."""
    if found:
        return [
            *map(_words, found),
            _("A break in the first of these times would divide the longest sittings."),
        ]
    enough = [
        (days, _figure("all_days_least_days")),
        *((row, number) for _day, row, number in _weekdays(days)),
    ]
    if any(len(known) >= number for row, number in enough for known in _known_days(row).values()):
        limit = _figure("long_sitting_min")
        return [
            _(
                "No time of the week had sittings of {minutes:g} minutes or more on most of its days.",
                minutes=limit,
            )
        ]
    return [
        _(
            "Too few days are known to say where in the week long sittings lie: {least:g} of one weekday are needed, "
            "or {most:g} of any, at the same hour.",
            least=_figure("weekday_least_days"),
            most=_figure("all_days_least_days"),
        )
    ]


ON_DAYS: Final = (
    N_("Mondays"),
    N_("Tuesdays"),
    N_("Wednesdays"),
    N_("Thursdays"),
    N_("Fridays"),
    N_("Saturdays"),
    N_("Sundays"),
)


def _words(one: LongSitting) -> str:
    return _(
        "{place}, {start} to {end}: sittings of {time} on average without a break, on {days} of {total} days known.",
        place=_("Any day") if one.weekday is None else _(ON_DAYS[one.weekday]),
        start=clock(one.start_min),
        end=clock(one.end_min),
        time=duration(round(one.mean_min)),
        days=one.days,
        total=one.of_days,
    )


def _figure(name: str) -> float:
    return load_activities().figures[name].value


def _weekdays(days: Sequence[SittingDay]) -> Iterator[tuple[int, list[SittingDay], float]]:
    """Each weekday with its days, and how many are needed."""
    for weekday in range(len(WEEKDAYS)):
        yield weekday, [day for day in days if day.date.weekday() == weekday], _figure("weekday_least_days")


def _places(days: Sequence[SittingDay], least: float, weekday: int | None) -> list[LongSitting]:
    known = _known_days(days)
    long = {
        hour: {day.date for day in days if day.date in known[hour] and _sitting(day, hour)} for hour in HOURS
    }
    runs: list[tuple[list[int], set[date], set[date]]] = []
    for hour in HOURS:
        if runs and runs[-1][0][-1] == hour - HOUR:
            hours, sat, of = runs[-1]
            shared = of & known[hour]
            widest = max(len(known[one]) for one in (*hours, hour))
            if _most(sat & long[hour], shared, least) and 2 * len(shared) > widest:
                runs[-1] = ([*hours, hour], sat & long[hour], shared)
                continue
        if _most(long[hour], known[hour], least):
            runs.append(([hour], long[hour], known[hour]))
    return [
        LongSitting(weekday, hours[0], hours[-1] + HOUR, len(sat), len(of), _mean_length(days, hours, sat))
        for hours, sat, of in runs
    ]


def _most(some: set[date], of: set[date], least: float) -> bool:
    return len(of) >= least and 2 * len(some) > len(of)


def _mean_length(days: Sequence[SittingDay], hours: Sequence[int], chosen: set[date]) -> float:
    """Mean over the chosen days of the longest sitting that lies in one of the hours [min]."""
    return mean(
        max(one.sat for hour in hours if (one := _sitting(day, hour)) is not None)
        for day in days
        if day.date in chosen
    )


def _known_days(days: Sequence[SittingDay]) -> dict[int, set[date]]:
    """The days that know each hour of the day."""
    return {hour: {day.date for day in days if _known(day, hour)} for hour in HOURS}


def _known(day: SittingDay, hour: int) -> bool:
    return 2 * sum(max(0, min(end, hour + HOUR) - max(start, hour)) for start, end in day.known) >= HOUR


def _sitting(day: SittingDay, hour: int) -> SittingRun | None:
    """The long sitting in which half of the hour lies; None without one."""
    for one in day.sittings:
        inside = min(one.end, hour + HOUR) - max(one.start, hour)
        if one.sat >= _figure("long_sitting_min") and 2 * inside >= HOUR:
            return one
    return None
