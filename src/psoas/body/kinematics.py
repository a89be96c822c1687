"""Forward kinematics of many poses at once: where a body's segments are, and how each joint moves them.

The world is MuJoCo's: x forward, y to the left, z up. The poses are the last axis of every array and contiguous in
memory, so that one array operation serves all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import mujoco
import numpy as np

from psoas.body.model import Body
from psoas.body.source import rotation_of
from psoas.timeseries import Array, Index, Mask


@dataclass(frozen=True, eq=False)
class ForwardKinematics:
    """Segments and joints at N poses.

    Attributes:
        places: (B, 3, 4, N) of the segments, the world first: unit axes in three columns, and the origin [m].
        screws: (J, 6, N) motion of all that a joint moves, per unit rate of the joint: velocity of the point at the
            world's origin, and turn rate.
        slopes: (J, N) derivative of each joint by its coordinate.
    """

    places: Array
    screws: Array
    slopes: Array

    def __len__(self) -> int:
        return int(self.slopes.shape[1])

    @property
    def twists(self) -> Array:
        """(J, 6, N) motion of all that a joint moves, per unit rate of its coordinate."""
        twists: Array = self.screws * self.slopes[:, None]
        return twists

    @property
    def axes(self) -> Array:
        """(B, 3, 3, N) unit axes of the segments, in columns."""
        return self.places[:, :, :3]

    @property
    def origins(self) -> Array:
        """(B, 3, N) origins of the segments [m]."""
        return self.places[:, :, 3]

    def selected(self, frames: slice | Index) -> Self:
        """Some of the poses."""
        places = np.ascontiguousarray(self.places[..., frames])
        return type(self)(places, self.screws[..., frames], self.slopes[..., frames])

    def points(self, segment: int, local: Array) -> Array:
        """(3, k, N) points of one segment in the world [m], from `in_segment`."""
        points: Array = local @ self.places[segment]
        return points


def in_segment(positions: Array) -> Array:
    """(k, 4) positions (k, 3) in a segment [m], as `ForwardKinematics.points` takes them: by its axes and its origin."""
    return np.column_stack([positions, np.ones(len(positions))])


@dataclass(frozen=True, eq=False)
class FixedPoints:
    """K points that are fixed to segments, sorted by segment for array operations.

    Attributes:
        groups: of each segment that has some: the segment, the indices (k,) of its points, their positions (k, 4).
        count: K.
    """

    groups: tuple[tuple[int, Index, Array], ...]
    count: int

    @classmethod
    def of(cls, segments: Sequence[int], positions: Array) -> "FixedPoints":
        """Prepare (K, 3) positions [m] in segments, which are given by their indices."""
        numbers, local = np.asarray(segments), in_segment(positions)
        own = [(int(segment), np.flatnonzero(numbers == segment)) for segment in np.unique(numbers)]
        return cls(tuple((segment, points, local[points]) for segment, points in own), len(local))

    def at(self, posed: ForwardKinematics, out: Array | None = None) -> Array:
        """(3, K, N) the points in the world [m], written to ``out`` where it is given."""
        points = np.empty((3, self.count, len(posed))) if out is None else out
        for segment, own, local in self.groups:
            points[:, own] = posed.points(segment, local)
        return points


@dataclass(frozen=True, eq=False)
class _Hinges:
    """Turns of the hinges: still + cosine cos(angle) + sine sin(angle), each (H, 3, 3, 1)."""

    still: Array
    cosine: Array
    sine: Array


def kinematics(body: Body, poses: Array) -> ForwardKinematics:
    """Compute where all segments are, and how the joints move them.

    Args:
        poses: (N, C) coordinates [rad, m].
    """
    model, count = body.model, len(poses)
    values, hinge, offsets = body.joint_positions(poses).T, hinges(model), _offset_rotations(body)
    turns, turn_of = _turns(_rotations(body), values[hinge]), np.cumsum(hinge) - 1
    places = np.zeros((model.nbody, 3, 4, count))
    places[0, :, :3] = np.eye(3)[:, :, None]
    screws, anchors = np.zeros((model.njnt, 6, count)), np.zeros((model.njnt, 3, count))
    for segment in range(1, model.nbody):
        above, offset = places[model.body_parentid[segment]], offsets[segment]
        axes = above[:, :3] if offset is None else offset.T @ above[:, :3]
        origin = above[:, 3] + model.body_pos[segment] @ above[:, :3]
        first = int(model.body_jntadr[segment])
        for joint in range(first, first + int(model.body_jntnum[segment])):
            direction, anchor = model.jnt_axis[joint] @ axes, model.jnt_pos[joint]
            if not hinge[joint]:
                screws[joint, :3] = direction
                origin += direction * values[joint]
                continue
            apart = anchor.any()
            if apart:
                origin += anchor @ axes
            screws[joint, 3:], anchors[joint] = direction, origin
            axes = np.einsum("wkn,kin->win", axes, turns[turn_of[joint]])
            if apart:
                origin -= anchor @ axes
        places[segment, :, :3], places[segment, :, 3] = axes, origin
    screws[:, :3] += cross(anchors, screws[:, 3:], axis=1)
    return ForwardKinematics(places, screws, body.joint_derivatives(poses).T)


def hinges(model: mujoco.MjModel) -> Mask:
    """(J,) True where a joint turns, False where it slides."""
    return np.asarray(model.jnt_type == int(mujoco.mjtJoint.mjJNT_HINGE))


def cross(a: Array, b: Array, axis: int = 0) -> Array:
    """Cross product of vectors along the first, second or last axis (0, 1, -1); several times as fast as NumPy's."""
    product = np.empty(np.broadcast_shapes(a.shape, b.shape))
    first, second, result = ([_part(one, k, axis) for k in range(3)] for one in (a, b, product))
    for k, (i, j) in enumerate(((1, 2), (2, 0), (0, 1))):
        np.multiply(first[i], second[j], out=result[k])
        result[k] -= first[j] * second[i]
    return product


def _part(vectors: Array, number: int, axis: int) -> Array:
    """One component, along the first, second or last axis; a view."""
    return vectors[number] if axis == 0 else vectors[:, number] if axis == 1 else vectors[..., number]


def _turns(rotations: _Hinges, angles: Array) -> Array:
    """(H, 3, 3, N) axes after the turn in those before it, in columns."""
    angles = angles[:, None, None]
    turns: Array = rotations.cosine * np.cos(angles)
    turns += rotations.sine * np.sin(angles)
    turns += rotations.still
    return turns


@lru_cache(maxsize=8)
def _rotations(body: Body) -> _Hinges:
    """Rodrigues' formula of every hinge."""
    axis = body.model.jnt_axis[hinges(body.model)]
    along = axis[:, :, None] * axis[:, None]
    across = np.cross(axis[:, None], np.eye(3)).swapaxes(1, 2)
    return _Hinges(along[..., None], (np.eye(3) - along)[..., None], across[..., None])


@lru_cache(maxsize=8)
def _offset_rotations(body: Body) -> list[Array | None]:
    """(3, 3) axes of each segment in its parent when all joints are at zero, in columns; None where they are alike."""
    turns = [rotation_of(quaternion) for quaternion in body.model.body_quat]
    return [None if np.array_equal(turn, np.eye(3)) else turn for turn in turns]
