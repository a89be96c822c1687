"""The printed sheet says what the records say, and escapes what a person wrote."""

import re
from datetime import UTC, timedelta

from psoas.plan.advice import make_plan
from psoas.plan.progress import look_back
from psoas.plan.records import Bout, Profile, Screening, SessionRecord
from psoas.report.sheet import sheet_html
from tests.plan.made_sessions import START, a_session, daily, repetitions

ME = Profile(1, "Ann <script>", a_session(START).started_at)
ASKED = Screening(ME.created_at)


def sheet(sessions: list[SessionRecord], days: int, screening: Screening = ASKED) -> str:
    today = START + timedelta(days)
    bouts = [Bout(START, 480, 600, "desk")]
    plan = make_plan(sessions, screening, today, tz=UTC)
    return sheet_html(ME, plan, look_back(sessions, bouts, today, UTC), today)


def test_a_change_and_no_change_stand_in_the_sheet_with_their_intervals() -> None:
    page = sheet([*daily(3), *daily(3, first=START + timedelta(21), done=repetitions(hip=32.0))], 24)
    assert "<strong>Changed by +20.0° (+11.7 to +28.3).</strong>" in page
    assert "0.0° so far (" in page
    assert "+12° (+6 to +18)" in page


def test_retests_take_the_place_of_weeks() -> None:
    sessions = [a_session(START + timedelta(14 * number), 3, purpose="retest") for number in range(2)]
    page = sheet(sessions, 15)
    assert "Retests: the middle of three trials" in page
    assert "First week and last week" not in page


def test_a_name_is_escaped() -> None:
    assert "Ann &lt;script&gt;" in sheet([], 0)
    assert "<script" not in sheet(daily(3), 3)


def test_nothing_is_fetched_from_anywhere() -> None:
    page = sheet(daily(10), 10)
    assert re.findall(r'(?:src|href|url\()=?"?(https?:)', page) == []


def test_a_warning_sign_stands_first() -> None:
    page = sheet(daily(3), 3, Screening(ASKED.answered_at, ("night pain",)))
    assert page.index("See a clinician before the next stretch") < page.index("<h2>Plan</h2>")


def test_no_relief_is_promised_and_every_claim_has_its_verdict() -> None:
    page = sheet(daily(3), 3)
    assert "This program does not treat pain" in page
    assert "<strong>supported:</strong> Keep the pelvis aligned" in page


def test_the_psoas_is_drawn_beside_the_plan_unless_the_person_should_stop() -> None:
    page = sheet(daily(3), 3)
    assert page.count('<figure class="psoas"><img src="data:image/jpeg;base64,') == 1
    assert "Drawn from a model" in page
    assert "figure class" not in sheet(daily(3), 3, Screening(ASKED.answered_at, ("night pain",)))
