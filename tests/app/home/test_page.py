"""The home page: what to do now, the last result, the week; an example where there is nothing yet."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from psoas.app.home.example import example_sessions
from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served


def test_before_the_first_stretch_the_page_shows_an_example_that_says_so(
    open_page: OpenPage, screened: Profile, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/", width=390, height=844)
    expect(page.get_by_role("heading", name="Do your first set")).to_be_visible()
    for name in ("Your last result Example", "Your week Example"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert page.locator(".example").count() == 2
    assert_accessible(page)
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()


def test_after_a_stretch_the_page_shows_it_and_the_week_and_no_example(
    open_page: OpenPage, screened: Profile, coach_server: Served, assert_accessible: Callable[[Page], None]
) -> None:
    with coach_server.open_store() as store:
        for one in example_sessions(datetime.now(UTC)):
            number = store.begin_session(screened.id, "practice", one.started_at)
            for a_set in one.sets:
                row = store.begin_set(number, a_set.side, "camera", one.started_at, weights="full")
                store.end_set(row, one.started_at, a_set.repetitions)
            store.end_session(number, one.started_at, pain_after=0)
    page = open_page("/", width=1366, height=768)
    expect(page.get_by_role("heading", name="Stretch now")).to_be_visible()
    expect(page.get_by_text("Left leg: all 10 good.")).to_be_visible()
    expect(page.get_by_text("You did both sides on 4 of the last seven days.")).to_be_visible()
    assert page.locator(".example").count() == 0
    assert_accessible(page)
    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_role("heading", name="Past session")).to_be_visible()


def test_an_address_of_a_measurement_from_before_still_leads_there(
    open_page: OpenPage, person: Profile
) -> None:
    page = open_page("/?retest=1")
    expect(page.get_by_role("heading", name="Retest", level=1)).to_be_visible()
