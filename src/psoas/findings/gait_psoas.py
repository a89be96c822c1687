"""The psoas in walking and running: its length, and how fast it lengthens, on both sides over time."""

from collections.abc import Mapping

import numpy as np

from psoas.motion import smooth, stretches
from psoas.muscle import PsoasAngles, PsoasLengths, length_change
from psoas.sides import SIDES
from psoas.timeseries import Array, TimeSeries

SPEED_HZ = 10.0
"""Low-pass before the length is differentiated [Hz]."""


def gait_psoas(
    angles: TimeSeries,
    psoas: PsoasLengths,
    bands: Mapping[str, float],
    *,
    start_hip_error_deg: float | None = None,
    sized: bool = False,
) -> TimeSeries | None:
    """Length and lengthening speed of both psoas, in a model that has the measured angles of hip and lower back.

    Args:
        angles: [rad] with ``hip_extension_r`` and ``_l`` and ``lumbar_extension``, with a zero of their own.
        psoas: of one side of the person; the other side is its mirror image.
        bands: one standard error of a change [deg] by coordinate.
        start_hip_error_deg, sized: as in `psoas.muscle.length_change`.

    Returns:
        For each side ``psoas``: length less that in upright standing [m], ``psoas_error``: half of its error band [m],
        and ``psoas_speed``: + lengthening [m/s]; NaN where hip or lower back is not known. None where no side is known.
    """
    columns: dict[str, Array] = {}
    if "lumbar_extension" not in angles:
        return None
    standing = PsoasAngles(np.zeros(1), np.zeros(1))
    for side in SIDES:
        name = f"hip_extension_{side}"
        if name not in angles:
            continue
        posture = PsoasAngles(-angles[name], angles["lumbar_extension"])
        change = length_change(
            psoas,
            standing,
            posture,
            hip_error=float(np.radians(bands.get(name, 0.0))),
            lumbar_error=float(np.radians(bands.get("lumbar_extension", 0.0))),
            start_hip_error_deg=start_hip_error_deg,
            sized=sized,
        )
        length = change.value[:, -1]
        if np.isfinite(length).any():
            columns[f"psoas_{side}"], columns[f"psoas_error_{side}"] = length, change.error[:, -1]
            columns[f"psoas_speed_{side}"] = _speed(angles.time, length)
    units = {name: "m/s" if "speed" in name else "m" for name in columns}
    return TimeSeries.from_columns(angles.time, columns, units) if columns else None


def _speed(time: Array, length: Array) -> Array:
    """(T,) derivative of a length [m/s]; gaps stay."""
    speed = np.full_like(length, np.nan)
    for part in stretches(time, np.isfinite(length)):
        known = part[np.isfinite(length[part])]
        if len(known) > 2:
            speed[known] = np.gradient(smooth(time[known], length[known], SPEED_HZ), time[known])
    return speed
