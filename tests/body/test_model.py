"""Poses, coordinates and names of the body."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.body.coordinates import BODY_COORDINATES, COORDINATES
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.errors import UsageError


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


def test_each_joint_follows_one_coordinate_of_the_table(body: Body) -> None:
    joints = {body.model.joint(i).name for i in range(body.model.njnt)}
    moved = [move.joint for name in BODY_COORDINATES for move in COORDINATES[name].moves]
    assert sorted(moved) == sorted(joints)


@pytest.mark.parametrize("name", ["lumbar_extension", "lumbar_bending", "lumbar_rotation"])
def test_lumbar_shares_sum_to_one(name: str) -> None:
    shares = [m.polynomial[1] for m in COORDINATES[name].moves if not m.joint.startswith("Abs")]
    assert sum(shares) == pytest.approx(1)


def test_a_value_out_of_range_is_refused_with_the_range(body: Body) -> None:
    with pytest.raises(
        UsageError, match=r"hip_flexion_r = 171\.9 degrees is out of range.* \N{MINUS SIGN}30 to 120 degrees"
    ):
        body.poses(hip_flexion_r=3.0)
    with pytest.raises(UsageError, match="out of range"):
        body.poses(knee_angle_l=[0.1, float("nan")])


def test_an_unknown_name_is_refused_with_the_valid_ones(body: Body) -> None:
    with pytest.raises(UsageError, match=r"no coordinate 'hip_flexion'; there is: .*hip_flexion_r"):
        body.poses(hip_flexion=0.1)
    with pytest.raises(UsageError, match=r"no muscle 'psoas'; "):
        body.muscle("psoas")
    with pytest.raises(UsageError, match="Ps_L1_VB_r"):
        body.muscle("Ps_L1_VB")


def test_arrays_of_different_length_are_refused(body: Body) -> None:
    with pytest.raises(ValueError, match="shape"):
        body.poses(hip_flexion_r=[0.1, 0.2], hip_flexion_l=[0.1, 0.2, 0.3])


@given(st.floats(0.0, 1.0))
def test_the_derivative_of_each_joint_is_that_of_its_position(share: float) -> None:
    body = load_cached()
    low, high = np.where(np.isfinite(body.ranges), body.ranges, 0).T
    pose = (low + share * (high - low))[None]
    step = 1e-6
    ahead, behind = body.joint_positions(pose + step), body.joint_positions(pose - step)
    assert np.allclose((ahead - behind) / (2 * step), body.joint_derivatives(pose), atol=1e-6)


CACHE: list[Body] = []


def load_cached() -> Body:
    if not CACHE:
        CACHE.append(load_body())
    return CACHE[0]
