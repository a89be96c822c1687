"""Who it is: asked where several people exist and the browser remembers none."""

from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from psoas.app.who import picked
from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served, StartCoach

PEOPLE = [Profile(number, f"Number {number}", datetime(2025, 1, number, tzinfo=UTC)) for number in (1, 2, 3)]


@given(st.text())
def test_a_cookie_of_nobody_shows_nobody_but_the_only_one(cookie: str) -> None:
    known = {str(one.id): one for one in PEOPLE}
    assert picked(PEOPLE, cookie) == known.get(cookie)
    assert picked(PEOPLE[:1], cookie) == PEOPLE[0]


def test_a_browser_that_knows_nobody_asks_who_it_is_on_every_page(
    open_page: OpenPage, start_coach: StartCoach, assert_accessible: Callable[[Page], None]
) -> None:
    served = start_coach()
    page = open_page("/plan", served=served, errors=("404",))
    expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_visible()
    with served.open_store() as store:
        kim = store.add_profile("Kim")
    for path in ("/", "/stretch?retest=1", "/progress", "/no-such-page"):
        page.goto(f"{served.url}{path}")
        expect(page.get_by_role("heading", name="Who is it?")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{served.url}/progress/sheet")
    expect(page.get_by_role("heading", name="Who is it?")).to_be_visible()
    page.goto(f"{served.url}/people")
    with page.expect_navigation():
        page.get_by_role("button", name="Kim").click()
    expect(page.locator(".psoas-who summary")).to_contain_text("Kim")
    expect(page.get_by_label("Name", exact=True)).to_have_value(kim.name)


def test_somebody_new_can_begin_where_others_are(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    page = open_page("/people")
    page.context.clear_cookies()
    page.goto(f"{coach_server.url}/people")
    page.get_by_label("Your name").fill(f"Friend of {person.name}")
    with page.expect_navigation():
        page.get_by_role("button", name="Begin").click()
    expect(page.locator(".psoas-who summary")).to_contain_text(f"Friend of {person.name}")
