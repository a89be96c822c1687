"""The loads of each part of a recording: before the repetitions, in the holds, typically and at most."""

from dataclasses import replace

import pytest

from psoas.recordings.load_parts import HOLDS, MIDDLE, PEAK, START, hold_change, parts_of, rear_side
from tests.report import made_loads
from tests.report.made import made_stretch, made_walk
from tests.report.made_loads import HELD, HIGH, LOW, with_loads

STRETCH = with_loads(made_stretch(3))


def test_the_parts_of_a_recording_have_their_values_and_bands() -> None:
    assert STRETCH.loads is not None
    parts = parts_of(STRETCH, STRETCH.loads, "hip_r_contact")
    assert list(parts) == [MIDDLE, PEAK, START, HOLDS]
    for part, value in (
        (START, made_loads.START["hip_r_contact"]),
        (HOLDS, HELD["hip_r_contact"]),
        (PEAK, HELD["hip_r_contact"]),
    ):
        figure = parts[part].estimate
        assert (figure.value, figure.low, figure.high) == pytest.approx((value, LOW * value, HIGH * value))
    assert parts[PEAK].time_s == pytest.approx(2.0)


def test_the_change_in_the_holds_varies_each_assumption_in_both_alike() -> None:
    assert STRETCH.loads is not None
    change = hold_change(STRETCH, STRETCH.loads, "L5_S1_compression")
    assert change is not None
    more = HELD["L5_S1_compression"] - made_loads.START["L5_S1_compression"]
    assert change.value == pytest.approx(more)
    low, high = change.ends
    assert low <= more <= high
    assert high - low < (HIGH - LOW) * HELD["L5_S1_compression"], "narrower than the band of either load"


def test_without_a_moment_before_the_repetitions_there_is_no_change() -> None:
    late = replace(STRETCH, repetitions=tuple(replace(one, start_s=0.0) for one in STRETCH.repetitions))
    assert late.loads is not None
    assert hold_change(late, late.loads, "psoas_r") is None
    assert START not in parts_of(late, late.loads, "psoas_r")


def test_the_kneeling_leg_is_called_right_where_the_side_is_not_known() -> None:
    assert rear_side(replace(STRETCH, rear_side="left")) == "l"
    assert rear_side(replace(STRETCH, rear_side=None)) == "r"
    assert rear_side(made_walk()) is None
