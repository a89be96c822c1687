"""Slow motion, seen in the motion itself: swings and steps that last longer than gravity and habit let them."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np

from psoas.data import read_data
from psoas.motion.angles import Stick, leg_angles, stick_figure, trunk_lean
from psoas.motion.filtering import smooth
from psoas.motion.view import facing
from psoas.timeseries import Array, TimeSeries

GRID_HZ = 30.0
MOVES_CUTOFF_HZ = 2.0
"""Low-pass before moves are timed [Hz]: a move lasts half a second or more, the network's jitter does not."""

MOVING_SHARE = 0.12
"""Share of the largest speed above which the body moves."""

WHOLE_SHARE = 0.5
"""Least share of the whole path that a move has to cover."""

LARGEST_STEP_DEG, LEAST_STEP_DEG = 60.0, 30.0
"""Angle between the thighs in a step; a lunge goes farther."""


@dataclass(frozen=True)
class SlowPace:
    """A pace at which people hardly ever move.

    Attributes:
        kind: what is slow: repeated ``moves``, the strides of a ``run``, or those of a ``walk``.
        seconds: median duration of a move, or of a stride [s].
    """

    kind: Literal["moves", "run", "walk"]
    seconds: float


def slow_pace(points: TimeSeries, world: TimeSeries) -> SlowPace | None:
    """Find a pace that is likelier to be slow motion than somebody's own.

    Args:
        points: 33 landmarks ``.x`` and ``.y`` [px].
        world: the same ``.x``, ``.y``, ``.z`` [m].

    Returns:
        The pace; None where it is usual, or where the recording shows too little to judge.
    """
    towards = facing(points, world)
    if towards is None or len(points) < 2:
        return None
    stick = stick_figure(points, towards)
    near, far = leg_angles(stick, "near"), leg_angles(stick, "far")
    gait = _slow_gait(stick, near, far)
    if gait is not None:
        return gait
    hip = stick.joints["mid_hip"] / stick.thigh_px
    columns = [
        *(leg["thigh_angle"] for leg in (near, far)),
        *(0.5 * leg["knee_angle"] for leg in (near, far)),
        trunk_lean(stick),
        *hip.T,
    ]
    size, lasting = _moves(stick.time, np.column_stack(columns))
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


def _slow_gait(stick: Stick, near: dict[str, Array], far: dict[str, Array]) -> SlowPace | None:
    """Find strides that take too long for a run, or too long for a walk with such long steps."""
    scissors = near["thigh_angle"] - far["thigh_angle"]
    seen = np.isfinite(scissors) & np.isfinite(near["knee_angle"]) & np.isfinite(far["knee_angle"])
    if seen.sum() < 20:
        return None
    time, scissors = stick.time[seen], scissors[seen]
    passing = np.flatnonzero((scissors[1:] > 0) != (scissors[:-1] > 0))
    opened = np.degrees([np.abs(scissors[a : b + 1]).max() for a, b in pairwise(passing.tolist())])
    if len(opened) < 3 or np.median(opened) < LEAST_STEP_DEG:
        return None
    steps = opened >= 0.5 * np.median(opened)
    stride_s = 2 * float(np.median(np.diff(time[passing])[steps]))
    knees = np.degrees(np.column_stack([near["knee_angle"][seen], far["knee_angle"][seen]])[passing])
    swinging, standing = float(np.median(knees.max(axis=1))), float(np.median(knees.min(axis=1)))
    if swinging > _figure("run_knee_deg") and standing < 60:
        return SlowPace("run", stride_s) if 1 / stride_s < _figure("run_strides_per_s") else None
    if np.median(opened) > LARGEST_STEP_DEG:
        return None
    body = read_data("psoas.motion", "anthropometry.json")
    leg_m = body["default_height_m"] * (body["thigh"] + body["shank"])
    step_m = 2 * leg_m * np.sin(np.radians(np.median(opened)) / 2)
    return SlowPace("walk", stride_s) if step_m * stride_s / 120 > _figure("walk_ratio_m_min") else None


@cache
def _figure(name: str) -> float:
    return float(read_data("psoas.motion", "pace.json")[name]["value"])
