"""The bones and the fascicles of a MuJoCo body as surfaces to draw."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import mujoco
import numpy as np

from psoas.draw.surfaces import Surface, surface_of
from psoas.sides import SideWord
from psoas.timeseries import Array

Role = Literal["spine", "pelvis", "thigh", "other"]

ROLES: tuple[tuple[Role, str], ...] = (
    ("spine", r"lumbar|sacrum|thoracic1[12]"),
    ("pelvis", r"pelvis|hip_?bone|ilium"),
    ("thigh", r"femur"),
)
EDGE_M, FAR_EDGE_M = 0.007, 0.018
"""Lengths of edges above which a bone near the psoas, and another bone, is rounded."""
PATH_STEP_M = 0.003
PATH_SMOOTHING_M = 0.008


@dataclass(frozen=True, eq=False)
class BoneShape:
    """One bone as a mesh of the model.

    Attributes:
        geom: its number in the model.
        role: its place in the body.
        side: of the body, None in the middle.
        surface: in the frame of the geom [m].
    """

    geom: int
    role: Role
    side: SideWord | None
    surface: Surface

    def positioned(self, data: mujoco.MjData) -> Surface:
        """The surface of the bone in the world [m], in the posture of ``data``."""
        return self.surface.moved(
            np.asarray(data.geom_xmat[self.geom]).reshape(3, 3), np.asarray(data.geom_xpos[self.geom])
        )


@lru_cache(maxsize=4)
def bones_of(model: mujoco.MjModel) -> tuple[BoneShape, ...]:
    """All meshes that hang on a body, but not the scenery of the world; kept for the next picture."""
    bones = []
    for geom in range(model.ngeom):
        if model.geom_type[geom] != mujoco.mjtGeom.mjGEOM_MESH or model.geom_bodyid[geom] == 0:
            continue
        mesh, body = int(model.geom_dataid[geom]), int(model.geom_bodyid[geom])
        vertex, face = int(model.mesh_vertadr[mesh]), int(model.mesh_faceadr[mesh])
        vertices = np.array(model.mesh_vert[vertex : vertex + int(model.mesh_vertnum[mesh])], dtype=float)
        faces = np.array(model.mesh_face[face : face + int(model.mesh_facenum[mesh])], dtype=np.intp)
        names = (model.mesh(mesh).name, model.body(body).name)
        side = side_of(names[1]) or side_of(names[0])
        role = _role(names[0])
        edge = FAR_EDGE_M if role == "other" else EDGE_M
        bones.append(BoneShape(geom, role, side, surface_of(vertices, faces, edge)))
    return tuple(bones)


def _role(name: str) -> Role:
    return next((role for role, pattern in ROLES if re.search(pattern, name.lower())), "other")


def side_of(name: str) -> SideWord | None:
    """The side in a name such as ``femur_r``, ``l_pelvis`` or ``Ps_L1_VB_r``; None without one."""
    words = set(re.split(r"[^a-z0-9]+", name.lower()))
    if words & {"r", "right"}:
        return "right"
    return "left" if words & {"l", "left"} else None


def fascicle_path(model: mujoco.MjModel, data: mujoco.MjData, tendon: int) -> Array:
    """The wrapped path of a tendon as a smooth curve, from its origin to its insertion.

    MuJoCo gives the two points where a path touches a wrapping sphere or cylinder; between them it is bent along
    the surface. Corners at via points are then rounded over about a centimetre, which moves the curve by a few
    millimetres: it is for looking at, its length is not the muscle's.

    Args:
        model: of the body.
        data: after ``mj_tendon``.
        tendon: its number.

    Returns:
        (K, 3) [m] in the world; the ends are exact.
    """
    first = int(data.ten_wrapadr[tendon])
    last = first + int(data.ten_wrapnum[tendon])
    points = np.asarray(data.wrap_xpos).reshape(-1, 3)[first:last]
    objects = np.asarray(data.wrap_obj).reshape(-1)[first:last]
    pieces = [points[:1]]
    for index in range(1, len(points)):
        geom = int(objects[index])
        if geom >= 0 and geom == objects[index - 1]:
            pieces.append(_around(model, data, geom, points[index - 1], points[index]))
        else:
            pieces.append(points[index : index + 1])
    return smoothed(np.concatenate(pieces))


def _around(model: mujoco.MjModel, data: mujoco.MjData, geom: int, start: Array, end: Array) -> Array:
    """(8, 3) from after ``start`` to ``end`` on a wrapping sphere or cylinder."""
    share = np.linspace(0, 1, 9)[1:, None]
    centre = np.asarray(data.geom_xpos[geom])
    chord = start + share * (end - start) - centre
    axial = np.zeros_like(chord)
    if model.geom_type[geom] == mujoco.mjtGeom.mjGEOM_CYLINDER:
        axis = np.asarray(data.geom_xmat[geom]).reshape(3, 3)[:, 2]
        axial = (chord @ axis)[:, None] * axis
    radial = chord - axial
    radius = float(model.geom_size[geom, 0])
    around: Array = (
        centre + axial + radial * (radius / np.maximum(np.linalg.norm(radial, axis=1), 1e-9))[:, None]
    )
    around[-1] = end
    return around


def smoothed(corners: Array, over_m: float = PATH_SMOOTHING_M) -> Array:
    """Evenly spaced points (K, 3) along a polyline (N, 3) [m], its corners rounded over a length and its ends kept."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    count = max(int(lengths[-1] / PATH_STEP_M), 4) + 1
    even = np.linspace(0, lengths[-1], count)
    path = np.stack([np.interp(even, lengths, corners[:, axis]) for axis in range(3)], axis=1)
    reach = min(round(3 * over_m / PATH_STEP_M), count - 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) * PATH_STEP_M / over_m) ** 2)
    weights /= weights.sum()
    padded = np.concatenate([2 * path[0] - path[reach:0:-1], path, 2 * path[-1] - path[-2 : -2 - reach : -1]])
    smooth: Array = np.stack([np.convolve(padded[:, axis], weights, "valid") for axis in range(3)], axis=1)
    return smooth
