"""The swings of the thigh: turning points alternate, a bounce is no swing, and moves end where they were made."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.exercises.hip_stretch.runs import find_runs
from psoas.exercises.hip_stretch.swings import (
    DEEPEST_DEG,
    find_swings,
    first_guess,
    floor_of,
    move_ends,
    turning_points,
)
from psoas.exercises.timeline import Run
from psoas.timeseries import Array
from tests.exercises.hip_stretch.sessions import Rep, move, series, thigh, timetable

VALUES = st.lists(st.floats(-40, 40), min_size=1, max_size=60)


def run_of(time: Array, values: Array) -> Run:
    (run,) = find_runs(series(time, values), np.ones(len(time), dtype=bool))
    return run


@given(VALUES, st.floats(0.5, 20))
def test_turning_points_alternate_and_lie_apart_by_the_least_swing(values: list[float], least: float) -> None:
    levels = np.array(values)
    turns = turning_points(levels, least)
    assert turns == sorted(set(turns))
    steps = np.diff(levels[turns])
    assert (np.abs(steps) >= least - 1e-9).all()
    assert (steps[:-1] * steps[1:] < 0).all()
    if np.ptp(levels) >= 2 * least:
        assert {int(levels.argmax()), int(levels.argmin())} & set(turns)


@given(VALUES, st.floats(0.5, 20))
def test_the_turning_points_of_the_mirrored_angle_are_the_same(values: list[float], least: float) -> None:
    levels = np.array(values)
    assert turning_points(-levels, least) == turning_points(levels, least)


@given(st.floats(0.3, 4.0), st.floats(8.0, 40.0), st.booleans())
def test_the_ends_of_a_minimum_jerk_move_follow_from_its_quarter_and_three_quarters(
    length: float, travel: float, backwards: bool
) -> None:
    time = np.arange(0, 8, 1 / 60)
    values = travel * move(time, 1.0, length)
    if backwards:
        time, values = -time[::-1], values[::-1]
        values = travel - values
    found = move_ends(time, values, 0.0, travel)
    expected = (-1.0 - length, -1.0) if backwards else (1.0, 1.0 + length)
    assert found == pytest.approx(expected, abs=0.03)
    assert move_ends(time, 0 * values, 0.0, travel) is None


def test_a_bounce_in_the_hold_is_one_swing_and_a_return_is_two() -> None:
    time, values = thigh([Rep(hold=3.0), Rep()])
    first, _ = timetable([Rep(hold=3.0), Rep()])
    bounce = (time > first.hold_start + 0.8) & (time < first.hold_end - 0.8)
    dipped = np.where(bounce, values - 6.0 * np.sin(np.pi * (time - first.hold_start - 0.8) / 1.4), values)
    swings, begins, ends = find_swings(run_of(time, dipped), 5.0)
    assert len(swings) == 2
    assert not begins
    assert not ends
    for swing in swings:
        assert (swing.low_before, swing.low_after, swing.top) == pytest.approx((-3, -3, 14), abs=0.5)


def test_a_run_that_is_cut_says_which_end_is_missing() -> None:
    time, values = thigh([Rep()] * 3)
    done = timetable([Rep()] * 3)
    cut = (time > done[0].hold_start + 0.3) & (time < done[2].hold_end - 0.3)
    swings, begins, ends = find_swings(run_of(time[cut], values[cut]), 5.0)
    assert (len(swings), begins, ends) == (1, True, True)


def test_the_first_guess_of_a_swing_is_near_its_times() -> None:
    reps = [Rep(), Rep(hold=4.0)]
    run = run_of(*thigh(reps))
    swings, _, _ = find_swings(run, 5.0)
    for swing, true in zip(swings, timetable(reps), strict=True):
        guess = first_guess(run, swing)
        assert guess is not None
        assert (guess.start, guess.hold_start, guess.hold_end, guess.end) == pytest.approx(
            (true.start, true.hold_start, true.hold_end, true.end), abs=0.12
        )


def test_the_floor_lies_under_the_start_and_never_so_deep_that_sitting_is_a_start() -> None:
    time, values = thigh([Rep()] * 3)
    assert floor_of(run_of(time, values), 5.0) == pytest.approx(-8.0, abs=0.5)
    sits = np.where(time > time[-1] - 0.9, -60.0, values)
    assert floor_of(run_of(time, sits), 5.0) == pytest.approx(-8.0, abs=0.5)
    assert floor_of(run_of(time, 0 * time), 5.0) == DEEPEST_DEG
