"""From the front and from behind: the lean to the side, the knees over the feet, and squats that are seen as squats."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks import frontal as benchmark
from hypothesis import given
from hypothesis import strategies as st

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.motion import MeasuredMotion, measure
from psoas.motion.frontal import frontal_angles, frontal_bands
from psoas.timeseries import TimeSeries
from tests.motion import figure
from tests.motion.from_front import SIZE, TIME, contours, filmed


def measured(points: TimeSeries, world: TimeSeries) -> MeasuredMotion:
    return measure(points, world, contours(), size=SIZE)


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


def test_frames_from_the_side_tell_nothing_of_the_front() -> None:
    front, side = filmed(inward_deg=(10.0, -5.0)), filmed(turn_deg=90.0, inward_deg=(10.0, -5.0))
    later = TIME >= 3.0
    both = [
        replace(one, values=np.where(later[:, None], other.values, one.values))
        for one, other in zip(front, side, strict=True)
    ]
    motion = measured(*both)
    assert motion.facing is None
    for name in motion.angles.names:
        assert np.isnan(motion.angles[name][TIME >= 3.2]).all(), name
    assert np.degrees(np.nanmedian(motion.angles["knee_inward_l"])) == pytest.approx(10.0, abs=1.0)


def test_somebody_who_stands_before_the_camera_stands() -> None:
    assert measured(*filmed(depth_share=0.33)).movement == "standing"


def test_a_dip_that_may_be_a_squat_is_not_a_part_of_standing() -> None:
    down = 38.0 * np.clip(np.minimum((TIME - 0.5) / 0.6, (3.4 - TIME) / 0.6), 0.0, 1.0)
    motion = measured(*filmed(bend_deg=down))
    assert [one.movement for one in motion.segments] == ["standing", "unknown", "standing"]
    assert motion.movement == "unknown"


def test_a_clip_too_short_for_a_name_is_measured() -> None:
    points, world = (series.where(TIME < 0.3) for series in filmed(lean_deg=10.0))
    motion = measure(points, world, contours().where(TIME < 0.3), size=SIZE)
    assert motion.segments == ()
    assert np.degrees(motion.angles["trunk_side_lean"]) == pytest.approx(10.0, abs=0.1)


def test_the_side_view_has_no_angles_from_the_front() -> None:
    points, world = figure.points(TIME), figure.world(TIME)
    assert "knee_inward_l" not in measured(points, world).angles


def test_rendered_people_who_were_not_learnt_from_lie_within_the_bands() -> None:
    rows = benchmark.rows()
    assert len(rows) == 4
    wide = "knee inward, from behind"  # stated as it is: half of the wish
    assert [row.what for row in rows if not row.passed] == [wide]
    assert all(int(row.reached.split("; ")[1].split("%")[0]) >= 95 for row in rows)
