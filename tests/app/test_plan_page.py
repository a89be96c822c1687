"""The plan's page tells a new person where to start, and stops where a warning sign was ticked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from psoas.plan.records import Profile, RepetitionRecord, Screening
from psoas.sides import SIDE_WORDS
from tests.app.conftest import OpenPage, Served


def test_a_new_person_on_a_phone_is_shown_the_first_set_and_opens_an_exercise_by_key(
    open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/plan", width=360, height=740, dark=True)
    expect(page.get_by_role("heading", name="Week 1 of 8")).to_be_visible()
    expect(page.get_by_role("link", name="Start stretching")).to_have_attribute("href", "/stretch")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    swim = page.locator("details", has=page.locator("#exercise-swim"))
    swim.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(swim.get_by_text("no rest for the psoas")).to_be_visible()
    assert_accessible(page)


def test_a_set_that_was_done_is_taken_off(open_page: OpenPage, coach_server: Served, person: Profile) -> None:
    now = datetime.now(UTC)
    with coach_server.open_store() as store:
        session = store.begin_session(person.id, "practice", now)
        made = store.begin_set(session, "left", "timer", now)
        store.end_set(made, now, [RepetitionRecord(number, number, number, 2.0) for number in range(1, 11)])
        store.end_session(session, now)
    page = open_page("/plan")
    expect(page.get_by_text("Left: 1 of 1 set done")).to_be_visible()
    expect(page.get_by_text("Right: 0 of 1 set done")).to_be_visible()
    expect(page.get_by_text("Left: 0.3 of 2.3 minutes")).to_be_visible()


def test_pain_leads_to_an_easier_form_that_its_link_opens(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    now = datetime.now(UTC)
    with coach_server.open_store() as store:
        session = store.begin_session(person.id, "practice", now, pain_before=1)
        store.end_session(session, now, pain_after=6)
    page = open_page("/plan")
    expect(page.get_by_text("pain was 6 of 10 after the session, 1 before it.")).to_be_visible()
    page.get_by_role("link", name="How: lying at the edge of a bed").click()
    expect(page.get_by_text("hold one knee to your chest")).to_be_visible()


def test_a_warning_sign_stops_the_plan(open_page: OpenPage, coach_server: Served, person: Profile) -> None:
    with coach_server.open_store() as store:
        store.save_screening(person.id, Screening(datetime.now(UTC), ("night <b>pain",)))
    page = open_page("/plan")
    expect(page.get_by_role("alert")).to_contain_text("See a clinician before you stretch")
    expect(page.get_by_role("alert")).to_contain_text("night <b>pain")
    expect(page.get_by_role("link", name="Start a retest")).to_have_count(0)


def test_weeks_that_were_not_whole_are_counted_by_their_parts_and_named_by_the_calendar(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    """Half of the dose a day for five weeks after two whole ones: no week is lost, and nothing says "0 of 7"."""
    with coach_server.open_store() as store:
        for ago in range(48, -1, -1):
            at = datetime.now(UTC) - timedelta(ago)
            session = store.begin_session(person.id, "practice", at)
            for side in SIDE_WORDS:
                made = store.begin_set(session, side, "timer", at)
                store.end_set(
                    made, at, [RepetitionRecord(number, number, number, 2.0) for number in range(1, 9)]
                )
            store.end_session(session, at)
    page = open_page("/plan", width=390, height=844)
    expect(page.get_by_role("heading", name="Your week 7")).to_be_visible()
    expect(page.get_by_text("The dose is that of week 3 of 8 of the plan.")).to_be_visible()
    expect(page.get_by_text("Done this week: 3.5 of 7 days, parts of days included.")).to_be_visible()
    expect(page.get_by_text("Do fewer if you like: one set a side, every day.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tables = page.locator("table.data").evaluate_all(
        "all => all.map(one => one.scrollWidth <= one.clientWidth)"
    )
    assert all(tables)
