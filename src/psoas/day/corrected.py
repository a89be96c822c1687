"""A day as devices saw it, with what the person says laid over it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from psoas.day.activities import Activity
from psoas.day.bout import Day, DayBout
from psoas.day.rules import confidence

BY_HAND: Final = "by hand"
"""The source of a bout that the person entered."""


def corrected(day: Day, parts: Iterable[tuple[int, int, Activity | None]]) -> Day:
    """Lay parts over a day; what devices say of them is covered.

    Args:
        day: as devices saw it.
        parts: start and end in minutes since midnight by the wall clock, and the activity; None where the person says
            that it is not known. Where an hour comes twice, a part begins in the first and ends in the second.
    """
    bouts = list(day.bouts)
    for start_min, end_min, kind in parts:
        start, end = _first(day, start_min), _last(day, end_min)
        if start >= end:
            continue
        bouts = [piece for bout in bouts for piece in _beside(bout, start, end)]
        if kind is not None:
            bouts.append(DayBout(start, end, kind, None, confidence("measured"), (BY_HAND,)))
    bouts.sort(key=lambda bout: bout.start_s)
    made = replace(day, bouts=tuple(bouts))
    return replace(made, still_s=min(day.still_s, made.unknown_s), level_s=min(day.level_s, made.unknown_s))


def _beside(bout: DayBout, start_s: int, end_s: int) -> Iterable[DayBout]:
    """What is left of a bout before and after a time."""
    if bout.start_s < start_s:
        yield replace(bout, end_s=min(bout.end_s, start_s))
    if bout.end_s > end_s:
        yield replace(bout, start_s=max(bout.start_s, end_s))


def _segments(day: Day) -> list[tuple[int, int, int]]:
    """Start and end of each time with one offset, and the seconds since midnight that its start shows."""
    starts = [max(start, day.start_s) for start, _ in day.offsets]
    ends = [*starts[1:], day.end_s]
    return [(start, end, day.clock_s(start)) for start, end in zip(starts, ends, strict=True) if start < end]


def _first(day: Day, minute: int) -> int:
    """The first moment at which the wall clock shows a minute of the day, or a later one."""
    for start, end, shows in _segments(day):
        moment = start + max(0, 60 * minute - shows)
        if moment < end:
            return moment
    return day.end_s


def _last(day: Day, minute: int) -> int:
    """The end of the last time at which the wall clock shows an earlier minute."""
    for start, end, shows in reversed(_segments(day)):
        moment = min(end, start + 60 * minute - shows)
        if moment > start:
            return moment
    return day.start_s
