"""What to do next follows from what was done, how it went and what hurt."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.findings.evidence import load_safety
from psoas.plan.advice import Advice, Plan, make_plan
from psoas.plan.protocol import load_protocol
from psoas.plan.records import Screening, SessionRecord
from psoas.words import speaking
from tests.plan.made_sessions import START, a_session, daily, repetitions

ASKED = Screening(a_session(START).started_at)
FLAGS = [item for notice in load_safety().notices for item in notice.items]


def plan_after(sessions: list[SessionRecord], days: int, screening: Screening | None = ASKED) -> Plan:
    return make_plan(sessions, screening, START + timedelta(days), tz=UTC)


def advice(plan: Plan, topic: str) -> Advice | None:
    return next((one for one in plan.advice if one.topic == topic), None)


def test_a_new_person_is_asked_first_and_starts_with_one_set() -> None:
    plan = plan_after([], 0, None)
    assert [one.topic for one in plan.advice] == ["screen", "dose"]
    assert (plan.left, plan.course.number) == ({"left": 1, "right": 1}, 1)


def test_what_was_done_today_is_taken_off() -> None:
    plan = plan_after([*daily(14), a_session(START + timedelta(14))], 14)
    assert plan.course.number == 3
    assert plan.left == {"left": 1, "right": 1}


@pytest.mark.parametrize("flag", FLAGS)
def test_every_warning_sign_stops_the_plan(flag: str) -> None:
    plan = plan_after(daily(3), 3, Screening(ASKED.answered_at, (flag,)))
    assert plan.stopped
    assert {one.topic for one in plan.advice} == {"stop"}
    assert plan.left == {"left": 0, "right": 0}
    assert flag in plan.advice[0].why


def test_a_warning_sign_stops_the_plan_in_every_language() -> None:
    asked = Screening(ASKED.answered_at, ("pregnancy",))
    with speaking("de"):
        (stop,) = plan_after(daily(3), 3, asked).advice
    assert stop.why == "Du hast angekreuzt: Schwangerschaft."
    assert stop.says == "Frag zuerst eine Ärztin, einen Arzt oder die Physiotherapie."


def test_a_cleared_sign_does_not_stop_the_plan() -> None:
    assert not plan_after([], 0, Screening(ASKED.answered_at, ("pregnancy",), cleared=True)).stopped


@pytest.mark.parametrize(
    ("before", "after", "easier"),
    [
        (0, 2, True),
        (1, 2, False),
        (5, 5, True),
        (4, 4, False),
        (None, 5, True),
        (None, 4, False),
        (3, None, False),
    ],
)
def test_pain_above_four_or_up_by_two_calls_for_an_easier_form(
    before: int | None, after: int | None, easier: bool
) -> None:
    plan = plan_after([*daily(2), a_session(START + timedelta(2), pain=(before, after))], 2)
    assert (advice(plan, "easier") is not None) == easier


def test_only_the_last_answer_about_pain_counts() -> None:
    sessions = [a_session(START, pain=(0, 6)), a_session(START + timedelta(1), pain=(0, 0))]
    assert advice(plan_after(sessions, 1), "easier") is None


def test_an_arched_back_leads_to_the_edge_of_a_bed() -> None:
    arched = [
        *repetitions(6),
        *repetitions(4, arch=18.0, good=False, faults=("arched_back",)),
    ]
    found = advice(plan_after(daily(3, done=arched), 3), "easier")
    assert found is not None
    assert found.exercise == "bed_edge"
    assert "40% of the last 60 repetitions" in found.why
    assert "Vigotsky" in found.source


def test_few_good_repetitions_lead_to_an_easier_form() -> None:
    poor = [*repetitions(4), *repetitions(6, good=False)]
    assert advice(plan_after(daily(3, done=poor), 3), "easier") is not None


def test_good_sessions_open_a_harder_form_once_the_week_has_come() -> None:
    assert advice(plan_after(daily(14), 13), "harder") is None
    found = advice(plan_after(daily(14), 14), "harder")
    assert found is not None
    assert found.exercise == "arm_up"


@pytest.mark.parametrize("how", [{"good": None}, {"arch": 7.0}, {"arch": None}])
def test_what_is_not_good_within_the_error_opens_nothing(how: dict[str, object]) -> None:
    sessions = [*daily(14), *daily(3, first=START + timedelta(14), done=repetitions(**how))]  # type: ignore[arg-type]
    assert advice(plan_after(sessions, 17), "harder") is None


def test_undecided_repetitions_are_called_so() -> None:
    found = advice(plan_after(daily(3, done=repetitions(good=None)), 3), "form")
    assert found is not None
    assert "Only 0 of the last 60" in found.why


def test_a_week_that_was_not_met_is_repeated_and_said_why() -> None:
    found = advice(plan_after(daily(2), 7), "week")
    assert found is not None
    assert found.why == "Last week makes 2 days of the dose; a week counts with 4."


def test_who_does_half_for_weeks_is_offered_fewer() -> None:
    sessions = [*daily(28, 2), *daily(14, 1, first=START + timedelta(28))]
    found = advice(plan_after(sessions, 42), "week")
    assert found is not None
    assert found.says.startswith("Do fewer if you like: two sets a side")
    assert "1.8 days" in found.why


def test_after_a_break_the_plan_goes_back() -> None:
    found = advice(plan_after(daily(28, 2), 45), "week")
    assert found is not None
    assert (found.says, "18 days ago" in found.why) == ("Start again with week 3.", True)


def test_a_retest_is_due_every_two_weeks() -> None:
    first = a_session(START, 3, purpose="retest")
    assert advice(plan_after([first], 13), "retest") is None
    assert advice(plan_after([first], 14), "retest") is not None
    assert plan_after([first], 3).retest.due == START + timedelta(14)


def test_a_retest_of_two_trials_is_not_whole() -> None:
    assert plan_after([a_session(START, 2, purpose="retest")], 1).retest.last is None


def test_more_than_ten_minutes_a_week_is_called_enough() -> None:
    found = advice(plan_after(daily(7, 5), 6), "dose")
    assert found is not None
    assert "Ingram" in found.source


@pytest.mark.parametrize(
    ("weeks", "hip", "says"),
    [
        (2, 30.0, "go on"),
        (2, 14.0, "early to tell"),
        (6, 14.0, "ask a physiotherapist"),
        (6, 2.0, "ask a physiotherapist"),
    ],
)
def test_the_retests_say_whether_the_hip_opened(weeks: int, hip: float, says: str) -> None:
    later = START + timedelta(7 * weeks)
    sessions = [
        a_session(START, 3, purpose="retest"),
        a_session(later, 3, repetitions(hip=hip), purpose="retest"),
    ]
    found = advice(plan_after(sessions, 7 * weeks), "tested")
    assert found is not None
    assert says in found.says


def test_retests_with_different_networks_say_nothing() -> None:
    sessions = [
        a_session(START, 3, purpose="retest"),
        a_session(START + timedelta(14), 3, repetitions(hip=40.0), purpose="retest", weights="full"),
    ]
    assert advice(plan_after(sessions, 14), "tested") is None


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4), st.integers(0, 12)), max_size=12),
    st.integers(0, 60),
)
def test_every_plan_asks_for_no_more_than_its_dose_and_says_why(
    done: list[tuple[int, int, int]], today: int
) -> None:
    sessions = [
        a_session(START + timedelta(day), sets, repetitions(times)) for day, sets, times in sorted(done)
    ]
    plan = plan_after(sessions, today)
    assert all(0 <= left <= plan.course.stage.sets for left in plan.left.values())
    assert all(one.says and one.why and one.source for one in plan.advice)
    assert all(one.exercise is None or one.exercise in load_protocol().exercises for one in plan.advice)
