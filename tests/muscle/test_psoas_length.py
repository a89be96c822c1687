"""The psoas's length follows the hip and the lower back as the body says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from psoas.muscle.paths import muscle_paths
from psoas.muscle.psoas_length import RANGE_MARGIN, psoas_of, tabulated
from psoas.timeseries import Array
from tests.muscle.psoas_postures import body, posture, right

HIPS, ARCHES = st.floats(-30, 120), st.floats(-60, 30)


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
