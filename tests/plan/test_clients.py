"""Who of a trainer's clients needs a look, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from psoas.plan.clients import client_standing
from psoas.plan.homework import HomeworkResults
from psoas.plan.records import RepetitionRecord, Screening, SessionRecord, SetRecord
from tests.homework.made import DAY, HOMEWORK, RESULTS

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 3)
ONE = SetRecord(1, "left", "camera", AT, repetitions=(RepetitionRecord(1, 0, 4, 2.0, good=True),))
SESSION = SessionRecord(1, 1, "practice", AT, AT, 1, 2, (ONE,))


def reasons(*sessions: SessionRecord, screening: Screening | None = None, today: date = TODAY) -> list[str]:
    return [one.says for one in client_standing(sessions, screening, [], today, UTC).reasons]


def test_a_new_client_and_one_who_does_well_need_none() -> None:
    new = client_standing([], None, [], TODAY, UTC)
    assert (new.sessions, new.last_active, new.last_test, new.done, new.reasons) == (0, None, None, None, ())
    assert reasons(SESSION) == []


def test_pain_a_warning_sign_and_a_pause_do() -> None:
    assert reasons(replace(SESSION, pain_after=6)) == ["Pain was 6 of 10 after the last session."]
    flag = Screening(AT, ("pregnancy",))
    assert "warning sign" in reasons(SESSION, screening=flag)[0]
    assert reasons(SESSION, screening=replace(flag, cleared=True)) == []
    assert "for 14 days" in reasons(SESSION, today=AT.date() + timedelta(14))[0]
    assert reasons(SESSION, today=AT.date() + timedelta(13)) == []


def test_a_frequent_fault_does() -> None:
    bad = tuple(RepetitionRecord(n, n, n + 1, 2.0, faults=("arched_back",), good=False) for n in range(1, 9))
    assert "100%" in reasons(replace(SESSION, sets=(replace(ONE, repetitions=bad),)))[0]


def test_homework_that_came_back_as_little_done_does_and_none_back_is_not_known() -> None:
    waiting = client_standing([], None, [(HOMEWORK, None)], TODAY, UTC)
    assert (waiting.done, waiting.reasons) == (None, ())
    late: HomeworkResults = replace(RESULTS, written_at=RESULTS.written_at + timedelta(8))
    found = client_standing([], None, [(HOMEWORK, late)], DAY + timedelta(8), UTC)
    assert found.done is not None
    assert found.done < 0.5
    assert found.last_active == DAY
    assert "came back as done" in found.reasons[0].says
