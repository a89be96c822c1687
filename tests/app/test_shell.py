"""The frame around every page: who is shown, how to get around, and that it fits from a phone to a wall."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from psoas.app.shell import PLACES
from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served, settled
from tests.app.trainer.made import make_client

ROW_PX = 70
"""Greatest height of the header, in the largest letters of a phone or a laptop."""

TOPS = "(all) => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().top)))]"


@pytest.mark.parametrize("path", PLACES)
def test_a_page_fits_and_is_accessible_from_a_phone_in_the_dark_to_a_wall_in_the_light(
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
    path: str,
    screened: Profile,
) -> None:
    page = open_page(path, width=360, height=740, dark=True)
    for width, height, scheme in ((360, 740, "dark"), (3840, 2160, "light")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            "nothing is cut off at the side"
        )
        assert_accessible(page)
    assert page.locator("h1:visible").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("nav a[aria-current=page]").inner_text() == PLACES[path]


def test_the_navigation_is_one_row_in_every_window_where_clients_are_shown_too(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    with coach_server.open_store() as store:
        make_client(store, person)
    page = open_page("/people", width=320, height=800)
    for width in (320, 390, 768, 960, 961, 1024, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        settled(page)
        for name in (".psoas-name", ".psoas-nav", ".psoas-who"):
            box = page.locator(name).bounding_box()
            assert box is not None
            assert box["height"] < ROW_PX, f"{name} at {width}"
            assert box["x"] >= 0, f"{name} at {width}"
            assert box["x"] + box["width"] <= width, f"{name} at {width}"


def test_on_a_phone_the_pages_are_in_a_menu_that_the_keyboard_opens_and_escape_closes(
    open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/people", width=360, height=740)
    menu, plan = page.get_by_role("button", name="Menu"), page.get_by_role("link", name="Plan", exact=True)
    expect(plan).not_to_be_visible()
    menu.focus()
    page.keyboard.press("Enter")
    expect(plan).to_be_visible()
    expect(menu).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(plan).not_to_be_visible()
    expect(menu).to_be_focused()
    menu.click()
    with page.expect_navigation():
        plan.click()


def test_a_long_page_has_a_way_back_to_the_top(open_page: OpenPage) -> None:
    page = open_page("/evidence", width=390, height=844)
    up = page.get_by_role("link", name="Back to the top")
    expect(up).not_to_be_visible()
    page.evaluate("scrollTo(0, 5000)")
    expect(up).to_be_visible()
    box = up.bounding_box()
    assert box is not None
    assert box["width"] < 0.2 * 390, "it covers little of the page"
    up.click()
    page.wait_for_function("scrollY === 0")
    expect(up).not_to_be_visible()


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


def test_a_long_name_leaves_the_pages_in_one_row(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    """Those of a trainer, too, in each language; the name is cut."""
    with coach_server.open_store() as store:
        client = make_client(store, store.add_profile("Anna-Lena Oberhofer-Schmidthausen"))
    for locale in ("en-GB", "de-DE", "es-ES", "fr-FR"):
        page = open_page("/sessions", who=client, locale=locale, width=1366, height=768)
        for width in (1000, 1200, 1366):
            page.set_viewport_size({"width": width, "height": 768})
            rows = page.locator(".psoas-nav li").evaluate_all(TOPS)
            assert len(rows) == 1, f"{locale}, {width}"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
