"""Lengths and moment arms of all muscles, over the whole range of the coordinates."""

import mujoco
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.errors import UsageError
from psoas.muscle.paths import gathered, muscle_paths, parts_of
from psoas.timeseries import Array
from psoas.validation.sampling import mirrored, psoas_names


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


BODY = load_body()
LOW, HIGH = BODY.ranges.T

poses = st.lists(st.floats(0, 1), min_size=len(LOW), max_size=len(LOW)).map(
    lambda shares: (LOW + np.array(shares) * (HIGH - LOW))[None]
)


@settings(max_examples=60)
@given(poses)
def test_finite_everywhere(pose: Array) -> None:
    paths = muscle_paths(BODY, pose)
    assert np.isfinite(paths.lengths).all()
    assert (paths.lengths > 0).all()
    assert np.isfinite(paths.moment_arms).all()


@settings(max_examples=40)
@given(poses, st.integers(0, len(LOW) - 1))
def test_arms_are_finite_differences_of_lengths(pose: Array, column: int) -> None:
    step = 1e-5
    around = np.repeat(np.clip(pose, LOW + step, HIGH - step), 3, axis=0)
    around[:, column] += [-step, 0, step]
    paths = muscle_paths(BODY, around)
    slope = -(paths.lengths[2] - paths.lengths[0]) / (2 * step)
    # a path that touches or leaves a wrap within the step bends there, hence not the last digit
    assert np.allclose(slope, paths.moment_arms[1, :, column], atol=2e-5)


@settings(max_examples=40)
@given(poses, st.integers(0, len(LOW) - 1), st.sampled_from([-1, 1]))
def test_lengths_never_jump(pose: Array, column: int, way: int) -> None:
    moved = np.clip(pose, LOW, HIGH).repeat(2, axis=0)
    moved[1, column] = np.clip(moved[1, column] + way * np.radians(0.5), LOW[column], HIGH[column])
    paths = muscle_paths(BODY, moved)
    foretold = -paths.moment_arms[:, :, column].mean(axis=0) * (moved[1, column] - moved[0, column])
    error = np.abs(paths.lengths[1] - paths.lengths[0] - foretold)
    psoas = [BODY.muscle_index(n) for n in psoas_names()]
    assert error[psoas].max() < 1e-4
    assert error.max() < 1e-3


def test_mujoco_itself_gives_the_same_lengths_and_arms(body: Body) -> None:
    """The oracle: every muscle in MuJoCo, pelvis free, one pose after the other."""
    rng = np.random.default_rng(0)
    low, high = np.clip(body.ranges, -5, 5).T
    wanted = rng.uniform(low, high, (60, len(low)))
    paths = muscle_paths(body, wanted)
    positions, slopes = body.joint_positions(wanted), body.joint_derivatives(wanted)
    model, data = body.model, mujoco.MjData(body.model)
    rows = np.repeat(np.arange(model.ntendon), model.ten_J_rownnz)
    for index, position in enumerate(positions):
        data.qpos[:] = position
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_tendon(model, data)
        jacobian = np.zeros((model.ntendon, model.nv))
        jacobian[rows, model.ten_J_colind] = data.ten_J
        arms = np.zeros((model.ntendon, len(body.coordinates)))
        np.add.at(arms.T, body.joint_coordinate, -(jacobian * slopes[index]).T)
        assert np.allclose(paths.lengths[index], data.ten_length, atol=1e-12)
        assert np.allclose(paths.moment_arms[index], arms, atol=1e-12)


def test_left_and_right_are_equal(body: Body) -> None:
    rng = np.random.default_rng(1)
    low, high = np.clip(body.ranges, -3, 3).T
    wanted = rng.uniform(low, high, (50, len(low)))
    right, left = ([body.muscle_index(n) for n in body.muscles if n.endswith(side)] for side in ("_r", "_l"))
    here = muscle_paths(body, wanted).lengths[:, right]
    there = muscle_paths(body, mirrored(body, wanted)).lengths[:, left]
    assert np.abs(here - there).max() < 1e-6


def test_many_poses_give_what_each_gives_alone(body: Body) -> None:
    wanted = body.poses(hip_flexion_r=np.linspace(-0.5, 2.0, 200), knee_angle_r=np.linspace(0, 2.0, 200))
    together = muscle_paths(body, wanted, threads=2)
    for index in (0, 63, 64, 199):
        alone = muscle_paths(body, wanted[index : index + 1])
        assert np.allclose(alone.lengths[0], together.lengths[index], atol=1e-14)
        assert np.allclose(alone.moment_arms[0], together.moment_arms[index], atol=1e-15)


def test_no_poses_are_no_error(body: Body) -> None:
    paths = muscle_paths(body, body.poses()[:0])
    assert paths.lengths.shape == (0, len(body.muscles))


def test_a_pose_out_of_range_is_refused(body: Body) -> None:
    wrong = body.poses()
    wrong[0, body.coordinate_index("hip_flexion_r")] = 4.0
    with pytest.raises(UsageError, match="hip_flexion_r"):
        muscle_paths(body, wrong)


def test_the_pelvis_s_place_in_the_world_does_not_matter(body: Body) -> None:
    here = muscle_paths(body, body.poses(hip_flexion_r=0.5))
    there = muscle_paths(
        body, body.poses(hip_flexion_r=0.5, pelvis_tx=2.0, pelvis_tilt=0.7, pelvis_rotation=1.0)
    )
    assert np.allclose(here.lengths, there.lengths, atol=1e-12)
    assert np.abs(there.moment_arms[:, :, body.coordinate_index("pelvis_tilt")]).max() == 0


def test_arrays_of_parts_are_joined_along_their_axes() -> None:
    rows, columns = np.arange(14.0).reshape(7, 2), np.arange(14.0).reshape(2, 7)
    parts = [(rows[part], columns[:, part]) for part in parts_of(7, 3)]
    first, second = gathered(parts, 7, (0, 1))
    np.testing.assert_array_equal(first, rows)
    np.testing.assert_array_equal(second, columns)
