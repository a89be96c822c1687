"""Find where in a recording the person kneels, and the thigh angle on an even clock in these runs."""

import numpy as np
import scipy

from psoas.exercises.timeline import Run
from psoas.timeseries import Array, Mask, TimeSeries

KNEE_BENT_DEG = 45.0
"""Half kneeling bends both knees by 70 to 120 degrees; standing and walking, by less than this at some moment."""
UP_M = 0.2
"""A person who stands up raises the hips by the length of the shank, about twice this."""
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


def kneeling_mask(angles: TimeSeries) -> Mask:
    """(T,) True where nothing speaks against half kneeling.

    Both knees are bent and the hips are low, as far as they were measured; an angle that was not measured is no
    evidence. Walking in, kneeling down and standing up swing the thigh further than a repetition does, and are left
    out here.
    """
    kneels = np.ones(len(angles), dtype=bool)
    for name in ("front_knee_angle", "rear_knee_angle"):
        if name in angles:
            bent = _steady(np.degrees(angles[name]))
            kneels &= ~(bent < KNEE_BENT_DEG)
    if "hip_up" in angles:
        height = _steady(angles["hip_up"])
        low = height[kneels & np.isfinite(height)]
        if len(low) >= 5:
            kneels &= ~(height > np.quantile(low, 0.1) + UP_M)
    return kneels


def kneeling_runs(angles: TimeSeries, kneels: Mask) -> tuple[Run, ...]:
    """Find the runs of kneeling in which the thigh was seen, cut at gaps longer than a second.

    Args:
        angles: uses ``rear_thigh_angle`` [rad].
        kneels: (T,) from `kneeling_mask` of the same angles.
    """
    thigh = thigh_deg(angles)
    seen = np.flatnonzero(np.isfinite(thigh) & kneels)
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


def _steady(values: Array) -> Array:
    """Remove single frames that jump; NaN stays NaN."""
    steady = values.copy()
    finite = np.isfinite(values)
    if finite.any():
        steady[finite] = scipy.ndimage.median_filter(values[finite], 5, mode="nearest")
    return steady
