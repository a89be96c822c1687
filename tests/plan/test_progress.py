"""Progress: trends of one set-up, by week and by retest."""

from datetime import UTC, timedelta

from psoas.plan.progress import WeeklyProgress, look_back
from psoas.plan.records import Bout, SessionRecord
from psoas.plan.trend import Trend
from psoas.plan.values import Setup
from tests.plan.made_sessions import START, a_session, daily, repetitions

LITE, FULL = Setup("camera", "lite"), Setup("camera", "full")


def seen(sessions: list[SessionRecord], days: int) -> WeeklyProgress:
    return look_back(sessions, [], START + timedelta(days), UTC)


def trend(trends: tuple[Trend, ...], measure: str, side: str = "left") -> Trend:
    return next(one for one in trends if one.measure == measure and one.side == side)


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


def test_a_week_of_days_holds_breaks_steps_and_what_is_unknown() -> None:
    bouts = [
        Bout(START, 480, 600, "desk"),
        Bout(START, 600, 660, "walking"),
        Bout(START, 660, 720, "desk"),
        Bout(START + timedelta(1), 480, 540, "walking"),
    ]
    steps = {START: 6000, START + timedelta(1): 9000, START + timedelta(8): 100}
    found = look_back([], bouts, START + timedelta(9), UTC, steps=steps)
    first, second = found.sitting
    assert (first.days, first.breaks, first.unknown_min) == (1, 1.0, 1440 - 240)
    assert (first.steps, first.counted_days) == (7500.0, 2)
    assert (second.days, second.minutes, second.breaks, second.unknown_min) == (0, None, None, None)
    assert [day.steps for day in found.days] == [6000, 9000, 100]
    assert [day.unknown_min for day in found.days] == [1200, 1380, 1440]


def test_a_day_of_walks_alone_does_not_say_that_nobody_sat() -> None:
    bouts = [Bout(START, 480, 600, "desk"), Bout(START + timedelta(1), 480, 540, "walking")]
    (week,) = look_back([], bouts, START + timedelta(3), UTC).sitting
    assert (week.days, week.minutes) == (1, 120.0)


def test_nothing_recorded_is_nothing_seen() -> None:
    progress = seen([], 0)
    assert (progress.weeks, progress.retests, progress.sitting, progress.course.weeks) == ((), (), (), ())
