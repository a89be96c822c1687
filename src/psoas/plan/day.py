"""Days: activities, sittings and breaks of a day, and edits of its bouts.

A day is a sequence of `Bout`s that never overlap. Time between them is unknown: neither sitting nor a break, and never
filled in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from psoas.day import (
    SITTING,
    Activities,
    Activity,
    SittingRun,
    find_sittings,
    load_activities,
    skipped_minutes,
)
from psoas.plan.records import MINUTES, Bout
from psoas.words import _, inside, ngettext


@dataclass(frozen=True)
class DaySummary:
    """Summary of one day [min].

    Attributes:
        minutes: by activity that occurs, in the order of ``activities.json``.
        sitting_min, unknown_min: sums.
        sittings: in order of time, in minutes since midnight.
        longest: of ``sittings``; None where nobody sat.
        breaks: interruptions of sitting that were long enough and are known.
        unknown_gaps: gaps between two sittings of which too little is known to find a break.
        says: sentences for the person.
        notes: findings of studies by activity that occurs.
    """

    minutes: Mapping[Activity, int]
    sitting_min: int
    unknown_min: int
    sittings: tuple[SittingRun, ...]
    longest: SittingRun | None
    breaks: int
    unknown_gaps: int
    says: tuple[str, ...]
    notes: Mapping[Activity, str]


def summarize(bouts: Sequence[Bout], until_min: int = MINUTES, zone: tzinfo | None = None) -> DaySummary:
    """Summarise the day of ``bouts``, which must not overlap; one without an activity is unknown.

    An hour that the wall clock leaves out is neither unknown nor an interruption.

    Args:
        until_min: how far the day has come [min since midnight]; what is still to come is not unknown.
        zone: of the wall clock; None is the zone of this computer.
    """
    known = load_activities()
    gap = skipped_minutes(bouts[0].day, zone) if bouts else None
    ordered = [(bout, bout.activity) for bout in sorted(bouts) if bout.activity is not None]
    lengths: dict[Activity, int] = dict.fromkeys(known.kinds, 0)
    for bout, activity in ordered:
        lengths[activity] += bout.end_min - bout.start_min
    minutes = {activity: length for activity, length in lengths.items() if length}
    parts = (
        (_without(gap, bout.start_min), _without(gap, bout.end_min), activity in SITTING)
        for bout, activity in ordered
    )
    found, breaks, unknown_gaps = find_sittings(parts, known.break_min)
    sittings = [_by_the_clock(gap, one) for one in found]
    longest = max(sittings, key=lambda one: one.sat, default=None)
    passed = sum(max(0, min(bout.end_min, until_min) - bout.start_min) for bout, _activity in ordered)
    missing = max(0, min(gap[1], until_min) - gap[0]) if gap else 0
    unknown = until_min - missing - passed
    return DaySummary(
        minutes=minutes,
        sitting_min=sum(minutes.get(activity, 0) for activity in SITTING),
        unknown_min=unknown,
        sittings=tuple(sittings),
        longest=longest,
        breaks=breaks,
        unknown_gaps=unknown_gaps,
        says=tuple(
            _sentences(minutes, longest, breaks, unknown_gaps, unknown, known, so_far=until_min < MINUTES)
        ),
        notes={name: note for name in minutes if (note := known.kinds[name].note)},
    )


def _sentences(
    minutes: Mapping[Activity, int],
    longest: SittingRun | None,
    breaks: int,
    unknown_gaps: int,
    unknown: int,
    known: Activities,
    *,
    so_far: bool = False,
) -> list[str]:
    sitting = {name: length for name, length in minutes.items() if name in SITTING}
    moving = {name: length for name, length in minutes.items() if name not in SITTING}
    says = []
    if sitting:
        total = duration(sum(sitting.values()))
        says.append(_("Sitting: {time} ({parts}).", time=total, parts=_list(sitting, known)))
        if set(sitting) - {"desk"}:
            says.append(known.sitting_says)
    if longest:
        says.append(
            _(
                "Longest sitting: {time}, from {start} to {end}.",
                time=duration(longest.sat),
                start=clock(longest.start),
                end=clock(longest.end),
            )
        )
        says.append(_breaks(breaks, known.break_min))
    if unknown_gaps:
        says.append(
            ngettext(
                "There is {count} gap between two sittings that we know nothing about: neither sitting nor a break.",
                "There are {count} gaps between two sittings that we know nothing about: neither sitting nor a break.",
                unknown_gaps,
            )
        )
    if moving:
        says.append(_("Not sitting: {parts}.", parts=_list(moving, known)))
    if unknown:
        says.append(
            _("Unknown so far: {time}. It counts neither as sitting nor as a break.", time=duration(unknown))
            if so_far
            else _("Unknown: {time}. It counts neither as sitting nor as a break.", time=duration(unknown))
        )
    return says


def _without(gap: tuple[int, int] | None, minute: int) -> int:
    """A minute of the day counted without the minutes that the clock leaves out."""
    return minute if gap is None else minute - max(0, min(minute, gap[1]) - gap[0])


def _by_the_clock(gap: tuple[int, int] | None, run: SittingRun) -> SittingRun:
    """A sitting found without the minutes that the clock leaves out, as the clock shows it."""
    if gap is None:
        return run
    length = gap[1] - gap[0]
    start = run.start + (length if run.start >= gap[0] else 0)
    return replace(run, start=start, end=run.end + (length if run.end > gap[0] else 0))


def _list(minutes: Mapping[Activity, int], known: Activities) -> str:
    return ", ".join(
        f"{inside(known.kinds[name].label)} {duration(length)}" for name, length in minutes.items()
    )


def _breaks(breaks: int, least_min: float) -> str:
    if not breaks:
        return _(
            "No breaks from sitting; an interruption shorter than {least:g} minutes does not count as one.",
            least=least_min,
        )
    return ngettext(
        "{count} break from sitting; an interruption shorter than {least:g} minutes does not count as one.",
        "{count} breaks from sitting; an interruption shorter than {least:g} minutes does not count as one.",
        breaks,
        least=least_min,
    )


def duration(minutes: int) -> str:
    """Format minutes, such as ``1 h 05 min``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min", minutes=rest)
    return (
        _("{hours} h {minutes:02d} min", hours=hours, minutes=rest) if rest else _("{hours} h", hours=hours)
    )


def clock(minute: int) -> str:
    """Format minutes since midnight as ``HH:MM``; the end of the day is ``24:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def overlaid(bouts: Sequence[Bout], new: Bout) -> list[Bout]:
    """Lay ``new`` over the day: bouts below it are shortened or split, and equal neighbours become one."""
    return merged([*cleared(bouts, new.start_min, new.end_min), new])


def cleared(bouts: Sequence[Bout], start_min: int, end_min: int) -> list[Bout]:
    """Make the minutes from ``start_min`` to ``end_min`` unknown."""
    kept = []
    for bout in bouts:
        if bout.start_min < start_min:
            kept.append(replace(bout, end_min=min(bout.end_min, start_min)))
        if bout.end_min > end_min:
            kept.append(replace(bout, start_min=max(bout.start_min, end_min)))
    return merged(kept)


def restored(bouts: Sequence[Bout], before: Sequence[Bout], start_min: int, end_min: int) -> list[Bout]:
    """Bring back the minutes from ``start_min`` to ``end_min`` as they were in ``before``."""
    day = cleared(bouts, start_min, end_min)
    for bout in before:
        start, end = max(bout.start_min, start_min), min(bout.end_min, end_min)
        if start < end:
            day.append(replace(bout, start_min=start, end_min=end))
    return merged(day)


def merged(bouts: Sequence[Bout]) -> list[Bout]:
    """Sort bouts by time, and join those of one activity that touch."""
    row: list[Bout] = []
    for bout in sorted(set(bouts)):
        last = row[-1] if row else None
        if last and last.end_min == bout.start_min and last.activity == bout.activity:
            row[-1] = replace(last, end_min=bout.end_min)
        else:
            row.append(bout)
    return row


def pieces(start: datetime, end: datetime, activity: Activity) -> list[Bout]:
    """Split an activity from ``start`` to ``end`` into bouts of one day each, by the wall clock, in whole minutes.

    The hour that the wall clock leaves out when summer time begins is in no bout. Where it went back in between (the
    end of summer time), the hour that came twice is counted once.
    """
    made = []
    for first, last in _without_skipped(start, end):
        made += _by_days(first, last, activity)
    return made


def _without_skipped(start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The spans that the wall clock showed: two where it was set forward in between, else one."""
    before, after = start.utcoffset(), end.utcoffset()
    if before is None or after is None or after <= before:
        return [(start, end)]
    zone = start.tzinfo if start.tzinfo is end.tzinfo else None
    if (start.astimezone(zone).utcoffset(), end.astimezone(zone).utcoffset()) != (before, after):
        return [(start.astimezone(end.tzinfo), end)]
    low, high = start.astimezone(UTC), end.astimezone(UTC)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return [(start, high.astimezone(timezone(before))), (high.astimezone(zone), end)]


def _by_days(start: datetime, end: datetime, activity: Activity) -> list[Bout]:
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
