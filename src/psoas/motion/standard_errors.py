"""Standard errors of the angles of one recording: what the network leaves open, and what too few pixels add."""

from collections.abc import Mapping

import numpy as np

from psoas.data import read_data
from psoas.motion.calibration import load_calibration
from psoas.sides import without_side


def standard_errors(
    size_px: float | None, *, pose: bool, of_view: Mapping[str, float] | None = None
) -> dict[str, float]:
    """One standard error [deg] of each angle that a camera measures, by coordinate.

    A landmark is found within a share of the body and half a pixel, so an angle's error is the root of a fixed part and
    one that grows as the body gets smaller in the picture.

    Args:
        size_px: side of the square around the body, in pixels of the recording; None where it is not known.
        pose: errors of the angles themselves, as of a photograph; False gives those of changes within a repetition
            where they are known, and of the angles themselves else.
        of_view: errors known for this recording's view, which take the place of the usual ones; of a single picture, no
            smaller than those.

    Returns:
        By name. Source: ``standard_errors.json``, ``calibration.json``.
    """
    figures = read_data("psoas.motion", "standard_errors.json")
    usual: dict[str, float] = {}
    for name, error in figures["pose_deg"].items():
        sided = f"{name}_l", f"{name}_r"
        if name in SIDED:
            usual |= dict.fromkeys(sided, error)
        elif pose:
            usual[name] = error
    if not pose:
        usual |= load_calibration().bands
    for name, error in (of_view or {}).items():
        usual[name] = max(error, usual.get(name, 0.0)) if pose else error
    if size_px is None or not size_px > 0:
        return usual
    per_px = figures["per_px_deg"]
    return {
        name: float(np.hypot(error, per_px.get(without_side(name), 0.0) / size_px))
        for name, error in usual.items()
    }


SIDED = ("thigh_angle", "knee_angle", "hip_flexion", "ankle_angle")
"""Angles of each leg, by the name without the side."""
