"""Inverse dynamics: the generalised forces that a motion needs, and the positions of the segments."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from threading import local
from typing import Self

import mujoco
import numpy as np

from psoas.body import Body, moving_joints
from psoas.muscle import Index, parts_of
from psoas.timeseries import Array


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
class Dynamics(PerFrame):
    """N frames of a body in motion, in MuJoCo's world: x forward, y to the left, z up.

    Attributes:
        origins: (N, B, 3) of the segments [m].
        rotations: (N, B, 3, 3) axes of the segments as columns.
        centre: (N, 3) centre of mass of the whole body [m].
        twists: (N, J, 6) of each joint per unit rate of its coordinate: velocity of the world's origin, and turn.
        force: (N, C) generalised forces that muscles, ligaments and contacts together have to exert [N.m, N].
        spatial: (N, B, 6) turn rate of each segment, and velocity of its point at ``centre`` [rad/s, m/s].
    """

    origins: Array
    rotations: Array
    centre: Array
    twists: Array
    force: Array
    spatial: Array

    def points(self, segments: Sequence[int], local_positions: Array) -> Array:
        """(N, K, 3) positions in the world [m] of points fixed to segments, from (K, 3) positions in the segments."""
        points = np.empty((len(self.origins), len(local_positions), 3))
        of = np.asarray(segments)
        for segment in np.unique(of):
            own = np.flatnonzero(of == segment)
            turned = self.rotations[:, segment] @ local_positions[own].T
            points[:, own] = turned.swapaxes(1, 2) + self.origins[:, segment, None]
        return points

    def velocities(self, segments: Sequence[int], positions: Array) -> Array:
        """(N, K, 3) velocities of points (N, K, 3) fixed to segments [m/s]."""
        spatial = self.spatial[:, segments]
        turned = cross(spatial[..., :3], positions - self.centre[:, None])
        velocities: Array = spatial[..., 3:] + turned
        return velocities


def inverse_dynamics(body: Body, motion: Motion, *, threads: int | None = None) -> Dynamics:
    """Solve the recursive Newton-Euler equations with gravity (MuJoCo's), joint by joint, summed into coordinates.

    A joint that follows its coordinate by a curve p(x) has the velocity p' x' and the acceleration p' x'' + p'' x'^2.

    Args:
        motion: N frames in its coordinates.
        threads: number of threads; None takes one a core.
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
        position, speed, gain, slopes = _joint_motion(body, motion.selected(part))
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
        force[part] = (torque * slopes) @ joint_sums(body)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        list(pool.map(work, parts_of(count)))
    return Dynamics(origins, rotations.reshape(count, segments, 3, 3), centre, twists, force, spatial)


def _joint_motion(body: Body, motion: Motion) -> tuple[Array, Array, Array, Array]:
    """Position, velocity and acceleration of the joints, and their derivatives by the coordinates, all (n, J)."""
    slopes = body.joint_derivatives(motion.pose)
    velocity = motion.velocity[:, body.joint_coordinate]
    gain = slopes * motion.acceleration[:, body.joint_coordinate]
    gain += body.joint_derivatives(motion.pose, order=2) * velocity**2
    return body.joint_positions(motion.pose), slopes * velocity, gain, slopes


def segment_twists(body: Body, dynamics: Dynamics, segment: int) -> tuple[Index, Array]:
    """Motion of a segment per unit rate of each coordinate.

    Returns:
        (c,) the coordinates that move it, and (N, c, 6) velocity of the segment's point at the world's origin and turn
        rate.
    """
    chain = _chain(body, segment)
    coordinates, group = np.unique(body.joint_coordinate[chain], return_inverse=True)
    sums = np.zeros((len(coordinates), len(chain)))
    sums[group, np.arange(len(chain))] = 1.0
    return coordinates, sums @ dynamics.twists[:, chain]


@lru_cache(maxsize=256)
def _chain(body: Body, segment: int) -> Index:
    """Joints that move a segment."""
    return np.array(list(moving_joints(body.model, segment)), dtype=np.intp)


@lru_cache(maxsize=8)
def joint_sums(body: Body) -> Array:
    """(J, C) matrix that sums joints into coordinates."""
    sums = np.zeros((len(body.joint_coordinate), len(body.coordinates)))
    sums[np.arange(len(body.joint_coordinate)), body.joint_coordinate] = 1.0
    return sums


def _twists(model: mujoco.MjModel, anchors: Array, directions: Array, slopes: Array) -> Array:
    """(n, J, 6) twist of each joint per unit rate of its coordinate."""
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
