"""Several devices to one day. The rule, which the guide states in the same words:

1. Where two disagree, the better worn one is believed: thigh, hip, wrist, phone, computer, then what was entered by
   hand.
2. Of two devices that are worn alike, the recording that the person started is believed, then the surer one.
3. A thigh cannot tell lying from sitting: where another file says sleep or lying, that is believed.
4. Swimming and cycling that the person recorded are believed before a posture, skiing and skating before standing.
5. Sitting with a ride, a gym session or the keyboard in another file is the seat of a car, a machine or a desk; in an
   evening at home, as the person says, it is the couch.
6. What no file says is unknown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import chain, pairwise

import numpy as np

from psoas.day.activities import Activity
from psoas.day.bout import Day, DayBout
from psoas.day.observation import DeviceLog, Observation
from psoas.day.rules import CONTEXTS, RESTING, WEARS, Context, Wear
from psoas.day.steps import count_once, steps_between, walking
from psoas.day.zones import ZoneLine

SEAT: dict[Context, Activity] = {
    "automotive": "car",
    "gym": "machine",
    "computer": "desk",
    "evening": "couch",
}
VAGUE: tuple[Context, ...] = ("still", "level thigh")
"""Contexts that say only that the posture is not known."""
PLANNED: tuple[Context, ...] = ("meeting", "commute", "evening")
"""Contexts that were planned or are usual; what was done then is not known."""
POSTURE: tuple[Wear, ...] = ("thigh", "hip")
UPRIGHT: tuple[Activity, ...] = ("standing", "walking")


@dataclass(frozen=True, slots=True)
class _Decision:
    """What a time was; without a kind it is unknown."""

    kind: Activity | None
    context: Context | None
    confidence: float
    sources: tuple[str, ...]
    on_thigh: bool


_Part = tuple[int, int, _Decision]
"""Start and end of a time [s since 1970], and what it was."""


def fuse(logs: Sequence[DeviceLog], home: tzinfo) -> list[Day]:
    """Fuse the files of several devices to days; a day of which no file says anything is left out.

    Args:
        logs: in the order in which they were given.
        home: the person's own zone, which holds where no device names another.
    """
    counted = count_once(logs)
    rows = [(place, one) for place, log in enumerate(logs) for one in log.observations]
    rows += [(one.log, walk) for one in counted if not logs[one.log].walks_known for walk in walking(one)]
    ends = [
        (float(one.rows[:, 0].min()), float(one.rows[:, 1].max()) + 1) for one in counted if len(one.rows)
    ]
    if rows:
        ends.append((min(one.start_s for _, one in rows), max(one.end_s for _, one in rows)))
    if not ends:
        return []
    first, last = round(min(start for start, _ in ends)), round(max(end for _, end in ends))
    zones = ZoneLine(home, chain.from_iterable(log.zones for log in logs))
    days = list(zones.days(first, last))
    edges = np.array([days[0][1], *(end for _, _, end in days)], float)
    steps, stepped = steps_between(counted, edges)
    parts = _parts(logs, rows)
    part = next(parts, None)
    found = []
    for number, (day, start, end) in enumerate(days):
        mine: list[_Part] = []
        while part is not None and part[0] < end:
            mine.append(part)
            if part[1] > end:
                break
            part = next(parts, None)
        if stepped[number] or any(was.kind or was.context not in PLANNED for _, _, was in mine):
            count = round(float(steps[number])) if stepped[number] else None
            found.append(_day(day, start, end, zones.offsets(start, end), mine, count))
    return found


def _day(
    day: date,
    start: int,
    end: int,
    offsets: tuple[tuple[int, int], ...],
    parts: Sequence[_Part],
    steps: int | None,
) -> Day:
    """One day from the parts that lie in it or cross its ends."""
    bouts, vague = [], dict.fromkeys(VAGUE, 0)
    for begin, finish, was in parts:
        first, last = max(begin, start), min(finish, end)
        if was.kind is not None:
            bouts.append(
                DayBout(first, last, was.kind, was.context, was.confidence, was.sources, was.on_thigh)
            )
        elif was.context in vague:
            vague[was.context] += last - first
    return Day(day, start, end, offsets, tuple(bouts), steps, vague["still"], vague["level thigh"])


def observations_of(logs: Sequence[DeviceLog]) -> dict[str, list[Observation]]:
    """All that files say by the name of the file, with walks in place of step counts: what a database keeps of them."""
    found = {log.file: list(log.observations) for log in logs}
    for one in count_once(logs):
        found[logs[one.log].file] += walking(one)
    return found


def _parts(logs: Sequence[DeviceLog], rows: Sequence[tuple[int, Observation]]) -> Iterator[_Part]:
    """Parts in order of time; equal neighbours are joined."""
    starts = np.fromiter((one.start_s for _, one in rows), np.int64, len(rows))
    ends = np.fromiter((one.end_s for _, one in rows), np.int64, len(rows))
    edges = np.unique(np.concatenate([starts, ends]))
    begin, finish = np.argsort(starts, kind="stable"), np.argsort(ends, kind="stable")
    active: dict[int, tuple[int, Observation]] = {}
    known: dict[_Decision, _Decision] = {}
    next_in = next_out = 0
    last: _Part | None = None
    for edge, following in pairwise(map(int, edges)):
        while next_out < len(finish) and ends[finish[next_out]] <= edge:
            active.pop(int(finish[next_out]), None)
            next_out += 1
        while next_in < len(begin) and starts[begin[next_in]] <= edge:
            active[int(begin[next_in])] = rows[begin[next_in]]
            next_in += 1
        if not active:
            continue
        was = _decide(list(active.values()), logs)
        was = known.setdefault(was, was)
        if last is not None and last[1] == edge and last[2] == was:
            last = (last[0], following, was)
            continue
        if last is not None:
            yield last
        last = (edge, following, was)
    if last is not None:
        yield last


def _decide(active: list[tuple[int, Observation]], logs: Sequence[DeviceLog]) -> _Decision:
    """Decide what a time was by the rule above."""

    def order(row: tuple[int, Observation]) -> tuple[int, bool, float, int]:
        log, one = row
        return WEARS.index(one.wear), not one.started, -one.confidence, log

    active.sort(key=order)
    best = next((row for row in active if row[1].kind is not None), None)
    if best is None:
        log, one = min(active, key=_context_rank)
        return _Decision(None, one.context, 0.0, (logs[log].file,), False)
    best = _overruled(best, active)
    log, one = best
    kind, sources = one.kind, [logs[log].file]
    context = None if one.context in VAGUE else one.context
    for other_log, other in sorted(active, key=_context_rank):
        hint = other.context
        if hint is None or hint in VAGUE or hint in RESTING:
            continue
        if kind == "sitting" and hint in SEAT:
            kind = SEAT[hint]
        elif context is not None or hint in ("automotive", "evening"):
            continue
        context = hint
        sources.append(logs[other_log].file)
        break
    return _Decision(kind, context, one.confidence, tuple(dict.fromkeys(sources)), one.wear == "thigh")


def _context_rank(row: tuple[int, Observation]) -> int:
    """The place of its context in `CONTEXTS`; without one the last."""
    return CONTEXTS.index(row[1].context or CONTEXTS[-1])


def _overruled(
    best: tuple[int, Observation], active: Sequence[tuple[int, Observation]]
) -> tuple[int, Observation]:
    """Rules 3 and 4: what is believed before a posture."""
    posture = best[1]
    if posture.wear not in POSTURE:
        return best
    for row in active:
        one = row[1]
        if one.kind is None or one is posture:
            continue
        if posture.kind == "sitting" and one.kind == "other" and one.context in RESTING:
            return row
        if one.started and (one.kind == "swimming" or one.context == "cycling"):
            return row
        if one.started and posture.kind in UPRIGHT and one.kind in ("skiing", "skating"):
            return row
    return best
