"""Time zones: where the person was, and the days that follow from it, none of which loses or doubles a second.

A day ends where the wall clock first shows a later date. Where a journey or a clock change brings an earlier date back,
the day goes on, so that dates only ever increase.
"""

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from psoas.day.observation import ZoneHint
from psoas.errors import UsageError
from psoas.words import _

REACH_S = 24 * 3600
"""A zone that a device names holds for so long before and after [s], where no other is nearer."""
SEARCH_S = 27 * 3600
"""The wall clock differs from UTC by no more, clock changes included [s]."""


def home_zone(name: str | None) -> tzinfo:
    """The zone of a name such as ``Europe/Paris``, or without one the zone of this computer.

    Raises:
        UsageError: no such zone.
    """
    if name is None:
        from tzlocal import get_localzone

        return get_localzone()
    zone = zone_of(name)
    if zone is None:
        raise UsageError(
            _("there is no time zone '{zone}'; give one such as Europe/Paris or America/New_York", zone=name)
        )
    return zone


@lru_cache(maxsize=256)
def zone_of(zone: str | int) -> tzinfo | None:
    """The zone of an IANA name or of an offset from UTC [s]; None where there is none."""
    if isinstance(zone, int):
        return timezone(timedelta(seconds=zone)) if abs(zone) <= 16 * 3600 else None
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_s(zone: tzinfo, moment_s: float) -> int:
    """Offset of the wall clock from UTC at a moment [s]."""
    offset = datetime.fromtimestamp(moment_s, UTC).astimezone(zone).utcoffset()
    return round(offset.total_seconds()) if offset is not None else 0


def local_date(zone: tzinfo, moment_s: float) -> date:
    """The date that the wall clock shows."""
    return datetime.fromtimestamp(moment_s, UTC).astimezone(zone).date()


def first_moment(zone: tzinfo, day: date) -> int:
    """The first second [s since 1970] at which the wall clock shows ``day`` or a later date."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    for fold in (0, 1):
        moment = round(midnight.replace(fold=fold).timestamp())
        if local_date(zone, moment) >= day > local_date(zone, moment - 1):
            return moment
    low = round(midnight.replace(tzinfo=UTC).timestamp()) - SEARCH_S
    return _turning_point(low, low + 2 * SEARCH_S, lambda moment: local_date(zone, moment) >= day)


def skipped_minutes(day: date, zone: tzinfo | None = None) -> tuple[int, int] | None:
    """First and last minute [min since midnight] that the wall clock leaves out on a day; None where it does not.

    Args:
        zone: of the wall clock; None is the zone of this computer.
    """
    midnight = datetime.combine(day, time())

    def moment(minute: int) -> datetime:
        """The moment that is written as a minute of the day."""
        wall = midnight + timedelta(minutes=minute)
        return (wall.astimezone() if zone is None else wall.replace(tzinfo=zone)).astimezone(UTC)

    def shown(minute: int) -> datetime:
        """What the clock shows at a moment that is written as a minute of the day."""
        return moment(minute).astimezone(zone).replace(tzinfo=None)

    if moment(24 * 60) - moment(0) == timedelta(days=1):
        return None
    missing = [one for one in range(0, 24 * 60, 15) if shown(one) != midnight + timedelta(minutes=one)]
    return (missing[0], missing[-1] + 15) if missing else None


def _turning_point(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first moment at which something holds that does not hold at ``low`` and holds at ``high``."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _offset_change(zone: tzinfo, low: int, high: int) -> int:
    """The first moment after ``low`` with another offset, which ``high`` has."""
    before = offset_s(zone, low)
    return _turning_point(low, high, lambda moment: offset_s(zone, moment) != before)


def offset_hints(hints: Iterable[ZoneHint]) -> list[ZoneHint]:
    """Hints with the offset from UTC in place of a zone's name, which may name a place; one a moment."""
    found = {
        hint.start_s: ZoneHint(hint.start_s, offset_s(zone, hint.start_s))
        for hint in hints
        if (zone := zone_of(hint.zone)) is not None
    }
    return [found[start] for start in sorted(found)]


def wall_clock(zone: tzinfo, text_time: datetime) -> int:
    """The moment [s since 1970] at which the wall clock shows a time without a zone, the first time that it does."""
    return round(text_time.replace(tzinfo=zone, fold=0).timestamp())


def wall_count(zone: tzinfo, count_s: float) -> int:
    """The moment [s since 1970] at which the wall clock shows what a clock counts in seconds since 1970 by the wall."""
    return wall_clock(zone, datetime(1970, 1, 1) + timedelta(seconds=round(count_s)))


def utc_s(time: datetime) -> float:
    """The moment [s since 1970] of a time; one without a zone is in UTC."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def written_offset(sign: str, hours: str, minutes: str) -> int:
    """An offset from UTC [s] from the parts in which it is written."""
    offset = 3600 * int(hours) + 60 * int(minutes)
    return -offset if sign == "-" else offset


class ZoneLine:
    """The zone at each moment: that of the nearest hint within a day, else the person's own.

    Args:
        home: the person's own zone.
        hints: of devices; those whose clock shows the same as at home change nothing.
    """

    def __init__(self, home: tzinfo, hints: Iterable[ZoneHint] = ()) -> None:
        self._starts: list[int] = []
        self._zones: list[tzinfo] = [home]
        known: list[tuple[int, tzinfo]] = []
        for hint in sorted(set(hints), key=lambda one: (one.start_s, str(one.zone))):
            zone = zone_of(hint.zone)
            if zone is not None:
                same = offset_s(zone, hint.start_s) == offset_s(home, hint.start_s)
                known.append((hint.start_s, home if same else zone))
        before = -(10**12)
        for place, (moment, zone) in enumerate(known):
            last = known[place - 1] if place else (before, home)
            if moment - last[0] > 2 * REACH_S:
                self._switch(last[0] + REACH_S, home)
                self._switch(moment - REACH_S, zone)
            else:
                self._switch((last[0] + moment) // 2, zone)
        if known:
            self._switch(known[-1][0] + REACH_S, home)

    def _switch(self, moment: int, zone: tzinfo) -> None:
        if zone is not self._zones[-1]:
            self._starts.append(moment)
            self._zones.append(zone)

    def at(self, moment_s: int) -> tzinfo:
        """The zone at a moment."""
        return self._zones[bisect_right(self._starts, moment_s)]

    def days(self, start_s: int, end_s: int) -> Iterator[tuple[date, int, int]]:
        """Date, first second and end of each day that holds a part of ``start_s`` to ``end_s``, without a gap."""
        zone = self.at(start_s)
        day = local_date(zone, start_s)
        first = first_moment(zone, day)
        while first < end_s:
            last = self._end_of(day, first)
            if last > start_s:
                yield day, first, last
            first, day = last, local_date(self.at(last), last)

    def _end_of(self, day: date, first: int) -> int:
        """The first moment after ``first`` at which the wall clock shows a later date than ``day``."""
        place = bisect_right(self._starts, first)
        begin = first
        while True:
            following = self._starts[place] if place < len(self._starts) else None
            moment = max(first_moment(self._zones[place], day + timedelta(days=1)), begin)
            if following is None or moment < following:
                return moment
            begin, place = following, place + 1

    def offsets(self, start_s: int, end_s: int) -> tuple[tuple[int, int], ...]:
        """The offset from UTC [s] at the start of a time, and each moment at which it changes with the new one."""
        cuts = [start_s, *(one for one in self._starts if start_s < one < end_s), end_s]
        found: list[tuple[int, int]] = []
        for begin, end in itertools.pairwise(cuts):
            zone = self.at(begin)
            now = offset_s(zone, begin)
            if not found or found[-1][1] != now:
                found.append((begin, now))
            if offset_s(zone, end - 1) != now:
                change = _offset_change(zone, begin, end - 1)
                found.append((change, offset_s(zone, change)))
        return tuple(found)
