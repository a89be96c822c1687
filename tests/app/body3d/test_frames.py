"""Postures for the browser: what is sent is what MuJoCo says, small, and quick to make."""

import base64
import json
import math
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.app.body3d.bones import SEGMENTS
from psoas.app.body3d.frames import ASIDE, PER_M, PosedFrames, frames_of
from psoas.body.fascicles import psoas_fascicles
from psoas.body.postures import named_posture, named_postures
from psoas.draw.bellies import bellies
from psoas.draw.skin import skin
from psoas.draw.stretch_scale import PERCENT
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


def rings(update: dict[str, Any], part: str, shapes: int) -> Array:
    """(S, K, 3, 3) centre, across and over of each ring [m], as the browser reads them."""
    steps = np.frombuffer(base64.b64decode(update[part]), dtype="<i2").astype(float) / PER_M
    found = steps.reshape(shapes, -1, 3, 3)
    found[:, :, 0] += update["middle"]
    return found


def test_the_browser_gets_the_bellies_and_the_outline_of_the_pictures(frames: PosedFrames) -> None:
    update = frames.frame(STRETCH)
    data = frames.body.posed(frames.body.poses(STRETCH)[0])
    shaped, outline = bellies(frames.body, data), skin(frames.body, data)
    for part, expected in (("muscles", shaped.rings), ("skin", outline)):
        sent = rings(update, part, len(expected.centres))
        for column, whole in enumerate((expected.centres, expected.across, expected.over)):
            assert np.abs(sent[:, :, column] - whole).max() < 1e-4
    assert update["tendons"] == shaped.tendon.tolist()
    assert len(update["colours"]) == len(shaped.names) == 36
    assert len(update["attachments"]) == 22


def test_far_from_the_origin_the_bellies_are_as_exact(frames: PosedFrames) -> None:
    near, far = frames.frame(STRETCH), frames.frame({**STRETCH, "pelvis_tx": 40.0})
    moved = rings(far, "muscles", 36)[:, :, 0] - rings(near, "muscles", 36)[:, :, 0]
    assert moved == pytest.approx(np.broadcast_to([40.0, 0.0, 0.0], moved.shape), abs=3e-4)


def test_the_colours_are_those_of_the_scale(frames: PosedFrames) -> None:
    posed = posed_psoas(frames.body, STRETCH)
    expected = [
        "#{:02x}{:02x}{:02x}".format(*PERCENT.colour(100 * share)) for share in posed.stretch.tolist()
    ]
    colours = frames.frame(STRETCH)["colours"]
    assert [*colours[:11], *colours[18:29]] == expected
    assert len(set(colours[11:18])) == len(set(colours[29:])) == 1, "the iliacus is one muscle"


def test_what_was_not_measured_is_grey_and_said_so(frames: PosedFrames) -> None:
    update = frames.frame({"hip_flexion_r": math.nan, "hip_flexion_l": 0.5})
    assert set(update["colours"][:18]) == {"#969696"}
    assert "#969696" not in update["colours"][18:]
    assert "right psoas is not measured" in update["says"]
    assert "left psoas is 3.8 to 6.0 %" in update["says"]
    assert "shorter than in standing" in update["says"]
    assert set(frames.frame({"lumbar_extension": math.nan})["colours"]) == {"#969696"}
    assert np.isfinite(unpacked(update["segments"])).all()
    assert np.isfinite(rings(update, "muscles", 36)).all()
    assert "is not measured" in update["attachments"][0]
    assert frames.frame({"hip_flexion_r": math.nan}, side="r")["brief"] == "not measured"


def test_an_update_about_one_side_leaves_the_other_one_grey_and_unsaid(frames: PosedFrames) -> None:
    both, right, left = (
        frames.frame(STRETCH),
        frames.frame(STRETCH, side="r"),
        frames.frame(STRETCH, side="l"),
    )
    assert (both["side"], right["side"], left["side"]) == (None, "r", "l")
    assert right["colours"] == [*both["colours"][:18], *[ASIDE] * 18]
    assert left["colours"] == [*[ASIDE] * 18, *both["colours"][18:]]
    assert (both["brief"], right["brief"]) == ("", "3.4\N{NO-BREAK SPACE}% longer")
    assert left["brief"].endswith("shorter")
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
    attachments = frames.frame({"hip_flexion_r": -0.2})["attachments"]
    assert attachments[0] == "The strand from the body of L1, right, is 1.4 % longer than in standing."
    assert attachments[11] == "The strand from the body of L1, left, is as long as in standing."
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
    assert size < 40_000


def in_radians(degrees: Mapping[str, float]) -> dict[str, float]:
    return {name: math.radians(value) for name, value in degrees.items()}
