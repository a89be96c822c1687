"""Plain tables of a skeleton with muscles; repairs and scaling are functions of these tables.

Frames are OpenSim's: x forward, y up, z to the right; metres, radians, newtons, kilograms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from psoas.timeseries import Array


@dataclass(frozen=True, eq=False)
class Joint:
    """A scalar joint; a segment lists its joints in the order in which they act.

    Attributes:
        axis: (3,) in the segment's own frame.
        anchor: (3,) point of the segment about which a hinge turns [m].
    """

    name: str
    kind: Literal["hinge", "slide"]
    axis: Array
    anchor: Array = field(default_factory=lambda: np.zeros(3))


@dataclass(frozen=True, eq=False)
class Mesh:
    """A bone's surface: file in myo-sim's model folder, scale (3,), and position and rotation in the segment."""

    name: str
    file: str
    scale: Array
    position: Array
    rotation: Array


@dataclass(frozen=True, eq=False)
class Segment:
    """A rigid part of the body.

    Attributes:
        parent: name of the segment to which it is joined, None for the root.
        position: (3,) origin in the parent when all joints are at zero [m].
        rotation: (3, 3) axes in the parent when all joints are at zero.
        mass: [kg].
        centre: (3,) of mass [m].
        inertia: (3, 3) about that centre [kg m2].
    """

    name: str
    parent: str | None
    position: Array
    rotation: Array
    joints: tuple[Joint, ...] = ()
    mass: float = 0.0
    centre: Array = field(default_factory=lambda: np.zeros(3))
    inertia: Array = field(default_factory=lambda: np.zeros((3, 3)))
    meshes: tuple[Mesh, ...] = ()


@dataclass(frozen=True, eq=False)
class Point:
    """A point (3,) fixed to a segment [m]."""

    segment: str
    position: Array


@dataclass(frozen=True, eq=False)
class Wrap:
    """A surface over which muscles slide: a sphere, or a cylinder about the z axis of ``rotation``; lengths in m."""

    segment: str
    kind: Literal["sphere", "cylinder"]
    position: Array
    rotation: Array
    radius: float
    half_length: float


@dataclass(frozen=True, eq=False)
class Around:
    """The part of a muscle's path around a wrap, on the side of the point ``side``."""

    wrap: str
    side: Point | None


@dataclass(frozen=True, eq=False)
class Muscle:
    """A muscle's path from origin to insertion, and its architecture.

    Attributes:
        strength: maximum isometric force [N].
        optimal_fibre_length, tendon_slack_length: [m].
        pennation: at optimal fibre length [rad].
    """

    name: str
    path: tuple[Point | Around, ...]
    strength: float
    optimal_fibre_length: float
    tendon_slack_length: float
    pennation: float = 0.0


@dataclass(frozen=True, eq=False)
class Skeleton:
    """Segments, wraps and muscles by name; a parent is listed before its children."""

    segments: Mapping[str, Segment]
    wraps: Mapping[str, Wrap]
    muscles: Mapping[str, Muscle]

    def with_segments(self, *changed: Segment) -> "Skeleton":
        """The same skeleton with some segments exchanged or added."""
        return replace(self, segments={**self.segments, **{s.name: s for s in changed}})

    def with_muscles(self, *changed: Muscle) -> "Skeleton":
        """The same skeleton with some muscles exchanged or added."""
        return replace(self, muscles={**self.muscles, **{m.name: m for m in changed}})

    def without_muscles(self, names: set[str]) -> "Skeleton":
        """The same skeleton without some muscles."""
        return replace(self, muscles={name: m for name, m in self.muscles.items() if name not in names})

    def map_points(self, change: Callable[[Point], Point]) -> "Skeleton":
        """The same skeleton with ``change`` applied to each point of each path."""

        def changed(step: Point | Around) -> Point | Around:
            if isinstance(step, Point):
                return change(step)
            return replace(step, side=None if step.side is None else change(step.side))

        return self.with_muscles(
            *(replace(m, path=tuple(changed(step) for step in m.path)) for m in self.muscles.values())
        )
