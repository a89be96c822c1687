"""A side view is completed to the body's own coordinates."""

import numpy as np
import pytest

from psoas.body.postures import named_posture
from psoas.body.side_view import side_view_pose, stretching_legs
from psoas.sides import Side


def test_the_thigh_and_tilt_of_half_kneeling_give_that_posture_again() -> None:
    at = named_posture("half_kneeling").coordinates
    thigh = at.get("pelvis_tilt", 0.0) - at["hip_flexion_r"]
    legs = stretching_legs("r", thigh)
    pose = side_view_pose(at.get("pelvis_tilt", 0.0), at.get("lumbar_extension", 0.0), legs)
    for name in ("hip_flexion_r", "hip_flexion_l", "knee_angle_r", "knee_angle_l", "ankle_angle_r"):
        assert float(pose[name]) == pytest.approx(at[name], abs=1e-9), name


@pytest.mark.parametrize("rear", ["r", "l"])
def test_the_rear_shank_stays_on_the_floor_wherever_the_thigh_goes(rear: Side) -> None:
    thigh = np.radians([-10.0, 0.0, 25.0])
    angle, knee = stretching_legs(rear, thigh)[rear]
    assert np.ptp(np.asarray(angle) + np.asarray(knee)) == pytest.approx(0.0, abs=1e-12)


def test_an_unmeasured_tilt_leaves_the_hips_unmeasured_and_the_knees_known() -> None:
    pose = side_view_pose(np.array([np.nan, 0.1]), np.zeros(2), stretching_legs("l", np.zeros(2)))
    assert np.isnan(pose["hip_flexion_l"]).tolist() == [True, False]
    assert np.isfinite(pose["knee_angle_l"]).all()
