"""The frame around every page: who is shown, how to get around, and that it fits from a phone to a wall."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from psoas.app.shell import PLACES, picked
from psoas.plan.records import Profile
from tests.app.conftest import OpenPage

PEOPLE = [Profile(number, f"Number {number}", datetime(2025, 1, number, tzinfo=UTC)) for number in (1, 2, 3)]


@given(st.text())
def test_a_cookie_of_nobody_shows_the_oldest(cookie: str) -> None:
    known = {str(one.id): one for one in PEOPLE}
    assert picked(PEOPLE, cookie) == known.get(cookie, PEOPLE[0])


@pytest.mark.parametrize("path", PLACES)
def test_a_page_fits_and_is_accessible_from_a_phone_in_the_dark_to_a_wall_in_the_light(
    open_page: OpenPage, assert_accessible: Callable[[Page], None], path: str
) -> None:
    page = open_page(path, width=360, height=740, dark=True)
    for width, height, scheme in ((360, 740, "dark"), (3840, 2160, "light")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_timeout(400)  # colours that change over a moment have changed
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            "nothing is cut off at the side"
        )
        assert_accessible(page)
    assert page.locator("h1:visible").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("nav a[aria-current=page]").inner_text() == PLACES[path]


def test_the_keyboard_skips_to_the_content_and_opens_the_people(open_page: OpenPage) -> None:
    page = open_page("/people")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".psoas-who summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="People and settings").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="People and settings").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
