"""Walking and running: the thighs swing against each other, step after step."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import scipy

from psoas.motion.angles import LEGS
from psoas.motion.posture import Body2D, figure
from psoas.timeseries import Array

LEAST_CROSSINGS = 3
"""The thighs pass each other three times in a stride."""

SHORTEST_STEP_S, LONGEST_STEP_S = 0.15, 3.5
"""Of a step in the file's time: a sprinter's at full speed, and a walker's slowed eight times (ours) [s]."""

UNEVEN = 2.4
"""Steps that follow each other differ by less than this factor."""

LONGEST_GAP_S = 0.4
"""Over which the thighs' swing is completed where a leg was not seen [s]."""


LEAST_REACH = 0.74
"""Hip above ankle of the longer-reaching leg, in leg lengths, below which the lowest tenth of the frames is no run's: a
runner has 0.86, 0.78 before a near camera; one who lunges 0.7 and less (ours)."""

CLOSED_DEG = 5.0
"""Angle between the thighs under which they are side by side [deg]."""


@dataclass(frozen=True)
class Gait:
    """Steps in a row.

    Attributes:
        start_s, end_s: of the row.
        kind: ``unknown`` where the witnesses disagree.
        strides_per_s: in the file's time.
        why: the witnesses in words.
    """

    start_s: float
    end_s: float
    kind: Literal["walking", "running", "unknown"]
    strides_per_s: float
    why: str


def gaits(body: Body2D) -> list[Gait]:
    """Find every row of at least one stride; the hips stay high, so that lunges on alternate legs are none."""
    time = body.stick.time
    found = []
    for row in step_rows(body):
        inside = (time >= row[0]) & (time <= row[-1])
        reach = body.longest_reach[inside]
        if np.isfinite(reach).sum() < 5 or np.nanpercentile(reach, 10) < LEAST_REACH:
            continue
        start, end = _ends(body, row)
        kind, why = _kind(body, row)
        pace = (len(row) - 1) / 2 / (row[-1] - row[0])
        found.append(Gait(float(start), float(end), kind, float(pace), why))
    return found


def _ends(body: Body2D, row: list[float]) -> tuple[float, float]:
    """The row with the step before its first passing of the thighs and that after its last, while they are apart."""
    time, swing = body.stick.time, np.abs(_bridged(body.stick.time, body.scissors))
    step = (row[-1] - row[0]) / (len(row) - 1)
    ends = []
    for crossing, way in ((row[0], -1), (row[-1], 1)):
        index = int(np.searchsorted(time, crossing)) - (way < 0)
        opened = False
        while 0 <= index + way < len(time) and abs(time[index + way] - crossing) <= step:
            index += way
            opened |= bool(swing[index] >= figure("gait", "swing_deg"))
            if not swing[index] >= CLOSED_DEG and (opened or abs(time[index] - crossing) > step / 4):
                break
        ends.append(float(time[min(max(index, 0), len(time) - 1)]))
    return ends[0], ends[1]


def step_rows(body: Body2D) -> list[list[float]]:
    """Times at which the thighs pass each other [s], in rows of even steps of at least one stride."""
    time, swing = body.stick.time, _bridged(body.stick.time, body.scissors)
    least = figure("gait", "swing_deg")
    rows: list[list[float]] = []
    row: list[float] = []
    last: tuple[float, float, int] | None = None  # side, angle's time, index
    for index in np.flatnonzero(np.abs(np.nan_to_num(swing)) >= least):
        side = float(np.sign(swing[index]))
        if last is not None and not np.isfinite(swing[last[2] : index + 1]).all():
            rows.append(row)
            row, last = [], None
        if last is not None and side != last[0]:
            between = slice(last[2], index + 1)
            ordered = swing[between] * side
            crossing = float(np.interp(0.0, np.maximum.accumulate(ordered), time[between]))
            if row and not SHORTEST_STEP_S <= crossing - row[-1] <= LONGEST_STEP_S:
                rows.append(row)
                row = []
            if len(row) > 1 and not 1 / UNEVEN <= (crossing - row[-1]) / (row[-1] - row[-2]) <= UNEVEN:
                rows.append(row)
                row = [row[-1]]
            row.append(crossing)
        last = (side, float(time[index]), int(index))
    rows.append(row)
    return [row for row in rows if len(row) >= LEAST_CROSSINGS]


def _kind(body: Body2D, row: list[float]) -> tuple[Literal["walking", "running", "unknown"], str]:
    """Walking or running, by three witnesses: the knees' largest bend, both knees at passing, the hips' bounce."""
    time = body.stick.time
    step = (row[-1] - row[0]) / (len(row) - 1)
    inside = (time >= row[0] - step / 2) & (time <= row[-1] + step / 2)
    bend = _bend(body, row)
    at = np.zeros(len(time), bool)
    for crossing in row:
        at |= np.abs(time - crossing) <= max(0.06 * step, 0.5 * float(np.median(np.diff(time))))
    both = (body.knee("near") + body.knee("far"))[at]
    passing = float(np.nanmedian(both)) if np.isfinite(both).any() else figure("gait", "passing_knees_deg")
    bounce = _bounce(body, inside, step)
    vote = 1.5 * float(np.clip((bend - figure("gait", "walker_knee_deg")) / 6, -1, 1))
    vote += float(np.clip((passing - figure("gait", "passing_knees_deg")) / 20, -1, 1))
    vote += float(np.clip(bounce / 0.5, -1, 1))
    words = f"the knees bend to {bend:.0f} degrees"
    words += f", both together by {passing:.0f} as the legs pass"
    if bounce:
        words += f", and the hips are {'lowest' if bounce > 0 else 'highest'} there"
    kind: Literal["walking", "running", "unknown"] = "unknown"
    if abs(vote) > 0.5:
        kind = "running" if vote > 0 else "walking"
    return kind, f"the legs swing past each other, step after step; {words}"


def _bend(body: Body2D, row: list[float]) -> float:
    """Largest bend of the knees in a stride [deg]: median over the strides, mean of both legs; 0 where none is seen.

    One stride or one leg that was seen wrongly names no gait. Each leg counts by the square of its visibility.
    """
    time, peaks, weights = body.stick.time, [], []
    for leg in LEGS:
        knee = body.knee(leg)
        strides = [knee[(time >= start) & (time <= end)] for start, end in zip(row, row[2:], strict=False)]
        seen = [float(np.nanmax(stride)) for stride in strides if np.isfinite(stride).any()]
        sure = body.stick.confidence[f"{leg}_knee"][(time >= row[0]) & (time <= row[-1])]
        if seen and np.isfinite(sure).any():
            peaks.append(float(np.median(seen)))
            weights.append(float(np.nanmedian(sure)) ** 2)
    return float(np.average(peaks, weights=weights)) if sum(weights) > 0 else 0.0


def _bounce(body: Body2D, inside: np.ndarray, step: float) -> float:
    """How the hips' height goes with the angle between the thighs, -1..1; 0 where they hardly bounce.

    A runner springs: the hips are lowest as the legs pass each other. A walker vaults over a stiff leg: they are
    highest then (Cavagna 1977, doi 10.1152/ajpregu.1977.233.5.R243).
    """
    time = body.stick.time
    height = body.stick.joints["mid_hip"][:, 1] / body.stick.thigh_px
    apart = np.abs(body.scissors)
    known = inside & np.isfinite(height) & np.isfinite(apart)
    if known.sum() < 10:
        return 0.0
    spacing = float(np.median(np.diff(time)))
    width = max(3, round(step / spacing))
    moved = [_detrended(values[known], width) for values in (height, apart)]
    if 2.8 * moved[0].std() < 0.06 or moved[1].std() == 0:
        return 0.0
    together = float(np.corrcoef(moved[0], moved[1])[0, 1])
    return together if abs(together) > 0.3 else 0.0


def _detrended(values: Array, width: int) -> Array:
    rest: Array = values - scipy.ndimage.uniform_filter1d(values, width, mode="nearest")
    return rest


def _bridged(time: Array, values: Array) -> Array:
    """The values with short gaps completed."""
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2:
        return values
    bridged = np.interp(time, time[known], values[known])
    for before, after in pairwise(known):
        if time[after] - time[before] > LONGEST_GAP_S:
            bridged[before + 1 : after] = np.nan
    bridged[: known[0]] = bridged[known[-1] + 1 :] = np.nan
    return bridged
