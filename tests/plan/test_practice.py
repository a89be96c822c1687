"""The weeks move on by what was really done, and never without it."""

from datetime import UTC, timedelta

from hypothesis import given
from hypothesis import strategies as st

from psoas.plan.practice import Days, Done, done_in, follow, held_minutes, practised, sets_towards
from psoas.plan.protocol import load_protocol
from tests.plan.made_sessions import START, a_session, a_set, daily, repetitions


def days_with(*offsets: int) -> Days:
    return {START + timedelta(offset): {"left": Done(4), "right": Done(4)} for offset in offsets}


def test_a_set_is_whole_with_eight_repetitions() -> None:
    assert done_in(a_set("left", repetitions(8))).sets == 1
    assert done_in(a_set("left", repetitions(7))) == Done(0, 0, 14.0)


def test_a_move_that_is_too_small_is_no_repetition() -> None:
    assert done_in(a_set("left", repetitions(10, faults=("small_travel",)))) == Done()


def test_a_timer_set_counts_as_done() -> None:
    session = a_session(
        START, method="timer", weights=None, done=repetitions(10, hip=None, arch=None, good=None)
    )
    assert practised([session], UTC)[START]["left"] == Done(1, 0, 20.0)


def test_two_sets_and_one_long_hold_stand_in_for_four() -> None:
    last = load_protocol().stages[-1]
    assert sets_towards(Done(2, 1, 100.0), last) == 4
    assert sets_towards(Done(2, 0, 40.0), last) == 2
    assert sets_towards(Done(9, 0, 180.0), last) == 4


def test_minutes_are_those_held_in_the_last_seven_days() -> None:
    days = practised(daily(10), UTC)
    minutes = held_minutes(days, START + timedelta(9))
    assert round(minutes["left"], 1) == 2.3


def test_nothing_done_is_week_one() -> None:
    course = follow({}, START)
    assert (course.number, course.weeks, course.idle_days) == (1, (), None)


def test_a_week_counts_when_most_of_its_days_were_met() -> None:
    assert follow(days_with(0, 1, 2, 3), START + timedelta(7)).number == 2
    assert follow(days_with(0, 1, 2), START + timedelta(7)).number == 1
    assert follow(days_with(0, 1, 2, 3), START + timedelta(6)).number == 1


def test_parts_of_days_add_up() -> None:
    half: Days = {START + timedelta(28 + day): {"left": Done(3), "right": Done(3)} for day in range(7)}
    course = follow({**days_with(*range(28)), **half}, START + timedelta(35))
    week = course.weeks[4]
    assert (week.days_met, week.credit, week.counts) == (0, 5.25, True)
    assert course.number == 6


def test_one_side_alone_does_not_meet_the_dose() -> None:
    days: Days = {START + timedelta(day): {"left": Done(4), "right": Done()} for day in range(7)}
    assert follow(days, START + timedelta(7)).number == 1


def test_one_set_a_day_does_not_carry_beyond_week_three() -> None:
    course = follow(practised(daily(70), UTC), START + timedelta(70))
    assert course.number == 3
    assert course.weeks[-1].aimed == 14


def test_four_sets_a_day_finish_in_eight_weeks() -> None:
    course = follow(days_with(*range(56)), START + timedelta(56))
    assert course.finished
    assert course.stage == load_protocol().stages[-1]


def test_two_weeks_without_a_stretch_take_back_one_stage() -> None:
    done = days_with(*range(28))
    assert follow(done, START + timedelta(28)).number == 5
    assert follow(done, START + timedelta(27 + 13)).number == 5
    assert follow(done, START + timedelta(27 + 14)).number == 3
    assert follow(done, START + timedelta(27 + 28)).number == 1


def test_who_comes_back_goes_on_from_the_stage_before() -> None:
    course = follow(days_with(*range(28), 45), START + timedelta(45))
    assert course.number == 3
    assert course.idle_days == 0


@given(st.sets(st.integers(0, 120)), st.integers(0, 130))
def test_the_week_is_never_ahead_of_the_days_met(offsets: set[int], today: int) -> None:
    course = follow(days_with(*offsets), START + timedelta(today))
    done = [offset for offset in offsets if offset <= today]
    assert 1 <= course.number <= load_protocol().last_week + 1
    assert course.number <= 1 + len(done) // 4
    assert course.number <= 1 + today // 7


@given(st.sets(st.integers(0, 60), min_size=1), st.integers(0, 120))
def test_waiting_never_moves_a_person_on(offsets: set[int], wait: int) -> None:
    days = days_with(*offsets)
    last = START + timedelta(max(offsets))
    assert follow(days, last + timedelta(7 + wait)).number <= follow(days, last + timedelta(7)).number
