"""Forward kinematics of many poses beside MuJoCo's, one pose after the other."""

import mujoco
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.body.kinematics import FixedPoints, cross, hinges, kinematics
from psoas.body.loading import load_body

BODY = load_body()
LOW, HIGH = np.clip(BODY.ranges, -10.0, 10.0).T

poses = st.lists(st.floats(0, 1), min_size=len(LOW), max_size=len(LOW)).map(
    lambda shares: LOW + np.array(shares) * (HIGH - LOW)
)


@settings(max_examples=40)
@given(st.lists(poses, min_size=1, max_size=3).map(np.array))
def test_segments_and_joints_are_where_mujoco_has_them(several: np.ndarray) -> None:
    model, data, turns = BODY.model, mujoco.MjData(BODY.model), hinges(BODY.model)
    positions = BODY.joint_positions(several)
    posed = kinematics(BODY, several)
    assert len(posed) == len(several)
    for row, position in enumerate(positions):
        data.qpos[:] = position
        mujoco.mj_kinematics(model, data)
        np.testing.assert_allclose(posed.origins[..., row], data.xpos, atol=1e-12)
        np.testing.assert_allclose(posed.axes[..., row], data.xmat.reshape(-1, 3, 3), atol=1e-12)
        moments = np.cross(data.xanchor, data.xaxis)
        np.testing.assert_allclose(posed.screws[turns, 3:, row], data.xaxis[turns], atol=1e-12)
        np.testing.assert_allclose(posed.screws[turns, :3, row], moments[turns], atol=1e-11)
        np.testing.assert_allclose(posed.screws[~turns, :3, row], data.xaxis[~turns], atol=1e-12)
        assert not posed.screws[~turns, 3:, row].any()


def test_points_move_with_their_segments_and_some_poses_are_as_all() -> None:
    several = LOW + np.random.default_rng(0).uniform(size=(5, len(LOW))) * (HIGH - LOW)
    posed = kinematics(BODY, several)
    segments = [BODY.model.body(name).id for name in ("torso", "calcn_l", "torso")]
    local = np.array([[0.1, 0.2, 0.3], [0.0, -0.1, 0.0], [0.0, 0.0, 0.0]])
    points = FixedPoints.of(segments, local).at(posed)
    for row, (segment, position) in enumerate(zip(segments, local, strict=True)):
        expected = np.einsum("win,i->wn", posed.axes[segment], position) + posed.origins[segment]
        np.testing.assert_allclose(points[:, row], expected, atol=1e-12)
    some = posed.selected(np.array([3, 1]))
    np.testing.assert_array_equal(FixedPoints.of(segments, local).at(some), points[..., [3, 1]])


def test_the_cross_product_is_numpy_s_along_any_axis() -> None:
    a, b = np.random.default_rng(0).normal(size=(2, 3, 3, 3))
    for axis in (0, 1, -1):
        np.testing.assert_allclose(cross(a, b, axis), np.cross(a, b, axis=axis), atol=1e-15)


def test_segments_up_to_some_ends_are_as_all() -> None:
    several = LOW + np.random.default_rng(1).uniform(size=(4, len(LOW))) * (HIGH - LOW)
    ends = ("calcn_r", "lumbar3")
    some, whole = kinematics(BODY, several, ends), kinematics(BODY, several)
    for name in (*ends, "femur_r", "pelvis", "lumbar5"):
        segment = BODY.model.body(name).id
        np.testing.assert_array_equal(some.places[segment], whole.places[segment])
        joints = BODY.model.jnt_bodyid == segment
        np.testing.assert_array_equal(some.twists[joints], whole.twists[joints])
    assert not some.places[BODY.model.body("femur_l").id].any()
