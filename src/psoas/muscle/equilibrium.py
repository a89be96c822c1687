"""Muscle forces, contact forces and joint reactions of a body in any posture or motion.

Ground and seat push with forces that are unknowns of the same problem as the muscles' activations, as in Fluit et al.
2014 (doi:10.1016/j.jbiomech.2014.04.030) and Skals et al. 2017 (doi:10.1007/s11044-016-9537-1); what is sought is the least sum of squared
activations (power 2) or of their cubes (power 3; Crowninshield and Brand 1981, doi:10.1016/0021-9290(81)90035-X). The
pelvis hangs on nothing: its six equations are carried by contacts alone, and no joint has a reserve.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from threading import local
from typing import Literal

import numpy as np

from psoas.body.tables import Array
from psoas.muscle.contacts import Contacts
from psoas.muscle.dynamics import Dynamics, Motion, segment_twists
from psoas.muscle.fibre import MuscleParameters, force_capacity
from psoas.muscle.load_plan import LoadPlan
from psoas.muscle.paths import PathSolver, parts_of
from psoas.muscle.recruitment import Block, cubed, in_order
from psoas.muscle.straight import Index

FRICTION = 0.5
"""Coefficient of friction of every contact (Fluit et al. 2014 take 0.5)."""

STRONGEST_CONTACT = 10.0
"""What an edge of a contact's friction pyramid can push, in body weights: so strong that it costs next to nothing."""

EDGES = 4


@dataclass(frozen=True, eq=False)
class Task:
    """What N frames ask for.

    Attributes:
        motion: in the coordinates of the cut body.
        dynamics: what the motion needs, less what measured ground forces give.
        contacts: which points are pushed; positions: (N, K, 3) where they are [m].
        ligaments: (N, R) moments of what is neither muscle nor contact, in the plan's rows [N.m].
        parameters: of the muscles.
        power: of the activations in the sum that is least.
        friction: coefficient of friction of every contact.
    """

    motion: Motion
    dynamics: Dynamics
    contacts: Contacts
    positions: Array
    ligaments: Array
    parameters: MuscleParameters
    power: Literal[2, 3] = 2
    friction: float = FRICTION


@dataclass(frozen=True, eq=False)
class Solved:
    """N frames.

    Attributes:
        activation, force, length: (N, M) of the muscles; force [N] is active and passive along the tendon.
        passive: (N, M) the resting part of the force [N].
        reaction: (N, 8, 3) force of the lower on the upper part at each cut, in the axes of the part below [N].
        contact: (N, K, 3) force on the body at each point, in the world [N].
        residual_force, residual_moment: (N,) largest error of an equation [N], [N.m]; the pelvis's among them.
        multipliers: (N, R) of the equations.
    """

    activation: Array
    force: Array
    passive: Array
    length: Array
    reaction: Array
    contact: Array
    residual_force: Array
    residual_moment: Array
    multipliers: Array


def solve(
    plan: LoadPlan,
    task: Task,
    *,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Solved:
    """All frames of a task, side by side.

    Args:
        plan: of the body.
        task: what the frames ask for.
        threads: how many; None takes one a core.
        progress: called with the number of frames done.
    """
    own = local()

    def work(part: slice) -> Solved:
        if not hasattr(own, "paths"):
            own.paths = PathSolver(plan.cut)
        return _solve_part(plan, own.paths, task, part)

    found: list[Solved] = []
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        for solved in pool.map(work, parts_of(len(task.motion))):
            found.append(solved)
            if progress is not None:
                progress(sum(len(one.force) for one in found))
    return Solved(*(np.concatenate([getattr(one, field.name) for one in found]) for field in fields(Solved)))


def _solve_part(plan: LoadPlan, paths: PathSolver, task: Task, part: slice) -> Solved:
    rows, motion = len(plan.rows), task.motion.taken(part)
    dynamics, ligaments = task.dynamics.taken(part), task.ligaments[part]
    lengths, arms = paths.solve(
        plan.cut.joint_positions(motion.pose), plan.cut.joint_derivatives(motion.pose)
    )
    rates = arms * motion.velocity.T[plan.entry_coordinate]
    active, passive = force_capacity(task.parameters, lengths.T, -(plan.speeds @ rates).T)
    needed = dynamics.force[:, np.concatenate([plan.rows, plan.slides])]
    needed[:, :rows] -= ligaments
    target = needed[:, :rows] - _pulls(plan, arms, passive)[:, :rows]
    pushes = _Pushes.of(plan, dynamics, task, part)
    blocks = [
        *plan.blocks(arms, active.T),
        Block(np.arange(rows), pushes.columns[:, :rows] / plan.scale[:, None]),
    ]
    muscles = len(plan.order)
    if task.power == 2:
        found = in_order(blocks, target / plan.scale)
    else:
        found = cubed(blocks, target / plan.scale, muscles)
    activation, amounts = found.x[:, :muscles][:, plan.order], found.x[:, muscles:]
    force = activation * active + passive
    left = needed - _pulls(plan, arms, force) - (pushes.columns @ amounts[:, :, None])[:, :, 0]
    error, forces = np.abs(left[:, :rows]), plan.scale == plan.scale.max()
    return Solved(
        activation,
        force,
        passive,
        lengths.T,
        left[:, rows:].reshape(len(left), -1, 3),
        pushes.forces(amounts),
        error[:, forces].max(axis=1),
        error[:, ~forces].max(axis=1),
        found.multipliers,
    )


def _pulls(plan: LoadPlan, arms: Array, force: Array) -> Array:
    """(n, R + S) what muscle forces (n, M) do in the rows and along the slides."""
    pulled: Array = (plan.pulls @ (arms * force.T[plan.entry_muscle])).T
    return pulled


@dataclass(frozen=True, eq=False)
class _Pushes:
    """What the friction pyramids of the points that are pushed in some frame do.

    Attributes:
        used: (k,) these points; points: K of all.
        edges: (n, k, 4, 3) what an edge pushes at full strength [N], zero where the point is free.
        columns: (n, R + S, 4k) what that does in the rows and along the slides.
    """

    used: Index
    points: int
    edges: Array
    columns: Array

    @classmethod
    def of(cls, plan: LoadPlan, dynamics: Dynamics, task: Task, part: slice) -> "_Pushes":
        touching = task.contacts.touching[part]
        used = np.flatnonzero(touching.any(axis=0))
        strength = STRONGEST_CONTACT * plan.scale.max()
        edges = strength * friction_edges(task.contacts.normals[part][:, used], task.friction)
        edges *= touching[:, used, None, None]
        positions = task.positions[part][:, used, None]
        wrenches = np.concatenate([edges, np.cross(positions, edges)], axis=3)
        wanted = np.concatenate([plan.rows, plan.slides])
        place = np.full(len(plan.cut.coordinates), -1)
        place[wanted] = np.arange(len(wanted))
        columns = np.zeros((len(edges), len(wanted), EDGES * len(used)))
        segments = [plan.cut.model.body(task.contacts.points[point].segment).id for point in used]
        for segment in sorted(set(segments)):
            coordinates, twists = segment_twists(plan.cut, dynamics, segment)
            inside = place[coordinates] >= 0
            own = [number for number, other in enumerate(segments) if other == segment]
            done = twists[:, inside] @ wrenches[:, own].reshape(len(edges), -1, 6).swapaxes(1, 2)
            where = (EDGES * np.array(own)[:, None] + np.arange(EDGES)).ravel()
            columns[:, place[coordinates[inside]][:, None], where] = done
        return cls(used, touching.shape[1], edges, columns)

    def forces(self, amounts: Array) -> Array:
        """(n, K, 3) force on the body at every point [N]."""
        forces = np.zeros((len(amounts), self.points, 3))
        shares = amounts.reshape(*self.edges.shape[:3], 1)
        forces[:, self.used] = (shares * self.edges).sum(axis=2)
        return forces


def friction_edges(normals: Array, friction: float) -> Array:
    """(..., 4, 3) edges of the friction pyramid about (..., 3) normals, of unit normal force."""
    helper = np.where(np.abs(normals[..., :1]) > 0.9, [0.0, 1.0, 0.0], [1.0, 0.0, 0.0])
    first = np.cross(normals, helper)
    first /= np.linalg.norm(first, axis=-1, keepdims=True)
    second = np.cross(normals, first)
    sides = np.stack([first, -first, second, -second], axis=-2)
    edges: Array = normals[..., None, :] + friction * sides
    return edges
