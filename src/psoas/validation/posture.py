"""Row 10: the posture of sitting, measured on the bones."""

import numpy as np

from psoas.body import Body, named_posture
from psoas.timeseries import Array
from psoas.validation.row import Row, figures, result

UPRIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
"""Axes of OpenSim's ground in MuJoCo's world."""


def stand_to_sit(body: Body) -> Row:
    """Row 10: change of lordosis and pelvis from standing to sitting."""
    limits = figures(10)
    standing, sitting = (_sagittal(body, name) for name in ("standing", "sitting_upright"))
    pelvis = sitting["pelvis"] - standing["pelvis"]
    lordosis = (sitting["lumbar1"] - sitting["pelvis"]) - (standing["lumbar1"] - standing["pelvis"])
    thigh = sitting["femur_r"] - standing["femur_r"]
    near = limits["tolerance_deg"]
    passes = abs(lordosis - limits["lordosis_deg"]) <= near and abs(pelvis - limits["pelvis_deg"]) <= near
    reached = f"lordosis {lordosis:+.1f} deg, pelvis {pelvis:+.1f} deg, thigh {thigh:+.1f} deg from upright"
    return result(10, reached, bool(passes and abs(thigh - 90) < 5))


def _sagittal(body: Body, posture: str) -> dict[str, float]:
    """Angle of each segment in the sagittal plane [deg], + as its front turns up."""
    data = body.posed(body.poses(named_posture(posture).coordinates)[0])

    def angle(name: str) -> float:
        turned: Array = UPRIGHT.T @ data.body(name).xmat.reshape(3, 3)
        return float(np.degrees(np.arctan2(turned[1, 0], turned[0, 0])))

    return {name: angle(name) for name in ("pelvis", "lumbar1", "femur_r")}
