"""How far the rear hip stood open in the holds, where the source has a zero of its own."""

import numpy as np

from psoas.exercises import Repetition
from psoas.findings.analysis import Finding
from psoas.timeseries import TimeSeries


def held_extension(angles: TimeSeries, repetitions: tuple[Repetition, ...]) -> list[Finding]:
    """Hip extension of the rear leg in the hold: the median of the repetitions, with the zero of the source.

    Args:
        angles: ``rear_hip_extension`` between thigh and pelvis [rad], with its own zero.
        repetitions: whose holds are read.

    Returns:
        One finding; none where it was not known in any hold.
    """
    if "rear_hip_extension" not in angles:
        return []
    levels = []
    for one in repetitions:
        part = angles["rear_hip_extension"][
            (angles.time >= one.hold_start_s) & (angles.time <= one.hold_end_s)
        ]
        if np.isfinite(part).any():
            levels.append(float(np.degrees(np.nanmean(part))))
    if not levels:
        return []
    value = float(np.median(levels))
    where = "behind" if value >= 0 else "in front of"
    says = (
        f"In the hold the rear thigh stood {abs(round(value))} degrees {where} the pelvis (hip extension; the zero "
        "is the file's own)."
    )
    return [Finding("hip_extension_hold", value, "deg", None, None, "info", says, None, ())]
