"""Depth of a muscle's path inside bones, and distance of its points from them."""

from collections.abc import Iterator
from dataclasses import dataclass

import mujoco
import numpy as np
from scipy.spatial import cKDTree

from psoas.body import Body, rotation_of
from psoas.timeseries import Array

SPACING = 0.0015
"""Distance between samples on bones; on paths it is twice that [m]."""

THICKEST_BONE = 0.06
"""Upper bound of the thickness of the bones [m]."""


@dataclass(frozen=True, eq=False)
class Bone:
    """A bone's closed surface in the frame of its segment: (T, 3, 3) triangles and samples of them [m]."""

    segment: str
    triangles: Array
    tree: cKDTree

    def depth(self, points: Array) -> Array:
        """(K,) depth below the surface of (K, 3) points in the segment's frame [m]; negative outside, -inf far off."""
        distance, _ = self.tree.query(points, distance_upper_bound=THICKEST_BONE / 2)
        low, high = self.triangles.min(axis=(0, 1)), self.triangles.max(axis=(0, 1))
        near = ((points > low) & (points < high)).all(axis=1) & np.isfinite(distance)
        inside = np.zeros(len(points), dtype=bool)
        inside[near] = winding_number(points[near], self.triangles) > 0.5
        signed: Array = np.where(inside, distance, -distance)
        return signed


def winding_number(points: Array, triangles: Array) -> Array:
    """(K,) winding number of a surface of (T, 3, 3) triangles about each of (K, 3) points: 1 inside, 0 outside.

    Solid angles by van Oosterom and Strackee 1983, doi:10.1109/TBME.1983.325207; a small hole in the surface
    changes the number by little, where counting crossings of a ray would turn it over.
    """
    total = np.zeros(len(points))
    for part in np.array_split(triangles, max(1, len(triangles) * max(1, len(points)) // 400_000)):
        a, b, c = (part[None, :, k] - points[:, None] for k in range(3))
        la, lb, lc = (np.linalg.norm(v, axis=2) for v in (a, b, c))
        ab, bc, ca = (np.einsum("ktd,ktd->kt", u, v) for u, v in ((a, b), (b, c), (c, a)))
        volume = np.einsum("ktd,ktd->kt", a, np.cross(b, c))
        total += np.arctan2(volume, la * lb * lc + ab * lc + bc * la + ca * lb).sum(axis=1)
    return total / (2 * np.pi)


def bones(body: Body, segments: tuple[str, ...]) -> list[Bone]:
    """Surfaces of some segments of a body that was loaded with its meshes."""
    return [bone for name in segments for bone in _surfaces(body, name)]


def _surfaces(body: Body, name: str) -> Iterator[Bone]:
    model = body.model
    segment = model.body(name).id
    for geom in np.flatnonzero((model.geom_bodyid == segment) & (model.geom_dataid >= 0)):
        mesh = int(model.geom_dataid[geom])
        first, count = int(model.mesh_vertadr[mesh]), int(model.mesh_vertnum[mesh])
        faces = model.mesh_face[model.mesh_faceadr[mesh] :][: model.mesh_facenum[mesh]]
        turn = rotation_of(model.geom_quat[geom])
        vertices = model.mesh_vert[first : first + count] @ turn.T + model.geom_pos[geom]
        triangles = vertices[faces].astype(float)
        yield Bone(name, triangles, cKDTree(sample_surface(triangles, SPACING)))


def sample_surface(triangles: Array, spacing: float) -> Array:
    """(P, 3) points at most ``spacing`` apart on (T, 3, 3) triangles."""
    longest = np.linalg.norm(np.diff(triangles[:, [0, 1, 2, 0]], axis=1), axis=2).max(axis=1)
    steps = np.maximum(1, np.ceil(longest / spacing).astype(int))
    points = []
    for number in np.unique(steps):
        grid = np.array([(i, j) for i in range(number + 1) for j in range(number + 1 - i)]) / number
        weights = np.column_stack([1 - grid.sum(axis=1), grid])
        points.append(np.einsum("gw,twd->tgd", weights, triangles[steps == number]).reshape(-1, 3))
    return np.concatenate(points)


def path_points(body: Body, data: mujoco.MjData, muscle: str, trim: float) -> Array:
    """(K, 3) points along a muscle in the world, without the length ``trim`` at each end [m].

    ``data`` are those of ``body.model`` after kinematics and tendons.
    """
    tendon = body.muscle_index(muscle)
    first, count = int(data.ten_wrapadr[tendon]), int(data.ten_wrapnum[tendon])
    knots = data.wrap_xpos.reshape(-1, 3)[first : first + count]
    objects = data.wrap_obj.ravel()[first : first + count]
    pieces = []
    for a, b, on_a, on_b in zip(knots[:-1], knots[1:], objects[:-1], objects[1:], strict=True):
        same = on_a >= 0 and on_a == on_b
        pieces.append(_arc(body, data, int(on_a), a, b) if same else _line(a, b))
    points = np.concatenate(pieces)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    kept: Array = points[(along >= trim) & (along <= along[-1] - trim)]
    return kept


def _line(a: Array, b: Array) -> Array:
    count = max(2, int(np.ceil(np.linalg.norm(b - a) / (2 * SPACING))) + 1)
    line: Array = a + np.linspace(0, 1, count)[:, None] * (b - a)
    return line


def _arc(body: Body, data: mujoco.MjData, geom: int, a: Array, b: Array) -> Array:
    """Points from ``a`` to ``b`` on a cylinder (a helix) or a sphere (a great circle)."""
    centre, axes = data.geom_xpos[geom], data.geom_xmat[geom].reshape(3, 3)
    start, end = (a - centre) @ axes, (b - centre) @ axes
    share = np.linspace(0, 1, 25)[:, None]
    if body.model.geom_type[geom] == mujoco.mjtGeom.mjGEOM_CYLINDER:
        turn = np.arctan2(start[0] * end[1] - start[1] * end[0], start[:2] @ end[:2])
        angle = np.arctan2(start[1], start[0]) + share[:, 0] * turn
        radius = np.hypot(*start[:2])
        local = np.column_stack(
            [radius * np.cos(angle), radius * np.sin(angle), start[2] + share[:, 0] * (end[2] - start[2])]
        )
    else:
        chord = start + share * (end - start)
        local = chord / np.linalg.norm(chord, axis=1, keepdims=True) * np.linalg.norm(start)
    points: Array = local @ axes.T + centre
    return points


def deepest(
    body: Body, data: mujoco.MjData, surfaces: list[Bone], muscle: str, trim: float
) -> tuple[float, str]:
    """Greatest depth of a muscle's path inside a bone [m], zero outside all, and the segment of that bone."""
    points = path_points(body, data, muscle, trim)
    worst, where = 0.0, ""
    for bone in surfaces:
        frame = data.body(bone.segment)
        depth = float(bone.depth((points - frame.xpos) @ frame.xmat.reshape(3, 3)).max())
        if depth > worst:
            worst, where = depth, bone.segment
    return worst, where
