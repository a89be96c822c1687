"""The strides in the JSON: both sides with their bands, and the curves."""

import json
from dataclasses import replace

import pytest

from psoas.export import to_json
from psoas.findings import Analysis, clip_stride_angles, stride_angle_errors
from psoas.recordings.motion_file import analyse_motion
from psoas.strides import FIGURES, FootEvents, difference_errors, side_figures
from tests.recordings.made_recording import write_recording
from tests.strides.made_gait import made_gait


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return analyse_motion(write_recording(tmp_path_factory.mktemp("run") / "run.mot", made_gait("running")))


def test_each_side_has_mean_spread_and_count_and_the_difference_its_band(run: Analysis) -> None:
    sides = side_figures(run.main_strides, {"knee_at_strike_deg": 2.0})
    found = to_json(replace(run, stride_sides=sides))["stride_sides"]
    assert list(found) == list(FIGURES)
    knee = found["knee_at_strike_deg"]
    assert set(knee) == {"left", "right", "left_less_right"}
    assert set(knee["left"]) == {"value", "low", "high", "spread", "count"}
    assert knee["left"]["count"] == sum(one.side == "left" for one in run.main_strides)
    difference = knee["left_less_right"]
    assert difference["value"] == pytest.approx(knee["left"]["value"] - knee["right"]["value"], abs=0.01)
    assert difference["low"] < difference["value"] < difference["high"]
    assert found["overstride_m"]["left_less_right"] is None


def test_a_side_that_was_not_measured_is_null(run: Analysis) -> None:
    right = [one for one in run.main_strides if one.side == "right"]
    found = to_json(replace(run, stride_sides=side_figures(right)))["stride_sides"]
    assert found["cadence_steps_min"]["left"] is None
    assert found["cadence_steps_min"]["left_less_right"] is None


def test_the_curves_have_mean_and_spread_of_each_side(run: Analysis) -> None:
    found = to_json(run)["stride_curves"]
    assert found["percent"] == list(range(101))
    hip = found["hip_extension_deg"]
    assert len(hip["left"]["mean"]) == len(hip["left"]["spread"]) == 101
    tilt = found["pelvis_tilt_deg"]["right"]["mean"][50]
    assert max(hip["right"]["mean"]) == pytest.approx(3.3 - tilt, abs=0.5), (
        "the made thigh comes to 3.3 degrees"
    )
    assert hip["error_deg"] is None, "no error is known of a file of angles"
    assert json.loads(json.dumps(found)) == found


def test_curves_of_a_clip_have_their_error(run: Analysis) -> None:
    clip = replace(run, stride_angles=clip_stride_angles(run.angles, run.main_strides))
    found = to_json(clip)["stride_curves"]
    assert found["pelvis_tilt_deg"]["error_deg"] == stride_angle_errors()["pelvis_tilt"]
    assert found["knee_angle_deg"]["error_deg"] is None


def test_without_a_stride_there_are_no_curves(run: Analysis) -> None:
    still = to_json(replace(run, strides=(), stride_sides=()))
    assert still["stride_curves"] is None
    assert still["stride_sides"] == {}


def test_differences_of_a_motion_file_have_bands(run: Analysis) -> None:
    errors = difference_errors(FootEvents({}, {}))
    found = to_json(run)["stride_sides"]
    assert {name for name, one in found.items() if one["left_less_right"]} == set(errors) & set(found)
