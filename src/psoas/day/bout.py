"""Bouts and days: what was done when, by which file, and what is not known."""

import itertools
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter

from psoas.day.activities import SITTING, Activity, load_activities
from psoas.day.rules import Context
from psoas.day.sittings import SittingRun, find_sittings
from psoas.day.zones import zone_of


@dataclass(frozen=True, slots=True)
class DayBout:
    """A time with one activity.

    Attributes:
        start_s, end_s: whole seconds since 1970, UTC; the end is not included.
        kind: the activity.
        context: what else is known; None where nothing is.
        confidence: of the kind, 0 to 1.
        sources: names of the files that say so, the one that is believed first.
        on_thigh: a sensor on the thigh saw it.
    """

    start_s: int
    end_s: int
    kind: Activity
    context: Context | None
    confidence: float
    sources: tuple[str, ...]
    on_thigh: bool = False

    @property
    def length_s(self) -> int:
        """[s]"""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Day:
    """One day by the wall clock of where the person was. Time without a bout is unknown.

    Attributes:
        date: as the wall clock showed it.
        start_s, end_s: whole seconds since 1970, UTC; a day with a clock change or a journey is not 24 h long.
        offsets: offset of the wall clock from UTC [s] with the moment from which it holds.
        bouts: in order of time, without overlap.
        steps: counted by devices; None where none counted.
        still_s: unknown time in which a device on the wrist was still: sitting, lying or standing [s].
        level_s: unknown time in which the thigh was level, and whether the person sat or lay is not known [s].
    """

    date: date
    start_s: int
    end_s: int
    offsets: tuple[tuple[int, int], ...]
    bouts: tuple[DayBout, ...]
    steps: int | None
    still_s: int
    level_s: int

    def moment(self, moment_s: int) -> datetime:
        """A moment as the wall clock of this day shows it."""
        place = max(bisect_right(self.offsets, moment_s, key=itemgetter(0)) - 1, 0)
        return datetime.fromtimestamp(moment_s, zone_of(self.offsets[place][1]))

    def clock_s(self, moment_s: int) -> int:
        """What the wall clock of this day shows at a moment, in seconds since its midnight."""
        midnight = datetime(self.date.year, self.date.month, self.date.day)
        return round((self.moment(moment_s).replace(tzinfo=None) - midnight).total_seconds())

    @property
    def length_s(self) -> int:
        """[s]"""
        return self.end_s - self.start_s

    @cached_property
    def totals(self) -> Mapping[Activity, int]:
        """Time [s] of each activity that occurs, in the order of ``activities.json``."""
        sums: dict[Activity, int] = dict.fromkeys(load_activities().kinds, 0)
        for bout in self.bouts:
            sums[bout.kind] += bout.length_s
        return {kind: length for kind, length in sums.items() if length}

    @property
    def sitting_s(self) -> int:
        """Sitting of all kinds [s]."""
        return sum(length for kind, length in self.totals.items() if kind in SITTING)

    @property
    def unknown_s(self) -> int:
        """Time of which nothing is known [s]."""
        return self.length_s - sum(self.totals.values())

    @cached_property
    def _sittings(self) -> tuple[list[SittingRun], int, int]:
        parts = ((bout.start_s, bout.end_s, bout.kind in SITTING) for bout in self.bouts)
        return find_sittings(parts, 60 * load_activities().break_min)

    @property
    def sittings(self) -> tuple[SittingRun, ...]:
        """Sittings without a break, in order [s since 1970]."""
        return tuple(self._sittings[0])

    @property
    def longest(self) -> SittingRun | None:
        """The longest sitting without a break [s since 1970]; None where nobody sat."""
        return max(self._sittings[0], key=lambda one: one.sat, default=None)

    @property
    def breaks(self) -> int:
        """Interruptions of sitting that were long enough and are known."""
        return self._sittings[1]

    @property
    def unknown_gaps(self) -> int:
        """Gaps between two sittings of which too little is known to find a break."""
        return self._sittings[2]

    @property
    def sit_to_stands(self) -> int | None:
        """How often a sensor on the thigh saw the person stand up; None where none was worn."""
        thigh = [bout for bout in self.bouts if bout.on_thigh]
        if not thigh:
            return None
        return sum(
            a.kind in SITTING and b.kind in ("standing", "walking") and a.end_s == b.start_s
            for a, b in itertools.pairwise(thigh)
        )
