"""A trial is a leg that hangs at rest while the other knee is held."""

import numpy as np
import pytest

from psoas.exercises.modified_thomas.trials import find_rests
from psoas.timeseries import Array
from tests.exercises.modified_thomas.made_test import examined

TIME = np.arange(0, 16, 0.1)


def up_and_down(*starts: float, low: float = 4.0, keep: float = 2.0) -> Array:
    """The thigh goes from the chest to ``low`` in a second, rests, and goes back; once from each start [s]."""
    thigh = np.full(len(TIME), 115.0)
    for start in starts:
        corners = start, start + 1, start + 1 + keep, start + 2 + keep
        thigh = np.minimum(thigh, np.interp(TIME, corners, (115.0, low, low, 115.0)))
    return thigh


def test_each_rest_is_a_trial_with_its_times() -> None:
    rests = find_rests(examined(up_and_down(1, 6, 11), time=TIME))
    assert [(one.leg, one.side) for one in rests] == [("near", "right")] * 3
    assert [one.start_s for one in rests] == pytest.approx([2, 7, 12], abs=0.25)
    assert [one.end_s for one in rests] == pytest.approx([4, 9, 14], abs=0.25)


def test_before_each_trial_both_knees_were_held() -> None:
    first, second = find_rests(examined(up_and_down(1, 6), time=TIME))
    assert TIME[first.before].max() < 2
    assert TIME[second.before].min() > 4


def test_a_leg_that_only_passes_is_no_trial() -> None:
    assert not find_rests(examined(up_and_down(1, keep=0.2), time=TIME))


def test_a_leg_that_hangs_while_no_knee_is_held_is_no_trial() -> None:
    assert not find_rests(examined(4.0, time=TIME, held=0.0))


def test_the_far_leg_is_called_so() -> None:
    (rest,) = find_rests(examined(up_and_down(1), time=TIME, tested="left"))
    assert (rest.leg, rest.side) == ("far", "left")


def test_a_photograph_is_one_trial() -> None:
    (rest,) = find_rests(examined(4.0))
    assert (rest.start_s, rest.end_s) == (0.0, 0.0)


def test_a_stop_on_the_way_down_is_no_trial_of_its_own() -> None:
    thigh = np.interp(TIME, (0, 1, 2, 4, 5, 12, 13), (115, 115, 35, 35, 5, 5, 115))
    (rest,) = find_rests(examined(thigh, time=TIME))
    assert (rest.start_s, rest.end_s) == pytest.approx((5, 12), abs=0.3)
    assert thigh[rest.before].min() > 90
