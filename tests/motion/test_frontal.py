"""From the front and from behind: the lean to the side, the knees over the feet, and squats that are seen as squats."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks import frontal as benchmark
from hypothesis import given
from hypothesis import strategies as st

from psoas.capture.pose import capture
from psoas.capture.pose.landmarks import LANDMARKS
from psoas.motion import MeasuredMotion, measure
from psoas.motion.frontal import frontal_angles, frontal_bands
from psoas.timeseries import Array, TimeSeries
from tests.motion import figure

SIZE = (960, 720)
PX_PER_M = 300.0
TIME = np.arange(120) / 30
THIGH, SHANK, TRUNK, HALF_HIP, HALF_SHOULDER, ANKLE_UP = 0.42, 0.42, 0.50, 0.10, 0.18, 0.08


def filmed(
    *,
    behind: bool = False,
    turn_deg: float = 0.0,
    lean_deg: float = 0.0,
    inward_deg: tuple[float, float] = (0.0, 0.0),
    bend_deg: Array | float = 0.0,
    depth_share: float = 1.0,
) -> tuple[TimeSeries, TimeSeries]:
    """Landmarks in the picture [px] and in space [m] of somebody who squats with the trunk upright.

    Args:
        behind: seen from behind.
        turn_deg: of the person out of the view from exactly in front.
        lean_deg: of the trunk to the person's right.
        inward_deg: of the left and the right shank.
        bend_deg: of each thigh from upright, forwards, and of each shank, backwards.
        depth_share: share of the depth that the network sees.
    """
    bend = np.radians(np.broadcast_to(bend_deg, TIME.shape))
    lean = np.radians(lean_deg)
    joints: dict[str, Array] = {}  # (T, 3): to the person's right, up, ahead
    for side, way, inward in (("left", -1.0, inward_deg[0]), ("right", 1.0, inward_deg[1])):
        ankle = np.tile([way * 0.15, ANKLE_UP, 0.0], (len(TIME), 1))
        tilt = -way * np.tan(np.radians(inward)) * SHANK * np.cos(bend)
        knee = ankle + np.column_stack([tilt, SHANK * np.cos(bend), SHANK * np.sin(bend)])
        hip = np.column_stack(
            [
                np.full(len(TIME), way * HALF_HIP),
                *(knee[:, 1:] + THIGH * np.stack([np.cos(bend), -np.sin(bend)], 1)).T,
            ]
        )
        joints |= {f"{side}_ankle": ankle, f"{side}_knee": knee, f"{side}_hip": hip}
        joints[f"{side}_heel"] = ankle + np.array([0.0, -0.06, -0.05])
        joints[f"{side}_foot_index"] = ankle + np.array([0.0, -0.08, 0.15])
    middle = (joints["left_hip"] + joints["right_hip"]) / 2
    top = middle + TRUNK * np.array([np.sin(lean), np.cos(lean), 0.0])
    for side, way in (("left", -1.0), ("right", 1.0)):
        joints[f"{side}_shoulder"] = top + np.array([way * HALF_SHOULDER, 0.0, 0.0])
    angle = np.radians(turn_deg + (180.0 if behind else 0.0))
    picture: dict[str, Array] = {}
    world: dict[str, Array] = {}
    for name in LANDMARKS:
        place = joints.get(name, top + np.array([0.0, 0.2, 0.05 if name == "nose" else 0.0]))
        across, ahead = place[:, 0], place[:, 2]
        x = -across * np.cos(angle) + ahead * np.sin(angle)
        z = -(ahead * np.cos(angle) + across * np.sin(angle))
        picture[f"{name}.x"], picture[f"{name}.y"] = 480 + PX_PER_M * x, 600 - PX_PER_M * place[:, 1]
        world[f"{name}.x"], world[f"{name}.y"], world[f"{name}.z"] = x, -place[:, 1], z * depth_share
    return TimeSeries.from_columns(TIME, picture, "px"), TimeSeries.from_columns(TIME, world, "m")


def measured(points: TimeSeries, world: TimeSeries) -> MeasuredMotion:
    like = capture([]).contours
    contours = TimeSeries(TIME, like.names, np.full((len(TIME), len(like.names)), np.nan), like.units)
    return measure(points, world, contours, size=SIZE)


@given(st.booleans(), st.floats(-20, 20), st.floats(-25, 25), st.floats(-25, 25))
def test_lean_and_knees_have_their_signs_from_the_front_and_from_behind(
    behind: bool, lean: float, left: float, right: float
) -> None:
    found = frontal_angles(*filmed(behind=behind, lean_deg=lean, inward_deg=(left, right)))
    for name, value in (("trunk_side_lean", lean), ("knee_inward_l", left), ("knee_inward_r", right)):
        assert np.degrees(found[name]) == pytest.approx(value, abs=0.05), name


@given(st.booleans(), st.floats(-18, 18))
def test_a_bent_knee_of_somebody_who_is_turned_a_little_does_not_go_inward(behind: bool, turn: float) -> None:
    found = frontal_angles(*filmed(behind=behind, turn_deg=turn, bend_deg=40.0))
    for side in "lr":
        assert np.abs(np.degrees(found[f"knee_inward_{side}"])).max() < 0.5


def test_frames_in_which_left_and_right_change_places_are_left_out() -> None:
    points, world = filmed(inward_deg=(10.0, -5.0))
    values = points.values.copy()
    for name in LANDMARKS:
        if name.startswith("left_"):
            left, right = (points.names.index(f"{one}.x") for one in (name, name.replace("left", "right")))
            values[40:50, [left, right]] = points.values[40:50, [right, left]]
    found = frontal_angles(replace(points, values=values), world)
    assert np.isnan(found["knee_inward_l"][40:50]).all()
    assert np.degrees(np.nanmedian(found["knee_inward_l"])) == pytest.approx(10.0, abs=0.1)


def test_somebody_whose_hips_and_shoulders_never_agree_on_left_and_right_has_no_angles() -> None:
    points, world = filmed()
    values = points.values.copy()
    left, right = (points.names.index(f"{side}_hip.x") for side in ("left", "right"))
    values[:, [left, right]] = points.values[:, [right, left]]
    for name, angle in frontal_angles(replace(points, values=values), world).items():
        assert np.isnan(angle).all(), name


@pytest.mark.parametrize("behind", [False, True])
def test_a_squat_is_one_though_the_network_sees_a_third_of_its_depth(behind: bool) -> None:
    down = 65.0 * np.clip(np.minimum((TIME - 0.8) / 0.8, (3.2 - TIME) / 0.8), 0.0, 1.0)
    motion = measured(*filmed(behind=behind, bend_deg=down, depth_share=0.33))
    assert motion.movement == "squat"
    assert set(motion.angles.names) == {"trunk_side_lean", "knee_inward_l", "knee_inward_r"}
    assert motion.bands == pytest.approx(frontal_bands(-80.0 if behind else 80.0))
    assert "bending" in motion.reasons


def test_somebody_who_stands_before_the_camera_stands() -> None:
    assert measured(*filmed(depth_share=0.33)).movement == "standing"


def test_a_dip_that_may_be_a_squat_is_not_a_part_of_standing() -> None:
    down = 38.0 * np.clip(np.minimum((TIME - 0.5) / 0.6, (3.4 - TIME) / 0.6), 0.0, 1.0)
    motion = measured(*filmed(bend_deg=down))
    assert [one.movement for one in motion.segments] == ["standing", "unknown", "standing"]
    assert motion.movement == "unknown"


def test_the_side_view_has_no_angles_from_the_front() -> None:
    points, world = figure.points(TIME), figure.world(TIME)
    assert "knee_inward_l" not in measured(points, world).angles


def test_rendered_people_who_were_not_learnt_from_lie_within_the_bands() -> None:
    rows = benchmark.rows()
    assert len(rows) == 4
    wide = "knee inward, from behind"  # stated as it is: half of the wish
    assert [row.what for row in rows if not row.passed] == [wide]
    assert all(int(row.reached.split("; ")[1].split("%")[0]) >= 95 for row in rows)
