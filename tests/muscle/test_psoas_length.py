"""The psoas's length follows the hip and the lower back as the body says, and its band what is not known of them."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.muscle.paths import muscle_paths
from psoas.muscle.psoas_change import LengthChange, PsoasAngles, length_change, psoas_spread
from psoas.muscle.psoas_length import RANGE_MARGIN, PsoasLengths, psoas_of, tabulated
from psoas.timeseries import Array

HIPS, ARCHES = st.floats(-30, 120), st.floats(-60, 30)


@cache
def body() -> Body:
    return load_body()


@cache
def right() -> PsoasLengths:
    return tabulated(body(), "r")


def posture(hip_deg: float, arch_deg: float) -> PsoasAngles:
    return PsoasAngles(np.radians([hip_deg]), np.radians([arch_deg]))


def moved(
    hip_deg: float, arch_deg: float, hip_error_deg: float = 3.0, arch_error_deg: float = 2.0
) -> LengthChange:
    """From a thigh 3 degrees in front of the vertical."""
    errors = {"hip_error": np.radians(hip_error_deg), "lumbar_error": np.radians(arch_error_deg)}
    return length_change(right(), posture(3, 0), posture(3 - hip_deg, arch_deg), **errors)


def asked(hip_deg: float, arch_deg: float, **more: Array) -> tuple[Array, Array]:
    """(11,) lengths and (2, 11) moment arms, from the body itself."""
    angles = {"hip_flexion_r": np.radians(hip_deg), "lumbar_extension": np.radians(arch_deg)}
    found = muscle_paths(body(), body().poses({**angles, **more}))
    columns = [body().muscle_index(fascicle.name) for fascicle in right().fascicles]
    arms = [found.moment_arms[0, columns, body().coordinate_index(name)] for name in angles]
    return found.lengths[0, columns], np.array(arms)


@given(HIPS, ARCHES)
def test_lengths_and_moment_arms_are_the_body_s(hip: float, arch: float) -> None:
    lengths, arms = asked(hip, arch)
    at = posture(hip, arch)
    np.testing.assert_allclose(right().at(at.hip, at.lumbar)[0, :11], lengths, atol=5e-5)
    np.testing.assert_allclose(right().moment_arms(at.hip, at.lumbar)[:, 0, :11], arms, atol=1.2e-3)


@given(st.floats(-29, 119), st.floats(-59, 29))
def test_a_moment_arm_is_minus_the_slope_of_the_length(hip: float, arch: float) -> None:
    step = 1e-4
    middle = posture(hip, arch)
    arms = right().moment_arms(middle.hip, middle.lumbar)[:, 0]
    for axis, turn in enumerate(((step, 0.0), (0.0, step))):
        ends = [middle.turned(way * turn[0], way * turn[1]) for way in (1, -1)]
        ahead, behind = (right().at(end.hip, end.lumbar)[0] for end in ends)
        np.testing.assert_allclose((behind - ahead) / (2 * step), arms[axis], atol=1e-6)


def test_an_opening_hip_lengthens_every_attachment_alike() -> None:
    change = moved(15, 0).value[0]
    assert change.min() > 5e-3
    assert np.ptp(change) < 2e-4


def test_an_arch_alone_pulls_some_attachments_slackens_others_and_leaves_the_whole() -> None:
    change = dict(zip(right().names, 1000 * moved(0, 25).value[0], strict=True))
    assert change["Ps_L1_TP_r"] < -3
    assert change["Ps_L2_L3_IVD_r"] > 2
    assert abs(change["psoas_r"]) < 1


def test_the_whole_is_the_mean_by_strength() -> None:
    value = moved(10, 10).value[0]
    strength = np.array([body().muscle(one.name).strength for one in right().fascicles])
    assert value[11] == pytest.approx(np.average(value[:11], weights=strength))


def test_left_and_right_are_the_same() -> None:
    hip, arch = np.radians([-20.0, 0.0, 60.0]), np.radians([20.0, -10.0, -40.0])
    np.testing.assert_allclose(tabulated(body(), "l").at(hip, arch), right().at(hip, arch), atol=1e-6)


def test_a_taller_person_has_a_longer_psoas() -> None:
    np.testing.assert_allclose(psoas_of(1.87, "r").standing, 1.1 * right().standing, rtol=1e-6)


def test_gaps_stay_gaps_and_what_is_far_out_of_range_is_not_told() -> None:
    low = np.radians(-30.0)
    hip = np.array([0.0, np.nan, 0.1, low - 0.9 * RANGE_MARGIN, low - 1.1 * RANGE_MARGIN])
    arch = np.array([0.0, 0.1, np.nan, 0.0, 0.0])
    found = right().at(hip, arch)
    assert np.isfinite(found).all(axis=1).tolist() == [True, False, False, True, False]
    assert np.isnan(found[[1, 2, 4]]).all()
    edge = posture(-30, 0)
    np.testing.assert_allclose(found[3], right().at(edge.hip, edge.lumbar)[0])


def test_a_gap_has_no_band_either() -> None:
    after = PsoasAngles(np.array([-0.2, np.nan]), np.array([0.0, 0.0]))
    change = length_change(right(), posture(0, 0), after, hip_error=0.05, lumbar_error=0.05)
    assert np.isfinite(change.error[0]).all()
    assert np.isnan(change.value[1]).all()
    assert np.isnan(change.error[1]).all()


def test_the_band_grows_with_the_error_of_each_angle() -> None:
    small, hip, arch = moved(10, 5), moved(10, 5, hip_error_deg=6.0), moved(10, 5, arch_error_deg=6.0)
    assert (hip.error > small.error).all()
    assert (arch.error[0, :11] > small.error[0, :11]).all()


def test_the_measured_part_of_the_band_is_what_angles_off_by_so_much_would_do() -> None:
    assert moved(10, 0, 3.0, 0.0).measured[0, 11] == pytest.approx(
        1.96 * (moved(11.5, 0).value - moved(8.5, 0).value)[0, 11], rel=0.03
    )


def test_without_a_move_only_the_angles_can_be_wrong() -> None:
    still = moved(0, 0)
    np.testing.assert_allclose(still.value, 0.0, atol=1e-12)
    np.testing.assert_allclose(still.start + still.body, 0.0, atol=1e-9)
    assert (still.measured > 0).all()


def test_a_known_height_narrows_the_band() -> None:
    ends = posture(0, 0), posture(-15, 0)
    known, unknown = (
        length_change(right(), *ends, hip_error=0.05, lumbar_error=0.03, sized=sized).error
        for sized in (True, False)
    )
    assert (known < unknown).all()


def test_a_hip_that_is_known_better_at_the_start_narrows_the_band() -> None:
    ends = posture(0, 0), posture(-15, 0)
    known, unknown = (
        length_change(right(), *ends, hip_error=0.05, lumbar_error=0.03, start_hip_error_deg=degrees)
        for degrees in (5.0, None)
    )
    assert (known.start < unknown.start).all()
    np.testing.assert_allclose(known.measured, unknown.measured)


def test_the_spread_of_the_models_is_what_their_arms_say() -> None:
    table = psoas_spread()
    hip, lumbar = table["hip_arm"], table["lumbar_arm"]
    degrees = np.radians(hip["angle_deg"])
    ours = 1000 * right().moment_arms(degrees, np.zeros(3))[0, :, 11]
    models = np.array([ours, *hip["arms_mm"].values()]).mean(axis=1)
    assert models.std(ddof=1) / models[0] == pytest.approx(hip["share"], abs=0.02)
    arms = right().moment_arms(np.zeros(1), np.zeros(1))[1, 0, :11]
    off = arms - np.array(lumbar["arms_mm"]) / 1000
    assert np.sqrt(np.mean(off**2)) == pytest.approx(lumbar["attachment_m"], abs=3e-4)
    assert abs(off @ right().weights) == pytest.approx(lumbar["whole_m"], abs=3e-4)
