"""What is asked before the first move: flags stay ticked, and too much pain is answered."""

from playwright.sync_api import expect

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served

NONE = "None of these, go on"


def test_a_flag_that_was_ticked_is_ticked_when_the_page_comes_again(
    open_page: OpenPage, person: Profile, coach_server: Served
) -> None:
    page = open_page("/", who=person)
    expect(page.get_by_role("button", name=NONE)).to_be_visible()
    page.get_by_role("checkbox", name="Weight loss").click()
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("see a clinician")
    page = open_page("/", who=person)
    box = page.get_by_role("checkbox", name="Weight loss")
    expect(box).to_be_checked()
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("see a clinician")
    box.click()
    page.get_by_role("button", name=NONE).click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()


def test_more_pain_than_the_pull_may_be_is_answered_and_stops_nobody(
    open_page: OpenPage, screened: Profile
) -> None:
    page = open_page("/", who=screened)
    warning = page.get_by_text("More than 4 of 10 is too much to stretch into")
    for level, seen in (("4", False), ("5", True), ("2", False)):
        page.get_by_label("Pain in hip").click()
        page.get_by_role("option", name=level, exact=True).click()
        expect(warning).to_be_visible(visible=seen)
        expect(page.get_by_role("button", name="Start the camera")).to_be_enabled()
