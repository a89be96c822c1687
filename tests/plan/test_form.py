"""The last measured sessions tell how the form is, and which form fits it."""

from datetime import timedelta

import pytest

from psoas.plan.form import easier_form, harder_form, hurts, look_at_form
from psoas.plan.protocol import load_protocol
from tests.plan.made_sessions import START, a_session, daily, repetitions


def test_sets_by_the_timer_have_no_form() -> None:
    found = look_at_form([a_session(START, method="timer")])
    assert (found.sessions, found.repetitions, found.good_share) == (0, 0, None)


def test_only_the_last_sessions_count() -> None:
    wanted = int(load_protocol().figures.recent_sessions)
    poor = daily(5, done=repetitions(good=False))
    assert look_at_form([*poor, *daily(wanted, first=START + timedelta(5))]).good_share == 1.0


def test_the_most_frequent_fault_is_named_with_its_share() -> None:
    done = [*repetitions(6, faults=("arched",)), *repetitions(4, faults=("short_hold",))]
    found = look_at_form([a_session(START, done=done)])
    assert found.fault == "arched"
    assert found.fault_share == pytest.approx(0.6)


def test_a_form_is_steady_only_where_the_arch_is_low_with_all_of_its_band() -> None:
    wanted = int(load_protocol().figures.recent_sessions)
    assert look_at_form(daily(wanted)).steady
    assert not look_at_form(daily(wanted, done=repetitions(arch=7.0))).steady
    assert not look_at_form(daily(wanted - 1)).steady


def test_the_easier_form_helps_with_the_fault_and_the_harder_one_waits_for_its_week() -> None:
    easier = [one for one in load_protocol().exercises.values() if one.kind == "easier"]
    for one in easier:
        for fault in one.helps:
            assert fault in easier_form(fault).helps
    assert easier_form(None) == easier[-1]
    assert harder_form(1) is None
    last = harder_form(load_protocol().last_week)
    assert last is not None
    assert last.kind == "harder"


def test_pain_that_rises_by_two_hurts_and_no_answer_does_not() -> None:
    assert hurts(a_session(START, pain=(1, 3)))
    assert not hurts(a_session(START, pain=(2, 3)))
    assert not hurts(a_session(START))
