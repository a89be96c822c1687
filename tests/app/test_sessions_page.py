"""Past sessions: a month at a time, opened again, corrected, deleted and brought back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from psoas.plan.records import Profile, RepetitionRecord, Screening
from tests.app.conftest import OpenPage, Served

NAMES = ("arched_back",)


@pytest.fixture
def two_sessions(coach_server: Served, person: Profile) -> Profile:
    """A whole session of forty days ago, and one of an hour ago that was interrupted."""
    with coach_server.open_store() as store:
        store.save_screening(person.id, Screening(datetime.now(UTC)))
        for ago in (timedelta(days=40), timedelta(hours=1)):
            at = datetime.now(UTC) - ago
            session = store.begin_session(person.id, "practice", at)
            made = store.begin_set(session, "left", "camera", at, weights="full", bands={"arch": 2.0})
            rows = [
                RepetitionRecord(number, number, number + 1, 2.0, arch_deg=12.0, faults=NAMES, good=False)
                for number in (1, 2)
            ]
            store.end_set(made, at, rows)
            if ago.days:
                store.end_session(session, at)
    return person


def test_a_session_is_opened_corrected_deleted_and_brought_back(
    open_page: OpenPage,
    coach_server: Served,
    two_sessions: Profile,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = open_page("/progress", who=two_sessions, width=390, height=844)
    expect(page.get_by_role("heading", name="Do your first measurement")).to_be_visible()
    page.get_by_role("link", name="All sessions").click()
    rows = page.locator("ul.past > li")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("interrupted")
    expect(page.get_by_role("navigation", name="Months").get_by_role("link")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)

    rows.get_by_role("link").click()
    page.locator("summary", has_text="Left leg").click()
    page.get_by_role("link", name="Correct repetition 2, left leg").click()
    expect(page.get_by_role("heading", name="Correct repetition 2, left leg")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("radio", name="It was not so").click()
    page.get_by_role("button", name="Save").click()
    page.locator("summary", has_text="Left leg").click()
    expect(
        page.get_by_text("You say: not so: the lower back arched instead of the hip opening")
    ).to_be_visible()
    assert_accessible(page)
    with coach_server.open_store() as store:
        kept = store.sessions(two_sessions.id)[-1].sets[0].repetitions[1]
    assert (kept.faults, kept.good, dict(kept.corrections)) == (NAMES, False, {"arched_back": False})

    page.get_by_role("button", name="Delete this session").click()
    expect(page.get_by_role("status")).to_contain_text("Deleted:")
    with coach_server.open_store() as store:
        assert len(store.sessions(two_sessions.id)) == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Delete this session")).to_be_visible()
    with coach_server.open_store() as store:
        assert store.sessions(two_sessions.id)[-1].sets[0].repetitions[1] == kept


def test_an_interrupted_stretch_is_deleted_from_the_first_page(
    open_page: OpenPage, coach_server: Served, two_sessions: Profile
) -> None:
    page = open_page("/stretch", who=two_sessions)
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("It is deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="See its results")).to_be_visible()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("It is deleted.")).to_be_visible()
    with coach_server.open_store() as store:
        assert len(store.sessions(two_sessions.id)) == 1


def test_a_session_of_nobody_or_of_somebody_else_is_not_shown(
    open_page: OpenPage, coach_server: Served, two_sessions: Profile
) -> None:
    with coach_server.open_store() as store:
        other = store.add_profile("Somebody else")
        number = store.sessions(two_sessions.id)[0].id
    for address in (f"/sessions/{number}", "/sessions/x"):
        page = open_page(address, who=other, errors=("500",))
        expect(page.get_by_role("heading", name="This page could not be shown")).to_be_visible()
    page = open_page("/sessions", who=other)
    expect(page.get_by_role("heading", name="No session yet")).to_be_visible()
