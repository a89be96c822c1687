"""The thigh angle on an even clock, in the runs in which the person is in the position of the stretch."""

import numpy as np
import scipy

from psoas.exercises.timeline import Run
from psoas.timeseries import Array, Mask, TimeSeries

GAP_S = 1.0
"""A longer gap could hide a whole return, so the recording is cut there."""
SHORTEST_RUN_S = 0.8
SMOOTH_S = 0.07
_CLOCK_HZ = 30.0


def thigh_deg(angles: TimeSeries) -> Array:
    """(T,) rear thigh from vertical [deg]; all NaN where the series does not have it."""
    if "rear_thigh_angle" not in angles:
        return np.full(len(angles), np.nan)
    degrees: Array = np.degrees(angles["rear_thigh_angle"])
    return degrees


def thigh_seen(angles: TimeSeries) -> Mask:
    """(T,) True where the rear thigh was measured: the position of a stretch that needs no other rule."""
    seen: Mask = np.isfinite(thigh_deg(angles))
    return seen


def find_runs(angles: TimeSeries, positioned: Mask) -> tuple[Run, ...]:
    """Find the runs in the position in which the thigh was seen, cut at gaps longer than a second.

    Args:
        angles: uses ``rear_thigh_angle`` [rad].
        positioned: (T,) True where nothing speaks against the position of the stretch.
    """
    thigh = thigh_deg(angles)
    seen = np.flatnonzero(np.isfinite(thigh) & positioned)
    if len(seen) < 3:
        return ()
    time = np.asarray(angles.time, dtype=float)
    cuts = np.flatnonzero(np.diff(time[seen]) > GAP_S) + 1
    return tuple(
        _on_even_clock(time[part], thigh[part])
        for part in np.split(seen, cuts)
        if len(part) >= 6 and time[part[-1]] - time[part[0]] >= SHORTEST_RUN_S
    )


def _on_even_clock(time: Array, thigh: Array) -> Run:
    """Resample and smooth the thigh angle of one run."""
    step = max(1.0 / _CLOCK_HZ, float(np.median(np.diff(time))))
    clock = np.arange(time[0], time[-1] + 1e-9, step)
    even = np.interp(clock, time, scipy.ndimage.median_filter(thigh, 3, mode="nearest"))
    smooth = scipy.ndimage.gaussian_filter1d(even, max(SMOOTH_S / step, 0.5), mode="nearest")
    slow = scipy.ndimage.gaussian_filter1d(even, max(0.12 / step, 0.5), mode="nearest")
    return Run(clock, smooth, np.gradient(slow, step))
