"""Inverse dynamics: the generalised forces that a motion needs, and where the body is meanwhile."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from threading import local

import mujoco
import numpy as np

from psoas.body import Body
from psoas.muscle import Index, parts_of
from psoas.timeseries import Array


@dataclass(frozen=True, eq=False)
class Motion:
    """Poses and how they change: all (N, C) in the coordinates of the body [rad, m], [1/s], [1/s2]."""

    pose: Array
    velocity: Array
    acceleration: Array

    @classmethod
    def still(cls, pose: Array) -> "Motion":
        """N poses at rest."""
        return cls(pose, np.zeros_like(pose), np.zeros_like(pose))

    def __len__(self) -> int:
        return len(self.pose)

    def taken(self, frames: slice | Index) -> "Motion":
        """Some of the frames."""
        return Motion(self.pose[frames], self.velocity[frames], self.acceleration[frames])


@dataclass(frozen=True, eq=False)
class Dynamics:
    """N frames of a body in motion, in MuJoCo's world: x forward, y to the left, z up.

    Attributes:
        origins: (N, B, 3) of the segments [m]; rotations: (N, B, 3, 3) their axes as columns.
        centre: (N, 3) centre of mass of the whole body [m].
        twists: (N, J, 6) of each joint at the pace of its coordinate: velocity of the world's origin, and turn.
        force: (N, C) generalised forces that muscles, ligaments and contacts have to give together [N.m, N].
        spatial: (N, B, 6) turn rate of each segment, and velocity of its point at ``centre`` [rad/s, m/s].
    """

    origins: Array
    rotations: Array
    centre: Array
    twists: Array
    force: Array
    spatial: Array

    def taken(self, frames: slice | Index) -> "Dynamics":
        """Some of the frames."""
        return Dynamics(
            self.origins[frames],
            self.rotations[frames],
            self.centre[frames],
            self.twists[frames],
            self.force[frames],
            self.spatial[frames],
        )

    def points(self, segments: Sequence[int], local_positions: Array) -> Array:
        """(N, K, 3) of points that are fixed to segments, from their (K, 3) places in them."""
        points = np.empty((len(self.origins), len(local_positions), 3))
        of = np.asarray(segments)
        for segment in np.unique(of):
            own = np.flatnonzero(of == segment)
            turned = self.rotations[:, segment] @ local_positions[own].T
            points[:, own] = turned.swapaxes(1, 2) + self.origins[:, segment, None]
        return points

    def velocities(self, segments: Sequence[int], positions: Array) -> Array:
        """(N, K, 3) velocities of points (N, K, 3) that are fixed to segments [m/s]."""
        spatial = self.spatial[:, segments]
        turned = cross(spatial[..., :3], positions - self.centre[:, None])
        velocities: Array = spatial[..., 3:] + turned
        return velocities


def inverse_dynamics(body: Body, motion: Motion, *, threads: int | None = None) -> Dynamics:
    """Recursive Newton-Euler with gravity (MuJoCo's), joint by joint, summed into the coordinates.

    A joint that follows its coordinate by a curve p(x) has the velocity p' x' and the acceleration p' x'' + p'' x'^2.
    """
    model, count = body.model, len(motion)
    joints, segments = model.njnt, model.nbody
    origins, rotations = np.empty((count, segments, 3)), np.empty((count, segments, 9))
    centre, twists = np.empty((count, 3)), np.empty((count, joints, 6))
    force, spatial = np.empty((count, len(body.coordinates))), np.empty((count, segments, 6))
    own = local()

    def work(part: slice) -> None:
        if not hasattr(own, "data"):
            own.data = mujoco.MjData(model)
        data, found = own.data, np.zeros(joints)
        position, speed, gain, slopes = _joint_motion(body, motion.taken(part))
        torque = np.empty_like(slopes)
        anchors, directions = np.empty((2, len(slopes), joints, 3))
        qpos, qvel, qacc = data.qpos, data.qvel, data.qacc
        xpos, xmat, xanchor, xaxis, com = data.xpos, data.xmat, data.xanchor, data.xaxis, data.subtree_com
        for row, frame in enumerate(range(part.start, part.stop)):
            qpos[:], qvel[:], qacc[:] = position[row], speed[row], gain[row]
            mujoco.mj_kinematics(model, data)
            mujoco.mj_comPos(model, data)
            mujoco.mj_comVel(model, data)
            mujoco.mj_rne(model, data, 1, found)
            torque[row] = found
            origins[frame], rotations[frame] = xpos, xmat
            anchors[row], directions[row], centre[frame] = xanchor, xaxis, com[0]
            spatial[frame] = data.cvel
        twists[part] = _twists(model, anchors, directions, slopes)
        force[part] = (torque * slopes) @ _summing(body)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        list(pool.map(work, parts_of(count)))
    return Dynamics(origins, rotations.reshape(count, segments, 3, 3), centre, twists, force, spatial)


def _joint_motion(body: Body, motion: Motion) -> tuple[Array, Array, Array, Array]:
    """Position, velocity, acceleration of the joints, and their slopes by the coordinates, all (n, J)."""
    slopes = body.joint_derivatives(motion.pose)
    velocity = motion.velocity[:, body.joint_coordinate]
    gain = slopes * motion.acceleration[:, body.joint_coordinate]
    gain += body.joint_second_derivatives(motion.pose) * velocity**2
    return body.joint_positions(motion.pose), slopes * velocity, gain, slopes


def segment_twists(body: Body, dynamics: Dynamics, segment: int) -> tuple[Index, Array]:
    """How a segment moves with the coordinates.

    Returns:
        (c,) the coordinates that move it, and (N, c, 6) velocity of the segment's point at the world's origin and turn
        rate, per unit of each coordinate's rate.
    """
    chain = _chain(body, segment)
    coordinates, group = np.unique(body.joint_coordinate[chain], return_inverse=True)
    sums = np.zeros((len(coordinates), len(chain)))
    sums[group, np.arange(len(chain))] = 1.0
    return coordinates, sums @ dynamics.twists[:, chain]


@lru_cache(maxsize=256)
def _chain(body: Body, segment: int) -> Index:
    model = body.model
    joints: list[int] = []
    while segment:
        first = int(model.body_jntadr[segment])
        joints += range(first, first + int(model.body_jntnum[segment]))
        segment = int(model.body_parentid[segment])
    return np.array(joints, dtype=np.intp)


@lru_cache(maxsize=8)
def _summing(body: Body) -> Array:
    sums = np.zeros((len(body.joint_coordinate), len(body.coordinates)))
    sums[np.arange(len(body.joint_coordinate)), body.joint_coordinate] = 1.0
    return sums


def _twists(model: mujoco.MjModel, anchors: Array, directions: Array, slopes: Array) -> Array:
    twists = np.empty((*slopes.shape, 6))
    hinges = model.jnt_type == int(mujoco.mjtJoint.mjJNT_HINGE)
    moments = cross(anchors, directions)
    twists[..., :3] = np.where(hinges[:, None], moments, directions)
    twists[..., 3:] = directions
    twists[:, ~hinges, 3:] = 0.0
    twists *= slopes[:, :, None]
    return twists


def cross(a: Array, b: Array) -> Array:
    """(..., 3) cross product of (..., 3) vectors; several times as fast as NumPy's."""
    product = np.empty(np.broadcast_shapes(a.shape, b.shape))
    for k, (i, j) in enumerate(((1, 2), (2, 0), (0, 1))):
        np.multiply(a[..., i], b[..., j], out=product[..., k])
        product[..., k] -= a[..., j] * b[..., i]
    return product
