"""A day: what filled it, how long the sitting went on, and how its bouts are edited.

A day is a row of `Bout`s that never overlap. What lies between them is unknown; it is neither sitting nor a break, and
it is never filled in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from psoas.plan.activities import Activities, load_activities
from psoas.plan.records import MINUTES, SITTING, Activity, Bout


@dataclass(frozen=True)
class Sitting:
    """One sitting that no break interrupts, over bouts of whatever kind.

    Attributes:
        start_min, end_min: since midnight [min].
        sat_min: minutes in it that were sitting; interruptions too short for a break are left out.
    """

    start_min: int
    end_min: int
    sat_min: int


@dataclass(frozen=True)
class DaySummary:
    """What is known of one day [min].

    Attributes:
        minutes: by activity, in the order of ``activities.json``, only those that occur.
        sitting_min, unknown_min: sums.
        sittings: in order of time.
        longest: of ``sittings``; None where nobody sat.
        breaks: interruptions of sitting that were long enough and are known.
        unknown_gaps: between two sittings, with too little known to say whether there was a break.
        says: sentences for the person.
        notes: activity to what studies say about it, where it occurs.
    """

    minutes: Mapping[Activity, int]
    sitting_min: int
    unknown_min: int
    sittings: tuple[Sitting, ...]
    longest: Sitting | None
    breaks: int
    unknown_gaps: int
    says: tuple[str, ...]
    notes: Mapping[Activity, str]


def summarize(bouts: Sequence[Bout], activities: Activities | None = None) -> DaySummary:
    """What is known of the day of ``bouts``, which must not overlap."""
    known = activities or load_activities()
    ordered = sorted(bouts)
    lengths: dict[Activity, int] = dict.fromkeys(known.kinds, 0)
    for bout in ordered:
        lengths[bout.activity] += bout.end_min - bout.start_min
    minutes = {activity: length for activity, length in lengths.items() if length}
    sittings, breaks, unknown_gaps = _sittings(ordered, known.break_min)
    longest = max(sittings, key=lambda one: one.sat_min, default=None)
    unknown = MINUTES - sum(minutes.values())
    return DaySummary(
        minutes=minutes,
        sitting_min=sum(minutes.get(activity, 0) for activity in SITTING),
        unknown_min=unknown,
        sittings=tuple(sittings),
        longest=longest,
        breaks=breaks,
        unknown_gaps=unknown_gaps,
        says=tuple(_sentences(minutes, longest, breaks, unknown_gaps, unknown, known)),
        notes={name: note for name in minutes if (note := known.kinds[name].note)},
    )


def _sittings(ordered: Sequence[Bout], break_min: int) -> tuple[list[Sitting], int, int]:
    """Sittings, breaks between them, and gaps between them that cannot be told."""
    found: list[Sitting] = []
    breaks = unknown_gaps = 0
    between: list[Bout] = []
    for bout in ordered:
        if bout.activity not in SITTING:
            between.append(bout)
            continue
        sat = bout.end_min - bout.start_min
        if not found:
            found.append(Sitting(bout.start_min, bout.end_min, sat))
        else:
            last = found[-1]
            longest_known = _longest_run(between)
            all_known = sum(one.end_min - one.start_min for one in between) == bout.start_min - last.end_min
            if all_known and longest_known < break_min:
                found[-1] = Sitting(last.start_min, bout.end_min, last.sat_min + sat)
            else:
                found.append(Sitting(bout.start_min, bout.end_min, sat))
                breaks += longest_known >= break_min
                unknown_gaps += longest_known < break_min
        between = []
    return found, breaks, unknown_gaps


def _longest_run(bouts: Sequence[Bout]) -> int:
    """Minutes of the longest row of bouts that touch."""
    longest = run = end = 0
    for bout in bouts:
        run = (run if bout.start_min == end else 0) + bout.end_min - bout.start_min
        end = bout.end_min
        longest = max(longest, run)
    return longest


def _sentences(
    minutes: Mapping[Activity, int],
    longest: Sitting | None,
    breaks: int,
    unknown_gaps: int,
    unknown: int,
    known: Activities,
) -> list[str]:
    sitting = {name: length for name, length in minutes.items() if name in SITTING}
    moving = {name: length for name, length in minutes.items() if name not in SITTING}
    says = []
    if sitting:
        says.append(f"Sitting: {duration(sum(sitting.values()))} ({_list(sitting, known)}).")
        if set(sitting) - {"desk"}:
            says.append(known.sitting_says)
    if longest:
        says.append(
            f"Longest sitting: {duration(longest.sat_min)}, "
            f"from {clock(longest.start_min)} to {clock(longest.end_min)}."
        )
        says.append(
            f"{_count(breaks, 'break')} from sitting; "
            f"an interruption shorter than {known.break_min} minutes does not count as one."
        )
    if unknown_gaps:
        says.append(
            f"{_count(unknown_gaps, 'gap')} between two sittings {'is' if unknown_gaps == 1 else 'are'} "
            "unknown, and counted neither as sitting nor as a break."
        )
    if moving:
        says.append(f"Not sitting: {_list(moving, known)}.")
    if unknown:
        says.append(f"Unknown: {duration(unknown)}. It counts neither as sitting nor as a break.")
    return says


def _list(minutes: Mapping[Activity, int], known: Activities) -> str:
    return ", ".join(
        f"{known.kinds[name].label.lower()} {duration(length)}" for name, length in minutes.items()
    )


def _count(number: int, noun: str) -> str:
    return f"{number or 'No'} {noun}{'' if number == 1 else 's'}"


def duration(minutes: int) -> str:
    """Such as ``1 h 05 min``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d} min" if rest else f"{hours} h"


def clock(minute: int) -> str:
    """Minutes since midnight as ``HH:MM``; the end of the day is ``24:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(text: str) -> int | None:
    """The minute since midnight that ``HH:MM`` (00:00 to 24:00) names, or None."""
    hours, colon, minutes = text.strip().partition(":")
    if not colon or not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    if len(hours) > 2 or len(minutes) > 2 or int(minutes) > 59:
        return None
    minute = int(hours) * 60 + int(minutes)
    return minute if minute <= MINUTES else None


def placed(bouts: Sequence[Bout], new: Bout) -> list[Bout]:
    """The day with ``new`` laid over it: what lay there is cut or split, and equal neighbours become one."""
    return merged([*cleared(bouts, new.start_min, new.end_min), new])


def cleared(bouts: Sequence[Bout], start_min: int, end_min: int) -> list[Bout]:
    """The day with the minutes from ``start_min`` to ``end_min`` made unknown."""
    kept = []
    for bout in bouts:
        if bout.start_min < start_min:
            kept.append(replace(bout, end_min=min(bout.end_min, start_min)))
        if bout.end_min > end_min:
            kept.append(replace(bout, start_min=max(bout.start_min, end_min)))
    return merged(kept)


def removed(bouts: Sequence[Bout], at: int) -> list[Bout]:
    """The day without the bout that covers the minute ``at``; the day as it is where that is unknown."""
    return [bout for bout in bouts if not bout.start_min <= at < bout.end_min]


def restored(bouts: Sequence[Bout], before: Sequence[Bout], start_min: int, end_min: int) -> list[Bout]:
    """The day with the minutes from ``start_min`` to ``end_min`` as they were in ``before``."""
    day = cleared(bouts, start_min, end_min)
    for bout in before:
        start, end = max(bout.start_min, start_min), min(bout.end_min, end_min)
        if start < end:
            day.append(replace(bout, start_min=start, end_min=end))
    return merged(day)


def merged(bouts: Sequence[Bout]) -> list[Bout]:
    """Bouts in order of time, where those of one activity that touch have become one."""
    row: list[Bout] = []
    for bout in sorted(set(bouts)):
        last = row[-1] if row else None
        if last and last.end_min == bout.start_min and last.activity == bout.activity:
            row[-1] = replace(last, end_min=bout.end_min)
        else:
            row.append(bout)
    return row


def pieces(start: datetime, end: datetime, activity: Activity) -> list[Bout]:
    """The bouts that one activity from ``start`` to ``end`` makes, one a day, by the wall clock, whole minutes.

    Where the wall clock went back in between (the end of summer time) the hour that came twice is told once.
    """
    made = []
    day = start.date()
    while day <= end.date():
        first = _minute(start) if day == start.date() else 0
        last = _minute(end) if day == end.date() else MINUTES
        if first < last:
            made.append(Bout(day, first, last, activity))
        day += timedelta(days=1)
    return made


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
