"""Shapes made of triangles: rounded bones, tubes along a path, balls."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from psoas.timeseries import Array

ROUNDING = 0.6
"""Share of the way by which a new corner is moved onto the curve that the normals imply (Boubekeur & Alexa 2008)."""

Faces = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Surface:
    """Triangles in space, seen from the side where their corners run anticlockwise.

    Attributes:
        vertices: (V, 3) [m].
        normals: (V, 3) unit, outwards.
        faces: (F, 3) numbers of vertices.
        parts: (F,) the number of the part that a face belongs to, from 0.
    """

    vertices: Array
    normals: Array
    faces: Faces
    parts: NDArray[np.int32]

    def moved(self, rotation: Array, position: Array) -> "Surface":
        """Turn the shape by (3, 3) and then shift it by (3,) [m]."""
        return Surface(
            self.vertices @ rotation.T + position, self.normals @ rotation.T, self.faces, self.parts
        )

    def as_part(self, part: int) -> "Surface":
        """Make the shape one part with a number."""
        return Surface(
            self.vertices, self.normals, self.faces, np.full(len(self.faces), part, dtype=np.int32)
        )


def joined(surfaces: Sequence[Surface]) -> Surface:
    """Join surfaces; no surface gives an empty one."""
    if not surfaces:
        none = np.empty((0, 3))
        return Surface(none, none, np.empty((0, 3), dtype=np.intp), np.empty(0, dtype=np.int32))
    starts = np.cumsum([0, *(len(surface.vertices) for surface in surfaces[:-1])])
    return Surface(
        np.concatenate([surface.vertices for surface in surfaces]),
        np.concatenate([surface.normals for surface in surfaces]),
        np.concatenate([surface.faces + start for surface, start in zip(surfaces, starts, strict=True)]),
        np.concatenate([surface.parts for surface in surfaces]),
    )


def surface_of(vertices: Array, faces: Faces, longest_edge_m: float) -> Surface:
    """Prepare a mesh from a file for smooth drawing.

    Vertices at the same place become one, faces are turned outwards, and while a typical edge is longer than
    allowed each triangle is split into four, rounded after Boubekeur & Alexa 2008, "Phong tessellation"
    (doi:10.1145/1409060.1409094).

    Args:
        vertices: (V, 3) [m].
        faces: (F, 3) numbers of vertices.
        longest_edge_m: [m].
    """
    vertices, faces = _welded(vertices, faces)
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    if np.einsum("fc,fc->", a, np.cross(b, c)) < 0:
        faces = faces[:, ::-1]
    for _ in range(3):
        edges = np.linalg.norm(vertices[faces] - vertices[np.roll(faces, 1, axis=1)], axis=-1)
        if float(np.mean(edges)) <= longest_edge_m:
            break
        vertices, faces = _split(vertices, vertex_normals(vertices, faces), faces)
    return Surface(vertices, vertex_normals(vertices, faces), faces, np.zeros(len(faces), dtype=np.int32))


def vertex_normals(vertices: Array, faces: Faces) -> Array:
    """(V, 3) unit normals: the mean of the faces around each vertex, by their area."""
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    areas = np.cross(b - a, c - a)
    total = np.stack(
        [np.bincount(faces.ravel(), np.repeat(areas[:, axis], 3), len(vertices)) for axis in range(3)], axis=1
    )
    normals: Array = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)
    return normals


def tube(path: Array, radii: Array, sides: int = 8) -> Surface:
    """A round tube along a path.

    Args:
        path: (K, 3) [m], K >= 2, without two equal points in a row.
        radii: (K,) [m].
        sides: how many faces go around.
    """
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.empty_like(path)
    start = np.eye(3)[np.argmin(np.abs(along[0]))]
    for index, direction in enumerate(along):
        start = start - (start @ direction) * direction
        start = start / np.linalg.norm(start)
        across[index] = start
    over = np.cross(along, across)
    turn = np.arange(sides) * (2 * math.pi / sides)
    normals = np.cos(turn)[:, None] * across[:, None] + np.sin(turn)[:, None] * over[:, None]
    vertices = path[:, None] + radii[:, None, None] * normals
    here = np.arange((len(path) - 1) * sides).reshape(-1, sides)
    beside = np.roll(here, -1, axis=1)
    faces = np.stack([here, beside, beside + sides, here, beside + sides, here + sides], axis=-1).reshape(
        -1, 3
    )
    return Surface(
        vertices.reshape(-1, 3), normals.reshape(-1, 3), faces, np.zeros(len(faces), dtype=np.int32)
    )


def ball(centre: Array, radius: float, rings: int = 6) -> Surface:
    """A ball at (3,) [m] with a radius [m]."""
    polar = np.linspace(0, math.pi, rings + 1)
    turn = np.arange(2 * rings) * (math.pi / rings)
    normals = np.stack(
        [
            np.sin(polar)[:, None] * np.cos(turn),
            np.sin(polar)[:, None] * np.sin(turn),
            np.broadcast_to(np.cos(polar)[:, None], (rings + 1, 2 * rings)),
        ],
        axis=-1,
    ).reshape(-1, 3)
    here = np.arange(rings * 2 * rings).reshape(rings, 2 * rings)
    beside = np.roll(here, -1, axis=1)
    below = 2 * rings
    faces = np.stack([here, here + below, beside + below, here, beside + below, beside], axis=-1).reshape(
        -1, 3
    )
    return Surface(centre + radius * normals, normals, faces, np.zeros(len(faces), dtype=np.int32))


def _welded(vertices: Array, faces: Faces) -> tuple[Array, Faces]:
    _, first, same = np.unique(np.round(vertices, 6), axis=0, return_index=True, return_inverse=True)
    merged = same.reshape(-1)[faces]
    whole = (merged != np.roll(merged, 1, axis=1)).all(axis=1)
    return vertices[first].astype(float), merged[whole]


def _split(vertices: Array, normals: Array, faces: Faces) -> tuple[Array, Faces]:
    """Each triangle as four, the new corners moved towards the tangent planes at the ends of their edge."""
    edges = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    unique, number = np.unique(edges, axis=0, return_inverse=True)
    ends, directions = vertices[unique], normals[unique]
    middle = ends.mean(axis=1)
    height = np.einsum("eic,eic->ei", middle[:, None] - ends, directions)
    rounded = middle - ROUNDING * np.einsum("ei,eic->ec", height, directions) / 2
    ab, bc, ca = (number.reshape(-1, 3) + len(vertices)).T
    a, b, c = faces.T
    split = np.stack([a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca], axis=-1).reshape(-1, 3)
    return np.concatenate([vertices, rounded]), split
