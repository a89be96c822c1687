"""The last seven days: a mark for each, and one sentence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from psoas.app.home.example import ARCHED, example_sessions
from psoas.app.home.week import last_days, week_words
from psoas.plan import Screening, SessionRecord, make_plan

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
TODAY = NOW.astimezone().date()


def states(sessions: list[SessionRecord]) -> list[str]:
    plan = make_plan(sessions, Screening(NOW), TODAY)
    return [one.state for one in last_days(sessions, plan, TODAY)]


def test_each_day_has_the_mark_of_what_was_done() -> None:
    sessions = example_sessions(NOW)
    wanted = ["both" if ago in ARCHED else "none" for ago in range(6, -1, -1)]
    assert states(sessions) == wanted
    short = replace(sessions[-1], sets=sessions[-1].sets[:1])
    assert states([*sessions[:-1], short])[-2] == "part"


def test_the_last_day_is_today_and_days_long_ago_are_not_shown() -> None:
    plan = make_plan([], Screening(NOW), TODAY)
    days = last_days([], plan, TODAY)
    assert [one.is_today for one in days] == [False] * 6 + [True]
    assert days[-1].name == f"{TODAY:%a}"
    old = [replace(one, started_at=one.started_at - timedelta(30)) for one in example_sessions(NOW)]
    old = [
        replace(one, sets=tuple(replace(a, started_at=a.started_at - timedelta(30)) for a in one.sets))
        for one in old
    ]
    assert set(states(old)) == {"none"}


def test_the_sentence_counts_without_blame() -> None:
    plan = make_plan([], Screening(NOW), TODAY)
    assert week_words(last_days([], plan, TODAY)).startswith("No stretch in the last seven days.")
    sessions = example_sessions(NOW)
    plan = make_plan(sessions, Screening(NOW), TODAY)
    assert week_words(last_days(sessions, plan, TODAY)) == "You did both sides on 4 of the last seven days."
    part = [
        replace(one, state="part" if one.state == "both" else one.state)
        for one in last_days(sessions, plan, TODAY)
    ]
    assert week_words(part) == "You did a part of the dose on 4 of the last seven days."
