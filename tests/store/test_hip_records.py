"""What is kept of a person as the forecast reads it."""

from datetime import UTC, date, timedelta

import pytest

from psoas.estimate import NORMAL_95
from psoas.forecast import HipRecord
from psoas.plan import look_back
from psoas.plan.records import Bout, SessionRecord
from psoas.store import hip_records
from tests.plan.made_sessions import START, daily
from tests.plan.test_clinical import a_test


def records(sessions: list[SessionRecord], bouts: list[Bout], today: date) -> list[HipRecord]:
    return hip_records(sessions, look_back(sessions, bouts, today, UTC), today, UTC)


def test_tests_practice_and_sitting_are_taken_by_side() -> None:
    sessions = [*daily(14), a_test(3, "left", 12.0, 9.0, 10.0)]
    bouts = [Bout(START, 540, 1080, "desk"), Bout(START, 1080, 1140, "walking")]
    left, right = records(sessions, bouts, START + timedelta(20))
    assert (left.side, right.side) == ("left", "right")
    (thomas,) = [test for test in left.tests if test.kind == "thomas"]
    assert thomas.degrees == -10.0
    assert thomas.error * NORMAL_95 > 2.6
    assert [test.kind for test in right.tests] == ["stretch", "stretch"]
    assert right.tests[0].degrees == 12.0
    assert len(right.practice) == 14
    day, seconds = right.practice[0]
    assert day == START
    assert seconds == pytest.approx(20.0)
    assert right.sitting == [(START, 9.0)]


def test_what_is_after_today_is_left_out() -> None:
    left, _ = records(daily(14), [], START + timedelta(3))
    assert len(left.practice) == 4
    assert max(left.days) <= START + timedelta(3)


def test_sessions_by_timer_are_practice_and_no_test() -> None:
    left, _ = records(daily(3, method="timer"), [], START + timedelta(3))
    assert left.tests == []
    assert len(left.practice) == 3
