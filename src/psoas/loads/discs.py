"""Which way the discs of the lower back face, from the endplates of the vertebrae beside them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from psoas.body import Body, Mesh, Skeleton, rotation_of
from psoas.data import read_data
from psoas.timeseries import Array


@dataclass(frozen=True)
class Disc:
    """A disc between two segments.

    Attributes:
        name: such as ``L4_L5``.
        lower: segment below it, in whose frame it is told; upper: segment above.
        tilt: of its normal forward of the pelvis's y axis in the neutral pose [rad]; positive where the disc slopes
            down to the front.
    """

    name: str
    lower: str
    upper: str
    tilt: float


@cache
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


def fit_discs(body: Body) -> dict[str, Disc]:
    """The discs from the bones: halfway between the two endplates that face each other.

    The slope of the sacrum is taken from the table, since the sacrum's mesh is nearly level (see ``discs.json``).

    Args:
        body: loaded with its meshes; its vertebrae's frames are level in the neutral pose.
    """
    plates = endplates(body)
    return {
        name: Disc(
            name,
            row["lower"],
            row["upper"],
            (plates[row["lower"]][0] + plates[row["upper"]][1]) / 2,
        )
        for name, row in disc_table()["discs"].items()
    }


def endplates(body: Body) -> dict[str, tuple[float, float]]:
    """Forward tilt of the upper and the lower endplate of each vertebra in the neutral pose [rad], by segment.

    The sacrum, on the pelvis, has its upper one twice.
    """
    table = disc_table()
    slope = float(np.radians(table["sacral_slope"]["deg"]))
    tilts = {"pelvis": (slope, slope)}
    for segment, name in table["vertebrae"].items():
        (mesh,) = (m for m in body.skeleton.segments[segment].meshes if m.name == name)
        triangles = _triangles(body, mesh)
        upper, lower = (mesh.rotation @ _plate_normal(triangles, side) for side in (1.0, -1.0))
        tilts[segment] = (float(np.arctan2(upper[0], upper[1])), float(np.arctan2(lower[0], lower[1])))
    return tilts


def _triangles(body: Body, mesh: Mesh) -> Array:
    """(T, 3, 3) surface of a mesh in its own frame and size [m], as it was before it was set into its segment."""
    model = body.model
    index = model.mesh(mesh.name).id
    first, count = int(model.mesh_vertadr[index]), int(model.mesh_vertnum[index])
    faces = model.mesh_face[model.mesh_faceadr[index] :][: model.mesh_facenum[index]]
    turn = rotation_of(model.mesh_quat[index])
    vertices = model.mesh_vert[first : first + count].astype(float) @ turn.T + model.mesh_pos[index]
    triangles: Array = (vertices / mesh.scale)[faces]
    return triangles


def _plate_normal(triangles: Array, side: float) -> Array:
    """(3,) normal, upward, of the upper (``side`` 1) or lower (-1) endplate: the mean over its area, not of length 1.

    An endplate is what faces along the spine within 37 deg on the front 36 mm of the bone, its body.
    """
    rule = disc_table()["endplate"]
    normals = side * np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    along = normals[:, 1] > np.cos(np.radians(rule["facing_deg"])) * np.linalg.norm(normals, axis=1)
    front = triangles.mean(axis=1)[:, 0] > triangles[:, :, 0].max() - rule["depth_m"]
    mean: Array = normals[along & front].sum(axis=0)
    return mean


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
