"""The one thing to do now: safety first, then what was cut off, today's sets, and a measurement."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from psoas.app.home.example import example_sessions
from psoas.app.home.next_step import NextStep, next_step
from psoas.plan import Screening, SessionRecord, make_plan

NOW = datetime.now(UTC)
NOBODY_FLAGGED = Screening(NOW)


def step(sessions: list[SessionRecord], screening: Screening | None = NOBODY_FLAGGED) -> NextStep:
    plan = make_plan(sessions, screening, NOW.astimezone().date())
    return next_step(plan, sessions, NOW)


def practised(*ago_d: int, **more: object) -> list[SessionRecord]:
    """Whole sessions of so many days ago."""
    one = example_sessions(NOW)[-1]
    found = []
    for number, ago in enumerate(ago_d):
        at = NOW - timedelta(ago)
        sets = tuple(replace(a_set, started_at=at, ended_at=at) for a_set in one.sets)
        found.append(replace(one, id=number, started_at=at, ended_at=at, sets=sets))
    return [*found[:-1], replace(found[-1], **more)]  # type: ignore[arg-type]


def test_a_flag_without_a_clinician_stops_everything_else() -> None:
    found = step(practised(0, ended_at=None), Screening(NOW, ("pregnancy", "clot")))
    assert (found.title, found.warns, found.address) == ("See a clinician first", True, "/stretch?answers=1")
    assert "pregnancy, clot" in found.says
    assert step([], Screening(NOW, ("pregnancy",), cleared=True)).title == "Do your first set"


def test_a_stretch_that_was_cut_off_comes_before_a_new_one() -> None:
    found = step(practised(0, ended_at=None))
    assert (found.title, found.address) == ("Go on with your stretch", "/stretch")
    assert "20 repetitions of it are kept." in found.says


def test_who_was_hurt_today_rests_until_tomorrow() -> None:
    assert step(practised(0, pain_after=7)).title == "Leave the stretch for today"
    assert step(practised(1, pain_after=7)).title == "Stretch now"


def test_the_sets_of_today_come_first_then_a_measurement_then_nothing() -> None:
    assert step([]).title == "Do your first set"
    assert step(practised(1)).says == "One set on each side is left today."
    assert step(practised(0)).title == "Take your first measurement"
    half = practised(0)
    half = [replace(half[0], sets=half[0].sets[:1])]
    side = {"right": "left", "left": "right"}[half[0].sets[0].side]
    assert step(half).says == f"One set on the {side} is left today."


@pytest.mark.parametrize(("retested_ago_d", "title"), [(3, "Done for today"), (20, "Measure again")])
def test_a_measurement_is_asked_for_when_it_is_due(retested_ago_d: int, title: str) -> None:
    (one,) = practised(retested_ago_d)
    retest = replace(one, purpose="retest", sets=one.sets * 3)
    found = step([retest, *practised(0)])
    assert found.title == title
    assert found.urgent is (title == "Measure again")
