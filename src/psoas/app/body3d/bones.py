"""Bones for the browser: simplified meshes in one small file that is the same for everybody."""

import json
import struct
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import mujoco
import numpy as np

from psoas.body import load_body
from psoas.draw import BoneShape, Faces, bones_of
from psoas.timeseries import Array

Look = Literal["solid", "glass"]

SEGMENTS: Final[tuple[str, ...]] = (
    "pelvis",
    *(f"lumbar{level}" for level in range(5, 0, -1)),
    "torso",
    *(f"{name}_{side}" for side in "rl" for name in ("femur", "tibia", "talus", "calcn", "toes", "patella")),
)
"""The segments of the body that carry bones, in the order in which a frame lists them."""

CELL_M: Final[dict[str, float]] = {
    "sacrum": 0.004,
    "ribcage": 0.0045,
    "cervical": 0.0045,
    "foot": 0.005,
    "skull": 0.009,
    "jaw": 0.007,
}
"""Edge of the cubes within which corners become one, by a part of the mesh's name; other meshes stay as they are."""
STEPS: Final = 65535
"""Steps of a corner's coordinates over the mesh's box: a hundredth of a millimetre."""


@dataclass(frozen=True, eq=False)
class BoneMesh:
    """Bones of one segment with one look.

    Attributes:
        segment: one of `SEGMENTS`.
        look: ``glass`` lets the psoas shine through.
        vertices: (V, 3) in the segment's frame, of a person of the height at ``reference_height`` [m].
        faces: (F, 3) numbers of vertices, anticlockwise from outside.
    """

    segment: str
    look: Look
    vertices: Array
    faces: Faces


@cache
def reference_height() -> float:
    """Height of the person whose bones are sent [m]; another person's are scaled alike in all directions."""
    return load_body().person.height_m


@cache
def bone_meshes() -> tuple[BoneMesh, ...]:
    """Gather all bones into a mesh for each segment and look."""
    model = load_body(meshes=True).model
    gathered: dict[tuple[str, Look], list[tuple[Array, Faces]]] = {}
    for bone in bones_of(model):
        segment = model.body(int(model.geom_bodyid[bone.geom])).name
        gathered.setdefault((segment, _look(bone, _mesh_name(model, bone))), []).append(
            _in_segment(model, bone)
        )
    return tuple(
        BoneMesh(segment, look, *_together(pieces))
        for segment in SEGMENTS
        for look in ("solid", "glass")
        if (pieces := gathered.get((segment, look)))
    )


@cache
def packed_bones() -> bytes:
    """Pack all bones: the length of the head (uint32), the head (JSON), then corners and faces (uint16).

    The head holds for each mesh its segment, its look, its counts of vertices and faces, and the box (low, size) [m]
    of its corners; and the height of the person [m].
    """
    rows, parts = [], []
    for mesh in bone_meshes():
        low = mesh.vertices.min(axis=0)
        size = np.maximum(np.ptp(mesh.vertices, axis=0), 1e-9)
        rows.append(
            {
                "segment": SEGMENTS.index(mesh.segment),
                "look": mesh.look,
                "vertices": len(mesh.vertices),
                "faces": len(mesh.faces),
                "low": low.tolist(),
                "size": size.tolist(),
            }
        )
        parts += [((mesh.vertices - low) / size * STEPS).round().astype("<u2"), mesh.faces.astype("<u2")]
    head = json.dumps({"height": reference_height(), "meshes": rows}).encode()
    head += b" " * (-len(head) % 4)
    return struct.pack("<I", len(head)) + head + b"".join(part.tobytes() for part in parts)


def _look(bone: BoneShape, name: str) -> Look:
    """Hip bones and ribs are like glass: the psoas lies inside and behind them."""
    hidden = (bone.role == "pelvis" and bone.side is not None) or "ribcage" in name
    return "glass" if hidden else "solid"


def _mesh_name(model: mujoco.MjModel, bone: BoneShape) -> str:
    return str(model.mesh(int(model.geom_dataid[bone.geom])).name)


def _in_segment(model: mujoco.MjModel, bone: BoneShape) -> tuple[Array, Faces]:
    """Corners and faces of a bone in the frame of its segment, coarser where it has more than one sees."""
    name = _mesh_name(model, bone)
    cell = next((size for part, size in CELL_M.items() if part in name), None)
    rotation = np.empty(9)
    mujoco.mju_quat2Mat(rotation, model.geom_quat[bone.geom])
    vertices = bone.surface.vertices @ rotation.reshape(3, 3).T + model.geom_pos[bone.geom]
    return (vertices, bone.surface.faces) if cell is None else coarser(vertices, bone.surface.faces, cell)


def coarser(vertices: Array, faces: Faces, cell_m: float) -> tuple[Array, Faces]:
    """Merge all corners in one cube of a grid at their mean (Rossignac & Borrel 1993).

    Args:
        vertices: (V, 3) [m].
        faces: (F, 3) numbers of vertices; faces that shrink to a line, and doubles, are removed.
        cell_m: edge of a cube [m].
    """
    _, cell, count = np.unique(
        np.floor(vertices / cell_m).astype(int), axis=0, return_inverse=True, return_counts=True
    )
    cell = cell.reshape(-1)
    means = np.stack([np.bincount(cell, vertices[:, axis]) / count for axis in range(3)], axis=1)
    merged = cell[faces]
    whole = (merged != np.roll(merged, 1, axis=1)).all(axis=1)
    merged = merged[whole]
    turned = np.argmin(merged, axis=1)[:, None] + np.arange(3)
    return means, np.unique(np.take_along_axis(merged, turned % 3, axis=1), axis=0)


def _together(pieces: list[tuple[Array, Faces]]) -> tuple[Array, Faces]:
    starts = np.cumsum([0, *(len(vertices) for vertices, _ in pieces[:-1])])
    faces = [part + start for (_, part), start in zip(pieces, starts, strict=True)]
    return np.concatenate([vertices for vertices, _ in pieces]), np.concatenate(faces)
