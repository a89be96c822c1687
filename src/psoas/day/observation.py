"""What a file of a device says: observations, step counts, zones, and what was not used."""

import time
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from psoas.day.activities import Activity
from psoas.day.rules import Context, Wear
from psoas.timeseries import Array
from psoas.words import _

EARLIEST_S = 0.0
"""A device gives no earlier time [s since 1970, UTC]."""
AHEAD_S = 366 * 86400.0
"""Nor one so far after the clock of this computer [s], which may be slow."""
CLOCK_SET_S = 631_152_000.0
"""1990; an earlier time of a recording is that of a clock that was not set [s since 1970, UTC]."""

SHORTEST_COUNT_S = 0.01
"""A step count without a length lasts so long [s]."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A time of which one device says something.

    Attributes:
        start_s, end_s: whole seconds since 1970, UTC; the end is not included.
        kind: the activity; None where only the context is known.
        context: what else is known.
        wear: where the device was.
        confidence: of ``kind``, 0 to 1.
        started: the person started and ended this recording themselves, such as a workout.
    """

    start_s: int
    end_s: int
    kind: Activity | None
    context: Context | None
    wear: Wear
    confidence: float
    started: bool = False


@dataclass(frozen=True)
class NotUsed:
    """Something in a file that was not used.

    Attributes:
        file: name of the file.
        what: the part, in words that hold nothing from inside the file.
        reason: why, and what to do.
        count: how many of them.
    """

    file: str
    what: str
    reason: str
    count: int = 1


@dataclass(frozen=True)
class ZoneHint:
    """The zone in which a device was at a time: an IANA name or an offset from UTC [s]."""

    start_s: int
    zone: str | int


class StepCounts:
    """Step counts of several devices, each over a time: compact, for files with millions of them."""

    def __init__(self) -> None:
        self.devices: list[tuple[Wear, str]] = []
        self._start, self._end, self._count = array("d"), array("d"), array("f")
        self._device = array("H")
        self._index: dict[tuple[Wear, str], int] = {}

    def add(self, wear: Wear, device: str, start_s: float, end_s: float, count: float) -> None:
        """Add the steps of one time; ``device`` only tells devices apart and is never shown."""
        place = self._index.get((wear, device))
        if place is None:
            place = self._index[wear, device] = len(self.devices)
            self.devices.append((wear, device))
        self._start.append(start_s)
        self._end.append(end_s)
        self._count.append(count)
        self._device.append(place)

    def __len__(self) -> int:
        return len(self._start)

    @property
    def spans(self) -> Array:
        """(N, 2) start and end of each count [s]."""
        return np.column_stack([np.array(self._start), np.array(self._end)])

    def of_devices(self) -> Iterator[tuple[Wear, str, Array]]:
        """Each device with (N, 3) start [s], end [s] and count, in order of time, equal rows once."""
        if not self._start:
            return
        table = np.column_stack([np.frombuffer(self._start), np.frombuffer(self._end)])
        counts, places = np.frombuffer(self._count, np.float32), np.frombuffer(self._device, np.uint16)
        for place, (wear, device) in enumerate(self.devices):
            mine = places == place
            rows = np.column_stack([table[mine], counts[mine]])
            yield wear, device, np.unique(rows, axis=0)


@dataclass
class DeviceLog:
    """All that one file says.

    Attributes:
        file: its name.
        format: in English words, such as ``FIT``.
        observations, steps, zones: see there.
        not_used: what was left out, and why.
        walks_known: the walks that its steps show are among the observations already.
    """

    file: str
    format: str
    observations: list[Observation] = field(default_factory=list)
    steps: StepCounts = field(default_factory=StepCounts)
    zones: list[ZoneHint] = field(default_factory=list)
    not_used: list[NotUsed] = field(default_factory=list)
    walks_known: bool = False
    _left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    _latest: float = field(default_factory=lambda: time.time() + AHEAD_S)

    def observe(
        self,
        start_s: float,
        end_s: float,
        kind: Activity | None,
        context: Context | None,
        wear: Wear,
        confidence: float,
        *,
        started: bool = False,
    ) -> None:
        """Keep an observation, joined to the one before where both say the same and touch or overlap.

        One that ends before it starts, lies before 1970 or in the future is left out and counted.
        """
        latest = self._latest
        if not EARLIEST_S < start_s < latest or not EARLIEST_S < end_s < latest:
            self.leave_out(_("records"), _("their date lies before 1970 or in the future"))
            return
        first, last = round(start_s), round(end_s)
        if first < last:
            before = self.observations[-1] if self.observations else None
            made = Observation(first, last, kind, context, wear, confidence, started)
            if (
                before is not None
                and before.start_s <= last
                and first <= before.end_s
                and made == replace(before, start_s=first, end_s=last)
            ):
                first, last = min(first, before.start_s), max(last, before.end_s)
                self.observations[-1] = replace(made, start_s=first, end_s=last)
            else:
                self.observations.append(made)
        elif end_s < start_s:
            self.leave_out(_("records"), _("they end before they start"))

    def count_steps(self, wear: Wear, device: str, start_s: float, end_s: float, count: float) -> None:
        """Keep a step count; an impossible one is left out and counted."""
        if not (EARLIEST_S < start_s <= end_s < self._latest and 0 <= count < 1e6):
            self.leave_out(
                _("step counts"),
                _("their number is impossible, or their date lies before 1970 or in the future"),
            )
        elif count > 0:
            self.steps.add(wear, device, start_s, max(end_s, start_s + SHORTEST_COUNT_S), count)

    def leave_out(self, what: str, reason: str, count: int = 1) -> None:
        """Count something that is not used; both in words for people."""
        self._left_out[what, reason] += count

    def close(self) -> None:
        """Write what was left out into ``not_used``."""
        self.not_used += [
            NotUsed(self.file, what, reason, count) for (what, reason), count in self._left_out.items()
        ]
        self._left_out.clear()

    @property
    def empty(self) -> bool:
        """Whether nothing in the file says anything of a day."""
        return not self.observations and not len(self.steps)
