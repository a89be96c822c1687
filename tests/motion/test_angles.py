import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.motion.angles import leg_angles, stick_figure, trunk_lean
from tests.motion import figure

TIME = np.arange(40) / 30
degrees = st.floats(-60, 60)


@given(st.sampled_from(["left", "right"]), degrees, degrees, st.floats(0, 120))
def test_angles_come_back_whichever_way_the_person_faces(
    facing: str, lean: float, thigh: float, knee: float
) -> None:
    points = figure.points(TIME, facing=facing, lean=lean, near_thigh=thigh, near_knee=knee, far_thigh=-20.0)
    stick = stick_figure(points, "left" if facing == "left" else "right")
    angles = {name: np.degrees(value) for name, value in leg_angles(stick, "near").items()}
    assert np.degrees(trunk_lean(stick)) == pytest.approx(np.full(40, lean), abs=1e-6)
    assert angles["thigh_angle"] == pytest.approx(np.full(40, thigh), abs=1e-6)
    assert angles["knee_angle"] == pytest.approx(np.full(40, knee), abs=1e-6)
    assert angles["hip_flexion"] == pytest.approx(np.full(40, lean - thigh), abs=1e-6)
    assert angles["ankle_angle"] == pytest.approx(np.zeros(40), abs=1e-6)


def test_standing_straight_is_zero_everywhere() -> None:
    stick = stick_figure(figure.points(TIME), "right")
    for leg in ("near", "far"):
        for values in leg_angles(stick, leg).values():
            assert np.abs(values).max() < 1e-9


def test_a_gap_in_one_landmark_is_a_gap_in_its_angles_only() -> None:
    points = figure.points(TIME, near_thigh=10.0)
    points["right_ankle.x"][5:15] = np.nan
    angles = leg_angles(stick_figure(points, "right"), "near")
    assert np.isnan(angles["knee_angle"][5:15]).all()
    assert np.isfinite(angles["thigh_angle"]).all()
