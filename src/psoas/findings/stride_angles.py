"""Hips, pelvis and lower back of a clip over the stride, from the figures of its strides and how thigh and trunk move.

The outline of the trunk gives pelvis and lower back once for the mean stride, at the greatest hip extension. Then:

- The thigh is that of the angles, with what the figures have more or less than the angles at its peak. This correction
  fades to nothing half a stride away.
- The pelvis keeps its tilt over the stride. How it rocks within a stride, the outline does not show.
- The trunk leans by the tilt of the pelvis less the arch of the lower back. With a pelvis that keeps still, the lower
  back arches by as much as the trunk leans back.
- A hip extends by its thigh's angle behind vertical less the tilt of the pelvis.

What that leaves out is part of the errors in ``stride_angles.json``, which are those on rendered people.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from psoas.data import read_data
from psoas.findings.analysis import Analysis
from psoas.findings.hip_or_back import stride_mean
from psoas.sides import LETTER, SIDES
from psoas.strides import Stride
from psoas.timeseries import Array, Mask, TimeSeries

FARTHEST_DEG: Final = 10.0
"""Largest difference between the thigh in the angles and its figure, at its peak; beyond, the angles took the other leg
for it (ours) [deg]."""

STRIDE_CURVES: Final = (
    "hip_extension",
    "thigh_angle",
    "knee_angle",
    "pelvis_tilt",
    "lumbar_extension",
    "trunk_lean",
)
"""Coordinates, without a side, whose course over the stride is shown."""

CONSTANT: Final = "pelvis_tilt"
"""Keeps one figure over the stride."""


def stride_angle_errors() -> Mapping[str, float]:
    """One standard error of the curves of a clip [deg], by coordinate without a side."""
    errors: dict[str, float] = read_data("psoas.findings", "stride_angles.json")["errors_deg"]
    return errors


def curve_errors(analysis: Analysis) -> dict[str, float]:
    """One standard error of every point of a curve over the stride [deg], by `STRIDE_CURVES`; absent where not known.

    Of two legs it is the larger. A motion file has none: the errors of its angles are those of their changes.
    """
    if analysis.stride_angles is None:
        return {}
    found = {}
    for name in STRIDE_CURVES:
        columns = (name, *(f"{name}_{side}" for side in SIDES))
        own = [analysis.errors[column] for column in columns if column in analysis.errors]
        if own:
            found[name] = max(own)
    return {**found, **stride_angle_errors()}


def clip_stride_angles(angles: TimeSeries, strides: Sequence[Stride]) -> TimeSeries:
    """The angles of a clip within its strides.

    Args:
        angles: [rad] of a clip, such as ``thigh_angle_r``, ``thigh_angle_l`` and ``trunk_lean``.
        strides: of one gait.

    Returns:
        ``angles`` with the thighs as in the figures of the strides; and ``hip_extension_r``, ``hip_extension_l``,
        ``pelvis_tilt`` and ``lumbar_extension`` [rad] where pelvis and lower back were measured. These are NaN between
        the strides.
    """
    thighs: dict[str, Array] = {}
    within = np.zeros(len(angles), bool)
    frame_s = float(np.median(np.diff(angles.time)))
    for stride in strides:
        inside = (angles.time > stride.foot_strike_s - frame_s) & (angles.time < stride.end_s + frame_s)
        side = LETTER[stride.side]
        name = f"thigh_angle_{side}"
        within |= inside
        if name in angles and inside.any():
            thigh = thighs.setdefault(side, np.full(len(angles), np.nan))
            thigh[inside] = _thigh(angles, name, stride, inside)
    columns = {f"thigh_angle_{side}": thigh for side, thigh in thighs.items()}
    columns |= _from_trunk(angles, strides, thighs, within)
    radians = {name: np.radians(one) for name, one in columns.items()}
    return angles.without(list(columns)).joined(TimeSeries.from_columns(angles.time, radians, "rad"))


def _thigh(angles: TimeSeries, name: str, stride: Stride, inside: Mask) -> Array:
    """The thigh behind vertical within a stride [deg]; NaN where angles and figures do not agree on it."""
    seen, peak = np.degrees(angles[name][inside]), stride.thigh_behind_vertical_deg
    if peak is None or stride.peak_hip_extension_s is None:
        return seen
    shift = peak.value - float(np.interp(stride.peak_hip_extension_s, angles.time[inside], seen))
    if not abs(shift) <= FARTHEST_DEG:
        return np.full(len(seen), np.nan)
    phase = (angles.time[inside] - stride.peak_hip_extension_s) / (stride.end_s - stride.foot_strike_s)
    faded: Array = seen + shift * (1 + np.cos(2 * np.pi * phase)) / 2
    return faded


def _from_trunk(
    angles: TimeSeries, strides: Sequence[Stride], thighs: Mapping[str, Array], within: Mask
) -> dict[str, Array]:
    """Hips, pelvis and lower back [deg]; none where the outline of the trunk did not give them."""
    tilt, arch = (stride_mean(strides, name) for name in ("pelvis_tilt_deg", "lumbar_extension_deg"))
    if tilt is None or arch is None or "trunk_lean" not in angles:
        return {}
    lean = np.degrees(angles["trunk_lean"])
    peaks = [one.peak_hip_extension_s for one in strides if one.peak_hip_extension_s is not None]
    at_peak = float(np.nanmean(np.interp(peaks, angles.time, lean)))
    return {
        **{f"hip_extension_{side}": thigh - tilt.value for side, thigh in thighs.items()},
        CONSTANT: np.where(within, tilt.value, np.nan),
        "lumbar_extension": np.where(within, arch.value - (lean - at_peak), np.nan),
    }
