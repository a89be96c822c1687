"""Angles with a zero of their own, and where they stand in the calm kneeling before the repetitions."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from psoas.exercises.half_kneeling import find_repetitions, start_window
from psoas.findings.analysis import StartPosture
from psoas.timeseries import TimeSeries

HIP, LUMBAR, PELVIS = "rear_hip_extension", "lumbar_extension", "pelvis_tilt"
"""What a clip gives as change from the person's own start, and a file with its own zero."""


def calm_angles(angles: TimeSeries) -> dict[str, float]:
    """Hip extension, lumbar extension and pelvic tilt in the calm kneeling [rad], those there are; NaN if not told.

    Args:
        angles: (T, N) [rad]. Where no calm moment is found the whole recording counts.
    """
    window = start_window(angles, find_repetitions(angles))
    inside = slice(None) if window is None else (angles.time >= window[0]) & (angles.time <= window[1])
    found = {}
    for name in (HIP, LUMBAR, PELVIS):
        if name in angles:
            part = angles[name][inside]
            known = part[np.isfinite(part)]
            found[name] = float(np.mean(known)) if len(known) else np.nan
    return found


def from_calm(angles: TimeSeries, calm: Mapping[str, float]) -> TimeSeries:
    """The angles as a clip gives them: those in ``calm`` as change from it."""
    values = angles.values.copy()
    for name, start in calm.items():
        values[:, angles.names.index(name)] -= start
    return replace(angles, values=values)


def start_posture(calm: Mapping[str, float], hip_error_deg: float | None = None) -> StartPosture | None:
    """Where the psoas's change begins, from `calm_angles`; None where the hip was not measured.

    Args:
        calm: angles with a zero of their own [rad].
        hip_error_deg: one standard error of the hip; None where it is no better known than from one camera.
    """
    hip, lumbar, pelvis = (calm.get(name, np.nan) for name in (HIP, LUMBAR, PELVIS))
    if np.isnan(hip):
        return None
    return StartPosture(-hip, float(np.nan_to_num(lumbar)), float(np.nan_to_num(pelvis)), hip_error_deg)
