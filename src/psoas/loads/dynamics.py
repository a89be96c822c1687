"""Inverse dynamics: the forces and moments that a motion needs, and the positions of the segments.

The recursive Newton-Euler equations (Featherstone 2008, doi:10.1007/978-1-4899-7560-7) with all quantities in MuJoCo's
world: x forward, y to the left, z up. A motion of a segment is six numbers: velocity (or acceleration) of its point at
the world's origin, and turn rate; a wrench is a force, and its moment about that origin. The frames are the last axis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Self

import numpy as np
import scipy

from psoas.body import (
    Body,
    ForwardKinematics,
    cross,
    in_segment,
    kinematics,
    moving_joints,
    once_per_body,
    rotation_of,
)
from psoas.muscle import by_parts, gathered
from psoas.timeseries import Array, Index

PART = 500
"""Number of frames solved at a time; no power of two, so that rows of an array fall on different lines of the cache."""


@dataclass(frozen=True, eq=False)
class PerFrame:
    """Arrays whose first axis is the frame."""

    def selected(self, frames: slice | Index) -> Self:
        """Some of the frames."""
        return replace(self, **{one.name: getattr(self, one.name)[frames] for one in fields(self)})


@dataclass(frozen=True, eq=False)
class Motion(PerFrame):
    """Poses, velocities and accelerations: all (N, C) in the coordinates of the body [rad, m], [1/s], [1/s2]."""

    pose: Array
    velocity: Array
    acceleration: Array

    @classmethod
    def still(cls, pose: Array) -> "Motion":
        """N poses at rest."""
        return cls(pose, np.zeros_like(pose), np.zeros_like(pose))

    def __len__(self) -> int:
        return len(self.pose)


@dataclass(frozen=True, eq=False)
class Dynamics:
    """N frames of a body in motion.

    Attributes:
        posed: where the segments are.
        centre: (N, 3) centre of mass of the whole body [m].
        velocity: (B, 6, N) of each segment.
        wrench: (B, 6, N) that muscles, ligaments, contacts and the joint to the parent together have to exert on each
            segment and all that hangs on it.
        force: (N, C) generalised forces that muscles, ligaments and contacts together have to exert [N.m, N].
    """

    posed: ForwardKinematics
    centre: Array
    velocity: Array
    wrench: Array
    force: Array

    @property
    def origins(self) -> Array:
        """(N, B, 3) of the segments [m]."""
        return np.moveaxis(self.posed.origins, -1, 0)

    @property
    def rotations(self) -> Array:
        """(N, B, 3, 3) axes of the segments as columns."""
        return np.moveaxis(self.posed.axes, -1, 0)

    def selected(self, frames: slice | Index) -> "Dynamics":
        """Some of the frames."""
        return Dynamics(
            self.posed.selected(frames),
            self.centre[frames],
            self.velocity[..., frames],
            self.wrench[..., frames],
            self.force[frames],
        )

    def velocities(self, segments: Index, positions: Array) -> Array:
        """(3, K, N) velocities of points (3, K, N) fixed to segments [m/s]."""
        velocity = self.velocity[segments].swapaxes(0, 1)
        velocities: Array = velocity[:3] + cross(velocity[3:], positions)
        return velocities

    def without(self, body: Body, wrenches: Mapping[int, Array]) -> "Dynamics":
        """The same motion where wrenches (6, N) are exerted on some segments from outside."""
        wrench = self.wrench.copy()
        for segment, given in wrenches.items():
            while segment:
                wrench[segment] -= given
                segment = int(body.model.body_parentid[segment])
        return replace(self, wrench=wrench, force=_generalised(body, self.posed, wrench))

    def accelerated(self, body: Body, change: Array) -> "Dynamics":
        """The same motion with a change (N, C) of its accelerations."""
        gained = self.posed.twists * change.T[body.joint_coordinate][:, None]
        acceleration = _summed_outwards(body, gained)
        wrench = self.wrench + _inertial(body, self.posed, np.zeros_like(self.velocity), acceleration)
        return replace(self, wrench=wrench, force=_generalised(body, self.posed, wrench))

    def root_inertia(self, body: Body, root: Sequence[int]) -> Array:
        """(N, 6, C) rows of the mass matrix at the coordinates between ground and pelvis."""
        mass, places, axes = _masses(body, self.posed)
        moments = _inertias(body)[3]
        heavy = np.einsum("bwin,bi,bvin->bwvn", axes, moments, axes)
        apart = np.einsum("bkn,bkn->bn", places, places)[:, None, None] * np.eye(3)[:, :, None]
        heavy += mass[:, None, None, None] * (apart - places[:, :, None] * places[:, None])
        first = mass[:, None, None] * places
        whole = mass.copy()
        for segment in range(body.model.nbody - 1, 0, -1):
            for part in (heavy, first, whole):
                part[body.model.body_parentid[segment]] += part[segment]
        of = body.model.jnt_bodyid
        twists = self.posed.twists
        linear, turning = twists[:, :3], twists[:, 3:]
        wrench = np.empty_like(twists)
        wrench[:, :3] = whole[of][:, None, None] * linear + cross(turning, first[of], axis=1)
        wrench[:, 3:] = cross(first[of], linear, axis=1) + np.einsum("jwvn,jvn->jwn", heavy[of], turning)
        sums = joint_sums(body)
        moved = (sums @ wrench.reshape(len(wrench), wrench[0].size)).reshape(sums.shape[0], *wrench.shape[1:])
        first_six = [int(np.flatnonzero(body.joint_coordinate == one)[0]) for one in root]
        inertia: Array = np.einsum("rkn,ckn->nrc", twists[first_six], moved)
        return inertia


def inverse_dynamics(body: Body, motion: Motion, *, threads: int | None = None) -> Dynamics:
    """Solve the inverse dynamics of a motion under gravity.

    A joint that follows its coordinate by a curve p(x) has the velocity p' x' and the acceleration p' x'' + p'' x'^2.

    Args:
        motion: N frames in its coordinates.
        threads: number of threads; None takes one a core.
    """
    parts = by_parts(lambda part: _solved(body, motion.selected(part)), len(motion), PART, threads)
    places, screws, slopes, *others = gathered(parts, len(motion), (3, 2, 1, 0, 2, 2, 0))
    return Dynamics(ForwardKinematics(places, screws, slopes), *others)


def _solved(body: Body, motion: Motion) -> tuple[Array, ...]:
    """Places, screws and slopes of `ForwardKinematics`, and the other attributes of `Dynamics`."""
    posed, bends = kinematics(body, motion.pose), body.joint_derivatives(motion.pose, order=2).T
    speed, gain = (rate.T[body.joint_coordinate] for rate in (motion.velocity, motion.acceleration))
    moved = posed.screws * (posed.slopes * speed)[:, None]
    gained = posed.screws * (posed.slopes * gain + bends * speed**2)[:, None]
    velocity, acceleration = _motions(body, moved, gained)
    wrench = _inertial(body, posed, velocity, acceleration)
    mass, places, _ = _masses(body, posed)
    centre = np.einsum("b,bkn->kn", mass / mass.sum(), places).T
    force = _generalised(body, posed, wrench)
    return posed.places, posed.screws, posed.slopes, centre, velocity, wrench, force


def _motions(body: Body, moved: Array, gained: Array) -> tuple[Array, Array]:
    """(B, 6, N) velocities and accelerations of the segments, the latter with gravity's opposite.

    Args:
        moved: (J, 6, N) velocity by each joint.
        gained: (J, 6, N) acceleration by each joint, were what moves it at rest.
    """
    before = np.empty_like(moved)
    velocity = _summed_outwards(body, moved, before)
    rate, turning = before[:, 3:], moved[:, 3:]
    gained[:, :3] += cross(rate, moved[:, :3], axis=1) + cross(before[:, :3], turning, axis=1)
    gained[:, 3:] += cross(rate, turning, axis=1)
    acceleration = _summed_outwards(body, gained)
    acceleration[:, :3] -= body.model.opt.gravity[:, None]
    return velocity, acceleration


def _summed_outwards(body: Body, moved: Array, before: Array | None = None) -> Array:
    """(B, 6, N) motion of the segments by all joints (J, 6, N) above; ``before`` gets the motion before each joint."""
    model = body.model
    motion = np.zeros((model.nbody, *moved.shape[1:]))
    for segment in range(1, model.nbody):
        motion[segment] = motion[model.body_parentid[segment]]
        first = int(model.body_jntadr[segment])
        for joint in range(first, first + int(model.body_jntnum[segment])):
            if before is not None:
                before[joint] = motion[segment]
            motion[segment] += moved[joint]
    return motion


def _inertial(body: Body, posed: ForwardKinematics, velocity: Array, acceleration: Array) -> Array:
    """(B, 6, N) wrench that accelerates each segment and all that hangs on it."""
    mass, places, axes = _masses(body, posed)
    moments = _inertias(body)[3][:, :, None]
    rate, turn = velocity[:, 3:], acceleration[:, 3:]
    wrench = np.empty_like(velocity)
    wrench[:, :3] = acceleration[:, :3] + cross(turn, places, axis=1)
    wrench[:, :3] += cross(rate, velocity[:, :3] + cross(rate, places, axis=1), axis=1)
    wrench[:, :3] *= mass[:, None, None]
    own_rate, own_turn = (np.einsum("bwin,bwn->bin", axes, one) for one in (rate, turn))
    moment = moments * own_turn + cross(own_rate, moments * own_rate, axis=1)
    wrench[:, 3:] = cross(places, wrench[:, :3], axis=1) + np.einsum("bwin,bin->bwn", axes, moment)
    for segment in range(body.model.nbody - 1, 0, -1):
        wrench[body.model.body_parentid[segment]] += wrench[segment]
    return wrench


def _masses(body: Body, posed: ForwardKinematics) -> tuple[Array, Array, Array]:
    """Of the segments: mass (B,) [kg], its centre (B, 3, N) [m], principal axes of inertia (B, 3, 3, N) in columns."""
    mass, local, principal, _ = _inertias(body)
    return mass, (local[:, None, None] @ posed.places)[:, :, 0], principal @ posed.axes


def _generalised(body: Body, posed: ForwardKinematics, wrench: Array) -> Array:
    """(N, C) work of the wrenches on the segments per unit of each coordinate."""
    work = np.einsum("jkn,jkn->jn", posed.screws, wrench[body.model.jnt_bodyid])
    work *= posed.slopes
    force: Array = (joint_sums(body) @ work).T
    return force


@once_per_body
def _inertias(body: Body) -> tuple[Array, Array, Array, Array]:
    """Of the B segments: mass (B,) [kg], its centre (B, 4) as `in_segment`, and principal axes and moments of inertia.

    The axes (B, 1, 3, 3) are in the segment, in rows; the moments are (B, 3) [kg m2].
    """
    model = body.model
    axes = np.array([rotation_of(quaternion).T for quaternion in model.body_iquat])
    return model.body_mass, in_segment(model.body_ipos), axes[:, None], model.body_inertia


def segment_twists(body: Body, posed: ForwardKinematics, segment: int) -> tuple[Index, Array]:
    """Motion of a segment per unit rate of each coordinate.

    Args:
        posed: the body at N poses.

    Returns:
        (c,) the coordinates that move it, and (c, 6, N) its motion.
    """
    chain, coordinates, group = _chain(body, segment)
    whole = np.zeros((len(coordinates), 6, len(posed)))
    for row, joint in zip(group, chain, strict=True):
        whole[row] += posed.screws[joint] * posed.slopes[joint]
    return coordinates, whole


@lru_cache(maxsize=256)
def _chain(body: Body, segment: int) -> tuple[Index, Index, Index]:
    """Joints that move a segment, the coordinates that do, and of each joint its place among these."""
    chain = np.array(list(moving_joints(body.model, segment)), dtype=np.intp)
    return chain, *np.unique(body.joint_coordinate[chain], return_inverse=True)


@once_per_body
def joint_sums(body: Body) -> "scipy.sparse.csr_array":
    """(C, J) sparse matrix that sums joints into coordinates."""
    joints = np.arange(len(body.joint_coordinate))
    shape = len(body.coordinates), len(joints)
    return scipy.sparse.csr_array((np.ones(len(joints)), (body.joint_coordinate, joints)), shape=shape)
