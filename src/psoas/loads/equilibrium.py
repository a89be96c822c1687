"""Muscle forces, contact forces and joint reactions of a body in any posture or motion.

Ground and seat push with forces that are unknowns of the same problem as the muscles' activations, as in Fluit et al.
2014 (doi:10.1016/j.jbiomech.2014.04.030) and Skals et al. 2017 (doi:10.1007/s11044-016-9537-1); what is sought is the
least sum of squared activations (power 2) or of their cubes (power 3; Crowninshield and Brand 1981,
doi:10.1016/0021-9290(81)90035-X). The pelvis hangs on nothing: its six equations are carried by contacts alone, and no
joint has a reserve.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from threading import local
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from psoas.loads.contacts import Contacts
from psoas.loads.dual import Block, carried
from psoas.loads.dynamics import Dynamics, Motion, cross, segment_twists
from psoas.loads.muscle_rows import LoadPlan
from psoas.loads.recruitment import Recruited, cubed, in_order, least_squares
from psoas.muscle import Index, MuscleParameters, PathSolver, force_capacity
from psoas.timeseries import Array

FRICTION = 0.5
"""Coefficient of friction of every contact (Fluit et al. 2014 take 0.5)."""

STRONGEST_CONTACT = 10.0
"""What an edge of a contact's friction pyramid can push, in body weights: so strong that it costs next to nothing."""

EDGES = 4

PIECE = 128
"""Frames whose moment arms stay in the cache of a core."""

LEAST_PART, LARGEST_PART = 128, 512
"""Frames a task: enough for NumPy to be busy, few enough to leave work for every thread."""


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
        ordered: whether the frames follow one another, so that each shows the next where to begin; only speed depends
            on it.
    """

    motion: Motion
    dynamics: Dynamics
    contacts: Contacts
    positions: Array
    ligaments: Array
    parameters: MuscleParameters
    power: Literal[2, 3] = 2
    friction: float = FRICTION
    ordered: bool = True


@dataclass(frozen=True, eq=False)
class Solved:
    """N frames.

    Attributes:
        activation, force, length: (N, M) of the muscles; force [N] is active and passive along the tendon.
        passive: (N, M) the resting part of the force [N].
        reaction: (N, 8, 3) force of the lower on the upper part at each cut, in the axes of the part below [N].
        contact: (N, K, 3) force on the body at each point, in the world [N].
        residual_force, residual_moment: (N,) largest error of an equation [N], [N.m]; the pelvis's among them.
        multipliers: (N, R) of the equations, each over its scale in the plan.
        impossible: (N,) True where it is proved that no muscle and contact forces carry the frame.
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
    impossible: NDArray[np.bool_]


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
    own, threads = local(), threads or os.cpu_count() or 1
    sorted_ = in_plan_order(plan, task)

    def work(part: slice) -> Solved:
        if not hasattr(own, "paths"):
            own.paths = PathSolver(plan.cut)
        return _solve_part(plan, own.paths, sorted_, part)

    found: list[Solved] = []
    with ThreadPoolExecutor(threads) as pool:
        for solved in pool.map(work, _parts(len(task.motion), threads)):
            found.append(solved)
            if progress is not None:
                progress(sum(len(one.force) for one in found))
    return Solved(*(np.concatenate([getattr(one, field.name) for one in found]) for field in fields(Solved)))


def _parts(count: int, threads: int) -> Iterator[slice]:
    size = min(max(-(-count // threads), LEAST_PART), LARGEST_PART)
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def in_plan_order(plan: LoadPlan, task: Task) -> Task:
    """The same task, its muscles in the order of the plan's ``columns``."""
    values = {field.name: getattr(task.parameters, field.name) for field in fields(MuscleParameters)}
    known = values.pop("names")
    names = tuple(known[column] for column in plan.columns)
    taken = {name: value[plan.columns] for name, value in values.items()}
    return replace(task, parameters=MuscleParameters(names, **taken))


@dataclass(frozen=True, eq=False)
class Assembled:
    """The recruitment problem of n frames, moments and forces over the plan's ``scale``.

    Attributes:
        blocks: A; the groups' muscles, then the contacts.
        target: (n, R) b.
        arms: (G, n') moment arms, piece by piece; levers: those in the rows.
        length, active, passive: (n, M) of the plan's ``columns``.
        needed: (n, R) of all muscle and contact forces.
        pushes: of the contacts.
    """

    blocks: list[Block]
    target: Array
    arms: list[Array]
    levers: list[Block]
    length: Array
    active: Array
    passive: Array
    needed: Array
    pushes: "_Pushes"


@dataclass(frozen=True, eq=False)
class _Shape:
    """Where the muscles of a few frames run: as in `Assembled`, and how fast they lengthen (n, M) [m/s]."""

    arms: Array
    levers: list[Block]
    length: Array
    speed: Array


def _shape(plan: LoadPlan, paths: PathSolver, motion: Motion) -> _Shape:
    lengths, arms = paths.solve(
        plan.cut.joint_positions(motion.pose), plan.cut.joint_derivatives(motion.pose)
    )
    levers = plan.arms(arms)
    return _Shape(arms, levers, lengths[plan.columns].T, plan.speeds(arms, levers, motion.velocity))


def _pieces(count: int) -> Iterator[slice]:
    for start in range(0, count, PIECE):
        yield slice(start, min(start + PIECE, count))


def assemble(plan: LoadPlan, paths: PathSolver, task: Task, part: slice) -> Assembled:
    """The problem of some frames of a task that is `in_plan_order`."""
    motion, dynamics = task.motion.taken(part), task.dynamics.taken(part)
    pieces = [_shape(plan, paths, motion.taken(piece)) for piece in _pieces(len(motion))]
    arms = [piece.arms for piece in pieces]
    length, speed = (
        np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("length", "speed")
    )
    levers = [
        Block(one[0].rows, np.concatenate([block.matrix for block in one]))
        for one in zip(*(piece.levers for piece in pieces), strict=True)
    ]
    active, passive = force_capacity(task.parameters, length, speed if motion.velocity.any() else None)
    needed = (dynamics.force[:, plan.rows] - task.ligaments[part]) / plan.scale
    blocks, first = [], 0
    for one in levers:
        last = first + one.matrix.shape[2]
        blocks.append(Block(one.rows, one.matrix * active[:, None, first:last]))
        first = last
    pushes = _Pushes.of(plan, dynamics, task, part)
    blocks.append(Block(np.arange(len(plan.rows)), pushes.columns))
    target = needed - carried(levers, passive, len(plan.rows))
    return Assembled(blocks, target, arms, levers, length, active, passive, needed, pushes)


def _solve_part(plan: LoadPlan, paths: PathSolver, task: Task, part: slice) -> Solved:
    problem = assemble(plan, paths, task, part)
    found = _recruited(problem, task)
    muscles, pushes = len(plan.order), problem.pushes
    activation, amounts = found.x[:, :muscles], found.x[:, muscles:]
    force = activation * problem.active + problem.passive
    left = problem.needed - carried(problem.levers, force, len(plan.rows))
    left -= (pushes.columns @ amounts[:, :, None])[:, :, 0]
    error, forces = np.abs(left) * plan.scale, plan.scale == plan.scale.max()
    force = force[:, plan.order]
    reaction = task.dynamics.force[part][:, plan.slides] - pushes.along_slides(amounts)
    for piece, arms in zip(_pieces(len(force)), problem.arms, strict=True):
        reaction[piece] -= plan.along_slides(arms, force[piece])
    return Solved(
        activation[:, plan.order],
        force,
        problem.passive[:, plan.order],
        problem.length[:, plan.order],
        reaction.reshape(len(left), -1, 3),
        pushes.forces(amounts),
        error[:, forces].max(axis=1),
        error[:, ~forces].max(axis=1),
        found.multipliers,
        found.impossible,
    )


def _recruited(problem: Assembled, task: Task) -> Recruited:
    muscles = problem.active.shape[1]
    if task.ordered:
        return in_order(problem.blocks, problem.target, muscles, task.power)
    if task.power == 2:
        return least_squares(problem.blocks, problem.target)
    return cubed(problem.blocks, problem.target, muscles)


@dataclass(frozen=True, eq=False)
class _Pushes:
    """What the friction pyramids of the points that are pushed in some frame do.

    Attributes:
        used: (k,) these points; points: K of all.
        edges: (n, k, 4, 3) what an edge pushes at full strength [N], zero where the point is free.
        wrenches: (n, 4k, 6) that push, and its moment about the world's origin.
        columns: (n, R, 4k) what it does in the rows, over their scale.
        slides: of each segment that is pushed: the slides that move it, its twists by them (n, s, 6), its edges.
        slide_count: S.
    """

    used: Index
    points: int
    edges: Array
    wrenches: Array
    columns: Array
    slides: tuple[tuple[Index, Array, Index], ...]
    slide_count: int

    @classmethod
    def of(cls, plan: LoadPlan, dynamics: Dynamics, task: Task, part: slice) -> "_Pushes":
        touching = task.contacts.touching[part]
        used = np.flatnonzero(touching.any(axis=0))
        strength = STRONGEST_CONTACT * plan.scale.max()
        edges = strength * friction_edges(task.contacts.normals[part][:, used], task.friction)
        edges *= touching[:, used, None, None]
        positions = np.broadcast_to(task.positions[part][:, used, None], edges.shape)
        count, rows = len(edges), len(plan.rows)
        wrenches = np.concatenate([edges, cross(positions, edges)], axis=3).reshape(count, -1, 6)
        place = np.full(len(plan.cut.coordinates), -1)
        place[plan.rows], place[plan.slides] = np.arange(rows), rows + np.arange(len(plan.slides))
        columns, slides = np.zeros((count, rows, wrenches.shape[1])), []
        segments = np.array(
            [plan.cut.model.body(task.contacts.points[point].segment).id for point in used], int
        )
        for segment in np.unique(segments):
            coordinates, twists = segment_twists(plan.cut, dynamics, int(segment))
            own = (EDGES * np.flatnonzero(segments == segment)[:, None] + np.arange(EDGES)).ravel()
            at = place[coordinates]
            turned, slid = (at >= 0) & (at < rows), at >= rows
            levers = twists[:, turned] / plan.scale[at[turned], None]
            columns[:, at[turned][:, None], own] = levers @ wrenches[:, own].swapaxes(1, 2)
            slides.append((at[slid] - rows, twists[:, slid], own))
        return cls(used, touching.shape[1], edges, wrenches, columns, tuple(slides), len(plan.slides))

    def along_slides(self, amounts: Array) -> Array:
        """(n, S) what the pushes do along the slides [N]."""
        done = np.zeros((len(amounts), self.slide_count))
        for places, twists, own in self.slides:
            wrench = (amounts[:, None, own] @ self.wrenches[:, own])[:, 0]
            done[:, places] += (twists @ wrench[:, :, None])[:, :, 0]
        return done

    def forces(self, amounts: Array) -> Array:
        """(n, K, 3) force on the body at every point [N]."""
        forces = np.zeros((len(amounts), self.points, 3))
        shares = amounts.reshape(*self.edges.shape[:3], 1)
        forces[:, self.used] = (shares * self.edges).sum(axis=2)
        return forces


def friction_edges(normals: Array, friction: float) -> Array:
    """(..., 4, 3) edges of the friction pyramid about (..., 3) normals, of unit normal force."""
    helper = np.where(np.abs(normals[..., :1]) > 0.9, [0.0, 1.0, 0.0], [1.0, 0.0, 0.0])
    first = cross(normals, np.broadcast_to(helper, normals.shape))
    first /= np.linalg.norm(first, axis=-1, keepdims=True)
    second = cross(normals, first)
    sides = np.stack([first, -first, second, -second], axis=-2)
    edges: Array = normals[..., None, :] + friction * sides
    return edges
