"""What a view adds is taken off, and what remains is the band."""

import pytest

from psoas.estimate import NORMAL_95, Estimate
from psoas.motion import LEGS, Leg
from psoas.strides import GAITS, Gait, Stride
from psoas.strides.view_errors import FigureError, ViewErrors, corrected, load_view_errors

ERRORS = ViewErrors(
    {
        "near": {"thigh_behind_vertical_deg": FigureError(-2.0, 1.0, 3.0)},
        "far": {"thigh_behind_vertical_deg": FigureError(1.0, 2.0, 4.0)},
    },
    0.5,
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
    (near,) = corrected([stride("near", 18.0)], ERRORS, turned=False)
    assert thigh_of(near).value == pytest.approx(20)
    assert thigh_of(near).reach == pytest.approx(NORMAL_95)
    (far,) = corrected([stride("far", 18.0)], ERRORS, turned=True)
    assert thigh_of(far).value == pytest.approx(17)
    assert thigh_of(far).reach == pytest.approx(4 * NORMAL_95)


def test_a_difference_of_which_half_is_seen_is_made_whole() -> None:
    near, far = corrected([stride("near", 19.0), stride("far", 20.0)], ERRORS, turned=False)
    assert thigh_of(near).value - thigh_of(far).value == pytest.approx(2 * (21 - 19))
    assert thigh_of(near).value + thigh_of(far).value == pytest.approx(21 + 19)


@pytest.mark.parametrize("gait", GAITS)
def test_the_learnt_errors_are_those_of_all_figures(gait: Gait) -> None:
    errors = load_view_errors(gait)
    assert 0.3 < errors.difference_share <= 1
    for leg in LEGS:
        assert set(errors.figures[leg]) | {"peak_hip_extension_deg"} == set(errors.differences)
        assert all(0 < one.error <= one.turned for one in errors.figures[leg].values())
