"""Shapes made of triangles: rounded bones, tubes along a path, balls."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
        shade: (V,) share of the light that reaches a vertex, less where it lies in a groove; None is all of it.
    """

    vertices: Array
    normals: Array
    faces: Faces
    parts: NDArray[np.int32]
    shade: Array | None = None

    def moved(self, rotation: Array, position: Array) -> "Surface":
        """Turn the shape by (3, 3) and then shift it by (3,) [m]."""
        return Surface(
            self.vertices @ rotation.T + position,
            self.normals @ rotation.T,
            self.faces,
            self.parts,
            self.shade,
        )

    def as_part(self, part: int) -> "Surface":
        """Make the shape one part with a number."""
        return replace(self, parts=np.full(len(self.faces), part, dtype=np.int32))

    @property
    def light(self) -> Array:
        """(V,) `shade`, 1 everywhere where it is None."""
        return np.ones(len(self.vertices)) if self.shade is None else self.shade


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
        np.concatenate([surface.light for surface in surfaces]),
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
