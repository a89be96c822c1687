"""What was done so far is counted, whatever was left out."""

from dataclasses import replace
from datetime import UTC, date, timedelta

from psoas.plan.tally import Tally, count_sessions
from tests.plan.made_sessions import START, a_session, daily


def test_nothing_yet_counts_nothing() -> None:
    empty = replace(a_session(START), sets=())
    assert count_sessions([empty], START, UTC) == Tally(0, None, 0, 0, 0, 0, 0)


def test_sessions_weeks_days_and_corrections_are_counted_up_to_today() -> None:
    done = [*daily(3), a_session(START + timedelta(15)), a_session(START + timedelta(16), method="timer")]
    done.append(a_session(START + timedelta(40)))
    first = done[0].sets[0]
    corrected = replace(first.repetitions[0], corrections={"bounce": False})
    sets = (replace(first, repetitions=(corrected, *first.repetitions[1:])), *done[0].sets[1:])
    done[0] = replace(done[0], sets=sets)
    found = count_sessions(done, START + timedelta(17), UTC)
    assert (found.sessions, found.first) == (5, date(2026, 9, 7))
    assert (found.weeks, found.active_weeks, found.recent_days) == (3, 2, 2)
    assert (found.measured, found.corrected) == (80, 1)
