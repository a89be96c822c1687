"""The questions before the first move: too much pain is answered, and few keys lead to the camera."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage

MOST_KEYS = 6
"""Keys from a page that was just opened to the start of the camera, the last Enter included."""


def test_more_pain_than_the_pull_may_be_is_answered_and_stops_nobody(
    open_page: OpenPage, screened: Profile
) -> None:
    page = open_page("/stretch", who=screened)
    warning = page.get_by_text("More than 4 of 10 is too much to stretch into")
    for level, seen in (("4", False), ("5", True), ("2", False)):
        page.get_by_label("Pain in hip").click()
        page.get_by_role("option", name=level, exact=True).click()
        expect(warning).to_be_visible(visible=seen)
        expect(page.get_by_role("button", name="Start the camera")).to_be_enabled()


def test_few_keys_lead_to_the_camera_and_the_keyboard_is_then_on_the_stage(
    open_page: OpenPage, screened: Profile
) -> None:
    page = open_page("/stretch", who=screened)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skips to the content
    for used in range(3, MOST_KEYS + 1):
        if page.evaluate("document.activeElement.textContent") == "Start the camera":
            break
        assert used < MOST_KEYS
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".stage")).to_be_focused()


def test_the_questions_are_faultless_and_the_stretch_can_be_chosen(
    open_page: OpenPage, screened: Profile, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/stretch", who=screened, width=390, height=844)
    assert_accessible(page)
    page.get_by_text("Half-kneeling hip-flexor stretch, right leg back first: change").click()
    page.get_by_role("radio", name="Left leg back first").click()
    expect(page.get_by_text("Half-kneeling hip-flexor stretch, left leg back first: change")).to_be_visible()
    assert_accessible(page)
