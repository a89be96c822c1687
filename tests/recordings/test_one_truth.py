"""Every figure of a repetition, every finding and every sentence comes from the series that is printed."""

import csv
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.export.check_json import to_json
from psoas.export.motion_file import write_table
from psoas.findings.analysis import Analysis
from psoas.quantities import QUANTITIES, THIGH_TRAVEL, TRUNK
from tests.recordings.filmed_again import AGAIN, again, analysed, cut, known

CHANGES = {quantity.column: f"{quantity.coordinate}_deg" for quantity in QUANTITIES if quantity is not TRUNK}
ROUNDING = 0.25
"""Times in the JSON are rounded to a millisecond, so that a sample at the edge of a hold may change sides [deg]."""

CLIPS = sorted(name for name, sample in known().items() if abs(sample.yaw_deg) < 12)


@cache
def whole(name: str) -> Analysis:
    return analysed(known()[name].captured)


def mean_in(series: dict[str, list[float | None]], name: str, inside: np.ndarray) -> float | None:
    values = np.array([np.nan if value is None else value for value in series[name]])[inside]
    return float(np.nanmean(values)) if np.isfinite(values).any() else None


def assert_derives_from_its_series(result: dict[str, Any]) -> None:
    series = result["series"]
    time = np.array(series["time_s"])
    for one in result["reps"]:
        middle, half = (one["hold_start_s"] + one["hold_end_s"]) / 2, max(one["hold_s"], 0.2) / 2
        hold = np.abs(time - middle) <= half
        start = np.any([(time >= first) & (time <= last) for first, last in one["start_position_s"]], axis=0)
        assert one["hold_s"] == pytest.approx(one["hold_end_s"] - one["hold_start_s"], abs=0.002)
        for column, name in CHANGES.items():
            if one[column] is None or (column == THIGH_TRAVEL.column and not np.any(start)):
                continue
            held, before = mean_in(series, name, hold), mean_in(series, name, start)
            assert held is not None
            assert before is not None
            assert one[column] == pytest.approx(held - before, abs=ROUNDING), (column, one)
        if one["trunk_lean_deg"] is not None:
            assert one["trunk_lean_deg"] == pytest.approx(
                mean_in(series, "trunk_lean_deg", hold), abs=ROUNDING
            )
    by_id = {finding["id"]: finding for finding in result["findings"]}
    counted = [one for one in result["reps"] if "small_travel" not in one["faults"]] or result["reps"]
    for quantity in QUANTITIES:
        known_values = [one[quantity.column] for one in counted if one[quantity.column] is not None]
        if quantity.key in by_id:
            value = by_id[quantity.key]["value"]
            assert value == pytest.approx(np.median(known_values), abs=0.01)
            said = re.findall(r"[-+]?\d+", by_id[quantity.key]["says"])
            assert abs(int(said[0])) == abs(round(value)), by_id[quantity.key]["says"]
        elif result["reps"]:
            assert not known_values
    for finding in result["findings"]:
        if "too close to the limit" in finding["says"]:
            assert finding["verdict"] == "undecided", finding
        if finding["id"].endswith("_range"):
            values = [
                value for value in series[f"{finding['id'].removesuffix('_range')}_deg"] if value is not None
            ]
            low, high = np.percentile(values, [2, 98])
            assert finding["value"] == pytest.approx(high - low, abs=0.1)


@pytest.mark.parametrize("name", CLIPS)
def test_a_clip_s_figures_derive_from_its_series(name: str) -> None:
    assert_derives_from_its_series(to_json(whole(name)))


@given(
    st.sampled_from(CLIPS),
    st.sampled_from(sorted(AGAIN)),
    st.floats(0, 8),
    st.floats(3, 15),
)
@settings(max_examples=12)
def test_any_part_of_a_clip_however_filmed_derives_from_its_series(
    name: str, change: str, first_s: float, length_s: float
) -> None:
    part = cut(known()[name].captured, first_s, first_s + length_s)
    if len(part.points) > 10:
        assert_derives_from_its_series(to_json(again(part, change)))


def test_the_table_holds_the_same_series_as_the_json(tmp_path: Path) -> None:
    analysis = whole("c3")
    write_table(analysis, tmp_path / "angles.csv")
    table: dict[str, list[float]] = defaultdict(list)
    with (tmp_path / "angles.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table[f"{row['name']}_{row['unit']}"].append(float(row["value"] or "nan"))
    series = json.loads(json.dumps(to_json(analysis)))["series"]
    for name, values in series.items():
        if name != "time_s":
            listed = [np.nan if value is None else value for value in values]
            assert np.allclose(table[name], listed, atol=0.01, equal_nan=True), name


@pytest.mark.parametrize("name", ["a", "b", "c3"])
def test_the_kneeling_leg_has_one_thigh_one_hip_and_one_knee(name: str) -> None:
    """The thigh of the kneeling leg once stood in one list as -17 and as -10 degrees."""
    analysis = whole(name)
    side = {"left": "l", "right": "r"}[analysis.rear_side or ""]
    angles = analysis.angles
    assert np.array_equal(angles[f"thigh_angle_{side}"], angles["rear_thigh_angle"], equal_nan=True)
    assert np.array_equal(angles[f"knee_angle_{side}"], angles["rear_knee_angle"], equal_nan=True)
    against_trunk = angles["trunk_lean"] - angles["rear_thigh_angle"] - angles[f"hip_flexion_{side}"]
    assert np.nanmax(np.abs(against_trunk)) < 1e-6


def test_a_hold_alone_has_no_change_from_a_start_that_nobody_saw() -> None:
    hold = analysed(cut(known()["c3"].captured, 2.0, 3.4))
    assert hold.movement == "half_kneeling_stretch"
    assert {"lumbar_extension", "pelvis_tilt", "rear_hip_extension"}.isdisjoint(hold.angles.names)
    assert "rear_thigh_angle" in hold.angles
    reasons = {item.id: item.reason for item in hold.not_measured}
    assert "be still before the first move" in reasons["hip_opening"]
    assert reasons["arch"] == reasons["pelvis"] == reasons["hip_opening"]
