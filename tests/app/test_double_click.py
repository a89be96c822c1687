"""What a button does, a double click does once; and a click while the work still runs does nothing."""

from collections.abc import Coroutine
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from psoas.app.parts import _one_at_a_time
from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served
from tests.app.trainer.made import add_session, make_client

MORE_MS = 300
"""Time for what a second click would do; it began before what is waited for first was shown [ms]."""


def no_error(page: Page) -> None:
    page.wait_for_timeout(MORE_MS)
    assert page.locator(".q-notification").all_inner_texts() == []


def test_a_click_while_the_work_runs_does_nothing() -> None:
    begun: list[int] = []

    async def work() -> None:
        begun.append(len(begun))
        if len(begun) == 2:
            raise ValueError("no")

    clicked = _one_at_a_time(work)
    for ends in (StopIteration, ValueError, StopIteration):
        runs = clicked()
        assert isinstance(runs, Coroutine)
        assert clicked() is None
        with pytest.raises(ends):
            runs.send(None)
    assert begun == [0, 1, 2]


def test_a_double_click_adds_one_person(open_page: OpenPage, coach_server: Served) -> None:
    page = open_page("/people")
    page.get_by_label("Name of the new person").fill("Twice")
    page.get_by_role("button", name="Add", exact=True).dblclick()
    expect(page.get_by_text("Twice shown now")).to_be_visible()
    no_error(page)
    with coach_server.open_store() as store:
        assert [one.name for one in store.profiles()].count("Twice") == 1


def test_a_double_click_makes_one_homework_and_one_note(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    with coach_server.open_store() as store:
        make_client(store, person)
    page = open_page(f"/clients/{person.id}")
    page.get_by_label("A new note").fill("Once")
    page.get_by_role("button", name="Keep the note").dblclick()
    page.get_by_role("button", name="Delete the note").first.wait_for()
    page.get_by_role("button", name="Make the homework").dblclick()
    page.get_by_role("button", name="Remove the homework").first.wait_for()
    no_error(page)
    with coach_server.open_store() as store:
        assert len(store.notes.of(person.id)) == 1
        assert len(store.homework.of(person.id, "given")) == 1


def test_a_double_click_deletes_and_brings_back_without_an_error(
    open_page: OpenPage, coach_server: Served, screened: Profile
) -> None:
    with coach_server.open_store() as store:
        add_session(store, screened, datetime.now(UTC))
    page = open_page("/sessions")
    page.get_by_role("button", name="Delete the session").dblclick()
    page.get_by_role("button", name="Undo").dblclick()
    page.get_by_role("button", name="Delete the session").wait_for()
    no_error(page)
    with coach_server.open_store() as store:
        assert len(store.sessions(screened.id)) == 1
