"""Muscle forces, contact forces and joint reactions of a body in any posture or motion.

Contact forces of ground and seat are unknowns of the same static optimisation as the muscles' activations, as in Fluit
et al. 2014 (doi:10.1016/j.jbiomech.2014.04.030) and Skals et al. 2017 (doi:10.1007/s11044-016-9537-1). It minimises the
sum of squared activations (power 2) or of their cubes (power 3; Crowninshield and Brand 1981,
doi:10.1016/0021-9290(81)90035-X), each weighted by the volume of its muscle (`effort_scale`). The pelvis has no
residual actuators: its six equations are balanced by contacts alone, and no joint has a reserve.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from psoas.body import REACTION_JOINTS, cross, parts_beyond
from psoas.loads.dual import Block, parts, product
from psoas.loads.dynamics import PerFrame, segment_twists
from psoas.loads.effort import effort_scale
from psoas.loads.frames import Frames
from psoas.loads.recruitment import Power, Recruited, in_order, separately
from psoas.muscle import MuscleParameters, SolvedPaths, by_parts, force_capacity, gathered
from psoas.timeseries import Array, Index, Mask

FRICTION = 0.5
"""Coefficient of friction of every contact (Fluit et al. 2014 take 0.5)."""

STRONGEST_CONTACT = 10.0
"""Greatest force of an edge of a friction pyramid, in body weights: so great that its effort is negligible."""

EDGES = 4

LARGEST_PART = 500
"""Number of frames solved at a time: enough to keep NumPy busy; no power of two, with which many rows of an array would
fall on the same lines of the cache. It depends on nothing else, so that the results do not either."""


@dataclass(frozen=True, eq=False)
class Problem:
    """The static optimisation of N frames.

    Attributes:
        frames: where they follow one another, each is the starting point of the next, which only speeds it up.
        ligaments: (N, R) passive moments of joints, in the rows of the equations [N.m].
        parameters: of the muscles, which may differ from frame to frame where the frames are no recorded movement.
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
        reaction: (N, 10, 3) joint reaction of `REACTION_JOINTS`: force of the parent on the segment, in the axes of the
            parent [N].
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
    ordered, count = in_block_order(problem), len(problem.frames.motion)
    names = [field.name for field in fields(Solution)]

    def solved() -> Iterator[list[Any]]:
        done = 0
        for one in by_parts(lambda part: _solve_part(ordered, part), count, LARGEST_PART, threads):
            done += len(one.force)
            if progress is not None:
                progress(done)
            yield [getattr(one, name) for name in names]

    return Solution(*gathered(solved(), count, [0] * len(names)))


def in_block_order(problem: Problem) -> Problem:
    """The same problem, its muscles in the order of the equations' ``columns``."""
    columns = problem.frames.equations.columns
    values = {field.name: getattr(problem.parameters, field.name) for field in fields(MuscleParameters)}
    names = values.pop("names")
    ordered = {name: value[..., columns] for name, value in values.items()}
    parameters = MuscleParameters(tuple(names[column] for column in columns), **ordered)
    return replace(problem, parameters=parameters)


@dataclass(frozen=True, eq=False)
class RecruitmentProblem:
    """The recruitment problem of n frames, moments and forces over the equations' ``scale``.

    Attributes:
        frames: the n frames.
        blocks: A; the groups' muscles, then the contacts.
        most: (X,) or (n, X) upper bound of each column's x; a muscle's x is its activation times this.
        target: (n, R) b.
        paths: of the muscles, in the body's order.
        length, active, passive: (n, M) of the equations' ``columns``.
        contact_forces: the unknown forces of the contacts.
    """

    frames: Frames
    blocks: list[Block]
    most: Array
    target: Array
    paths: SolvedPaths
    length: Array
    active: Array
    passive: Array
    contact_forces: "_ContactForces"


def assemble(problem: Problem, part: slice) -> RecruitmentProblem:
    """Assemble the recruitment problem of some frames of a problem that is `in_block_order`."""
    frames = problem.frames.selected(part)
    equations, motion = frames.equations, frames.motion
    paths = equations.layout.solve(frames.dynamics.posed)
    levers = equations.arms(paths)
    length = np.ascontiguousarray(paths.lengths[equations.columns].T)
    moving = bool(motion.velocity.any())
    speed = equations.speeds(paths, levers, motion.velocity) if moving else None
    parameters = problem.parameters.selected(part)
    active, passive = force_capacity(parameters, length, speed)
    target = (frames.dynamics.force[:, equations.rows] - problem.ligaments[part]) / equations.scale
    target -= product(levers, passive, len(equations.rows))
    scale = effort_scale(parameters, problem.power)
    for one, strength in parts(levers, active / scale):
        np.multiply(
            one.matrix, strength[:, None], out=one.matrix
        )  # no copy: the arms are not needed any more
    contact_forces = _ContactForces.of(frames, problem.friction)
    blocks = [*levers, Block(np.arange(len(equations.rows)), contact_forces.columns)]
    contact_scale = np.ones((*scale.shape[:-1], contact_forces.columns.shape[2]))
    most = np.concatenate([scale, contact_scale], axis=-1)
    return RecruitmentProblem(frames, blocks, most, target, paths, length, active, passive, contact_forces)


def _solve_part(problem: Problem, part: slice) -> Solution:
    equations, recruitment = problem.frames.equations, assemble(problem, part)
    found = _recruited(recruitment, problem)
    muscles, contact_forces = len(equations.order), recruitment.contact_forces
    activation, amounts = found.x[:, :muscles] / recruitment.most[..., :muscles], found.x[:, muscles:]
    force = activation * recruitment.active + recruitment.passive
    left = recruitment.target - product(recruitment.blocks, found.x, len(equations.rows))
    error, forces = np.abs(left) * equations.scale, equations.scale == equations.scale.max()
    force, pushes = force.take(equations.order, axis=1), contact_forces.pushes(amounts)
    return Solution(
        activation.take(equations.order, axis=1),
        force,
        recruitment.passive.take(equations.order, axis=1),
        recruitment.length.take(equations.order, axis=1),
        (found.x[:, :muscles] ** problem.power).sum(axis=1),
        _reactions(recruitment, force, pushes),
        contact_forces.forces(pushes),
        error[:, forces].max(axis=1),
        error[:, ~forces].max(axis=1),
        found.impossible,
    )


def _reactions(recruitment: RecruitmentProblem, force: Array, pushes: Array) -> Array:
    """(n, 10, 3) joint reactions [N]: the force that moves the part beyond a joint, without muscles and contacts.

    Args:
        force: (n, M) of the muscles [N].
        pushes: (n, k, 3) of the contacts [N].
    """
    frames, contact_forces = recruitment.frames, recruitment.contact_forces
    body, dynamics, beyond = frames.equations.body, frames.dynamics, parts_beyond(frames.equations.body)
    segments = np.array([body.model.body(name).id for name in REACTION_JOINTS.values()])
    whole = dynamics.wrench[segments, :3] - frames.equations.layout.pulls(
        recruitment.paths, np.ascontiguousarray(force.T), beyond
    )
    whole -= (beyond[:, contact_forces.segments].astype(float) @ pushes).transpose(1, 2, 0)
    axes = dynamics.posed.axes[body.model.body_parentid[segments]]
    return np.asarray(np.einsum("bijn,bin->jbn", axes, whole)).T


def _recruited(recruitment: RecruitmentProblem, problem: Problem) -> Recruited:
    solver = in_order if problem.frames.recorded else separately
    muscles = recruitment.active.shape[1]
    return solver(recruitment.blocks, recruitment.target, recruitment.most, muscles, problem.power)


@dataclass(frozen=True, eq=False)
class _ContactForces:
    """Contact forces as combinations of the edges of friction pyramids, at the points supported in some frame.

    Attributes:
        used: (k,) these points, sorted by segment.
        segments: (k,) their segments.
        points: K, the number of all points.
        edges: (n, k, 4, 3) force of an edge at full strength [N], zero where the point is free.
        columns: (n, R, 4k) its generalised forces in the rows, over their scale.
    """

    used: Index
    segments: Index
    points: int
    edges: Array
    columns: Array

    @classmethod
    def of(cls, frames: Frames, friction: float) -> "_ContactForces":
        """The contact forces of some frames."""
        equations, contacts = frames.equations, frames.contacts
        of = np.array([equations.body.model.body(point.segment).id for point in contacts.points])
        used = np.flatnonzero(contacts.touching.any(axis=0))
        used = used[np.argsort(of[used], kind="stable")]
        segments = of[used]
        strength = STRONGEST_CONTACT * equations.scale.max()
        normals = contacts.normals[:, used]
        if (normals == normals[:1, :1]).all():  # one level support, as nearly always: its edges once for all
            normals = normals[:1, :1]
        edges = strength * friction_edges(normals, friction) * contacts.touching[:, used, None, None]
        pushes = np.ascontiguousarray(edges.reshape(len(edges), -1, 3).T)
        positions = np.repeat(frames.positions.T[:, used], EDGES, axis=1)
        pushed = np.ascontiguousarray(np.concatenate([pushes, cross(positions, pushes)]).transpose(2, 0, 1))
        row_of = np.full(len(equations.body.coordinates), -1)
        row_of[equations.rows] = np.arange(len(equations.rows))
        columns = np.zeros((len(edges), len(equations.rows), pushed.shape[2]))
        for segment in np.unique(segments):
            coordinates, twists = segment_twists(equations.body, frames.dynamics.posed, int(segment))
            first, last = EDGES * np.searchsorted(segments, [segment, segment + 1])
            solved = row_of[coordinates] >= 0
            rows = row_of[coordinates[solved]]
            levers = np.ascontiguousarray((twists[solved] / equations.scale[rows, None, None]).T)
            columns[:, rows, first:last] = levers.swapaxes(1, 2) @ pushed[:, :, first:last]
        return cls(used, segments, len(contacts.points), edges, columns)

    def pushes(self, amounts: Array) -> Array:
        """(n, k, 3) force on the body at the points used [N]."""
        shares = amounts.reshape(*self.edges.shape[:2], 1, EDGES)
        pushes: Array = (shares @ self.edges)[:, :, 0]
        return pushes

    def forces(self, pushes: Array) -> Array:
        """(n, K, 3) force on the body at every point [N]."""
        forces = np.zeros((len(pushes), self.points, 3))
        forces[:, self.used] = pushes
        return forces


def friction_edges(normals: Array, friction: float) -> Array:
    """(..., 4, 3) edges of the friction pyramid about (..., 3) normals, of unit normal force."""
    helper = np.where(np.abs(normals[..., :1]) > 0.9, [0.0, 1.0, 0.0], [1.0, 0.0, 0.0])
    first = cross(normals, np.broadcast_to(helper, normals.shape), axis=-1)
    first /= np.linalg.norm(first, axis=-1, keepdims=True)
    second = cross(normals, first, axis=-1)
    sides = np.stack([first, -first, second, -second], axis=-2)
    edges: Array = normals[..., None, :] + friction * sides
    return edges
