import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from psoas.body.loading import load_body
from psoas.body.scaling import reference_person
from psoas.data import read_data
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.capsule import (
    MeasuredMoment,
    hip_moment_band,
    knee_moment_band,
    load_passive_hip,
    measured_hip_moments,
    measured_knee_moments,
    moment_scale,
    passive_hip_moment,
    passive_knee_moment,
    total_passive_hip_moment,
    total_passive_knee_moment,
)
from psoas.muscle.fibre import force_capacity
from psoas.muscle.paths import muscle_paths

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


# The knee


def resting_muscles(measured: MeasuredMoment, knee: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) flexion moment of this body's resting muscles at the knee, with hip and ankle of a measured curve [N.m]."""
    body = load_body(reference_person())
    poses = body.poses(
        knee_angle_r=knee,
        hip_flexion_r=np.full(len(knee), measured.hip_flexion),
        ankle_angle_r=np.full(len(knee), measured.ankle_angle),
    )
    paths = muscle_paths(body, poses)
    passive = force_capacity(muscle_parameters(body), paths.lengths)[1]
    arms = paths.moment_arms[:, :, body.coordinate_index("knee_angle_r")]
    return np.asarray((arms * passive).sum(axis=1), dtype=np.float64)


def left_to_the_ligaments(knee: NDArray[np.float64]) -> NDArray[np.float64]:
    """(7, n) published totals less this body's resting muscles: three curves of Silder, and Riener's beside them."""
    neutral = MeasuredMoment(np.zeros(()), knee, np.zeros(()), np.zeros(len(knee)))
    rows = [total_passive_knee_moment(knee) - resting_muscles(neutral, knee)]
    for curve in measured_knee_moments():
        muscles = resting_muscles(curve, knee)
        rows.append(np.interp(knee, curve.knee_angle, curve.moment) - muscles)
        rows.append(total_passive_knee_moment(knee, curve.hip_flexion, curve.ankle_angle) - muscles)
    return np.array(rows)


def test_the_total_of_the_knee_is_the_published_formula() -> None:
    # worked by hand at knee 10, hip 20, ankle 10 deg with the toes up, where the formula counts -10
    by_hand = np.exp(1.800 + 0.460 - 0.352 + 0.434) - np.exp(-3.971 + 0.004 + 0.495 - 0.256)
    by_hand += np.exp(2.220 - 1.50) - 4.820
    assert total_passive_knee_moment(deg(10), deg(20), deg(10)) == pytest.approx([by_hand])
    assert total_passive_knee_moment(deg(10), deg(20), deg(10), scale=2.0) == pytest.approx([2 * by_hand])


def test_the_total_of_the_knee_is_that_of_silder_where_both_were_measured() -> None:
    """With the toes up and the hip at 0, within 2.5 N.m from 0 to 90 deg, and like it in the other two positions."""
    for curve, near in zip(measured_knee_moments(), (2.5, 4.5, 8.0), strict=True):
        bent = curve.knee_angle < np.radians(91)
        total = total_passive_knee_moment(curve.knee_angle, curve.hip_flexion, curve.ankle_angle)
        assert np.abs(total - curve.moment)[bent].max() < near


def test_the_ligaments_of_the_knee_resist_the_last_degrees_of_extension_only() -> None:
    assert passive_knee_moment(deg(0, 10)) == pytest.approx([9.207, 2.054], abs=1e-3)
    assert (passive_knee_moment(np.radians(np.arange(20, 121))) < 0.5).all()
    assert passive_knee_moment(deg(5), scale=0.5) == pytest.approx(passive_knee_moment(deg(5)) / 2)


def test_ligaments_and_resting_muscles_of_the_knee_together_are_what_was_measured() -> None:
    """Nothing counts twice: on average over the measured positions the ligaments are what the muscles leave."""
    knee = deg(0, 5, 10)
    left = left_to_the_ligaments(knee).mean(axis=0)
    assert left == pytest.approx([10.0, 4.5, 1.3], abs=0.5)
    assert np.abs(left - passive_knee_moment(knee)).max() < 1.2


def test_the_band_of_the_knee_is_what_the_positions_leave_in_full_extension() -> None:
    left = left_to_the_ligaments(deg(0))[:, 0]
    low, high = knee_moment_band()
    size = passive_knee_moment(deg(0))[0]
    assert (low, high) == pytest.approx((left.min() / size, left.max() / size), abs=0.1)
