"""Inverse dynamics beside MuJoCo's own, beside the momentum of the body, and in free fall."""

from dataclasses import replace
from functools import cache

import mujoco
import numpy as np
import pytest

from psoas.body.kinematics import FixedPoints
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.loads.dynamics import PART, Dynamics, Motion, inverse_dynamics, segment_twists
from psoas.loads.equations import ROOT
from psoas.timeseries import Array

GRAVITY = 9.81
STEP = 1e-4
OWN = len(load_body().coordinates)


@cache
def body() -> Body:
    return load_body()


def mass() -> float:
    """Of all segments [kg]."""
    return float(body().model.body_mass.sum())


def anywhere(of: Body, count: int, *, seed: int = 0, pace: float = 1.0) -> Motion:
    """Poses in the middle of the ranges with any velocity and acceleration."""
    rng = np.random.default_rng(seed)
    coordinates = len(body().coordinates)
    low, high = np.clip(body().ranges, -1.0, 1.0).T
    pose = np.zeros((count, len(of.coordinates)))
    pose[:, :coordinates] = rng.uniform(low, high, (count, coordinates)) * 0.8
    velocity, acceleration = np.zeros_like(pose), np.zeros_like(pose)
    velocity[:, :coordinates] = pace * rng.normal(size=(count, coordinates))
    acceleration[:, :coordinates] = pace * rng.normal(size=(count, coordinates))
    return Motion(pose, velocity, acceleration)


def flight(of: Body, *, spin: float = 0.0) -> Motion:
    """A stiff body that falls, and turns about the axis of the pelvis's rotation."""
    pose = np.zeros((1, len(of.coordinates)))
    velocity, acceleration = np.zeros_like(pose), np.zeros_like(pose)
    acceleration[:, of.coordinate_index("pelvis_ty")] = -GRAVITY
    velocity[:, of.coordinate_index("pelvis_rotation")] = spin
    return Motion(pose, velocity, acceleration)


def total(dynamics: Dynamics) -> Array:
    """(3,) what must push on the pelvis along its coordinates forward, up and to the right [N]."""
    columns = [body().coordinate_index(f"pelvis_t{axis}") for axis in "xyz"]
    return dynamics.force[0, columns]


def test_forces_are_those_of_mujocos_inverse_dynamics() -> None:
    of = body()
    motion = anywhere(of, 12)
    found = inverse_dynamics(of, motion).force
    slopes, columns = of.joint_derivatives(motion.pose), of.joint_coordinate
    bends = of.joint_derivatives(motion.pose, order=2)
    model = of.model.__copy__()
    model.opt.disableflags |= int(
        mujoco.mjtDisableBit.mjDSBL_CONTACT | mujoco.mjtDisableBit.mjDSBL_CONSTRAINT
    )
    model.opt.disableflags |= int(mujoco.mjtDisableBit.mjDSBL_SPRING | mujoco.mjtDisableBit.mjDSBL_DAMPER)
    model.dof_armature[:], data = 0.0, mujoco.MjData(model)
    for row in range(len(motion)):
        data.qpos[:] = of.joint_positions(motion.pose)[row]
        data.qvel[:] = slopes[row] * motion.velocity[row, columns]
        data.qacc[:] = slopes[row] * motion.acceleration[row, columns]
        data.qacc[:] += bends[row] * motion.velocity[row, columns] ** 2
        mujoco.mj_inverse(model, data)
        expected = np.bincount(columns, slopes[row] * data.qfrc_inverse, len(of.coordinates))
        np.testing.assert_allclose(found[row], expected, atol=1e-11 * np.abs(expected).max())


def test_a_falling_body_needs_no_force() -> None:
    assert np.abs(inverse_dynamics(body(), flight(body())).force).max() < 1e-9


def test_a_still_body_weighs_its_weight_and_no_more() -> None:
    dynamics = inverse_dynamics(body(), Motion.still(anywhere(body(), 1).pose))
    assert total(dynamics) == pytest.approx([0.0, mass() * GRAVITY, 0.0], abs=1e-6)


def test_a_body_that_turns_is_held_towards_the_axis() -> None:
    spin = 3.0
    dynamics = inverse_dynamics(body(), flight(body(), spin=spin))
    apart = dynamics.centre[0] - dynamics.origins[0, body().model.body("pelvis").id]
    inwards = -mass() * spin**2 * apart
    assert np.linalg.norm(apart[:2]) > 0.005
    assert total(dynamics) == pytest.approx([inwards[0], 0.0, -inwards[1]], abs=1e-6)


def test_force_is_the_rate_of_momentum_plus_weight() -> None:
    """By the path of the centre of mass a little before and after, whatever the joints do meanwhile."""
    motion = anywhere(body(), 6, seed=2, pace=0.5)
    moments = np.array([-STEP, 0.0, STEP])[:, None, None]
    poses = motion.pose + moments * motion.velocity + moments**2 / 2 * motion.acceleration
    centres = [inverse_dynamics(body(), Motion.still(pose)).centre for pose in poses]
    acceleration = (centres[0] - 2 * centres[1] + centres[2]) / STEP**2
    force = inverse_dynamics(body(), motion).force
    expected = mass() * (acceleration + np.array([0.0, 0.0, GRAVITY]))
    for axis, (coordinate, sign) in enumerate((("pelvis_tx", 1), ("pelvis_tz", -1), ("pelvis_ty", 1))):
        found = sign * force[:, body().coordinate_index(coordinate)]
        np.testing.assert_allclose(found, expected[:, axis], atol=0.05)


def test_power_is_the_rate_of_energy() -> None:
    """Generalised forces, the curved joints' among them, do the work that shows as kinetic and potential energy."""
    motion = anywhere(body(), 6, seed=3, pace=0.5)
    power = (inverse_dynamics(body(), motion).force * motion.velocity).sum(axis=1)

    def energy(time: float) -> Array:
        pose = motion.pose + time * motion.velocity + time**2 / 2 * motion.acceleration
        speed = body().joint_derivatives(pose)
        speed *= (motion.velocity + time * motion.acceleration)[:, body().joint_coordinate]
        model, found = body().model, []
        data = mujoco.MjData(model)
        for position, pace in zip(body().joint_positions(pose), speed, strict=True):
            data.qpos[:], data.qvel[:] = position, pace
            mujoco.mj_forward(model, data)
            momentum = np.zeros(model.nv)
            mujoco.mj_mulM(model, data, momentum, pace)
            found.append(pace @ momentum / 2 + GRAVITY * float(model.body_mass @ data.xipos[:, 2]))
        return np.array(found)

    rate = (energy(STEP) - energy(-STEP)) / (2 * STEP)
    np.testing.assert_allclose(power, rate, rtol=1e-4, atol=1e-3)


def test_second_derivatives_are_those_of_the_joints_positions() -> None:
    pose = anywhere(body(), 8, seed=4).pose
    step = 1e-4
    before, here, after = (body().joint_positions(pose + way) for way in (-step, 0.0, step))
    bends = body().joint_derivatives(pose, order=2)
    assert np.abs(bends).max() > 0.01
    np.testing.assert_allclose(bends, (before - 2 * here + after) / step**2, atol=1e-5)


def test_a_twist_says_how_a_point_of_the_segment_moves() -> None:
    pose, local, step = anywhere(body(), 3, seed=5).pose, np.array([[0.02, -0.03, 0.01]]), 1e-6
    segment = body().model.body("calcn_r").id
    dynamics = inverse_dynamics(body(), Motion.still(pose))
    points = FixedPoints.of([segment], local)
    point = points.at(dynamics.posed)[:, 0]
    coordinates, twists = segment_twists(body(), dynamics.posed, segment)
    assert {"knee_angle_r", "pelvis_tilt"} <= {body().coordinates[index] for index in coordinates}
    for place, coordinate in enumerate(coordinates):
        ahead = pose.copy()
        ahead[:, coordinate] += step
        moved = points.at(inverse_dynamics(body(), Motion.still(ahead)).posed)[:, 0]
        turning = twists[place, :3] + np.cross(twists[place, 3:], point, axis=0)
        np.testing.assert_allclose(turning, (moved - point) / step, atol=1e-5)


def test_points_move_with_the_velocity_of_their_segment() -> None:
    motion, local, step = anywhere(body(), 3, seed=6), np.array([[0.02, -0.03, 0.01]] * 2), 1e-6
    segments = [body().model.body(name).id for name in ("calcn_l", "torso")]
    points = FixedPoints.of(segments, local)
    dynamics = inverse_dynamics(body(), motion)
    found = dynamics.velocities(np.array(segments), points.at(dynamics.posed))
    before, after = (
        points.at(inverse_dynamics(body(), Motion.still(motion.pose + way * motion.velocity)).posed)
        for way in (-step, step)
    )
    np.testing.assert_allclose(found, (after - before) / (2 * step), atol=1e-6)


def test_parts_of_a_long_motion_are_joined_in_order() -> None:
    motion = anywhere(body(), PART + 3)
    whole, last = inverse_dynamics(body(), motion, threads=2), motion.selected(slice(PART, None))
    alone = inverse_dynamics(body(), last)
    for name in ("centre", "force", "origins", "rotations"):
        np.testing.assert_allclose(getattr(whole, name)[PART:], getattr(alone, name), rtol=1e-9, atol=1e-9)
    for name in ("velocity", "wrench"):
        found = getattr(whole, name)[..., PART:]
        np.testing.assert_allclose(found, getattr(alone, name), rtol=1e-9, atol=1e-9)


def test_other_accelerations_change_the_forces_as_the_motion_anew() -> None:
    motion, change = anywhere(body(), 4, seed=7), np.random.default_rng(8).normal(size=(4, OWN))
    found = inverse_dynamics(body(), motion).accelerated(body(), change)
    anew = inverse_dynamics(body(), replace(motion, acceleration=motion.acceleration + change))
    np.testing.assert_allclose(found.force, anew.force, atol=1e-8)
    np.testing.assert_allclose(found.wrench, anew.wrench, atol=1e-8)


def test_the_inertia_at_the_root_is_the_force_of_a_unit_acceleration() -> None:
    motion, root = anywhere(body(), 3, seed=9), [body().coordinate_index(name) for name in ROOT]
    dynamics = inverse_dynamics(body(), motion)
    inertia = dynamics.root_inertia(body(), root)
    for column in range(OWN):
        change = np.zeros((3, OWN))
        change[:, column] = 1.0
        gained = dynamics.accelerated(body(), change).force - dynamics.force
        np.testing.assert_allclose(inertia[:, :, column], gained[:, root], atol=1e-9)


def test_a_wrench_from_outside_does_its_work_on_every_coordinate_that_moves_its_segment() -> None:
    dynamics, segment = (
        inverse_dynamics(body(), anywhere(body(), 3, seed=10)),
        body().model.body("calcn_r").id,
    )
    wrench = np.random.default_rng(11).normal(size=(6, 3))
    coordinates, twists = segment_twists(body(), dynamics.posed, segment)
    changed = dynamics.without(body(), {segment: wrench})
    expected = dynamics.force.copy()
    expected[:, coordinates] -= np.einsum("ckn,kn->nc", twists, wrench)
    np.testing.assert_allclose(changed.force, expected, atol=1e-10)
    femur, torso = (body().model.body(name).id for name in ("femur_r", "torso"))
    np.testing.assert_allclose(changed.wrench[femur], dynamics.wrench[femur] - wrench, atol=1e-10)
    np.testing.assert_array_equal(changed.wrench[torso], dynamics.wrench[torso])
