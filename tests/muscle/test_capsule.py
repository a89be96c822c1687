import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from psoas.data import read_data
from psoas.muscle.capsule import (
    load_passive_hip,
    measured_hip_moments,
    hip_moment_band,
    moment_scale,
    passive_hip_moment,
    total_passive_hip_moment,
)

FLEXION = st.floats(np.radians(-30), np.radians(125))
ASIDE = st.floats(np.radians(-45), np.radians(45))


def deg(*angles: float) -> NDArray[np.float64]:
    return np.asarray(np.radians(angles), dtype=np.float64)


def test_an_extended_thigh_is_pulled_back_to_flexion_and_a_deeply_flexed_one_to_extension() -> None:
    assert (passive_hip_moment(deg(-30, -20, -10, 0)) > 0).all()
    assert (passive_hip_moment(deg(90, 110, 120)) < 0).all()


def test_cadaver_capsules_resist_with_5_newton_metres_at_12_degrees() -> None:
    assert passive_hip_moment(deg(-12)) == pytest.approx([5.0], abs=1e-3)


def test_the_stiffness_there_is_what_was_measured_in_rotation_within_one_deviation() -> None:
    before, after = passive_hip_moment(deg(-12.5, -11.5))
    assert 0.8 - 0.3 < before - after < 0.8 + 0.3


def test_mid_range_is_nearly_free() -> None:
    assert np.abs(passive_hip_moment(np.radians(np.arange(5, 91)))).max() < 0.8


def test_the_moment_rises_exponentially_near_full_extension() -> None:
    moments = passive_hip_moment(deg(-10, -15, -20, -25))
    assert np.diff(np.log(moments)) == pytest.approx(5 / 9, abs=1e-3)


@given(FLEXION, st.floats(1e-3, 0.3), ASIDE, ASIDE)
def test_flexing_never_raises_the_flexion_moment(
    at: float, more: float, adduction: float, rotation: float
) -> None:
    first, second = passive_hip_moment(np.array([at, at + more]), adduction, rotation)
    assert np.isfinite([first, second]).all()
    assert second < first


@given(FLEXION, ASIDE, ASIDE)
def test_left_and_right_are_alike_and_bring_the_limit_nearer(
    at: float, adduction: float, rotation: float
) -> None:
    moment = passive_hip_moment(at, adduction, rotation)
    assert passive_hip_moment(at, -adduction, -rotation) == moment
    assert moment >= passive_hip_moment(at)


def test_25_degrees_of_rotation_bring_the_limit_5_degrees_nearer() -> None:
    assert passive_hip_moment(deg(-7), 0.0, deg(25)) == pytest.approx(passive_hip_moment(deg(-12)), abs=1e-3)
    assert passive_hip_moment(deg(-7), deg(-25)) == pytest.approx(passive_hip_moment(deg(-12)), abs=1e-3)


def test_it_is_scaled_by_mass_times_height() -> None:
    assert moment_scale(75.0, 1.75) == pytest.approx(1.0)
    assert moment_scale(90.0, 1.60) == pytest.approx(90 * 1.60 / (75 * 1.75))
    assert passive_hip_moment(deg(-15), scale=2.0) == pytest.approx(2 * passive_hip_moment(deg(-15)))
    assert total_passive_hip_moment(deg(-15), scale=2.0) == pytest.approx(
        2 * total_passive_hip_moment(deg(-15))
    )


@pytest.mark.parametrize(("mass", "height"), [(0.0, 1.7), (70.0, -1.0), (float("nan"), 1.7)])
def test_a_body_without_size_is_refused(mass: float, height: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        moment_scale(mass, height)


def test_arrays_are_broadcast() -> None:
    grid = passive_hip_moment(deg(-20, -10, 0)[:, None], deg(0, 10), 0.0)
    assert grid.shape == (3, 2)
    assert grid[1, 0] == passive_hip_moment(deg(-10))[0]


def test_the_total_of_riener_and_edrich_is_their_formula() -> None:
    # worked by hand: exp(1.4655 - 0.0034 * 10 + 0.0750 * 10) - exp(1.3403 - 0.226 - 0.305) + 8.072
    by_hand = np.exp(2.1815) - np.exp(0.8093) + 8.072
    assert total_passive_hip_moment(deg(-10), deg(10)) == pytest.approx([by_hand])


def test_the_two_published_totals_agree_within_a_factor_of_two_in_extension() -> None:
    for curve in measured_hip_moments():
        extended = curve.hip_flexion < np.radians(1)
        ratio = curve.moment[extended] / total_passive_hip_moment(
            curve.hip_flexion[extended], curve.knee_angle
        )
        assert (ratio > 0.5).all()
        assert (ratio < 2.0).all()


def test_the_measured_curves_state_where_they_come_from_and_order_their_angles() -> None:
    curves = measured_hip_moments()
    assert np.degrees([curve.knee_angle for curve in curves]) == pytest.approx([15, 60])
    for curve in curves:
        assert curve.hip_flexion.shape == curve.moment.shape == (20,)
        assert (np.diff(curve.hip_flexion) > 0).all()
        assert (np.diff(curve.moment) < 0).all()
    silder = read_data("psoas.muscle", "passive_hip.json")["total"]["silder"]
    assert "Silder" in silder["source"]
    assert "second-hand" in silder["how_known"]


@given(st.floats(np.radians(-25), 0.0), st.floats(0.0, np.radians(90)))
def test_the_capsule_leaves_something_of_the_total_to_the_muscles(hip: float, knee: float) -> None:
    share = passive_hip_moment(hip) / total_passive_hip_moment(hip, knee)
    assert 0 < share < 0.8


def test_the_capsule_stays_below_the_measured_totals_of_silder_too() -> None:
    for curve in measured_hip_moments():
        extended = curve.hip_flexion < np.radians(1)
        assert (passive_hip_moment(curve.hip_flexion[extended]) < curve.moment[extended]).all()


def test_its_share_grows_with_extension_as_the_data_file_says() -> None:
    hip = deg(0, -10, -15, -20, -25)
    shares = passive_hip_moment(hip) / total_passive_hip_moment(hip, np.radians(15))
    assert shares == pytest.approx([0.14, 0.27, 0.37, 0.49, 0.63], abs=0.006)


def test_the_band_is_the_moment_one_deviation_of_the_limit_away() -> None:
    low, high = hip_moment_band()
    sd = load_passive_hip().limit_sd
    assert passive_hip_moment(deg(-12) - sd) == pytest.approx(high * passive_hip_moment(deg(-12)), rel=1e-3)
    assert passive_hip_moment(deg(-12) + sd) == pytest.approx(low * passive_hip_moment(deg(-12)), rel=1e-2)
    assert (round(low, 2), round(high, 2)) == (0.46, 2.18)
