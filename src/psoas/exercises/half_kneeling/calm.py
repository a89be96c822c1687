"""The person's own start: where they kneel quietly before, between and after the repetitions."""

import numpy as np

from psoas.exercises.half_kneeling.kneeling import kneeling_mask, kneeling_runs, thigh_deg
from psoas.exercises.half_kneeling.repetitions import Segment
from psoas.exercises.half_kneeling.swings import CALM_DEG_S
from psoas.timeseries import Array, Mask, TimeSeries

_AROUND_S = 15.0


def calm_mask(angles: TimeSeries, segments: list[Segment]) -> Mask:
    """Where the person kneels quietly in the start position: before, between and after the repetitions.

    Args:
        angles: as in `find_repetitions`.
        segments: what `find_repetitions` returned for them.

    Returns:
        (T,) bool. All False where there is no such moment.
    """
    thigh = thigh_deg(angles)
    calm = np.zeros(len(angles), dtype=bool)
    for run in kneeling_runs(angles):
        inside = (angles.time >= run.time[0]) & (angles.time <= run.time[-1])
        calm |= inside & (np.abs(np.interp(angles.time, run.time, run.speed)) < 2.0 * CALM_DEG_S)
    calm &= np.isfinite(thigh) & kneeling_mask(angles)
    for segment in segments:
        calm &= (angles.time <= segment.start_s) | (angles.time >= segment.end_s)
    if not segments or not calm.any():
        return calm
    levels = np.full(len(angles), np.nan)
    for segment in segments:
        near = calm & (angles.time > segment.start_s - _AROUND_S) & (angles.time <= segment.start_s)
        # a hold is quiet too: that of a repetition which the recording cuts is not among the segments
        near &= thigh < _half_way(angles.time, thigh, segment)
        pause = near & (angles.time > segment.start_s - 3.0)
        if pause.any():
            levels[near & np.isnan(levels)] = np.median(thigh[pause])
    after = calm & (angles.time >= segments[-1].end_s) & (angles.time < segments[-1].end_s + _AROUND_S)
    finite = levels[np.isfinite(levels)]
    levels[after] = np.median(finite) if len(finite) else np.median(thigh[calm])
    with np.errstate(invalid="ignore"):
        calm &= np.abs(thigh - levels) < 4.0
    return calm


def _half_way(time: Array, thigh: Array, segment: Segment) -> float:
    """The thigh angle half of the way between the start of a repetition and its hold [deg]."""
    middle = (segment.hold_start_s + segment.hold_end_s) / 2.0
    half = max((segment.hold_end_s - segment.hold_start_s) / 2.0, 0.1)
    return float(np.nanmedian(thigh[np.abs(time - middle) <= half])) - segment.travel_deg / 2.0


def start_window(angles: TimeSeries, segments: list[Segment]) -> tuple[float, float] | None:
    """First and last moment [s] of the quiet kneeling that is the person's own start.

    It is the calm part right before the first repetition, five seconds at most; where the recording begins later
    than that, the longest calm pause. None where the person is never calm.

    Args:
        angles, segments: as in `calm_mask`.
    """
    calm = calm_mask(angles, segments)
    where = np.flatnonzero(calm)
    if len(where) == 0:
        return None
    cuts = np.flatnonzero((np.diff(where) > 1) & (np.diff(angles.time[where]) > 0.3)) + 1
    parts = [(float(angles.time[part[0]]), float(angles.time[part[-1]])) for part in np.split(where, cuts)]
    parts = [part for part in parts if part[1] - part[0] >= 0.2]
    if not parts:
        return None
    if segments:
        before = [part for part in parts if part[1] <= segments[0].start_s]
        if before:
            return max(before[-1][0], before[-1][1] - 5.0), before[-1][1]
    return max(parts, key=lambda part: part[1] - part[0])
