"""The start of the stretch is the quiet kneeling before the first repetition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.exercises.hip_stretch.start import LONGEST_START_S, start_level
from psoas.timeseries import TimeSeries
from tests.exercises.hip_stretch.sessions import Rep, measured, series, thigh
from tests.exercises.hip_stretch.test_repetitions import repetitions


def test_a_series_without_the_thigh_has_none() -> None:
    time = np.arange(0, 5, 1 / 30)
    angles = TimeSeries.from_columns(time, {"trunk_lean": 0 * time}, "rad")
    timeline = EXERCISE.find_timeline(angles)
    assert timeline.repetitions == ()
    assert timeline.start is None


def test_the_persons_own_start_is_the_quiet_kneeling_before_the_first_repetition() -> None:
    reps = [Rep(pause=1.5)] * 4
    time, values = thigh(reps)
    angles = series(time, measured(time, values, 8))
    found = repetitions(angles)
    window = EXERCISE.find_timeline(angles).start
    assert window is not None
    assert window[0] < 0.3
    assert window[1] == pytest.approx(found[0].start_s, abs=0.3)
    calm = np.degrees(angles["rear_thigh_angle"][EXERCISE.find_timeline(angles).calm])
    assert calm.mean() == pytest.approx(-3.0, abs=0.7)


def test_of_a_long_wait_only_the_end_is_the_start() -> None:
    time, values = thigh([Rep(pause=12.0), Rep()])
    found = EXERCISE.find_timeline(series(time, values))
    assert found.start is not None
    assert found.start[1] - found.start[0] == pytest.approx(LONGEST_START_S)
    assert found.start[1] == pytest.approx(12.6, abs=0.3)


@given(st.floats(-30, 30), st.integers(1, 40))
def test_the_level_of_the_start_is_behind_most_of_what_the_thigh_does(level: float, held: int) -> None:
    moved = np.concatenate([np.full(50, level), level + np.linspace(0, 20, 10), np.full(held, level + 20)])
    assert start_level(moved) == pytest.approx(level)
    assert np.isnan(start_level(moved[:0]))


@pytest.mark.parametrize("first_s", [1.05, 1.2, 1.35])
def test_the_hold_that_a_recording_cuts_is_no_start(first_s: float) -> None:
    """The recording begins within the first move and ends within the second hold: calm is only between the two."""
    time, values = thigh([Rep(), Rep()])
    angles = series(time, measured(time, values, 3)).between(first_s, 7.4)
    timeline = EXERCISE.find_timeline(angles)
    assert len(timeline.repetitions) == 1
    assert timeline.unfinished == ("end",)
    assert np.degrees(angles["rear_thigh_angle"][timeline.calm]).max() < 3
    (repetition,) = EXERCISE.judge(angles, timeline, {})
    assert repetition.thigh_travel_deg == pytest.approx(17, abs=1)
    assert "rear_knee_not_under_hip" not in repetition.faults


def test_a_move_that_the_recording_cuts_has_no_length() -> None:
    time, values = thigh([Rep(), Rep(), Rep()])
    angles = series(time, values).between(1.2, 100)
    repetitions_ = EXERCISE.judge(angles, EXERCISE.find_timeline(angles), {})
    moves = [one.others["move_in"] for one in repetitions_]
    assert moves[0] is None
    assert moves[1:] == pytest.approx([0.9, 0.9], abs=0.1)
    assert all(one.others["move_back"] is not None for one in repetitions_)


@given(st.integers(0, 50))
def test_a_hold_without_a_move_is_no_start(seed: int) -> None:
    time = np.arange(0, 8, 1 / 30)
    timeline = EXERCISE.find_timeline(series(time, measured(time, np.full(len(time), 18.0), seed)))
    assert timeline.start is None
    assert not timeline.calm.any()


def test_quiet_kneeling_without_a_move_is_a_start() -> None:
    time = np.arange(0, 8, 1 / 30)
    timeline = EXERCISE.find_timeline(series(time, measured(time, np.full(len(time), -2.0), 4)))
    assert timeline.start is not None


@pytest.mark.parametrize("gap_s", [0.4, 0.8])
def test_a_short_hold_that_was_not_seen_leaves_the_start_to_the_others(gap_s: float) -> None:
    """The live coach used to warn of an empty slice: the moves show the repetition, a gap hides its whole hold."""
    time, values = thigh([Rep(pause=1.5, hold=0.3)] * 4)
    whole = EXERCISE.find_timeline(series(time, values))
    second = whole.repetitions[1]
    values[np.abs(time - (second.hold_start_s + second.hold_end_s) / 2) < gap_s / 2] = np.nan
    found = EXERCISE.find_timeline(series(time, values))
    assert len(found.repetitions) == 4
    assert found.start == whole.start
