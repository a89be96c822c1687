"""Values have bands, and two values differ only where the band of their difference leaves out zero."""

from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from psoas.plan.values import Setup, Value, compare, median_value, share_value

LITE, FULL = Setup("camera", "lite"), Setup("camera", "full")


NUMBERS = st.floats(-50, 50)


BANDS = st.floats(0.1, 20)


def value(middle: float, reach: float, setup: Setup = LITE) -> Value:
    return Value(middle, middle - reach, middle + reach, "deg", 10, setup)


@given(NUMBERS, BANDS, NUMBERS, BANDS)
def test_a_change_is_told_exactly_where_the_interval_leaves_out_zero(
    first: float, one: float, last: float, other: float
) -> None:
    reach = sqrt(one**2 + other**2)
    assume(abs(abs(last - first) - reach) > 1e-6)
    found = compare(value(first, one), value(last, other))
    assert (found.verdict == "changed") == (abs(last - first) > reach)


@given(NUMBERS, BANDS, NUMBERS, BANDS)
def test_a_change_backwards_is_the_same_with_the_other_sign(
    first: float, one: float, last: float, other: float
) -> None:
    there = compare(value(first, one), value(last, other))
    back = compare(value(last, other), value(first, one))
    assert there.verdict == back.verdict
    assert there.difference is not None
    assert there.difference.low is not None
    assert back.difference is not None
    assert back.difference.high is not None
    assert there.difference.low == pytest.approx(-back.difference.high)


@given(NUMBERS, BANDS)
def test_the_same_value_twice_is_no_change(middle: float, reach: float) -> None:
    assert compare(value(middle, reach), value(middle, reach)).verdict == "no change beyond the error"


def test_other_weights_are_not_compared() -> None:
    assert compare(value(0, 1), value(30, 1, FULL)).verdict == "not comparable"
    assert compare(value(0, 1), value(30, 1, Setup("clip", "lite"))).verdict == "not comparable"


def test_without_a_known_error_no_change_is_told() -> None:
    unknown = median_value([[30.0]], None, "deg", LITE)
    assert compare(value(0, 1), unknown).verdict == "error not known"


@given(st.lists(NUMBERS, min_size=1, max_size=30), BANDS)
def test_more_repetitions_never_shrink_the_calibration_s_part(values: list[float], shared: float) -> None:
    found = median_value([values], shared, "deg", LITE)
    assert found.low is not None
    assert found.value - found.low >= 1.96 * shared * 0.999


@given(st.integers(1, 60), st.data())
def test_a_share_s_band_holds_it_and_stays_between_none_and_all(of: int, data: st.DataObject) -> None:
    found = share_value(data.draw(st.integers(0, of)), of, LITE)
    assert found.low is not None
    assert found.high is not None
    assert -1e-9 <= found.low <= found.value <= found.high <= 1 + 1e-9
    assert found.high - found.low > 0


def test_the_middle_one_of_three_trials_counts() -> None:
    trials = [[1.0, 1.0], [9.0], [5.0, 5.0]]
    assert median_value(trials, 2.0, "deg", LITE, of_medians=True).value == 5.0


def test_the_band_of_a_time_does_not_go_below_zero() -> None:
    assert median_value([[0.3, 1.9, 0.2]], 0.2, "s", LITE).low == 0.0
    assert (median_value([[0.3, 1.9, 0.2]], 2.0, "deg", LITE).low or 0.0) < 0.0
