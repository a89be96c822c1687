"""Equilibrium of whole postures, checked by sums that share nothing with the program's own assembly."""

import os
import subprocess
import sys
from dataclasses import replace
from functools import cache

import mujoco
import numpy as np
import pytest

from psoas.body.kinematics import kinematics
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.postures import named_postures
from psoas.body.reaction_joints import REACTION_JOINTS
from psoas.loads.dynamics import Motion, inverse_dynamics
from psoas.loads.equilibrium import FRICTION, Problem, Solution, solve
from psoas.loads.frames import Frames, frames_of
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.fibre import force_capacity
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array

TINY_FORCE, TINY_MOMENT = 1e-6, 1e-6
"""What may be left of an equation [N], [N.m]."""

POSTURES = list(named_postures())


@cache
def body() -> Body:
    return load_body()


@cache
def frames() -> Frames:
    poses = np.concatenate([body().poses(named_postures()[name].coordinates) for name in POSTURES])
    return replace(frames_of(body(), Motion.still(poses)), recorded=True)


@cache
def problem() -> Problem:
    """All named postures, with made-up moments of ligaments."""
    equations = frames().equations
    ligaments = np.zeros((len(POSTURES), len(equations.rows)))
    ligaments[:, equations.row("hip_flexion_r")] = 2.0
    return Problem(frames(), ligaments, muscle_parameters(body()))


@cache
def solved(power: int = 2) -> Solution:
    return solve(replace(problem(), power=power))  # type: ignore[arg-type]


def pose(number: int) -> Array:
    found: Array = frames().motion.pose[number]
    return found


def segment_of_each_point() -> Array:
    return np.array([body().model.body(point.segment).id for point in frames().contacts.points])


def pulls(data: mujoco.MjData, force: Array) -> list[tuple[int, int, Array, Array]]:
    """Every stretch of every muscle at a pose: the segments at its start and end, its start, its pull on that [N]."""
    model, found = data.model, []
    for muscle in range(model.ntendon):
        first, count = int(data.ten_wrapadr[muscle]), int(data.ten_wrapnum[muscle])
        objects = data.wrap_obj.ravel()[first : first + count]
        points = data.wrap_xpos.reshape(-1, 3)[first : first + count]
        route = range(model.tendon_adr[muscle], model.tendon_adr[muscle] + model.tendon_num[muscle])
        sites = iter(
            int(model.site_bodyid[model.wrap_objid[step]])
            for step in route
            if model.wrap_type[step] == int(mujoco.mjtWrap.mjWRAP_SITE)
        )
        held = [next(sites) if thing == -1 else int(model.geom_bodyid[thing]) for thing in objects]
        for k in range(count - 1):
            way = points[k + 1] - points[k]
            if held[k] != held[k + 1]:
                pull = force[muscle] * way / np.linalg.norm(way)
                found.append((held[k], held[k + 1], points[k], pull))
    return found


def carried_by(model: mujoco.MjModel, segment: int) -> set[int]:
    """A segment and all that hangs on it."""
    within = {segment}
    for other in range(segment + 1, model.nbody):
        if int(model.body_parentid[other]) in within:
            within.add(other)
    return within


@pytest.mark.parametrize("power", [2, 3])
def test_every_named_posture_is_held_without_help(power: int) -> None:
    found = solved(power)
    assert not found.impossible.any()
    assert found.residual_force.max() < TINY_FORCE
    assert found.residual_moment.max() < TINY_MOMENT
    assert found.activation.min() >= 0
    assert found.activation.max() <= 1


@pytest.mark.parametrize("number", range(len(POSTURES)), ids=POSTURES)
def test_contact_forces_carry_the_weight_and_turn_nothing(number: int) -> None:
    forces = solved().contact[number]
    weight = float(body().model.body_mass.sum() * 9.81)
    np.testing.assert_allclose(forces.sum(axis=0), [0.0, 0.0, weight], atol=1e-5)
    arms = frames().positions[number] - frames().dynamics.centre[number]
    np.testing.assert_allclose(np.cross(arms, forces).sum(axis=0), 0.0, atol=1e-5)


def test_contacts_push_only_where_something_is_touched_and_within_friction() -> None:
    contact, contacts = solved().contact, frames().contacts
    assert np.abs(contact[~contacts.touching]).max() == 0
    along = (contact * contacts.normals).sum(axis=2)
    sideways = contact - along[:, :, None] * contacts.normals
    assert along.min() >= 0
    assert (np.linalg.norm(sideways, axis=2) <= FRICTION * along + 1e-9).all()


@pytest.mark.parametrize("number", range(len(POSTURES)), ids=POSTURES)
def test_what_a_cut_carries_is_what_all_that_crosses_it_leaves(number: int) -> None:
    """Gravity of what hangs on the cut, the contacts on it, and each muscle's straight stretch over the cut."""
    model, data = body().model, body().posed(pose(number))
    stretches = pulls(data, solved().force[number])
    points = segment_of_each_point()
    for place, segment in enumerate(REACTION_JOINTS.values()):
        child = model.body(segment).id
        within = carried_by(model, child)
        force = model.body_subtreemass[child] * np.array([0.0, 0.0, -9.81])
        force += solved().contact[number][np.isin(points, list(within))].sum(axis=0)
        for start, end, _, pull in stretches:
            force += pull * (float(start in within) - float(end in within))
        axes = np.zeros(9)
        mujoco.mju_quat2Mat(axes, model.body_quat[child])
        below = data.xmat[model.body_parentid[child]].reshape(3, 3) @ axes.reshape(3, 3)
        np.testing.assert_allclose(solved().reaction[number, place], -below.T @ force, atol=1e-4)
        assert np.linalg.norm(force) > 1


@pytest.mark.parametrize("number", range(len(POSTURES)), ids=POSTURES)
def test_each_joints_moments_add_up_on_the_whole_body(number: int) -> None:
    """The moment arms from `muscle_paths`, contacts through MuJoCo's own Jacobians."""
    model, equations, one = body().model, frames().equations, pose(number)[None]
    data, slopes = body().posed(one[0]), body().joint_derivatives(one)[0]
    given = solved().force[number] @ muscle_paths(body(), one).moment_arms[0]
    points = segment_of_each_point()
    for point, force in enumerate(solved().contact[number]):
        jacobian = np.zeros((3, model.nv))
        mujoco.mj_jac(model, data, jacobian, None, frames().positions[number, point], points[point])
        given += np.bincount(body().joint_coordinate, slopes * (force @ jacobian), len(given))
    needed = inverse_dynamics(body(), Motion.still(one)).force[0]
    for row, name in enumerate(equations.names):
        column = body().coordinate_index(name)
        left = needed[column] - given[column] - problem().ligaments[number, row]
        assert abs(left) < 1e-5, name


def test_force_is_what_the_fibres_give_at_their_activation() -> None:
    poses = frames().motion.pose
    lengths = muscle_paths(body(), poses).lengths
    np.testing.assert_allclose(solved().length, lengths, atol=1e-9)
    active, passive = force_capacity(muscle_parameters(body()), lengths)
    np.testing.assert_allclose(solved().passive, passive, atol=1e-4)
    np.testing.assert_allclose(solved().force, solved().activation * active + passive, atol=1e-4)


def test_a_moving_body_pushes_off_the_ground() -> None:
    """Upwards with 2 m/s2: the ground gives mass times so much more."""
    standing = body().poses()
    up = np.zeros_like(standing)
    up[:, body().coordinate_index("pelvis_ty")] = 2.0
    moved = frames_of(body(), Motion(standing, np.zeros_like(standing), up))
    base = solve(_problem(moved))
    mass = float(body().model.body_mass.sum())
    np.testing.assert_allclose(base.contact[0].sum(axis=0), [0.0, 0.0, mass * 11.81], atol=1e-5)


def test_muscles_lengthen_at_the_rate_of_their_length() -> None:
    """Of all coordinates, those too of which nothing is asked."""
    equations, rng, step = frames().equations, np.random.default_rng(1), 1e-6
    poses = frames().motion.pose
    poses = np.clip(poses, body().ranges[:, 0] + 1e-3, body().ranges[:, 1] - 1e-3)
    velocity = rng.normal(size=poses.shape)
    paths = equations.layout.solve(kinematics(body(), poses))
    found = equations.speeds(paths, equations.arms(paths), velocity)[:, equations.order]
    moved = [muscle_paths(body(), poses + way * velocity).lengths for way in (-step, step)]
    rate = (moved[1] - moved[0]) / (2 * step)
    assert np.median(np.abs(found - rate)) < 1e-8
    assert (np.abs(found - rate) < 1e-4).mean() > 0.999  # a wrap may let go in between


def test_without_contacts_every_posture_is_impossible() -> None:
    nothing = replace(frames().contacts, supports=np.zeros_like(frames().contacts.supports))
    found = solve(replace(problem(), frames=replace(frames(), contacts=nothing)))
    assert found.impossible.all()
    assert (found.residual_force > 1.0).all()


def test_threads_and_order_change_nothing() -> None:
    usual = solved()
    for other in (
        solve(problem(), threads=1),
        solve(replace(problem(), frames=replace(frames(), recorded=False)), threads=3),
    ):
        np.testing.assert_allclose(other.activation, usual.activation, atol=1e-7)
        np.testing.assert_allclose(other.reaction, usual.reaction, atol=1e-4)


def test_progress_counts_frames() -> None:
    done: list[int] = []
    solve(problem(), progress=done.append)
    assert done[-1] == len(POSTURES)


def _problem(of: Frames) -> Problem:
    nothing = np.zeros((len(of.motion), len(of.equations.rows)))
    return Problem(replace(of, recorded=True), nothing, muscle_parameters(body()))


ONE_THREAD = """
import time
import numpy as np
from psoas.body.loading import load_body
from psoas.loads.body_loads import loads_of
from psoas.loads.dynamics import Motion
from psoas.loads.equilibrium import LARGEST_PART
from psoas.loads.frames import frames_of

body = load_body()
motion = Motion.still(body.poses(hip_flexion_r=np.linspace(0, 0.5, LARGEST_PART)))
process, thread = time.process_time(), time.thread_time()
for _ in range(3):
    loads_of(frames_of(body, motion, recorded=True, threads=1), threads=1)
process, thread = time.process_time() - process, time.thread_time() - thread
print((process - thread) / thread)
"""


def test_one_thread_keeps_one_core_busy() -> None:
    """No product is so large that BLAS shares it among threads, which wait busily after it."""
    usual = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", ONE_THREAD],
        env={**usual, "OPENBLAS_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(done.stdout) < 0.05
