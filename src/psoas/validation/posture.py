"""Row 10: sitting down, measured on the bones."""

import numpy as np

from psoas.body import Body, named_posture
from psoas.timeseries import Array
from psoas.validation.row import Row, figures, verdict

UPRIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
"""Axes of OpenSim's ground in MuJoCo's world."""


def stand_to_sit(body: Body) -> Row:
    """Row 10."""
    asked = figures(10)
    standing, sitting = (_sagittal(body, name) for name in ("standing", "sitting_upright"))
    pelvis = sitting["pelvis"] - standing["pelvis"]
    lordosis = (sitting["lumbar1"] - sitting["pelvis"]) - (standing["lumbar1"] - standing["pelvis"])
    thigh = sitting["femur_r"] - standing["femur_r"]
    near = asked["tolerance_deg"]
    passes = abs(lordosis - asked["lordosis_deg"]) <= near and abs(pelvis - asked["pelvis_deg"]) <= near
    return Row(
        10,
        "from standing to sitting: lumbar lordosis and pelvis (by construction)",
        f"{asked['lordosis_deg']} and {asked['pelvis_deg']:+} deg (pelvis turning backward), within {near:g} deg",
        f"lordosis {lordosis:+.1f} deg, pelvis {pelvis:+.1f} deg, thigh {thigh:+.1f} deg from upright",
        verdict(bool(passes and abs(thigh - 90) < 5)),
        asked["source"],
        remark="The posture is set from these figures; what is checked is that the bones of the body take it, with the "
        "shares of the lumbar joints adding up.",
    )


def _sagittal(body: Body, posture: str) -> dict[str, float]:
    """Angle of each segment in the sagittal plane [deg], + as its front turns up."""
    data = body.posed(body.poses(named_posture(posture).coordinates)[0])

    def angle(name: str) -> float:
        turned: Array = UPRIGHT.T @ data.body(name).xmat.reshape(3, 3)
        return float(np.degrees(np.arctan2(turned[1, 0], turned[0, 0])))

    return {name: angle(name) for name in ("pelvis", "lumbar1", "femur_r")}
