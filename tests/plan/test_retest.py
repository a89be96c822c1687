"""A retest is whole with three measured trials a side, and the next one is due two weeks later."""

from datetime import UTC, timedelta

from psoas.plan.retest import is_whole, next_retest, trials
from tests.plan.made_sessions import START, a_session

TODAY = START + timedelta(3)


def test_three_trials_a_side_make_a_retest_and_practice_makes_none() -> None:
    assert is_whole(a_session(START, 3, purpose="retest"))
    assert not is_whole(a_session(START, 2, purpose="retest"))
    assert not is_whole(a_session(START, 3))


def test_sets_by_the_timer_are_no_trials() -> None:
    assert trials(a_session(START, 3, purpose="retest", method="timer"), "left") == []


def test_the_first_one_is_due_today_and_the_next_two_weeks_after_the_last_whole_one() -> None:
    assert next_retest([], TODAY, UTC).due == TODAY
    sessions = [
        a_session(START, 3, purpose="retest"),
        a_session(START + timedelta(2), 1, purpose="retest"),
    ]
    found = next_retest(sessions, TODAY, UTC)
    assert (found.last, found.due) == (START, START + timedelta(14))
