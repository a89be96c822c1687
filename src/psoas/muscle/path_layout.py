"""Lengths and moment arms of all muscles of a body, laid out so that one array operation serves many poses.

A path is a chain of straight stretches from point to point; a muscle that wraps has two points more, where it meets
and leaves its surface. Its length is the sum of the stretches and arcs. The moment arm of a stretch with the direction
u and the moment m = p x u about the world's origin is s . (u, m), where s is the screw of a coordinate between the two
segments that the stretch joins: points that slide on a surface do not change the length.
"""

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from psoas.body import (
    Around,
    Body,
    FixedPoints,
    ForwardKinematics,
    Point,
    Wrap,
    cross,
    in_segment,
    moving_joints,
    once_per_body,
)
from psoas.muscle.wrapping import wrap
from psoas.timeseries import Array, Index, Mask


@dataclass(frozen=True, eq=False)
class SolvedPaths:
    """Lengths, moment arms and directions of pull at N poses; the poses are contiguous in memory.

    Attributes:
        lengths: (M, N) muscle-tendon lengths [m].
        entries: (E, N) of the moment arms, which the layout's ``arms`` sums [m/rad].
        directions: (3, S, N) unit, of the stretches from one segment to another, in the world.
    """

    lengths: Array
    entries: Array
    directions: Array


@dataclass(frozen=True, eq=False)
class _Wraps:
    """The W surfaces of muscles that wrap.

    Attributes:
        points: 5 W points: before and after the surface, its centre, a point at the side of the muscle, and one that
            lies a metre along the axis of a cylinder, or in the centre of a sphere.
        radius: (W,) [m].
    """

    points: FixedPoints
    radius: Array

    def solve(self, posed: ForwardKinematics) -> tuple[Array, Array]:
        """(3, 7 W, N) the points, then those where paths meet their surfaces, and leave them [m]; arcs (W, N) [m]."""
        count = len(self.radius)
        points = np.empty((3, 7 * count, len(posed)))
        self.points.at(posed, out=points[:, : 5 * count])
        start, end, centre, side, tip, meets, leaves = points.reshape(3, 7, count, -1).swapaxes(0, 1)
        meets[:], leaves[:], arcs = wrap(start, end, centre, side - centre, tip - centre, self.radius)
        return points, arcs


@dataclass(frozen=True, eq=False)
class _Pair:
    """Stretches from one segment to another, and the screws that move these apart.

    Attributes:
        segments: the two.
        starts, ends: (f, 4) of the stretches from point to point, in their segments.
        bent: (2, b) starts and ends of those to and from surfaces, among the 7 W points.
        stretches: all f + b.
        screws: of the coordinates.
        entries: products of both.
    """

    segments: tuple[int, int]
    starts: Array
    ends: Array
    bent: NDArray[np.intp]
    stretches: slice
    screws: slice
    entries: slice


@dataclass(frozen=True, eq=False)
class PathLayout:
    """The muscles of a body, sorted for array operations.

    Attributes:
        places: (G,) flat (muscle * C + coordinate) indices of the moment arms that can differ from zero.
        wraps: the surfaces.
        within: (2, w) starts and ends, among the 7 W points, of stretches to and from surfaces within a segment.
        muscles: (S,) of the stretches from one segment to another.
        constant: (M,) length that lies within single segments [m].
        lengths: (M, S + within + W) sparse, sums stretches and arcs into muscles.
        screws: (Q, J) sparse, sums joints into the screws of (pair of segments, coordinate).
        pairs: stretches and screws by pair of segments.
        arms: (G, E) sparse, sums entries into the moment arms at ``places``, with their sign.
    """

    places: Index
    wraps: _Wraps
    within: NDArray[np.intp]
    muscles: Index
    constant: Array
    lengths: "scipy.sparse.csr_array"
    screws: "scipy.sparse.csr_array"
    pairs: tuple[_Pair, ...]
    arms: "scipy.sparse.csr_array"

    def solve(self, posed: ForwardKinematics) -> SolvedPaths:
        """Compute the paths at N poses."""
        poses, across = len(posed), len(self.muscles)
        points, arcs = self.wraps.solve(posed)
        screws = (self.screws @ posed.twists.reshape(len(posed.screws), -1)).reshape(-1, 6, poses)
        length = np.empty((self.lengths.shape[1], poses))
        wrenches = np.empty((6, across, poses))
        entries = np.empty((self.arms.shape[1], poses))
        for pair in self.pairs:
            start, end = (
                posed.points(*of) for of in zip(pair.segments, (pair.starts, pair.ends), strict=True)
            )
            if pair.bent.size:
                start, end = (
                    np.concatenate([straight, np.take(points, bent, axis=1)], axis=1)
                    for straight, bent in zip((start, end), pair.bent, strict=True)
                )
            wrench = wrenches[:, pair.stretches]
            along = end - start
            length[pair.stretches] = size = _size(along)
            np.divide(along, size, out=wrench[:3])
            cross(start, wrench[:3], out=wrench[3:])
            screw = screws[pair.screws]
            found = entries[pair.entries].reshape(-1, len(screw), poses)
            np.einsum("ksn,ckn->scn", wrench, screw, out=found)
        length[across : len(length) - len(arcs)] = _size(
            points[:, self.within[1]] - points[:, self.within[0]]
        )
        length[len(length) - len(arcs) :] = arcs
        return SolvedPaths(self.lengths @ length + self.constant[:, None], entries, wrenches[:3])

    def pulls(self, solved: SolvedPaths, force: Array, parts: Mask) -> Array:
        """Pull of the muscles on parts of the body.

        Args:
            solved: the paths at N poses.
            force: (M, N) along the tendons [N].
            parts: (k, B) True for the segments of each part.

        Returns:
            (k, 3, N) in the world [N].
        """
        together = np.empty((len(self.pairs), 3, force.shape[1]))
        for row, pair in enumerate(self.pairs):
            own = pair.stretches
            np.einsum("ksn,sn->kn", solved.directions[:, own], force[self.muscles[own]], out=together[row])
        a, b = np.array([pair.segments for pair in self.pairs]).T
        held = scipy.sparse.csr_array(parts[:, a].astype(float) - parts[:, b])
        pulls: Array = (held @ together.reshape(len(together), -1)).reshape(-1, *together.shape[1:])
        return pulls


def _size(ways: Array) -> Array:
    """(k, N) lengths of vectors (3, k, N)."""
    return np.asarray(np.sqrt(np.einsum("ksn,ksn->sn", ways, ways)))


@once_per_body
def path_layout(body: Body) -> PathLayout:
    """Lay out the muscles of a body, once."""
    paths = [body.skeleton.muscles[name].path for name in body.muscles]
    number = {name: body.model.body(name).id for name in body.skeleton.segments}
    constant, bends = np.zeros(len(paths)), []
    stretches: list[_StraightStretch] = []
    for row, path in enumerate(paths):
        for a, b in pairwise(path):
            if not (isinstance(a, Point) and isinstance(b, Point)):
                continue
            if a.segment == b.segment:
                constant[row] += np.linalg.norm(b.position - a.position)
            else:
                segments = number[a.segment], number[b.segment]
                stretches.append(_StraightStretch(*segments, row, straight=(a.position, b.position)))
        for before, step, after in zip(path, path[1:], path[2:], strict=False):
            if isinstance(before, Point) and isinstance(step, Around) and isinstance(after, Point):
                bends.append(_Bend(row, before, step, body.skeleton.wraps[step.wrap], after))
    starts, ends, _, _, _, meets, leaves = np.arange(7 * len(bends)).reshape(7, -1).tolist()
    for index, bend in enumerate(bends):
        on = number[bend.surface.segment]
        to, way = (starts[index], meets[index]), (leaves[index], ends[index])
        stretches.append(_StraightStretch(number[bend.before.segment], on, bend.muscle, bent=to))
        stretches.append(_StraightStretch(on, number[bend.after.segment], bend.muscle, bent=way))
    across = sorted(
        (one for one in stretches if one.start != one.end), key=lambda one: (one.start, one.end, one.bent)
    )
    within = [one for one in stretches if one.start == one.end]
    rows = np.array([one.muscle for one in across])
    summed = np.array([*rows, *(one.muscle for one in within), *(bend.muscle for bend in bends)])
    lengths = scipy.sparse.csr_array(
        (np.ones(len(summed)), (summed, np.arange(len(summed)))), shape=(len(paths), len(summed))
    )
    screws, pairs, entry_rows, entry_coordinates = _pairs(body, across)
    places, group = np.unique(entry_rows * len(body.coordinates) + entry_coordinates, return_inverse=True)
    arms = scipy.sparse.csr_array(
        (-np.ones(len(group)), (group, np.arange(len(group)))), shape=(len(places), len(group))
    )
    return PathLayout(
        places,
        _wraps(bends, number),
        np.array([one.bent for one in within], dtype=np.intp).reshape(-1, 2).T,
        rows,
        constant,
        lengths,
        screws,
        pairs,
        arms,
    )


class _StraightStretch(NamedTuple):
    """A straight stretch of a muscle: its segments, and its ends, points in them or numbers among the 7 W points."""

    start: int
    end: int
    muscle: int
    straight: tuple[Array, ...] = ()
    bent: tuple[int, ...] = ()


class _Bend(NamedTuple):
    """The part of a muscle around a surface, and the points before and after."""

    muscle: int
    before: Point
    around: Around
    surface: Wrap
    after: Point


def _wraps(bends: list[_Bend], number: dict[str, int]) -> _Wraps:
    """The surfaces and their points."""
    columns: list[list[Point]] = [[], [], [], [], []]
    for _, before, around, surface, after in bends:
        if around.side is None:
            raise ValueError(f"A path around {around.wrap} needs a point that says on which side it lies.")
        along = surface.rotation[:, 2] if surface.kind == "cylinder" else np.zeros(3)
        centre, tip = (Point(surface.segment, surface.position + way) for way in (np.zeros(3), along))
        for column, point in zip(columns, (before, after, centre, around.side, tip), strict=True):
            column.append(point)
    points = [point for column in columns for point in column]
    fixed = FixedPoints.of(
        [number[point.segment] for point in points],
        np.array([point.position for point in points]).reshape(-1, 3),
    )
    return _Wraps(fixed, np.array([bend.surface.radius for bend in bends]))


def _pairs(
    body: Body, across: list[_StraightStretch]
) -> tuple["scipy.sparse.csr_array", tuple[_Pair, ...], Index, Index]:
    """The screws of all pairs of segments, and muscle and coordinate of each of their entries."""
    shares: list[tuple[int, int, float]] = []
    pairs, entry_rows, entry_coordinates = [], [], []
    screw = entry = first = 0
    for (a, b), group in groupby(across, key=lambda one: (one.start, one.end)):
        own = list(group)
        above_a, above_b = set(moving_joints(body.model, a)), set(moving_joints(body.model, b))
        moved = [(j, 1.0) for j in sorted(above_b - above_a)] + [(j, -1.0) for j in sorted(above_a - above_b)]
        coordinates = sorted({int(body.joint_coordinate[j]) for j, _ in moved})
        shares += [(screw + coordinates.index(int(body.joint_coordinate[j])), j, sign) for j, sign in moved]
        straight = np.array([one.straight for one in own if one.straight]).reshape(-1, 2, 3)
        pairs.append(
            _Pair(
                (a, b),
                in_segment(straight[:, 0]),
                in_segment(straight[:, 1]),
                np.array([one.bent for one in own if one.bent], dtype=np.intp).reshape(-1, 2).T,
                slice(first, first + len(own)),
                slice(screw, screw + len(coordinates)),
                slice(entry, entry + len(own) * len(coordinates)),
            )
        )
        for one in own:
            entry_rows += [one.muscle] * len(coordinates)
            entry_coordinates += coordinates
        first, screw, entry = pairs[-1].stretches.stop, pairs[-1].screws.stop, pairs[-1].entries.stop
    of_screw, joints, signs = (np.array(column) for column in zip(*shares, strict=True))
    summed = scipy.sparse.csr_array((signs, (of_screw, joints)), shape=(screw, body.model.njnt))
    return summed, tuple(pairs), np.array(entry_rows), np.array(entry_coordinates)
