"""The headline of progress says what changed, or from how large a change on it would show."""

from dataclasses import replace
from datetime import UTC, timedelta

from psoas.plan.progress import WeeklyProgress, look_back
from psoas.plan.records import SessionRecord
from psoas.report.progress_headline import progress_headline, tally_words
from tests.plan.made_sessions import START, a_session, repetitions


def progress(*sessions: SessionRecord) -> WeeklyProgress:
    return look_back(list(sessions), [], START + timedelta(30), UTC)


def week(number: int, hip: float, **how: object) -> SessionRecord:
    return a_session(START + timedelta(7 * number), done=repetitions(8, hip=hip), **how)  # type: ignore[arg-type]


def test_a_change_is_named_with_its_side_and_its_interval() -> None:
    said = progress_headline(progress(week(0, 10.0), week(3, 30.0)))
    assert said.changed
    assert said.title == "What changed since your first week"
    assert "Left leg: the hip opens further. Changed by +20.0° (+11.7 to +28.3)." in said.lines
    assert len(said.lines) == 2, "what did not change is not in the headline"


def test_without_a_change_it_says_from_where_on_one_shows() -> None:
    said = progress_headline(progress(week(0, 10.0), week(3, 13.0)))
    assert said.title == "No change shows yet"
    assert said.lines[0] == "Hip opening, left: +3.0° so far. One camera shows a change from about 8° on."


def test_eight_weeks_that_go_one_way_are_told_although_first_and_last_are_within_the_error() -> None:
    scatter = (0.3, -0.4, 0.2, 0.1, -0.3, 0.4, -0.2, 0.0)
    rising = [week(number, 10.0 + 0.8 * number + off) for number, off in enumerate(scatter)]
    said = progress_headline(look_back(rising, [], START + timedelta(56), UTC))
    assert (said.changed, said.title) == (True, "Week by week it goes one way")
    assert said.lines[0].startswith("Left leg: the hip opens further week by week, +0.7")
    assert said.lines[-1].startswith("The direction is clear; the size is less so")
    flat = [week(number, 10.0 + off) for number, off in enumerate(scatter)]
    said = progress_headline(look_back(flat, [], START + timedelta(56), UTC))
    assert not said.changed
    assert "Your 8 weeks together would show a steady change from about 1° on" in said.lines[1]


def test_whole_retests_go_before_weeks() -> None:
    retests = [week(number, hip, sets=3, purpose="retest") for number, hip in ((0, 10.0), (2, 30.0))]
    assert progress_headline(progress(*retests)).title == "What changed since your first retest"


def test_first_values_and_timers_are_told_as_that() -> None:
    assert "first values" in progress_headline(progress(week(0, 10.0))).title
    timer = week(0, 10.0, method="timer", weights=None)
    assert "Nothing is measured" in progress_headline(progress(timer)).title


def test_the_tally_blames_nobody() -> None:
    done = week(0, 10.0), week(3, 12.0)
    lines = tally_words(progress(*done).tally)
    assert lines == ["2 sessions since 7 Sep 2026; you stretched in 2 of 5 weeks."]
    first = done[0].sets[0]
    denied = replace(first.repetitions[0], corrections={"bounce": False})
    corrected = replace(done[0], sets=(replace(first, repetitions=(denied,)),))
    assert tally_words(progress(corrected).tally)[-1].startswith("You corrected 1 of 1 measured repetition;")
    assert tally_words(look_back([], [], START, UTC).tally) == []
