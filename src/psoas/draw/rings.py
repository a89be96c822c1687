"""Soft shapes as rings: cross-sections along a line, from which pictures and the browser make the same surface."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from psoas.draw.surfaces import Surface, vertex_normals
from psoas.timeseries import Array

GROOVE: Final = 0.6
"""Share of the light that reaches the side of a shape that is turned to its neighbours."""


@dataclass(frozen=True, eq=False)
class Rings:
    """Elliptical cross-sections of S shapes with K rings each.

    Attributes:
        centres: (S, K, 3) [m].
        across, over: (S, K, 3) the two half axes of each ellipse [m]; zero at the ends of a closed shape.
    """

    centres: Array
    across: Array
    over: Array

    def corners(self, sides: int) -> Array:
        """(S, K, sides, 3) corners around each ring [m]; the first lies at ``across``."""
        turn = np.arange(sides) * (2 * math.pi / sides)
        around: Array = (
            self.centres[:, :, None]
            + np.cos(turn)[:, None] * self.across[:, :, None]
            + np.sin(turn)[:, None] * self.over[:, :, None]
        )
        return around

    def surface(self, shape: int, sides: int) -> Surface:
        """One of the shapes as triangles, darker on the side away from ``across``."""
        vertices = self.corners(sides)[shape].reshape(-1, 3)
        here = np.arange(len(vertices) - sides).reshape(-1, sides)
        beside = np.roll(here, -1, axis=1)
        halves = [[here, beside, beside + sides], [here, beside + sides, here + sides]]
        faces = np.concatenate([np.stack(half, axis=-1).reshape(-1, 3) for half in halves])
        normals = vertex_normals(vertices, faces)
        out = np.cos(np.arange(sides) * (2 * math.pi / sides))
        shade = np.tile(GROOVE + (1 - GROOVE) * (0.5 + 0.5 * out), len(vertices) // sides)
        return Surface(vertices, normals, faces, np.zeros(len(faces), dtype=np.int32), shade)

    def volumes(self) -> Array:
        """(S,) volume of each shape [m3]: its cross-sections times the way across each of them."""
        normal = np.cross(self.across, self.over)
        area = math.pi * np.linalg.norm(normal, axis=-1)
        normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-30)
        step = np.diff(self.centres, axis=1)
        before, after = (
            area[:, part] * np.abs((step * normal[:, part]).sum(axis=-1))
            for part in (slice(None, -1), slice(1, None))
        )
        volumes: Array = ((before + after) / 2).sum(axis=1)
        return volumes


def along(centres: Array) -> Array:
    """(..., K, 3) unit directions of lines (..., K, 3), from their first point to their last."""
    way = np.gradient(centres, axis=-2)
    directions: Array = way / np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-12)
    return directions
