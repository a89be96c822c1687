"""The error of an angle grows as the body gets smaller in the picture."""

import pytest

from psoas.body.coordinates import COORDINATES
from psoas.motion.calibration import load_calibration
from psoas.motion.standard_errors import standard_errors


@pytest.mark.parametrize("pose", [True, False])
def test_a_smaller_body_has_wider_bands(pose: bool) -> None:
    usual, large, small = (standard_errors(size, pose=pose) for size in (None, 450.0, 90.0))
    assert set(usual) == set(large) == set(small)
    for name, error in usual.items():
        assert name in COORDINATES
        assert error <= large[name] < small[name]
        assert large[name] < 1.12 * error
    assert small["knee_angle_l"] == pytest.approx((7.3**2 + (200 / 90) ** 2) ** 0.5)


def test_changes_within_a_repetition_keep_the_calibrated_error() -> None:
    bands = load_calibration().bands
    assert bands.items() <= standard_errors(None, pose=False).items()
    assert standard_errors(None, pose=True)["rear_thigh_angle"] != bands["rear_thigh_angle"]
    assert "lumbar_extension" not in standard_errors(None, pose=True)


def test_the_error_of_this_view_takes_the_place_of_the_usual_one() -> None:
    found = standard_errors(None, pose=True, of_view={"knee_angle_l": 12.0})
    assert found["knee_angle_l"] == 12.0
    assert found["knee_angle_r"] == 7.3
