"""What a view adds is taken off, and what remains is the band."""

import pytest

from psoas.estimate import NORMAL_95, Estimate
from psoas.motion import LEGS, Leg
from psoas.strides import GAITS, Gait, Stride
from psoas.strides.view_errors import FigureError, ViewErrors, corrected, load_view_errors

THIGH = "thigh_behind_vertical_deg"
ERRORS = ViewErrors(
    {
        "near": {THIGH: FigureError(-2.0, 1.0, 3.0)},
        "far": {THIGH: FigureError(9.0, 2.0, 4.0, slope=-0.5, lost_ahead=0.1, lost_behind=0.2)},
    },
    {},
)


def stride(leg: Leg, thigh: float) -> Stride:
    figure = Estimate.of(thigh, None, "deg")
    return Stride(
        leg, "right" if leg == "near" else "left", "running", 0.0, 0.3, 0.7, thigh_behind_vertical_deg=figure
    )


def thigh_of(one: Stride) -> Estimate:
    assert one.thigh_behind_vertical_deg is not None
    return one.thigh_behind_vertical_deg


def test_the_offset_of_each_leg_is_taken_off() -> None:
    (near,) = corrected([stride("near", 18.0)], ERRORS, turn_deg=0.0)
    assert thigh_of(near).value == pytest.approx(20)
    assert thigh_of(near).reach == pytest.approx(NORMAL_95)


def test_a_leg_of_which_half_is_seen_is_made_whole() -> None:
    """So that a difference between the legs is seen whole, too."""
    found = corrected([stride("far", 15.0), stride("far", 18.0)], ERRORS, turn_deg=0.0)
    assert [thigh_of(one).value for one in found] == pytest.approx([12, 18])


@pytest.mark.parametrize(("turn_deg", "lost"), [(20.0, 2.0), (-20.0, 4.0)])
def test_what_a_turned_view_takes_is_given_back_and_widens_the_band(turn_deg: float, lost: float) -> None:
    (far,) = corrected([stride("far", 18.0 - lost)], ERRORS, turn_deg)
    assert thigh_of(far).value == pytest.approx(18)
    assert thigh_of(far).reach == pytest.approx(4 * NORMAL_95)


@pytest.mark.parametrize("gait", GAITS)
def test_the_learnt_errors_are_those_of_all_figures(gait: Gait) -> None:
    errors = load_view_errors(gait)
    for leg in LEGS:
        assert set(errors.figures[leg]) | {"peak_hip_extension_deg"} == set(errors.differences)
        assert all(0 < one.error <= one.turned for one in errors.figures[leg].values())
        thigh = errors.figures[leg][THIGH]
        assert -0.5 < thigh.slope < 0.2
        assert 0 <= thigh.lost_ahead < 0.4
        assert 0 <= thigh.lost_behind < 0.4
