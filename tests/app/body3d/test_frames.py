"""Postures for the browser: what is sent is what MuJoCo says, small, and quick to make."""

import base64
import json
import math
import time
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.app.body3d.bones import SEGMENTS
from psoas.app.body3d.frames import ASIDE, POINTS, PosedFrames, frames_of, stretch_scale
from psoas.body.fascicles import psoas_fascicles
from psoas.body.postures import named_posture, named_postures
from psoas.body.tables import Point
from psoas.errors import UsageError
from psoas.muscle.paths import muscle_paths
from psoas.muscle.posed import posed_psoas
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
    assert "left psoas is 3.8 to 6.0 %" in update["says"]
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


def in_radians(degrees: Mapping[str, float]) -> dict[str, float]:
    return {name: math.radians(value) for name, value in degrees.items()}
