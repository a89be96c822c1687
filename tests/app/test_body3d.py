"""The body for the browser: what is sent is what MuJoCo says, small, and quick to make."""

import base64
import json
import math
import struct
import time
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.app.body3d.bones import SEGMENTS, bone_meshes, coarser, packed_bones, reference_height
from psoas.app.body3d.frames import ASIDE, POINTS, PosedFrames, frames_of, stretch_scale
from psoas.app.body3d.length_plot import length_plot
from psoas.body.fascicles import psoas_fascicles
from psoas.body.loading import load_body
from psoas.body.postures import named_posture, named_postures
from psoas.body.scaling import Person
from psoas.body.tables import Point
from psoas.draw.body_shapes import bones_of
from psoas.draw.surfaces import ball
from psoas.errors import UsageError
from psoas.muscle.paths import muscle_paths
from psoas.muscle.posed import posed_psoas
from psoas.muscle.psoas_length import psoas_of
from psoas.timeseries import Array

STRETCH = named_posture("half_kneeling_tucked").coordinates


@pytest.fixture(scope="module")
def frames() -> PosedFrames:
    return frames_of(None)


def unpacked(text: str) -> Array:
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(float)


@pytest.mark.parametrize("name", named_postures())
def test_every_segment_is_where_mujoco_has_it(frames: PosedFrames, name: str) -> None:
    coordinates = named_posture(name).coordinates
    data = frames.body.posed(frames.body.poses(coordinates)[0])
    sent = unpacked(frames.frame(coordinates)["segments"]).reshape(len(SEGMENTS), 7)
    for row, segment in zip(sent, SEGMENTS, strict=True):
        assert row[:3] == pytest.approx(data.body(segment).xpos, abs=1e-6)
        assert row[3:] == pytest.approx(data.body(segment).xquat, abs=1e-6)


@settings(max_examples=15)
@given(hip=st.floats(-30, 120), other=st.floats(-30, 120), lumbar=st.floats(-60, 30), tilt=st.floats(-90, 90))
def test_lengths_and_levers_are_those_of_the_body(
    hip: float, other: float, lumbar: float, tilt: float
) -> None:
    frames = frames_of(None)
    pose = in_radians(
        {"hip_flexion_r": hip, "hip_flexion_l": other, "lumbar_extension": lumbar, "pelvis_tilt": tilt}
    )
    shown, measured = frames.at(pose), posed_psoas(frames.body, pose)
    assert shown.length == pytest.approx(measured.length, abs=1e-9)
    assert shown.stretch == pytest.approx(measured.stretch, abs=1e-9)
    arms = muscle_paths(frames.body, frames.body.poses(pose)).moment_arms[0]
    for fascicle, arm in zip(psoas_fascicles(), shown.hip_arm, strict=True):
        about = frames.body.coordinate_index(f"hip_flexion_{fascicle.side}")
        assert arm == pytest.approx(arms[frames.body.muscle_index(fascicle.name), about], abs=1e-9)


def test_a_fascicle_runs_from_its_origin_to_the_thigh_bone(frames: PosedFrames) -> None:
    paths = unpacked(frames.frame(STRETCH)["paths"]).reshape(-1, POINTS, 3)
    data = frames.body.posed(frames.body.poses(STRETCH)[0])
    for path, fascicle in zip(paths, psoas_fascicles(), strict=True):
        first, *_, last = frames.body.muscle(fascicle.name).path
        for end, point in ((path[0], first), (path[-1], last)):
            assert isinstance(point, Point)
            segment = data.body(point.segment)
            assert end == pytest.approx(segment.xpos + segment.xmat.reshape(3, 3) @ point.position, abs=2e-6)


def test_the_colours_are_those_of_the_scale(frames: PosedFrames) -> None:
    posed = posed_psoas(frames.body, STRETCH)
    expected = [
        "#{:02x}{:02x}{:02x}".format(*stretch_scale().colour(100 * share)) for share in posed.stretch.tolist()
    ]
    assert frames.frame(STRETCH)["colours"] == expected
    assert stretch_scale().limit >= 100 * max(posed.stretch[:11])


def test_what_was_not_measured_is_grey_and_said_so(frames: PosedFrames) -> None:
    update = frames.frame({"hip_flexion_r": math.nan, "hip_flexion_l": 0.5})
    assert set(update["colours"][:11]) == {"#969696"}
    assert "#969696" not in update["colours"][11:]
    assert "right psoas is not measured" in update["says"]
    assert "left psoas is 3.6 to 5.4 %" in update["says"]
    assert "shorter than in standing" in update["says"]
    assert set(frames.frame({"lumbar_extension": math.nan})["colours"]) == {"#969696"}
    assert np.isfinite(unpacked(update["segments"])).all()
    assert np.isfinite(unpacked(update["paths"])).all()


def test_an_update_about_one_side_leaves_the_other_one_grey_and_unsaid(frames: PosedFrames) -> None:
    both, right, left = (
        frames.frame(STRETCH),
        frames.frame(STRETCH, side="r"),
        frames.frame(STRETCH, side="l"),
    )
    assert (both["side"], right["side"], left["side"]) == (None, "r", "l")
    assert right["colours"] == [*both["colours"][:11], *[ASIDE] * 11]
    assert left["colours"] == [*[ASIDE] * 11, *both["colours"][11:]]
    assert "right psoas" in right["says"]
    assert "left psoas" not in right["says"]
    assert "right psoas" not in left["says"]


def test_a_value_beyond_the_range_is_taken_for_its_end(frames: PosedFrames) -> None:
    beyond, end = (
        frames.at({"hip_flexion_r": math.radians(-50)}),
        frames.at({"hip_flexion_r": math.radians(-30)}),
    )
    assert beyond.length == pytest.approx(end.length)


def test_an_unknown_coordinate_is_told(frames: PosedFrames) -> None:
    with pytest.raises(UsageError, match="no coordinate 'hip'"):
        frames.frame({"hip": 0.1})


def test_standing_and_sitting_in_words(frames: PosedFrames) -> None:
    assert frames.at({}).says() == (
        "The right psoas is as long as in standing; the left psoas is as long as in standing."
    )
    mixed = frames.at(named_posture("half_kneeling_arched").coordinates).says()
    assert "the right psoas is shorter in some parts and longer in others" in mixed.lower()


def test_a_posture_takes_little_time_and_little_room(frames: PosedFrames) -> None:
    took = []
    for angle in np.linspace(-0.4, 1.8, 60):
        began = time.thread_time()
        update = frames.frame({"hip_flexion_r": float(angle), "lumbar_extension": 0.1})
        took.append(time.thread_time() - began)
    size = len(json.dumps(update))
    print(f"\na posture: median {1e3 * np.median(took):.1f} ms of one core (goal 15), {size} bytes")
    assert np.median(took) < 0.03
    assert size < 16_000


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


def test_the_plot_tells_what_it_shows() -> None:
    drawing = ElementTree.fromstring(length_plot(psoas_of(None, "r"), -15, 0))
    words = drawing.attrib["aria-label"]
    whole = 1e3 * np.diff(psoas_of(None, "r").at(np.radians([0, -15]), np.zeros(2))[:, -1])[0]
    assert f"hip -15 degrees, {whole:.1f} mm longer" in words
    assert len(drawing.findall("polyline")) == 2
    assert len(ElementTree.fromstring(length_plot(psoas_of(None, "l"), 40, -20)).findall("polyline")) == 3


def head_of(packed: bytes) -> tuple[Any, bytes]:
    (length,) = struct.unpack_from("<I", packed)
    return json.loads(packed[4 : 4 + length]), packed[4 + length :]


def in_radians(degrees: Mapping[str, float]) -> dict[str, float]:
    return {name: math.radians(value) for name, value in degrees.items()}
