"""Slow motion, seen in the motion itself: swings and steps that last longer than gravity and habit let them."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np

from psoas.data import read_data
from psoas.motion.angles import LEGS
from psoas.motion.filtering import smooth
from psoas.motion.gait import step_rows
from psoas.motion.posture import Body2D
from psoas.timeseries import Array

GRID_HZ = 30.0
MOVES_CUTOFF_HZ = 2.0
"""Low-pass before moves are timed [Hz]: a move lasts half a second or more, the network's jitter does not."""

MOVING_SHARE = 0.12
"""Share of the largest speed above which the body moves."""

WHOLE_SHARE = 0.5
"""Least share of the whole path that a move has to cover."""

LARGEST_STEP_DEG, LEAST_STEP_DEG = 60.0, 30.0
"""Angle between the thighs in a step; a lunge goes farther."""

LEAST_STEPS = 3
"""Fewest steps that show a pace; one stride of a clip that hardly shows a body may be an error of its points."""


@dataclass(frozen=True)
class SlowPace:
    """A pace at which people hardly ever move.

    Attributes:
        kind: what is slow: repeated ``moves``, the strides of a ``run``, or those of a ``walk``.
        seconds: median duration of a move, or of a stride [s].
    """

    kind: Literal["moves", "run", "walk"]
    seconds: float


def slow_pace(body: Body2D) -> SlowPace | None:
    """Find a pace that is likelier to be slow motion than somebody's own; None where it is usual, or not shown."""
    if len(body.stick.time) < 2 or not body.stick.thigh_px > 0:
        return None
    gait = _slow_gait(body)
    if gait is not None:
        return gait
    columns = [
        *(body.thigh(leg) for leg in LEGS),
        *(0.5 * body.knee(leg) for leg in LEGS),
        body.lean,
    ]
    hip = body.stick.joints["mid_hip"] / body.stick.thigh_px
    size, lasting = _moves(body.stick.time, np.column_stack([np.radians(np.column_stack(columns)), hip]))
    if len(lasting) < _figure("least_moves") or size < _figure("least_size"):
        return None
    usual = _figure("move_s") * (size / _figure("move_size")) ** _figure("size_power")
    median = float(np.median(lasting))
    return SlowPace("moves", median) if median >= usual else None


def _moves(time: Array, posture: Array) -> tuple[float, list[float]]:
    """Time the moves between the ends of the posture's main direction.

    Args:
        time: (T,) [s].
        posture: (T, N) [rad, thigh lengths], NaN where it was not measured.

    Returns:
        The whole path between the ends, and the duration [s] of each move that covers half of it.
    """
    known = np.isfinite(posture).all(axis=1)
    if known.sum() < 10:
        return 0.0, []
    grid = np.arange(time[known][0], time[known][-1], 1 / GRID_HZ)
    even = np.column_stack([np.interp(grid, time[known], column) for column in posture[known].T])
    even -= even.mean(axis=0)
    _, directions = np.linalg.eigh(even.T @ even)
    path = smooth(grid, even @ directions[:, -1], MOVES_CUTOFF_HZ)
    size = float(np.percentile(path, 97) - np.percentile(path, 3))
    speed = np.gradient(path, grid)
    fast = MOVING_SHARE * np.percentile(np.abs(speed), 98)
    way = (speed > fast).astype(int) - (speed < -fast)
    edges = np.flatnonzero(np.diff(way, prepend=0, append=0))
    lasting = []
    for start, end in pairwise(edges.tolist()):
        last = min(end, len(path) - 1)
        if way[start] and abs(path[last] - path[start]) >= WHOLE_SHARE * size:
            lasting.append(float(grid[last] - grid[start]))
    return size, lasting


def _slow_gait(body: Body2D) -> SlowPace | None:
    """Find strides that take too long for a run, or too long for a walk with such long steps."""
    time, apart = body.stick.time, np.abs(body.scissors)
    lasting, opened, knees = [], [], []
    for row in step_rows(body):
        for before, after in pairwise(row):
            lasting.append(after - before)
            opened.append(float(np.nanmax(apart[(time >= before) & (time <= after)])))
        at = np.searchsorted(time, row).clip(0, len(time) - 1)
        knees.append(np.column_stack([body.knee(leg)[at] for leg in LEGS]))
    step_deg = float(np.median(opened)) if len(opened) >= LEAST_STEPS else 0.0
    passing = np.concatenate(knees) if knees else np.full((1, 2), np.nan)
    passing = passing[np.isfinite(passing).all(axis=1)]
    if step_deg < LEAST_STEP_DEG or not len(passing):
        return None
    stride_s = 2 * float(np.median(lasting))
    swinging, standing = float(np.median(passing.max(axis=1))), float(np.median(passing.min(axis=1)))
    if swinging > _figure("run_knee_deg") and standing < 60:
        return SlowPace("run", stride_s) if 1 / stride_s < _figure("run_strides_per_s") else None
    if step_deg > LARGEST_STEP_DEG:
        return None
    anthropometry = read_data("psoas.motion", "anthropometry.json")
    leg_m = anthropometry["default_height_m"] * (anthropometry["thigh"] + anthropometry["shank"])
    step_m = 2 * leg_m * np.sin(np.radians(step_deg) / 2)
    return SlowPace("walk", stride_s) if step_m * stride_s / 120 > _figure("walk_ratio_m_min") else None


def slowest_run() -> float:
    """The fewest strides a second with which people run."""
    return _figure("run_strides_per_s")


@cache
def _figure(name: str) -> float:
    return float(read_data("psoas.motion", "pace.json")[name]["value"])
