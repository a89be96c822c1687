"""Forward kinematics of many poses at once: where a body's segments are, and how each joint moves them.

The world is MuJoCo's: x forward, y to the left, z up. The poses are the last axis of every array and contiguous in
memory, so that one array operation serves all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

import mujoco
import numpy as np

from psoas.body.model import Body
from psoas.body.once_per_body import once_per_body
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
    """(k, 4) positions (k, 3) in a segment [m], as `ForwardKinematics.points` takes them: by axes and origin."""
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


def kinematics(body: Body, poses: Array, ends: tuple[str, ...] | None = None) -> ForwardKinematics:
    """Compute where all segments are, and how the joints move them.

    Args:
        poses: (N, C) coordinates [rad, m].
        ends: names of segments: only these and those between them and the world are computed, and all else is zero.
    """
    links, count = _links(body, ends), len(poses)
    values = body.joint_positions(poses).T
    turns = _turns(_rotations(body), values[hinges(body.model)])
    places = np.zeros((body.model.nbody, 3, 4, count))
    places[0, :, :3] = np.eye(3)[:, :, None]
    screws, anchors = np.zeros((len(values), 6, count)), np.zeros((len(values), 3, count))
    for link in links:
        above = places[link.parent]
        axes = above[:, :3] if link.rotation is None else link.rotation.T @ above[:, :3]
        origin = above[:, 3] + link.position @ above[:, :3]
        for joint, turn, axis, anchor in link.joints:
            direction = axis @ axes
            if turn is None:
                screws[joint, :3] = direction
                origin += direction * values[joint]
                continue
            if anchor is not None:
                origin += anchor @ axes
            screws[joint, 3:], anchors[joint] = direction, origin
            axes = np.einsum("wkn,kin->win", axes, turns[turn])
            if anchor is not None:
                origin -= anchor @ axes
        places[link.segment, :, :3], places[link.segment, :, 3] = axes, origin
    screws[:, :3] += cross(anchors, screws[:, 3:], axis=1)
    return ForwardKinematics(places, screws, body.joint_derivatives(poses).T)


def hinges(model: mujoco.MjModel) -> Mask:
    """(J,) True where a joint turns, False where it slides."""
    return np.asarray(model.jnt_type == int(mujoco.mjtJoint.mjJNT_HINGE))


def cross(a: Array, b: Array, axis: int = 0, out: Array | None = None) -> Array:
    """Cross product of vectors along the first, second or last axis (0, 1, -1); several times as fast as NumPy's."""
    product = np.empty(np.broadcast_shapes(a.shape, b.shape)) if out is None else out
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


@once_per_body
def _rotations(body: Body) -> _Hinges:
    """Rodrigues' formula of every hinge."""
    axis = body.model.jnt_axis[hinges(body.model)]
    along = axis[:, :, None] * axis[:, None]
    across = np.cross(axis[:, None], np.eye(3)).swapaxes(1, 2)
    return _Hinges(along[..., None], (np.eye(3) - along)[..., None], across[..., None])


class _Link(NamedTuple):
    """A segment and how it hangs on its parent.

    Attributes:
        segment, parent: indices.
        position, rotation: (3,) [m] and (3, 3) in the parent when all joints are at zero; None for parallel axes.
        joints: index, index among the hinges or None, axis (3,) in the segment, and anchor (3,) [m] or None at zero.
    """

    segment: int
    parent: int
    position: Array
    rotation: Array | None
    joints: list[tuple[int, int | None, Array, Array | None]]


@lru_cache(maxsize=16)
def _links(body: Body, ends: tuple[str, ...] | None) -> list[_Link]:
    """All segments, or those between the world and some ends; a parent before its children."""
    model, turning = body.model, hinges(body.model)
    joints: list[list[tuple[int, int | None, Array, Array | None]]] = [[] for _ in range(model.nbody)]
    numbers = np.cumsum(turning) - 1
    for joint, segment in enumerate(model.jnt_bodyid.tolist()):
        anchor = model.jnt_pos[joint] if model.jnt_pos[joint].any() else None
        number = int(numbers[joint]) if turning[joint] else None
        joints[segment].append((joint, number, model.jnt_axis[joint], anchor))
    turns = [rotation_of(quaternion) for quaternion in model.body_quat]
    rotations = [None if np.array_equal(turn, np.eye(3)) else turn for turn in turns]
    parents = model.body_parentid.tolist()
    wanted = set(range(model.nbody)) if ends is None else {model.body(name).id for name in ends}
    for segment in range(model.nbody - 1, 0, -1):
        if segment in wanted:
            wanted.add(parents[segment])
    return [
        _Link(segment, parents[segment], model.body_pos[segment], rotations[segment], joints[segment])
        for segment in sorted(wanted - {0})
    ]
