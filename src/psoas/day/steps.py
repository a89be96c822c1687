"""Steps of several devices counted once, and the walking that they show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from psoas.day.observation import DeviceLog, Observation
from psoas.day.rules import WEARS, Wear, confidence, figure
from psoas.timeseries import Array, Index, Mask

STEP_PART_S: Final = 300
"""Length of a part of a day whose steps are kept [s]; each time zone begins its days at a multiple of it."""
LONGEST_TOTAL_S: Final = 25 * 3600
"""A day with a clock change has so much."""


@dataclass(frozen=True, eq=False)
class CountedSteps:
    """Steps of one device that no better device had counted.

    Attributes:
        log: index of the file.
        wear: of the device.
        rows: (N, 4) start [s since 1970], end [s], steps that are added, and steps as the device gave them.
    """

    log: int
    wear: Wear
    rows: Array


def count_once(logs: Sequence[DeviceLog]) -> list[CountedSteps]:
    """Count the steps of all files once.

    The better worn device counts first; another one fills its gaps: of a count that lies partly beside what is already
    counted, only the share beside it is added. Devices that are worn alike fill each other's gaps in the order of the
    files. Totals of a quarter of an hour and more, such as those of a day, come last, and only where nothing else
    counted in that time: they hold the same steps once more.
    """
    devices = [
        (wear, place, rows) for place, log in enumerate(logs) for wear, _, rows in log.steps.of_devices()
    ]
    devices = [part for device in devices for part in _by_length(*device)]
    devices.sort(
        key=lambda one: (_is_total(one[2][0]), WEARS.index(one[0]), one[1], -float(one[2][:, 2].sum()))
    )
    covered: Array = np.empty((0, 2))
    counted = []
    for wear, place, rows in devices:
        length = rows[:, 1] - rows[:, 0]
        free = length - covered_time(covered, rows[:, 0], rows[:, 1])
        free -= _own_overlap(rows)
        share = np.clip(free / length, 0, 1)
        if _is_total(rows[0]):
            share = np.floor(share)
        kept = np.column_stack([rows[:, :2], rows[:, 2] * share, rows[:, 2]])[share > 0]
        counted.append(CountedSteps(place, wear, kept))
        covered = united(np.vstack([covered, rows[:, :2]]))
    return counted


def _is_total(row: Array) -> bool:
    """Whether a count is over so long a time that it may hold those of others."""
    return bool(row[1] - row[0] >= figure("longest_step_count_s"))


def _by_length(wear: Wear, place: int, rows: Array) -> list[tuple[Wear, int, Array]]:
    """The short counts of a device, and its totals."""
    total = rows[:, 1] - rows[:, 0] >= figure("longest_step_count_s")
    return [(wear, place, part) for part in (rows[~total], rows[total]) if len(part)]


def united(spans: Array) -> Array:
    """The union of (N, 2) spans as (M, 2) spans in order that do not touch."""
    if not len(spans):
        return spans
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    reach = np.maximum.accumulate(spans[:, 1])
    first = np.flatnonzero(np.r_[True, spans[1:, 0] > reach[:-1]])
    last = np.r_[first[1:], len(spans)] - 1
    return np.column_stack([spans[first, 0], reach[last]])


def covered_time(covered: Array, start: Array, end: Array) -> Array:
    """(N,) how much of each time lies in spans [s]; the spans are in order and do not touch."""
    if not len(covered):
        return np.zeros(len(start))
    total = np.r_[0.0, np.cumsum(covered[:, 1] - covered[:, 0])]

    def before(moment: Array) -> Array:
        place = np.searchsorted(covered[:, 0], moment, "right")
        inside = np.clip(moment - covered[place - 1, 0], 0, covered[place - 1, 1] - covered[place - 1, 0])
        whole: Array = np.where(place > 0, total[place - 1] + inside, 0.0)
        return whole

    answer: Array = before(end) - before(start)
    return answer


def _own_overlap(rows: Array) -> Array:
    """(N,) how much of each count of one device lies in earlier counts of the same device [s]."""
    reach = np.r_[-np.inf, np.maximum.accumulate(rows[:, 1])[:-1]] if len(rows) else np.empty(0)
    overlap: Array = np.clip(np.minimum(rows[:, 1], reach) - rows[:, 0], 0, None)
    return overlap


def walking(counted: CountedSteps) -> list[Observation]:
    """Walks: times whose steps are dense enough; those close to each other are one."""
    rows = counted.rows
    length = rows[:, 1] - rows[:, 0]
    fast = (rows[:, 3] >= figure("walking_steps_min") * length / 60) & (
        length <= figure("longest_step_count_s")
    )
    spans = rows[fast, :2]
    if not len(spans):
        return []
    half = figure("joined_walk_s") / 2
    joined = united(spans + np.array([-half, half])) - np.array([-half, half])
    sure = confidence("derived")
    return [
        Observation(round(start), round(end), "walking", None, counted.wear, sure)
        for start, end in joined.tolist()
        if round(end) > round(start)
    ]


def steps_between(counted: Sequence[CountedSteps], edges: Array) -> tuple[Array, Mask]:
    """Steps between (N + 1,) edges [s since 1970], and whether any device counted there: both (N,)."""
    sums, known = np.zeros(len(edges) - 1), np.zeros(len(edges) - 1, bool)
    for one in counted:
        if not len(one.rows):
            continue
        rows = one.rows[np.argsort(one.rows[:, 1], kind="stable")]
        total = np.r_[0.0, np.cumsum(rows[:, 2])]
        upto = total[np.searchsorted(rows[:, 1], edges, "right")]
        for row in rows[_crossing(rows, edges)]:
            crossed = (edges > row[0]) & (edges < row[1])
            upto[crossed] += row[2] * (edges[crossed] - row[0]) / (row[1] - row[0])
        part = np.diff(upto)
        sums += part
        known |= part > 0
    return sums, known


def _crossing(rows: Array, edges: Array) -> Mask:
    """(N,) whether a count begins before an edge and ends after it."""
    crossing: Mask = np.searchsorted(edges, rows[:, 0], "right") < np.searchsorted(edges, rows[:, 1], "left")
    return crossing


@dataclass(frozen=True, slots=True)
class StepPart:
    """Steps of one file in a part of a day, of all devices in it, counted once.

    Attributes:
        start_s: a multiple of `STEP_PART_S` [s since 1970].
        wear: of the device that counted most of them.
        count: of steps.
        length_s: `STEP_PART_S`, or all whole parts in the time of a total, see `step_parts`.
    """

    start_s: int
    wear: Wear
    count: float
    length_s: int = STEP_PART_S


def step_parts(log: DeviceLog) -> list[StepPart]:
    """The steps of one file by parts of a day: few enough to keep, and fine enough for every time zone.

    A short count that reaches over several parts is shared between them by time. A total is a part by itself, so that
    another file may still go before it; one over more than a day is left out. Where two files counted in the same five
    minutes, the better worn device fills them, so that some steps of the other are lost.
    """
    totals: list[StepPart] = []
    short: list[CountedSteps] = []
    for one in count_once([log]):
        rows = one.rows[one.rows[:, 1] - one.rows[:, 0] <= LONGEST_TOTAL_S]
        start = np.ceil(rows[:, 0] / STEP_PART_S).astype(np.int64) * STEP_PART_S
        length = np.floor(rows[:, 1] / STEP_PART_S).astype(np.int64) * STEP_PART_S - start
        whole = length >= figure("longest_step_count_s")
        given = zip(start[whole].tolist(), rows[whole, 2].tolist(), length[whole].tolist(), strict=True)
        totals += [StepPart(begin, one.wear, count, lasts) for begin, count, lasts in given if count > 0]
        short.append(replace(one, rows=rows[~whole]))
    return sorted(totals + _short_parts(short), key=lambda part: (part.start_s, part.length_s))


def _short_parts(counted: Sequence[CountedSteps]) -> list[StepPart]:
    """The parts of counts that are shared out by time."""
    split = [_by_part(one.rows) for one in counted]
    if not split:
        return []
    starts = np.unique(np.concatenate([start for start, _ in split]))
    steps = np.zeros((len(WEARS), len(starts)))
    for one, (start, count) in zip(counted, split, strict=True):
        np.add.at(steps[WEARS.index(one.wear)], np.searchsorted(starts, start), count)
    most, sums = steps.argmax(axis=0).tolist(), steps.sum(axis=0).tolist()
    return [
        StepPart(start, WEARS[place], count)
        for start, place, count in zip(starts.tolist(), most, sums, strict=True)
        if count > 0
    ]


def _by_part(rows: Array) -> tuple[Index, Array]:
    """Start [s] of each part in which a count lies, and the steps of the count in it; parts may come more than once."""
    start, end = rows[:, 0], rows[:, 1]
    first = np.floor(start / STEP_PART_S).astype(np.int64)
    number = np.ceil(end / STEP_PART_S).astype(np.int64) - first
    row = np.repeat(np.arange(len(rows)), number)
    part = (first[row] + np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)) * STEP_PART_S
    inside = np.minimum(end[row], part + STEP_PART_S) - np.maximum(start[row], part)
    return part, rows[row, 2] * inside / (end - start)[row]


def kept_steps(log: DeviceLog, parts: Sequence[StepPart]) -> None:
    """Put kept steps back into the log of their file, whose walks are among its observations already."""
    log.walks_known = True
    for part in parts:
        log.steps.add(part.wear, log.file, part.start_s, part.start_s + part.length_s, part.count)
