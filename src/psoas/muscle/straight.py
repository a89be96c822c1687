"""Lengths and moment arms of muscles that run straight from point to point, many poses at once.

The path of a muscle without a wrap is known: its length is a sum of distances, and the moment arm of a stretch with the
direction u and the moment m = p x u about the origin is s . (u, m), where s is the screw axis of a coordinate between
the two segments that the stretch joins. MuJoCo computes the same one muscle and one joint after the other.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import mujoco
import numpy as np
import scipy

from psoas.body import Body, Point, moving_joints
from psoas.timeseries import Array

Index = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, eq=False)
class WorldFrames:
    """Segments and joints in the world at N poses; the poses are the last axis, contiguous in memory.

    Attributes:
        origins: (B, 3, N) of the B segments [m].
        axes: (B, 3, 3, N) of the segments, the axis of the segment before that of the world.
        anchors: (3, J, N) of the J joints [m].
        directions: (3, J, N) of the joints.
        slopes: (J, N) derivative of each joint by its coordinate.
    """

    origins: Array
    axes: Array
    anchors: Array
    directions: Array
    slopes: Array

    @classmethod
    def of(
        cls, origins: Array, axes: Array, anchors: Array, directions: Array, slopes: Array
    ) -> "WorldFrames":
        """Rearrange arrays in MuJoCo's order: (N, B, 3), (N, B, 9), (N, J, 3), (N, J, 3) and (N, J)."""
        matrices = axes.reshape(*origins.shape, 3)
        return cls(
            np.ascontiguousarray(origins.transpose(1, 2, 0)),
            np.ascontiguousarray(matrices.transpose(1, 3, 2, 0)),
            np.ascontiguousarray(anchors.transpose(2, 1, 0)),
            np.ascontiguousarray(directions.transpose(2, 1, 0)),
            np.ascontiguousarray(slopes.T),
        )


@dataclass(frozen=True, eq=False)
class _Pair:
    """Stretches that join the same two segments, and the screws that move these apart."""

    stretches: slice
    screws: slice
    entries: slice


@dataclass(frozen=True, eq=False)
class StraightPaths:
    """The straight muscles of a body, sorted for array operations.

    Attributes:
        muscles: (M,) columns of these muscles among all.
        places: (G,) flat (muscle * C + coordinate) indices of the moment arms that can differ from zero.
        local: per segment, its index and (K, 3) points.
        starts, ends: (S,) points at either end of each stretch between two segments.
        constant: (M,) length that lies within single segments [m].
        lengths: (M, S) sparse, sums stretches into muscles.
        screws: (Q, J) sparse, sums joints into the screws of (pair of segments, coordinate).
        hinges: (J,) True where a joint turns.
        pairs: stretches and screws by pair of segments.
        arms: (G, E) sparse, sums entries into moment arms, with their sign.
    """

    muscles: Index
    places: Index
    local: tuple[tuple[int, Array], ...]
    starts: Index
    ends: Index
    constant: Array
    lengths: "scipy.sparse.csr_array"
    screws: "scipy.sparse.csr_array"
    hinges: np.ndarray[tuple[int], np.dtype[np.bool_]]
    pairs: tuple[_Pair, ...]
    arms: "scipy.sparse.csr_array"

    def solve(self, frames: WorldFrames) -> tuple[Array, Array]:
        """(M, N) lengths [m] and (G, N) moment arms [m/rad] at the poses of ``frames``."""
        count = frames.slopes.shape[1]
        points = np.concatenate([self._points(frames, *row, count) for row in self.local])
        start = points[self.starts].swapaxes(0, 1)
        along = points[self.ends].swapaxes(0, 1) - start
        length = np.sqrt((along * along).sum(axis=0))
        wrench = np.empty((6, len(self.starts), count))
        np.divide(along, length, out=wrench[:3])
        cross(start, wrench[:3], out=wrench[3:])
        screws = (self.screws @ self._twists(frames)).reshape(-1, 6, count)
        entries = np.empty((self.arms.shape[1], count))
        for pair in self.pairs:
            screw = screws[pair.screws]
            found = entries[pair.entries].reshape(-1, len(screw), count)
            np.einsum("ksn,ckn->scn", wrench[:, pair.stretches], screw, out=found)
        return self.lengths @ length + self.constant[:, None], self.arms @ entries

    def _points(self, frames: WorldFrames, segment: int, local: Array, count: int) -> Array:
        """(K, 3, N) points of one segment in the world."""
        turned = local @ frames.axes[segment].reshape(3, -1)
        points: Array = turned.reshape(-1, 3, count) + frames.origins[segment]
        return points

    def _twists(self, frames: WorldFrames) -> Array:
        """(J, 6 * N) screw of each joint per unit rate of its coordinate."""
        twist = np.zeros((len(self.hinges), 6, frames.slopes.shape[1]))
        moment = cross(frames.anchors, frames.directions, out=np.empty_like(frames.anchors))
        turns = self.hinges
        twist[turns, :3] = moment[:, turns].swapaxes(0, 1)
        twist[turns, 3:] = frames.directions[:, turns].swapaxes(0, 1)
        twist[~turns, :3] = frames.directions[:, ~turns].swapaxes(0, 1)
        twist *= frames.slopes[:, None]
        return twist.reshape(len(twist), -1)


@lru_cache(maxsize=8)
def straight_paths(body: Body) -> StraightPaths:
    """Prepare the straight muscles of a body, once."""
    model = body.pelvis_fixed
    columns = [i for i, name in enumerate(body.muscles) if body.skeleton.muscles[name].is_straight]
    points: list[Point] = []
    stretches: list[tuple[int, int, int]] = []
    constant = np.zeros(len(columns))
    for row, column in enumerate(columns):
        path = [step for step in body.skeleton.muscles[body.muscles[column]].path if isinstance(step, Point)]
        for a, b in pairwise(range(len(points), len(points) + len(path))):
            stretches.append((row, a, b))
        points += path
    segments = np.array([model.body(p.segment).id for p in points])
    order = np.argsort(segments, kind="stable")
    place = np.empty(len(points), dtype=np.intp)
    place[order] = np.arange(len(points))
    across = []
    for row, a, b in stretches:
        if segments[a] == segments[b]:
            constant[row] += np.linalg.norm(points[b].position - points[a].position)
        else:
            across.append((int(segments[a]), int(segments[b]), row, int(place[a]), int(place[b])))
    across.sort()
    local = tuple(
        (int(segment), np.array([points[i].position for i in order if segments[i] == segment]))
        for segment in np.unique(segments)
    )
    rows, starts, ends = (np.array([s[k] for s in across], dtype=np.intp) for k in (2, 3, 4))
    lengths = scipy.sparse.csr_array(
        (np.ones(len(across)), (rows, np.arange(len(across)))), shape=(len(columns), len(across))
    )
    screws, pairs, entry_rows, entry_coordinates = _pairs(body, across)
    places = np.array(columns)[entry_rows] * len(body.coordinates) + entry_coordinates
    unique, group = np.unique(places, return_inverse=True)
    arms = scipy.sparse.csr_array(
        (-np.ones(len(places)), (group, np.arange(len(places)))), shape=(len(unique), len(places))
    )
    hinges = model.jnt_type == int(mujoco.mjtJoint.mjJNT_HINGE)
    return StraightPaths(
        np.array(columns), unique, local, starts, ends, constant, lengths, screws, hinges, pairs, arms
    )


def _pairs(
    body: Body, across: list[tuple[int, int, int, int, int]]
) -> tuple["scipy.sparse.csr_array", tuple[_Pair, ...], Index, Index]:
    """The screws of all pairs of segments, and muscle and coordinate of each of their entries."""
    model = body.pelvis_fixed
    joint_coordinate = body.joint_coordinate[-model.njnt :]
    shares: list[tuple[int, int, float]] = []
    pairs, entry_rows, entry_coordinates = [], [], []
    screw = entry = first = 0
    while first < len(across):
        a, b = across[first][:2]
        last = first
        while last < len(across) and across[last][:2] == (a, b):
            last += 1
        above_a, above_b = set(moving_joints(model, a)), set(moving_joints(model, b))
        moved = [(j, 1.0) for j in sorted(above_b - above_a)] + [(j, -1.0) for j in sorted(above_a - above_b)]
        coordinates = sorted({int(joint_coordinate[j]) for j, _ in moved})
        shares += [(screw + coordinates.index(int(joint_coordinate[j])), j, sign) for j, sign in moved]
        width = (last - first) * len(coordinates)
        pairs.append(
            _Pair(slice(first, last), slice(screw, screw + len(coordinates)), slice(entry, entry + width))
        )
        for _, _, row, _, _ in across[first:last]:
            entry_rows += [row] * len(coordinates)
            entry_coordinates += coordinates
        screw, entry, first = screw + len(coordinates), entry + width, last
    rows, joints, signs = (np.array(column) for column in zip(*shares, strict=True))
    screws = scipy.sparse.csr_array((signs, (rows, joints)), shape=(screw, model.njnt))
    return screws, tuple(pairs), np.array(entry_rows), np.array(entry_coordinates)


def cross(a: Array, b: Array, out: Array) -> Array:
    """Cross product over the first axis, into ``out``."""
    for k, (i, j) in enumerate(((1, 2), (2, 0), (0, 1))):
        np.multiply(a[i], b[j], out=out[k])
        out[k] -= a[j] * b[i]
    return out
