"""The question on red flags: as safe as a list of boxes, and it can be changed later."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from psoas.app.stretch.screening import needs_screening
from psoas.findings import load_safety
from psoas.plan.records import Profile, Screening
from tests.app.conftest import OpenPage, Served

FLAGS = [item for notice in load_safety().notices if notice.id != "stop_now" for item in notice.items]


def last_answers(served: Served, person: Profile) -> Screening | None:
    with served.open_store() as store:
        return store.last_screening(person.id)


def test_the_question_shows_every_flag_before_it_can_be_answered(
    open_page: OpenPage, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/", width=390, height=844)
    assert page.url.endswith("/stretch"), "somebody new is led to the first stretch"
    place = page.locator(".screen")
    assert [one.inner_text() for one in place.locator("li").all()] == FLAGS
    last = place.locator("li").last.bounding_box()
    no = page.get_by_role("button", name="No, none of these").bounding_box()
    assert last is not None
    assert no is not None
    assert last["y"] < no["y"], "the answer stands below the list"
    assert_accessible(page)
    more = page.get_by_role("button", name="Tell me more")
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    assert len(place.locator("dd").all()) == len(FLAGS), "each is explained"
    assert_accessible(page)
    more.click()
    expect(place.locator("dl")).not_to_be_visible()


def test_no_leads_to_the_camera_with_the_keyboard_on_it(
    open_page: OpenPage, person: Profile, coach_server: Served
) -> None:
    page = open_page("/stretch", who=person)
    page.get_by_role("button", name="No, none of these").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_focused()
    answers = last_answers(coach_server, person)
    assert answers is not None
    assert (answers.flags, answers.cleared) == ((), False)


def test_yes_leads_to_which_one_and_to_a_refusal_until_a_clinician_agrees(
    open_page: OpenPage, person: Profile, coach_server: Served, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/stretch", who=person)
    page.get_by_role("button", name="Yes, or not sure").click()
    expect(page.get_by_role("heading", name="Which of these is true of you?")).to_be_visible()
    boxes = page.locator(".screen").get_by_role("checkbox").all()
    assert [one.inner_text().lower() for one in boxes][:-1] == FLAGS
    page.get_by_role("checkbox", name="Weight loss").click()
    page.get_by_role("checkbox", name="Pregnancy").click()
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_role("alert")).to_contain_text("see a clinician first")
    expect(page.get_by_role("button", name="Start the camera")).to_have_count(0)
    assert_accessible(page)
    answers = last_answers(coach_server, person)
    assert answers is not None
    assert (answers.flags, answers.cleared) == (("weight loss", "pregnancy"), False)

    page = open_page("/stretch", who=person)
    expect(page.get_by_role("checkbox", name="Weight loss")).to_be_checked()
    expect(page.get_by_role("button", name="Keep these answers")).to_be_visible()
    page.get_by_role("checkbox", name="A clinician knows").click()
    page.get_by_role("button", name="My clinician agrees, go on").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()
    answers = last_answers(coach_server, person)
    assert answers is not None
    assert (answers.flags, answers.cleared) == (("weight loss", "pregnancy"), True)


def test_what_is_no_longer_true_is_taken_back(
    open_page: OpenPage, person: Profile, coach_server: Served
) -> None:
    with coach_server.open_store() as store:
        store.save_screening(person.id, Screening(datetime.now(UTC), ("weight loss",)))
    page = open_page("/stretch", who=person)
    page.get_by_role("checkbox", name="Weight loss").click()
    page.get_by_role("button", name="None of these, go on").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()
    assert not needs_screening(last_answers(coach_server, person))


@pytest.mark.parametrize("path", ["/", "/stretch", "/people"])
def test_the_answers_can_be_changed_later_and_stop_the_stretch_again(
    open_page: OpenPage, screened: Profile, coach_server: Served, path: str
) -> None:
    page = open_page(path, who=screened)
    page.locator("a[href='/stretch?answers=1']").first.click()
    expect(page.get_by_role("button", name="Leave my answers as they are")).to_be_visible()
    page.get_by_role("button", name="Yes, or not sure").click()
    page.get_by_role("checkbox", name="Recent abdominal or hip surgery").click()
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_role("alert")).to_contain_text("do not stretch until then")
    assert needs_screening(last_answers(coach_server, screened))
    page.goto(f"{coach_server.url}/")
    expect(page.get_by_role("heading", name="See a clinician first")).to_be_visible()
