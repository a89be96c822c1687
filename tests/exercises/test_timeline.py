"""The start of a repetition is read from the pause before it, or from the quiet parts near it."""

import numpy as np

from psoas.exercises.repetition import RepetitionTimes
from psoas.exercises.timeline import NEAR_S, PAUSE_S, Timeline, empty_timeline
from psoas.timeseries import Array, TimeSeries

TIME = np.arange(0, 120, 0.1)


def timeline(*repetitions: tuple[float, float]) -> Timeline:
    """Two minutes in which the person is quiet outside of repetitions with these starts and ends [s]."""
    times = tuple(RepetitionTimes(start, start, end, end) for start, end in repetitions)
    calm = np.ones(len(TIME), dtype=bool)
    for start, end in repetitions:
        calm &= (start >= TIME) | (end <= TIME)
    return Timeline(TIME, (), times, (), calm, None)


def best(found: Timeline, place: int) -> Array:
    """The times at which the start of a repetition is read first [s]."""
    picked: Array = TIME[found.starts_of(place)[0]]
    return picked


def test_a_pause_that_is_long_enough_is_the_start() -> None:
    picked = best(timeline((10.0, 14.0), (16.0, 20.0)), 1)
    assert 14.0 <= picked.min() < 14.2
    assert 15.8 < picked.max() <= 16.0


def test_after_a_short_pause_the_quiet_parts_near_it_are_the_start() -> None:
    found = timeline((15.0, 30.0), (30.0 + PAUSE_S / 2, 40.0))
    picked = best(found, 1)
    assert picked.min() < 15.0
    assert np.abs(picked - found.repetitions[1].start_s).max() <= NEAR_S
    assert picked.max() > 40.0


def test_every_choice_is_calm_and_the_whole_recording_comes_before_a_pause_too_short() -> None:
    found = timeline((10.0, 30.0), (30.2, 40.0))
    choices = found.starts_of(1)
    assert all((choice <= found.calm).all() for choice in choices)
    assert (choices[1] == found.calm).all()
    assert TIME[choices[2]].min() >= 30.0
    assert TIME[choices[2]].max() <= 30.3


def test_an_empty_timeline_knows_of_nothing_quiet() -> None:
    found = empty_timeline(TimeSeries.from_columns(TIME, {"trunk_lean": 0 * TIME}, "rad"))
    assert len(found.time) == len(found.calm) == len(TIME)
    assert not found.calm.any()
    assert (found.runs, found.repetitions, found.start) == ((), (), None)
