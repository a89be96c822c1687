"""The body as one camera can tell it: a tree of segments that moves by 18 coordinates a frame, with its Jacobians.

Frames: x forward, y up, z to the person's right; the camera's own x right, y down, z ahead. ``heading`` turns the
person about the vertical: 0 faces the right of the picture, square to the camera.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from psoas.sides import SIDES, Side
from psoas.timeseries import Array

X, Y, Z = np.eye(3)
PERSON_TO_CAMERA: Final = np.diag([1.0, -1.0, -1.0])

PLACE: Final = ("x", "y", "depth")
"""Mid-hip in the camera's frame [m]."""

COORDINATES: Final = (
    *PLACE,
    "heading",
    "list",
    "twist",
    "trunk_lean",
    "trunk_bend",
    *(f"{name}_{side}" for side in SIDES for name in ("thigh", "abduction", "rotation", "knee", "ankle")),
)
"""One value a frame; angles [rad]. ``thigh`` is + forward from vertical, ``knee`` + bent, ``trunk_lean`` + forward."""

SIZES: Final = (
    "hip_width",
    "thigh",
    "shank",
    "trunk",
    "shoulder_width",
    "heel_back",
    "heel_down",
    "toe_ahead",
    "toe_down",
)
"""Lengths that stay the same through a recording [m]."""

CAMERA: Final = ("pitch", "roll", "log_focal")
"""Of the camera, the same through a recording [rad, rad, log px]."""

SHARED: Final = (*SIZES, *CAMERA)
LANDMARKS: Final = tuple(
    f"{side}_{name}" for side in SIDES for name in ("shoulder", "hip", "knee", "ankle", "heel", "foot_index")
)


class Turn(NamedTuple):
    """A rotation about an axis of the segment's own frame by a coordinate, times a sign."""

    axis: int
    sign: float
    by: str


class Shift(NamedTuple):
    """A way in a segment's frame: a direction times a size."""

    direction: Array
    size: str


@dataclass(frozen=True, eq=False)
class Part:
    """A segment: where it starts on its parent, and how it turns there."""

    parent: str | None
    start: tuple[Shift, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, eq=False)
class Mark:
    """A landmark: on which segment, and how far from its start."""

    part: str
    way: tuple[Shift, ...]


@dataclass(frozen=True, eq=False)
class Posed:
    """T frames of the body.

    Attributes:
        points: (T, K, 3) landmarks in the camera's frame [m].
        by_coordinate: (T, K, 3, Q) derivatives by `COORDINATES`; empty where they were not wanted.
        by_shared: (T, K, 3, G) derivatives by `SHARED`; 0 for the focal length.
    """

    points: Array
    by_coordinate: Array
    by_shared: Array


def _parts() -> dict[str, Part]:
    parts = {
        "root": Part(None, (), (Turn(1, 1.0, "heading"),)),
        "pelvis": Part("root", (), (Turn(0, 1.0, "list"),)),
        "trunk": Part(
            "root", (), (Turn(1, 1.0, "twist"), Turn(2, -1.0, "trunk_lean"), Turn(0, 1.0, "trunk_bend"))
        ),
    }
    for side, out in _outwards():
        parts[f"thigh_{side}"] = Part(
            "pelvis",
            (Shift(out * Z / 2, "hip_width"),),
            (Turn(0, -out, f"abduction_{side}"), Turn(2, 1.0, f"thigh_{side}")),
        )
        parts[f"shank_{side}"] = Part(
            f"thigh_{side}",
            (Shift(-Y, "thigh"),),
            (Turn(1, out, f"rotation_{side}"), Turn(2, -1.0, f"knee_{side}")),
        )
        parts[f"foot_{side}"] = Part(f"shank_{side}", (Shift(-Y, "shank"),), (Turn(2, 1.0, f"ankle_{side}"),))
    return parts


def _marks() -> tuple[Mark, ...]:
    marks: dict[str, Mark] = {}
    for side, out in _outwards():
        across = Shift(out * Z / 2, "shoulder_width")
        marks |= {
            f"{side}_shoulder": Mark("trunk", (Shift(Y, "trunk"), across)),
            f"{side}_hip": Mark("pelvis", (Shift(out * Z / 2, "hip_width"),)),
            f"{side}_knee": Mark(f"thigh_{side}", (Shift(-Y, "thigh"),)),
            f"{side}_ankle": Mark(f"shank_{side}", (Shift(-Y, "shank"),)),
            f"{side}_heel": Mark(f"foot_{side}", (Shift(-X, "heel_back"), Shift(-Y, "heel_down"))),
            f"{side}_foot_index": Mark(f"foot_{side}", (Shift(X, "toe_ahead"), Shift(-Y, "toe_down"))),
        }
    return tuple(marks[name] for name in LANDMARKS)


def _outwards() -> tuple[tuple[Side, float], ...]:
    return (("r", 1.0), ("l", -1.0))


PARTS: Final = _parts()
MARKS: Final = _marks()


@dataclass(frozen=True, eq=False)
class _Jointed:
    """A segment in T frames: its frame, its start, and what both depend on."""

    axes: Array
    start: Array
    turns: tuple[tuple[Array, Array, int], ...]
    shifts: tuple[tuple[Array, int], ...]

    @cached_property
    def turning(self) -> tuple[Array, Array, tuple[int, ...]]:
        """Axes and centres of all turns, (3, N, T) each, and their N columns."""
        axes, centres, columns = zip(*self.turns, strict=True)
        return (
            np.stack([axis.T for axis in axes], axis=1),
            np.stack([one.T for one in centres], axis=1),
            columns,
        )


def pose(frames: Array, shared: Array, *, derivatives: bool = True) -> Posed:
    """Landmarks of the body, and how they move with every coordinate and size.

    Args:
        frames: (T, Q) by `COORDINATES`.
        shared: (G,) by `SHARED`.
        derivatives: False leaves them out.
    """
    count = len(frames)
    segments = _place(frames, shared)
    points = np.empty((count, len(MARKS), 3))
    wanted = count if derivatives else 0
    by_coordinate = np.zeros((wanted, len(MARKS), 3, len(COORDINATES)))
    by_shared = np.zeros((wanted, len(MARKS), 3, len(SHARED)))
    for number, mark in enumerate(MARKS):
        part = segments[mark.part]
        local = sum((shift.direction * shared[SHARED.index(shift.size)] for shift in mark.way), np.zeros(3))
        point = part.start + part.axes @ local
        points[:, number] = point
        if not derivatives:
            continue
        axes, centres, columns = part.turning
        arm = point.T[:, None] - centres
        for axis, (one, two) in enumerate(((1, 2), (2, 0), (0, 1))):  # np.cross, in a third of its time
            turned = axes[one] * arm[two] - axes[two] * arm[one]
            for way, column in zip(turned, columns, strict=True):
                # a negative column counts from the end of SHARED, where the camera stands
                (by_coordinate if column >= 0 else by_shared)[:, number, axis, column] = way
        ways = (*part.shifts, *((part.axes @ way.direction, SHARED.index(way.size)) for way in mark.way))
        for direction, column in ways:
            by_shared[:, number, :, column] += direction
        by_coordinate[:, number, range(3), range(3)] = 1.0
    return Posed(points, by_coordinate, by_shared)


def camera_axes(shared: Array) -> Array:
    """(3, 3) from the upright frame, x along the picture, to the camera's.

    Args:
        shared: (G,) by `SHARED`.
    """
    tilt, turn = (
        _rotation(axis, shared[[SHARED.index(name)]])[0] for axis, name in ((0, "pitch"), (2, "roll"))
    )
    axes: Array = tilt @ turn @ PERSON_TO_CAMERA
    return axes


def _place(frames: Array, shared: Array) -> dict[str, _Jointed]:
    """Every segment, each after its parent."""
    mid_hip = frames[:, :3]
    camera, tilted = camera_axes(shared), _rotation(0, shared[[SHARED.index("pitch")]])[0]
    leaning = tuple(
        (np.broadcast_to(axis, mid_hip.shape), mid_hip, SHARED.index(name) - len(SHARED))
        for axis, name in ((X, "pitch"), (tilted @ Z, "roll"))
    )
    segments: dict[str, _Jointed] = {}
    whole = np.broadcast_to(camera, (len(frames), 3, 3))
    for name, part in PARTS.items():
        above = segments[part.parent] if part.parent else _Jointed(whole, mid_hip, leaning, ())
        axes, start, turns, shifts = above.axes, above.start, above.turns, above.shifts
        for shift in part.start:
            direction = axes @ shift.direction
            start = start + direction * shared[SHARED.index(shift.size)]
            shifts = (*shifts, (direction, SHARED.index(shift.size)))
        for turn in part.turns:
            column = COORDINATES.index(turn.by)
            turns = (*turns, (turn.sign * axes[:, :, turn.axis], start, column))
            axes = axes @ _rotation(turn.axis, turn.sign * frames[:, column])
        segments[name] = _Jointed(axes, start, turns, shifts)
    return segments


def _rotation(axis: int, angle: Array) -> Array:
    """(T, 3, 3) rotations about one axis."""
    one, two = (axis + 1) % 3, (axis + 2) % 3
    turned = np.zeros((len(angle), 3, 3))
    turned[:, axis, axis] = 1.0
    turned[:, one, one] = turned[:, two, two] = np.cos(angle)
    turned[:, two, one] = np.sin(angle)
    turned[:, one, two] = -turned[:, two, one]
    return turned


def project(points: Array, log_focal: float) -> tuple[Array, Array]:
    """Points as the camera sees them.

    Args:
        points: (T, K, 3) in the camera's frame [m].
        log_focal: logarithm of the focal length [log px].

    Returns:
        (T, K, 2) from the picture's centre [px], and their derivatives (T, K, 2, 3) by the points. The derivative by
        ``log_focal`` is the point itself.
    """
    focal, depth = np.exp(log_focal), points[..., 2:]
    flat = focal * points[..., :2] / depth
    slope = np.zeros((*points.shape[:-1], 2, 3))
    slope[..., 0, 0] = slope[..., 1, 1] = focal / depth[..., 0]
    slope[..., 2] = -flat / depth
    return flat, slope
