"""A change is called a change only outside the error."""

from datetime import UTC, timedelta
from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from psoas.plan.progress import Trend, WeeklyProgress, look_back
from psoas.plan.records import Bout, SessionRecord
from psoas.plan.values import Setup, Value, compare, median_value, share_value
from tests.plan.made_sessions import START, a_session, daily, repetitions

LITE, FULL = Setup("camera", "lite"), Setup("camera", "full")
NUMBERS = st.floats(-50, 50)
BANDS = st.floats(0.1, 20)


def value(middle: float, reach: float, setup: Setup = LITE) -> Value:
    return Value(middle, middle - reach, middle + reach, "deg", 10, setup)


def seen(sessions: list[SessionRecord], days: int) -> WeeklyProgress:
    return look_back(sessions, [], START + timedelta(days), UTC)


def trend(trends: tuple[Trend, ...], measure: str, side: str = "left") -> Trend:
    return next(one for one in trends if one.measure == measure and one.side == side)


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


def test_a_large_gain_is_a_change_and_a_small_one_is_not() -> None:
    for gain, verdict in ((15.0, "changed"), (5.0, "no change beyond the error")):
        sessions = [*daily(3), *daily(3, first=START + timedelta(21), done=repetitions(hip=12 + gain))]
        found = trend(seen(sessions, 24).weeks, "hip_opening").change
        assert found is not None
        assert found.difference is not None
        assert (found.verdict, found.difference.value) == (verdict, gain)


def test_a_new_network_starts_a_trend_of_its_own() -> None:
    sessions = [*daily(3), *daily(3, first=START + timedelta(7), weights="full", done=repetitions(hip=40.0))]
    found = [one for one in seen(sessions, 10).weeks if one.measure == "hip_opening" and one.side == "left"]
    assert [(one.setup, one.change) for one in found] == [(FULL, None), (LITE, None)]


def test_timer_sets_count_for_the_sets_alone() -> None:
    timed = repetitions(hip=None, arch=None, good=None)
    progress = seen(daily(7, method="timer", weights=None, done=timed), 7)
    assert progress.weeks == ()
    assert progress.course.weeks[0].sets == {"left": 7, "right": 7}


def test_a_long_still_hold_is_no_bad_hold_of_two_seconds() -> None:
    sessions = [a_session(START, done=[*repetitions(8), *repetitions(1, hold=60.0)])]
    assert trend(seen(sessions, 1).weeks, "good_holds").points[0].value.value == 1.0


def test_retests_are_compared_with_retests_of_three_trials() -> None:
    sessions = [
        a_session(START, 3, purpose="retest"),
        a_session(START + timedelta(7), 2, repetitions(hip=40.0), purpose="retest"),
        a_session(START + timedelta(14), 3, repetitions(hip=30.0), purpose="retest"),
    ]
    progress = seen(sessions, 15)
    points = trend(progress.retests, "hip_opening").points
    assert [(point.day, point.value.value) for point in points] == [
        (START, 12.0),
        (START + timedelta(14), 30.0),
    ]
    assert progress.retest.due == START + timedelta(28)


def test_sitting_is_the_mean_of_the_days_that_were_entered() -> None:
    bouts = [
        Bout(START, 480, 600, "desk"),
        Bout(START, 600, 660, "couch"),
        Bout(START, 660, 720, "walking"),
        Bout(START + timedelta(2), 480, 540, "car"),
    ]
    (week,) = look_back([], bouts, START + timedelta(3), UTC).sitting
    assert (week.first, week.days, week.minutes, week.longest_min) == (START, 2, 120.0, 180)


def test_nothing_recorded_is_nothing_seen() -> None:
    progress = seen([], 0)
    assert (progress.weeks, progress.retests, progress.sitting, progress.course.weeks) == ((), (), (), ())
