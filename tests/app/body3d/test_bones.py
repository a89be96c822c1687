"""The bones for the browser: small, every segment, and within a hundredth of a millimetre."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.body3d.bones import SEGMENTS, bone_meshes, coarser, packed_bones, reference_height
from psoas.body.loading import load_body
from psoas.body.scaling import Person
from psoas.draw.body_shapes import bones_of
from psoas.draw.surfaces import ball


def test_the_bones_are_small_and_hold_every_segment() -> None:
    packed = packed_bones()
    print(f"\nbones: {len(packed)} bytes")
    assert len(packed) < 600_000
    head, rest = head_of(packed)
    assert head["height"] == reference_height() == 1.7
    assert {SEGMENTS[row["segment"]] for row in head["meshes"]} == set(SEGMENTS)
    assert len(rest) == sum(6 * (row["vertices"] + row["faces"]) for row in head["meshes"])


def test_the_packed_corners_are_the_bones() -> None:
    head, rest = head_of(packed_bones())
    at = 0
    for row, mesh in zip(head["meshes"], bone_meshes(), strict=True):
        corners = np.frombuffer(rest, "<u2", 3 * row["vertices"], at).reshape(-1, 3)
        places = np.array(row["low"]) + corners / 65535 * np.array(row["size"])
        assert np.abs(places - mesh.vertices).max() < 1e-5
        at += corners.nbytes
        faces = np.frombuffer(rest, "<u2", 3 * row["faces"], at).reshape(-1, 3)
        assert (faces == mesh.faces).all()
        assert faces.max() < row["vertices"]
        at += faces.nbytes


def test_a_taller_person_has_the_same_bones_larger() -> None:
    tall = load_body(Person(height_m=1.9), meshes=True)
    data = tall.posed(tall.poses()[0])
    for mesh in bone_meshes():
        segment = data.body(mesh.segment)
        drawn = [
            (bone.positioned(data).vertices - segment.xpos) @ segment.xmat.reshape(3, 3)
            for bone in bones_of(tall.model)
            if tall.model.body(int(tall.model.geom_bodyid[bone.geom])).name == mesh.segment
        ]
        whole = np.concatenate(drawn)
        mine = mesh.vertices * 1.9 / reference_height()
        assert (mine.min(axis=0) > whole.min(axis=0) - 1e-5).all()
        assert (mine.max(axis=0) < whole.max(axis=0) + 1e-5).all()
        if len(drawn) == 1:
            assert np.ptp(mine, axis=0) == pytest.approx(np.ptp(whole, axis=0), abs=0.007)


@given(st.floats(0.0005, 0.02))
def test_a_coarser_mesh_has_no_flat_and_no_double_faces(cell: float) -> None:
    whole = ball(np.array([0.1, 0.0, -0.2]), 0.03)
    vertices, faces = coarser(whole.vertices, whole.faces, cell)
    assert len(vertices) <= len(whole.vertices)
    assert len(faces) <= len(whole.faces)
    assert all(len(set(face)) == 3 for face in faces.tolist())
    assert len({tuple(face) for face in faces.tolist()}) == len(faces)
    assert np.linalg.norm(vertices - [0.1, 0.0, -0.2], axis=1).max() <= 0.03 + 1e-9


def head_of(packed: bytes) -> tuple[Any, bytes]:
    (length,) = struct.unpack_from("<I", packed)
    return json.loads(packed[4 : 4 + length]), packed[4 + length :]
