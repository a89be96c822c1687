"""Find the person's own start and, with it, all times of a recording of the stretch.

The start is where the person rests quietly in the start position: before, between and after the repetitions.
"""

from collections.abc import Callable

import numpy as np

from psoas.exercises.hip_stretch.hold import REST_DEG_S, counts
from psoas.exercises.hip_stretch.repetitions import find_repetitions
from psoas.exercises.hip_stretch.runs import find_runs, thigh_deg
from psoas.exercises.hip_stretch.thresholds import Thresholds, load_thresholds
from psoas.exercises.repetition import RepetitionTimes
from psoas.exercises.timeline import Run, Timeline
from psoas.timeseries import Array, Mask, TimeSeries

LONGEST_START_S = 5.0
START_PERCENT = 10.0
_AROUND_S = 15.0


def find_timeline(angles: TimeSeries, package: str, position: Callable[[TimeSeries], Mask]) -> Timeline:
    """Find the runs in position, the repetitions and the start of one recording.

    Args:
        angles: needs ``rear_thigh_angle`` [rad]; uses ``front_knee_angle``, ``rear_knee_angle`` [rad], ``hip_up``
            and ``hip_forward`` [m] where they are there. Any rate; NaN where not measured.
        package: import name of the stretch's folder.
        position: (T,) True where nothing speaks against the position of the stretch.
    """
    limits, positioned = load_thresholds(package), position(angles)
    runs = find_runs(angles, positioned)
    repetitions, unfinished = find_repetitions(angles, runs, limits)
    calm = _calm(angles, positioned, runs, repetitions, limits)
    time = np.asarray(angles.time, dtype=float)
    return Timeline(time, runs, repetitions, unfinished, calm, _start(time, calm, repetitions))


def start_level(thigh: Array) -> float:
    """The level of the start [deg] while no repetition is finished: what the thigh is behind for most of the time.

    Args:
        thigh: (K,) angles of the rear thigh so far [deg], without NaN.

    Returns:
        The tenth percentile; NaN of nothing.
    """
    return float(np.percentile(thigh, START_PERCENT)) if len(thigh) else float("nan")


def _calm(
    angles: TimeSeries,
    positioned: Mask,
    runs: tuple[Run, ...],
    repetitions: tuple[RepetitionTimes, ...],
    limits: Thresholds,
) -> Mask:
    """(T,) True where the person rests quietly outside of the repetitions, at the level of the start."""
    thigh = thigh_deg(angles)
    calm = np.zeros(len(angles), dtype=bool)
    for run in runs:
        inside = (angles.time >= run.time[0]) & (angles.time <= run.time[-1])
        calm |= inside & (np.abs(np.interp(angles.time, run.time, run.speed)) < 2.0 * REST_DEG_S)
    calm &= np.isfinite(thigh) & positioned
    for one in repetitions:
        calm &= (angles.time <= one.start_s) | (angles.time >= one.end_s)
    # a hold is quiet too: that of a repetition which the recording cuts is not among the repetitions
    with np.errstate(invalid="ignore"):
        calm &= thigh < _half_way(angles.time, thigh, runs, repetitions, limits)
    if not repetitions or not calm.any():
        return calm
    levels = np.full(len(angles), np.nan)
    for one in repetitions:
        near = calm & (angles.time > one.start_s - _AROUND_S) & (angles.time <= one.start_s)
        pause = near & (angles.time > one.start_s - 3.0)
        if pause.any():
            levels[near & np.isnan(levels)] = np.median(thigh[pause])
    end = repetitions[-1].end_s
    after = calm & (angles.time >= end) & (angles.time < end + _AROUND_S)
    finite = levels[np.isfinite(levels)]
    levels[after] = np.median(finite) if len(finite) else np.median(thigh[calm])
    with np.errstate(invalid="ignore"):
        calm &= np.abs(thigh - levels) < 4.0
    return calm


def _half_way(
    time: Array,
    thigh: Array,
    runs: tuple[Run, ...],
    repetitions: tuple[RepetitionTimes, ...],
    limits: Thresholds,
) -> Array:
    """(T,) the angle [deg] between start and hold; a quiet thigh above it is held, whole repetition or not.

    Half of the travel under the hold of the nearest repetition whose hold was seen. Without one it is the middle of the
    thigh's range, where that is as wide as a repetition's; a thigh that hardly moves is held where it stands farther
    behind upright than a start does.
    """
    seen = [one for one in repetitions if np.isfinite(thigh[one.in_hold(time)]).any()]
    if seen:
        levels = np.array(
            [np.nanmedian(thigh[one.in_hold(time)]) - one.thigh_travel_deg / 2.0 for one in seen]
        )
        middles = np.array([(one.hold_start_s + one.hold_end_s) / 2.0 for one in seen])
        nearest: Array = levels[np.searchsorted((middles[1:] + middles[:-1]) / 2.0, time)]
        return nearest
    positioned = np.concatenate([run.thigh for run in runs]) if runs else np.empty(0)
    if not len(positioned):
        return np.full(len(time), np.nan)
    low, high = np.percentile(positioned, [5.0, 95.0])
    level = (low + high) / 2.0 if counts(high - low, limits) else limits.start_thigh_deg
    return np.full(len(time), level)


def _start(time: Array, calm: Mask, repetitions: tuple[RepetitionTimes, ...]) -> tuple[float, float] | None:
    """Choose the quiet part that is the person's own start, see `Timeline`."""
    where = np.flatnonzero(calm)
    if len(where) == 0:
        return None
    cuts = np.flatnonzero((np.diff(where) > 1) & (np.diff(time[where]) > 0.3)) + 1
    parts = [(float(time[part[0]]), float(time[part[-1]])) for part in np.split(where, cuts)]
    parts = [part for part in parts if part[1] - part[0] >= 0.2]
    if not parts:
        return None
    if repetitions:
        before = [part for part in parts if part[1] <= repetitions[0].start_s]
        if before:
            return max(before[-1][0], before[-1][1] - LONGEST_START_S), before[-1][1]
    return max(parts, key=lambda part: part[1] - part[0])
