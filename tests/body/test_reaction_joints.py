"""A body that is cut open moves as before, and its slides carry what the joints carry."""

import mujoco
import numpy as np
import pytest

from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.reaction_joints import AXES, REACTION_JOINTS, cut_open
from psoas.loads.dynamics import Motion, inverse_dynamics
from psoas.muscle.paths import PathSolver, arm_places, muscle_paths
from psoas.timeseries import Array
from tests.loaded import anywhere, wide

COUNT = len(REACTION_JOINTS) * len(AXES)


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.fixture(scope="module")
def opened(body: Body) -> Body:
    return cut_open(body)


def lower_of(opened: Body, name: str) -> int:
    """The segment below a cut."""
    return int(opened.model.body_parentid[opened.model.jnt_bodyid[opened.model.joint(f"{name}_x").id]])


def lengths_and_arms(opened: Body, poses: Array) -> tuple[Array, Array]:
    """(N, M) lengths and (N, M, C) moment arms of the cut body."""
    found, arms = PathSolver(opened).solve(opened.joint_positions(poses), opened.joint_derivatives(poses))
    whole = np.zeros((len(opened.muscles) * len(opened.coordinates), len(poses)))
    whole[arm_places(opened)] = arms
    return found.T, whole.T.reshape(len(poses), len(opened.muscles), len(opened.coordinates))


def test_the_slides_stand_behind_the_body_s_own_coordinates(body: Body, opened: Body) -> None:
    assert opened.coordinates[:-COUNT] == body.coordinates
    assert opened.coordinates[-COUNT:] == tuple(f"{name}_{axis}" for name in REACTION_JOINTS for axis in AXES)
    assert opened.muscles == body.muscles


def test_a_body_is_cut_once(body: Body) -> None:
    assert cut_open(body) is cut_open(body)


def test_muscles_are_as_long_as_before_and_pull_by_the_same_levers(body: Body, opened: Body) -> None:
    poses = anywhere(3)
    before = muscle_paths(body, poses)
    lengths, arms = lengths_and_arms(opened, wide(poses))
    np.testing.assert_allclose(lengths, before.lengths, atol=1e-9)
    np.testing.assert_allclose(arms[:, :, :-COUNT], before.moment_arms, atol=1e-7)


def test_a_lever_about_a_slide_is_the_component_of_the_pull(opened: Body) -> None:
    """By MuJoCo's own tendons, a little before and behind."""
    pose, step = wide(anywhere(1)), 1e-5
    arms = lengths_and_arms(opened, pose)[1][0]
    names = [opened.model.tendon(index).name for index in range(opened.model.ntendon)]
    column = [opened.muscle_index(name) for name in names]

    def lengths(coordinate: int, by: float) -> Array:
        moved = pose[0].copy()
        moved[coordinate] += by
        found: Array = opened.posed(moved).ten_length.copy()
        return found

    for coordinate in range(len(opened.coordinates) - COUNT, len(opened.coordinates)):
        slope = (lengths(coordinate, step) - lengths(coordinate, -step)) / (2 * step)
        np.testing.assert_allclose(arms[column, coordinate], -slope, atol=2e-4)
        assert np.abs(slope).max() > 0.05, opened.coordinates[coordinate]


def test_a_slide_moves_the_part_above_along_the_axes_of_the_part_below(opened: Body) -> None:
    pose = wide(anywhere(1, seed=1))[0]
    still = opened.posed(pose)
    origins, axes = still.xpos.copy(), still.xmat.copy().reshape(-1, 3, 3)
    for name, segment in REACTION_JOINTS.items():
        lower, upper = lower_of(opened, name), opened.model.body(segment).id
        for place, axis in enumerate(AXES):
            moved = pose.copy()
            moved[opened.coordinates.index(f"{name}_{axis}")] = 0.01
            after = opened.posed(moved)
            np.testing.assert_allclose(
                after.xpos[upper] - origins[upper], 0.01 * axes[lower][:, place], atol=1e-9
            )
            np.testing.assert_allclose(after.xpos[lower], origins[lower], atol=1e-12)
            np.testing.assert_allclose(after.xmat.reshape(-1, 3, 3), axes, atol=1e-12)


def test_without_muscles_a_cut_carries_the_weight_beyond_it(opened: Body) -> None:
    """The trunk presses on the spine; a leg that hangs pulls at the hip."""
    pose = wide(anywhere(2, seed=2))
    dynamics = inverse_dynamics(opened, Motion.still(pose))
    for name, segment in REACTION_JOINTS.items():
        at = [opened.coordinates.index(f"{name}_{axis}") for axis in AXES]
        in_room = np.einsum(
            "nij,nj->ni", dynamics.rotations[:, lower_of(opened, name)], dynamics.force[:, at]
        )
        beyond = float(opened.model.body_subtreemass[opened.model.body(segment).id]) * 9.81
        assert beyond > 35
        np.testing.assert_allclose(in_room, [[0, 0, beyond]] * 2, atol=1e-6)


def test_the_cut_body_weighs_the_same_and_has_no_springs(body: Body, opened: Body) -> None:
    assert mujoco.mj_getTotalmass(opened.model) == pytest.approx(mujoco.mj_getTotalmass(body.model))
    for name in opened.coordinates[-COUNT:]:
        assert float(opened.model.joint(name).stiffness[0]) == 0
