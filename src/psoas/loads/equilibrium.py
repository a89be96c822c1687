"""Muscle forces, contact forces and joint reactions of a body in any posture or motion.

Contact forces of ground and seat are unknowns of the same static optimisation as the muscles' activations, as in Fluit
et al. 2014 (doi:10.1016/j.jbiomech.2014.04.030) and Skals et al. 2017 (doi:10.1007/s11044-016-9537-1). It minimises the
sum of squared activations (power 2) or of their cubes (power 3; Crowninshield and Brand 1981,
doi:10.1016/0021-9290(81)90035-X), each weighted by the volume of its muscle (`effort_scale`). The pelvis has no
residual actuators: its six equations are balanced by contacts alone, and no joint has a reserve.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from threading import local

import numpy as np

from psoas.loads.dual import Block, product
from psoas.loads.dynamics import Motion, PerFrame, cross, segment_twists
from psoas.loads.effort import effort_scale
from psoas.loads.equations import Equations
from psoas.loads.frames import Frames
from psoas.loads.recruitment import Power, Recruited, in_order, separately
from psoas.muscle import Index, MuscleParameters, PathSolver, force_capacity, parts_of
from psoas.timeseries import Array, Mask

FRICTION = 0.5
"""Coefficient of friction of every contact (Fluit et al. 2014 take 0.5)."""

STRONGEST_CONTACT = 10.0
"""Greatest force of an edge of a friction pyramid, in body weights: so great that its effort is negligible."""

EDGES = 4

PIECE = 128
"""Number of frames whose moment arms stay in the cache of a core."""

LEAST_PART, LARGEST_PART = 128, 512
"""Number of frames a thread solves at a time: enough to keep NumPy busy, few enough for every thread to get work."""


@dataclass(frozen=True, eq=False)
class Problem:
    """The static optimisation of N frames.

    Attributes:
        frames: where they follow one another, each is the starting point of the next, which only speeds it up.
        ligaments: (N, R) passive moments of joints, in the rows of the equations [N.m].
        parameters: of the muscles.
        power: of the activations in the sum that is minimised.
        friction: coefficient of friction of every contact.
    """

    frames: Frames
    ligaments: Array
    parameters: MuscleParameters
    power: Power = 2
    friction: float = FRICTION


@dataclass(frozen=True, eq=False)
class Solution(PerFrame):
    """Forces of muscles and contacts, and joint reactions, in N frames.

    Attributes:
        activation, force, length: (N, M) of the muscles; force [N] is active and passive along the tendon.
        passive: (N, M) the resting part of the force [N].
        effort: (N,) of the muscles, by `effort_scale`.
        reaction: (N, 10, 3) joint reaction: force of the lower on the upper part, in the axes of the lower one [N].
        contact: (N, K, 3) force on the body at each point, in the world [N].
        residual_force, residual_moment: (N,) largest residual of an equation [N], [N.m]; the pelvis's among them.
        impossible: (N,) True where it is proved that no muscle and contact forces balance the frame.
    """

    activation: Array
    force: Array
    passive: Array
    length: Array
    effort: Array
    reaction: Array
    contact: Array
    residual_force: Array
    residual_moment: Array
    impossible: Mask


def solve(
    problem: Problem, *, threads: int | None = None, progress: Callable[[int], None] | None = None
) -> Solution:
    """Solve all frames of a static optimisation.

    Args:
        threads: number of threads; None takes one a core.
        progress: called with the number of frames done.
    """
    own, threads = local(), threads or os.cpu_count() or 1
    opened, ordered = problem.frames.equations.opened, in_block_order(problem)
    count = len(problem.frames.motion)
    size = min(max(-(-count // threads), LEAST_PART), LARGEST_PART)

    def work(part: slice) -> Solution:
        if not hasattr(own, "paths"):
            own.paths = PathSolver(opened)
        return _solve_part(own.paths, ordered, part)

    found: list[Solution] = []
    with ThreadPoolExecutor(threads) as pool:
        for solved in pool.map(work, parts_of(count, size)):
            found.append(solved)
            if progress is not None:
                progress(sum(len(one.force) for one in found))
    return Solution(
        *(np.concatenate([getattr(one, field.name) for one in found]) for field in fields(Solution))
    )


def in_block_order(problem: Problem) -> Problem:
    """The same problem, its muscles in the order of the equations' ``columns``."""
    columns = problem.frames.equations.columns
    values = {field.name: getattr(problem.parameters, field.name) for field in fields(MuscleParameters)}
    names = values.pop("names")
    ordered = {name: value[columns] for name, value in values.items()}
    parameters = MuscleParameters(tuple(names[column] for column in columns), **ordered)
    return replace(problem, parameters=parameters)


@dataclass(frozen=True, eq=False)
class RecruitmentProblem:
    """The recruitment problem of n frames, moments and forces over the equations' ``scale``.

    Attributes:
        blocks: A; the groups' muscles, then the contacts.
        most: (X,) upper bound of each column's x; a muscle's x is its activation times this.
        target: (n, R) b.
        arms: (G, n') moment arms, piece by piece.
        levers: the moment arms in the rows.
        length, active, passive: (n, M) of the equations' ``columns``.
        needed: (n, R) sum of all muscle and contact forces.
        contact_forces: the unknown forces of the contacts.
    """

    blocks: list[Block]
    most: Array
    target: Array
    arms: list[Array]
    levers: list[Block]
    length: Array
    active: Array
    passive: Array
    needed: Array
    contact_forces: "_ContactForces"


@dataclass(frozen=True, eq=False)
class _Shape:
    """Paths of the muscles in a few frames, as in `RecruitmentProblem`, and lengthening speeds (n, M) [m/s]."""

    arms: Array
    levers: list[Block]
    length: Array
    speed: Array


def _shape(equations: Equations, paths: PathSolver, motion: Motion) -> _Shape:
    lengths, arms = paths.solve(
        equations.opened.joint_positions(motion.pose), equations.opened.joint_derivatives(motion.pose)
    )
    levers = equations.arms(arms)
    return _Shape(arms, levers, lengths[equations.columns].T, equations.speeds(arms, levers, motion.velocity))


def assemble(paths: PathSolver, problem: Problem, part: slice) -> RecruitmentProblem:
    """Assemble the recruitment problem of some frames of a problem that is `in_block_order`."""
    frames = problem.frames.selected(part)
    equations, motion = frames.equations, frames.motion
    pieces = [_shape(equations, paths, motion.selected(piece)) for piece in parts_of(len(motion), PIECE)]
    arms = [piece.arms for piece in pieces]
    length, speed = (
        np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("length", "speed")
    )
    levers = [
        Block(one[0].rows, np.concatenate([block.matrix for block in one]))
        for one in zip(*(piece.levers for piece in pieces), strict=True)
    ]
    active, passive = force_capacity(problem.parameters, length, speed if motion.velocity.any() else None)
    needed = (frames.dynamics.force[:, equations.rows] - problem.ligaments[part]) / equations.scale
    scale = effort_scale(problem.parameters, problem.power)
    blocks, first, strength = [], 0, active / scale
    for one in levers:
        last = first + one.matrix.shape[2]
        blocks.append(Block(one.rows, one.matrix * strength[:, None, first:last]))
        first = last
    contact_forces = _ContactForces.of(frames, problem.friction)
    blocks.append(Block(np.arange(len(equations.rows)), contact_forces.columns))
    most = np.append(scale, np.ones(contact_forces.columns.shape[2]))
    target = needed - product(levers, passive, len(equations.rows))
    return RecruitmentProblem(
        blocks, most, target, arms, levers, length, active, passive, needed, contact_forces
    )


def _solve_part(paths: PathSolver, problem: Problem, part: slice) -> Solution:
    equations, recruitment = problem.frames.equations, assemble(paths, problem, part)
    found = _recruited(recruitment, problem)
    muscles, contact_forces = len(equations.order), recruitment.contact_forces
    activation, amounts = found.x[:, :muscles] / recruitment.most[:muscles], found.x[:, muscles:]
    force = activation * recruitment.active + recruitment.passive
    left = recruitment.needed - product(recruitment.levers, force, len(equations.rows))
    left -= (contact_forces.columns @ amounts[:, :, None])[:, :, 0]
    error, forces = np.abs(left) * equations.scale, equations.scale == equations.scale.max()
    force = force[:, equations.order]
    reaction = problem.frames.dynamics.force[part][:, equations.slides]
    reaction -= contact_forces.along_slides(amounts)
    for piece, arms in zip(parts_of(len(force), PIECE), recruitment.arms, strict=True):
        reaction[piece] -= equations.along_slides(arms, force[piece])
    return Solution(
        activation[:, equations.order],
        force,
        recruitment.passive[:, equations.order],
        recruitment.length[:, equations.order],
        (found.x[:, :muscles] ** problem.power).sum(axis=1),
        reaction.reshape(len(left), -1, 3),
        contact_forces.forces(amounts),
        error[:, forces].max(axis=1),
        error[:, ~forces].max(axis=1),
        found.impossible,
    )


def _recruited(recruitment: RecruitmentProblem, problem: Problem) -> Recruited:
    solver = in_order if problem.frames.recorded else separately
    muscles = recruitment.active.shape[1]
    return solver(recruitment.blocks, recruitment.target, recruitment.most, muscles, problem.power)


@dataclass(frozen=True, eq=False)
class _ContactForces:
    """Contact forces as combinations of the edges of friction pyramids, at the points supported in some frame.

    Attributes:
        used: (k,) these points.
        points: K, the number of all points.
        edges: (n, k, 4, 3) force of an edge at full strength [N], zero where the point is free.
        wrenches: (n, 4k, 6) that force, and its moment about the world's origin.
        columns: (n, R, 4k) its generalised forces in the rows, over their scale.
        slides: of each supported segment: the slides that move it, its twists by them (n, s, 6), its edges.
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
    def of(cls, frames: Frames, friction: float) -> "_ContactForces":
        """The contact forces of some frames."""
        equations, contacts = frames.equations, frames.contacts
        used = np.flatnonzero(contacts.touching.any(axis=0))
        strength = STRONGEST_CONTACT * equations.scale.max()
        edges = strength * friction_edges(contacts.normals[:, used], friction)
        edges *= contacts.touching[:, used, None, None]
        positions = np.broadcast_to(frames.positions[:, used, None], edges.shape)
        count, rows = len(edges), len(equations.rows)
        wrenches = np.concatenate([edges, cross(positions, edges)], axis=3).reshape(count, -1, 6)
        index = np.full(len(equations.opened.coordinates), -1)
        index[np.append(equations.rows, equations.slides)] = np.arange(rows + len(equations.slides))
        columns, slides = np.zeros((count, rows, wrenches.shape[1])), []
        segments = np.array(
            [equations.opened.model.body(contacts.points[point].segment).id for point in used], int
        )
        for segment in np.unique(segments):
            coordinates, twists = segment_twists(equations.opened, frames.dynamics, int(segment))
            own = (EDGES * np.flatnonzero(segments == segment)[:, None] + np.arange(EDGES)).ravel()
            at = index[coordinates]
            turned, slid = (at >= 0) & (at < rows), at >= rows
            levers = twists[:, turned] / equations.scale[at[turned], None]
            columns[:, at[turned][:, None], own] = levers @ wrenches[:, own].swapaxes(1, 2)
            slides.append((at[slid] - rows, twists[:, slid], own))
        return cls(used, len(contacts.points), edges, wrenches, columns, tuple(slides), len(equations.slides))

    def along_slides(self, amounts: Array) -> Array:
        """(n, S) contact forces along the slides [N]."""
        along = np.zeros((len(amounts), self.slide_count))
        for slides, twists, own in self.slides:
            wrench = (amounts[:, None, own] @ self.wrenches[:, own])[:, 0]
            along[:, slides] += (twists @ wrench[:, :, None])[:, :, 0]
        return along

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
