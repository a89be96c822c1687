"""The discs as the endplates of the vertebrae beside them give them: how the tilts in ``discs.json`` were fitted."""

import numpy as np

from psoas.body.model import Body
from psoas.body.source import rotation_of
from psoas.body.tables import Mesh
from psoas.loads.discs import Disc, disc_table
from psoas.timeseries import Array


def fit_discs(body: Body) -> dict[str, Disc]:
    """The discs from the bones: halfway between the two endplates that face each other.

    The slope of the sacrum is taken from the table, since the sacrum's mesh is coarse (see ``discs.json``).

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
