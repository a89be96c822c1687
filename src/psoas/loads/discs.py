"""Orientation of the lumbar discs, from the endplates of the adjacent vertebrae."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from psoas.body import Body, Skeleton
from psoas.data import read_data
from psoas.timeseries import Array


@dataclass(frozen=True)
class Disc:
    """A disc between two segments.

    Attributes:
        name: such as ``L4_L5``.
        lower, upper: segments below and above it.
        tilt: of its normal forward of the pelvis's y axis in the neutral pose [rad]; positive where the disc slopes
            down to the front.
    """

    name: str
    lower: str
    upper: str
    tilt: float


def disc_table() -> dict[str, Any]:
    """Tilts, the turns of the meshes and the sacral slope with their sources, as in ``discs.json``."""
    return read_data("psoas.loads", "discs.json")


@cache
def discs() -> tuple[Disc, ...]:
    """The six discs from L5/S1 up to T12/L1."""
    return tuple(
        Disc(name, row["lower"], row["upper"], float(np.radians(row["tilt_deg"])))
        for name, row in disc_table()["discs"].items()
    )


def disc_axes(body: Body) -> dict[str, Array]:
    """(3, 3) axes of each disc in the frame of the segment below it, in the neutral pose.

    Columns are forward, up (the normal, along the spine) and right. A part keeps its shape when it is scaled, so
    that every person has the same.
    """
    return {disc.name: _neutral_axes(body.skeleton, disc.lower).T @ _axes(disc.tilt) for disc in discs()}


def _neutral_axes(skeleton: Skeleton, name: str) -> Array:
    """(3, 3) axes of a segment in the pelvis when all joints are at zero."""
    axes = np.eye(3)
    segment = skeleton.segments[name]
    while segment.parent is not None:
        axes = segment.rotation @ axes
        segment = skeleton.segments[segment.parent]
    return axes


def _axes(tilt: float) -> Array:
    c, s = np.cos(tilt), np.sin(tilt)
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
