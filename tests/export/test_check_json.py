"""The JSON that machines read: every key and kind of the schema, and nothing else."""

import json
from typing import Any

import numpy as np
import pytest

from psoas.export.check_json import to_json
from psoas.findings.analysis import Analysis
from tests.report.made import made_photo, made_stretch, made_walk, with_psoas

NUMBER = (int, float)
MAYBE = (int, float, type(None))
WORD_OR_NONE = (str, type(None))
SCHEMA: dict[str, Any] = {
    "schema": str,
    "source": {
        "file": str,
        "frames": int,
        "fps": float,
        "duration_s": float,
        "width": int,
        "height": int,
        "filmed_fps": MAYBE,
        "slowed": NUMBER,
        "speed_doubt": WORD_OR_NONE,
        "turned_deg": int,
        "roll_deg": MAYBE,
        "roll_error_deg": MAYBE,
        "levelled": bool,
        "rate_varies": bool,
        "longest_gap_s": NUMBER,
        "pelvis": WORD_OR_NONE,
    },
    "view": {"kind": str, "yaw_deg": (float, type(None)), "usable": bool, "reason": WORD_OR_NONE},
    "movement": str,
    "segments": [
        {
            "movement": str,
            "start_s": NUMBER,
            "end_s": NUMBER,
            "why": str,
            "likeliest": [str],
            "front_leg": WORD_OR_NONE,
            "front_side": WORD_OR_NONE,
            "strides_per_s": MAYBE,
        }
    ],
    "test": (dict, type(None)),
    "rear_leg": WORD_OR_NONE,
    "rear_side": WORD_OR_NONE,
    "strides": [
        {
            "movement": str,
            "leg": WORD_OR_NONE,
            "side": WORD_OR_NONE,
            "foot_strike_s": NUMBER,
            "toe_off_s": MAYBE,
            "end_s": NUMBER,
            "peak_hip_extension_s": MAYBE,
            "peak_hip_extension_deg": MAYBE,
            "thigh_behind_vertical_deg": MAYBE,
            "pelvis_tilt_deg": MAYBE,
            "lumbar_extension_deg": MAYBE,
            "trunk_lean_deg": MAYBE,
            "knee_at_strike_deg": MAYBE,
            "overstride_m": MAYBE,
            "contact_s": MAYBE,
            "flight_s": MAYBE,
            "cadence_steps_min": MAYBE,
            "bands": dict,
        }
    ],
    "stride_sides": dict,
    "stride_curves": (dict, type(None)),
    "reps": [
        {
            "start_s": NUMBER,
            "hold_start_s": NUMBER,
            "hold_end_s": NUMBER,
            "end_s": NUMBER,
            "hold_s": NUMBER,
            "start_position_s": [[NUMBER]],
            "thigh_travel_deg": NUMBER,
            "hip_extension_change_deg": MAYBE,
            "arch_change_deg": MAYBE,
            "pelvis_tilt_change_deg": MAYBE,
            "trunk_lean_deg": NUMBER,
            "faults": [str],
            "possible_faults": [str],
            "good": (bool, type(None)),
            "psoas_change_mm": (dict, type(None)),
            "psoas_attachments_mm": (dict, type(None)),
        }
    ],
    "findings": [
        {
            "id": str,
            "value": MAYBE,
            "unit": str,
            "low": MAYBE,
            "high": MAYBE,
            "verdict": str,
            "says": str,
            "cue": WORD_OR_NONE,
            "sources": [str],
        }
    ],
    "not_measured": [{"id": str, "reason": str}],
    "psoas": (dict, type(None)),
    "loads": (dict, type(None)),
}
LENGTHENING = {"value": NUMBER, "low": NUMBER, "high": NUMBER, "share_percent": NUMBER}


def assert_fits(value: Any, schema: Any, where: str) -> None:
    if isinstance(schema, dict):
        assert isinstance(value, dict), where
        assert list(value) == list(schema), where
        for key, part in schema.items():
            assert_fits(value[key], part, f"{where}.{key}")
    elif isinstance(schema, list):
        assert isinstance(value, list), where
        for index, item in enumerate(value):
            assert_fits(item, schema[0], f"{where}[{index}]")
    else:
        assert isinstance(value, schema), where


@pytest.mark.parametrize(
    "analysis",
    [
        made_stretch(),
        made_stretch(arched=True),
        made_stretch(hidden_back=True),
        with_psoas(made_stretch()),
        made_walk(),
        made_photo(),
    ],
    ids=["good", "arched", "hidden", "psoas", "walk", "photo"],
)
def test_every_key_has_its_kind(analysis: Analysis) -> None:
    found = json.loads(json.dumps(to_json(analysis), allow_nan=False))
    assert found["schema"] == "psoas.check/1"
    assert list(found) == [*SCHEMA, "series", "files"]
    assert_fits({key: found[key] for key in SCHEMA}, SCHEMA, "result")
    lengths = {len(column) for column in found["series"].values()}
    assert lengths == {len(analysis.angles)}


def test_angles_leave_in_degrees_and_distances_in_metres() -> None:
    analysis = made_stretch()
    series = to_json(analysis)["series"]
    assert "rear_thigh_angle_deg" in series
    assert "hip_forward_m" in series
    np.testing.assert_allclose(
        series["rear_thigh_angle_deg"], np.degrees(analysis.angles["rear_thigh_angle"]), atol=0.006
    )


def test_landmarks_stay_inside() -> None:
    assert not [name for name in to_json(made_stretch())["series"] if ".x" in name or "back_" in name]


def test_a_gap_is_null_and_stays_where_it_was() -> None:
    column = to_json(made_stretch())["series"]["lumbar_extension_deg"]
    assert [index for index, value in enumerate(column) if value is None] == [5, 6, 7, 8]


def test_undecided_is_null_not_true() -> None:
    assert [rep["good"] for rep in to_json(made_stretch(hidden_back=True))["reps"]] == [None, None]
    assert [rep["good"] for rep in to_json(made_stretch(arched=True))["reps"]] == [False, False]


def test_the_psoas_leaves_in_millimetres_at_the_times_of_the_series() -> None:
    analysis = with_psoas(made_stretch(arched=True))
    found = json.loads(json.dumps(to_json(analysis), allow_nan=False))
    psoas, count = found["psoas"], len(analysis.angles)
    assert (psoas["side"], psoas["reference"]) == ("rear", "start")
    assert len(psoas["attachments"]) == 11
    assert psoas["attachments"]["L1_VB"]["origin"] == "body of L1"
    columns = [psoas["band_mm"]]
    for one in (*psoas["attachments"].values(), psoas["mean"]):
        columns += [one["change_mm"], one["share_percent"]]
    assert {len(column) for column in columns} == {count}
    assert [index for index, value in enumerate(psoas["mean"]["change_mm"]) if value is None] == [5, 6, 7, 8]
    for rep in found["reps"]:
        assert_fits(rep["psoas_change_mm"], LENGTHENING, "psoas_change_mm")
        assert list(rep["psoas_attachments_mm"]) == list(psoas["attachments"])
        for one in rep["psoas_attachments_mm"].values():
            assert_fits(one, LENGTHENING, "psoas_attachments_mm")


def test_a_psoas_that_was_not_measured_is_null() -> None:
    found = to_json(with_psoas(made_stretch(hidden_back=True)))
    assert found["psoas"] is None
    assert {(rep["psoas_change_mm"], rep["psoas_attachments_mm"]) for rep in found["reps"]} == {(None, None)}
