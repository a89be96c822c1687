"""Clinical tests among the sessions: they are followed by themselves, and are no practice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from psoas.exercises import CLINICAL_TESTS
from psoas.plan import clinical
from psoas.plan.advice import make_plan
from psoas.plan.progress import look_back
from psoas.plan.records import RepetitionRecord, SessionRecord, SetRecord
from psoas.plan.retest import next_retest
from psoas.sides import SideWord
from tests.plan.made_sessions import START, daily

NOON = datetime(START.year, START.month, START.day, 12, tzinfo=UTC)


def a_test(day: int, side: SideWord, *thighs: float, number: int = 1) -> SessionRecord:
    """A test of one leg, a trial for each angle of its thigh [deg]."""
    at = NOON + timedelta(day)
    trials = tuple(
        RepetitionRecord(place, 5.0 * place, 5.0 * place + 2, 2.0, figures={"thigh_over_couch": thigh})
        for place, thigh in enumerate(thighs, start=1)
    )
    one = SetRecord(
        number, side, "clip", at, at, "full", {"thigh_over_couch": 2.6}, trials, "modified_thomas_test"
    )
    return SessionRecord(number, 1, "retest", at, at, sets=(one,), exercise="modified_thomas_test")


def test_the_middle_trial_of_a_day_is_followed_with_its_band() -> None:
    tests = [a_test(0, "left", 12.0, 9.0, 10.0), a_test(28, "left", -4.0, -6.0, -5.0)]
    (trend,) = look_back(tests, [], START + timedelta(30), UTC).tests
    assert (trend.measure, trend.side) == ("thigh_over_couch", "left")
    assert [point.value.value for point in trend.points] == [10.0, -5.0]
    assert trend.points[0].value.reach == pytest.approx(1.96 * 2.6, rel=0.3)
    assert trend.change is not None
    assert trend.change.verdict == "changed"


def test_a_small_difference_is_no_change_beyond_the_error() -> None:
    tests = [a_test(0, "left", 5.0, 5.0, 5.0), a_test(14, "left", 2.0, 2.0, 2.0)]
    (trend,) = look_back(tests, [], START + timedelta(15), UTC).tests
    assert trend.change is not None
    assert trend.change.verdict == "no change beyond the error"


def test_three_trials_of_each_leg_in_two_clips_of_a_day_are_a_whole_retest() -> None:
    left, right = a_test(3, "left", 1.0, 2.0, 3.0), a_test(3, "right", 1.0, 2.0, 3.0, number=2)
    today = START + timedelta(5)
    assert next_retest([left], today, UTC).last is None
    found = next_retest([left, right], today, UTC)
    assert (found.last, found.due) == (START + timedelta(3), START + timedelta(17))


def test_a_whole_test_has_the_trials_of_its_own_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clinical, "CLINICAL_TESTS", tuple(replace(one, trials=4) for one in CLINICAL_TESTS))
    tests = [a_test(3, "left", 1.0, 2.0, 3.0), a_test(3, "right", 1.0, 2.0, 3.0, number=2)]
    assert clinical.whole_test_days(tests, UTC) == []
    fourth = a_test(3, "left", 1.0, number=3), a_test(3, "right", 1.0, number=4)
    assert clinical.whole_test_days([*tests, *fourth], UTC) == [START + timedelta(3)]


def test_a_test_is_no_practice_and_judges_no_form() -> None:
    practice = daily(3)
    with_test = [*practice, a_test(1, "left", 5.0, 5.0, 5.0)]
    today = START + timedelta(3)
    before, after = (look_back(one, [], today, UTC) for one in (practice, with_test))
    assert (before.course, before.weeks, before.retests) == (after.course, after.weeks, after.retests)
    plans = [make_plan(one, None, today, tz=UTC) for one in (practice, with_test)]
    assert plans[0].done_today == plans[1].done_today
    assert plans[0].advice == plans[1].advice
