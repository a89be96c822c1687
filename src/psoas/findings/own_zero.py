"""Angles with a zero of their own, as in a motion file: where they stand at the person's own start and in the holds."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from psoas.estimate import Estimate, degrees
from psoas.exercises import Repetition, Timeline
from psoas.findings.analysis import Finding, StartPosture
from psoas.timeseries import TimeSeries
from psoas.words import _, number

HIP, LUMBAR, PELVIS = "rear_hip_extension", "lumbar_extension", "pelvis_tilt"
FROM_START = (HIP, LUMBAR, PELVIS)
"""Coordinates that a clip gives as change from the person's own start, and a file with its own zero."""


def start_angles(angles: TimeSeries, timeline: Timeline) -> dict[str, float]:
    """Mean hip extension, lumbar extension and pelvic tilt at the person's own start [rad].

    Args:
        angles: (T, N) [rad].
        timeline: of the same angles. Where it has no start, the mean is taken over the whole recording.

    Returns:
        By name; absent coordinates are omitted, unmeasured ones NaN.
    """
    inside = angles if timeline.start is None else angles.between(*timeline.start)
    found = {}
    for name in FROM_START:
        if name in angles:
            known = inside[name][np.isfinite(inside[name])]
            found[name] = float(np.mean(known)) if len(known) else np.nan
    return found


def changes_from(start: Mapping[str, float], angles: TimeSeries) -> TimeSeries:
    """The angles as a clip gives them: those named in ``start`` [rad] as change from it."""
    values = angles.values.copy()
    for name, level in start.items():
        values[:, angles.names.index(name)] -= level
    return replace(angles, values=values)


def start_posture(start: Mapping[str, float], hip_error_deg: float | None = None) -> StartPosture | None:
    """The posture from which the psoas's change is counted; None where the hip was not measured.

    Args:
        start: from `start_angles` [rad].
        hip_error_deg: one standard error of the hip; None where it is no better known than from one camera.
    """
    hip, lumbar, pelvis = (start.get(name, np.nan) for name in FROM_START)
    if np.isnan(hip):
        return None
    return StartPosture(-hip, float(np.nan_to_num(lumbar)), float(np.nan_to_num(pelvis)), hip_error_deg)


def held_extension(angles: TimeSeries, repetitions: tuple[Repetition, ...]) -> list[Finding]:
    """Hip extension of the rear leg in the hold: the median of the repetitions, with the zero of the source.

    Args:
        angles: ``rear_hip_extension`` between thigh and pelvis [rad], with its own zero.
        repetitions: whose holds are read.

    Returns:
        One finding; none where it was not known in any hold.
    """
    if HIP not in angles:
        return []
    held = [angles[HIP][one.in_hold(angles.time)] for one in repetitions]
    levels = [float(np.degrees(np.nanmean(part))) for part in held if np.isfinite(part).any()]
    if not levels:
        return []
    value = float(np.median(levels))
    angle = degrees(number(abs(round(value))))
    says = _(
        "In the hold the rear thigh stood {angle} in front of the pelvis (hip extension; the zero is the file's own).",
        angle=angle,
    )
    if value >= 0:
        says = _(
            "In the hold the rear thigh stood {angle} behind the pelvis (hip extension; the zero is the file's own).",
            angle=angle,
        )
    return [Finding("hip_extension_hold", Estimate.of(value, None, "deg"), "info", says)]
