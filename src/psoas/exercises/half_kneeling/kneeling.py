"""Where in a recording the person half-kneels."""

import numpy as np
import scipy

from psoas.timeseries import Array, Mask, TimeSeries

KNEE_BENT_DEG = 45.0
"""Half kneeling bends both knees by 70 to 120 degrees; standing and walking, by less than this at some moment."""
UP_M = 0.2
"""A person who stands up raises the hips by the length of the shank, about twice this."""


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


def _steady(values: Array) -> Array:
    """Remove single frames that jump; NaN stays NaN."""
    steady = values.copy()
    finite = np.isfinite(values)
    if finite.any():
        steady[finite] = scipy.ndimage.median_filter(values[finite], 5, mode="nearest")
    return steady
