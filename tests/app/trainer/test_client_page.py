"""A client's page: a part that changes leaves the others alone, and what is deleted for good is confirmed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from psoas.plan.records import Profile
from tests.app.conftest import OpenPage, Served
from tests.app.trainer.made import make_client
from tests.homework.made import HOMEWORK

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_note_leaves_what_is_typed_and_is_deleted_only_when_it_is_confirmed(
    open_page: OpenPage, coach_server: Served, person: Profile, assert_accessible: Callable[[Page], None]
) -> None:
    with coach_server.open_store() as store:
        make_client(store, person)
        page = open_page(f"/clients/{person.id}")
        typed = page.get_by_label("A note for the client")
        typed.fill("Tail tucked.")
        page.get_by_label("A new note").fill("Stiff.\nAsk again.")
        page.get_by_role("button", name="Keep the note").click()
        expect(page.get_by_text("Copies that the trainer holds: 1 note.")).to_be_visible()
        expect(typed).to_have_value("Tail tucked.")
        delete = page.get_by_role("button", name="Delete the note of")
        delete.press("Enter")
        keep = page.get_by_role("button", name="Keep it")
        expect(keep).to_be_focused()
        assert_accessible(page)
        keep.press("Enter")
        expect(delete).to_be_focused()
        assert [one.words for one in store.notes.of(person.id)] == ["Stiff.\nAsk again."]
        delete.click()
        page.get_by_role("button", name="Delete for good").click()
        expect(page.get_by_text("The trainer holds no copies yet.")).to_be_visible()
        expect(typed).to_have_value("Tail tucked.")
        assert store.notes.of(person.id) == []


def test_homework_is_removed_only_when_it_is_confirmed(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    with coach_server.open_store() as store:
        make_client(store, person)
        store.homework.keep(person.id, "given", replace(HOMEWORK, key="dd" * 8), NOW)
        page = open_page(f"/clients/{person.id}")
        page.get_by_role("button", name="Remove the homework of 2 Mar 2026").click()
        expect(
            page.get_by_text("This deletes the homework and what came back of it for good.")
        ).to_be_visible()
        assert len(store.homework.of(person.id, "given")) == 1
        page.get_by_role("button", name="Remove for good").click()
        expect(page.get_by_text("Nothing has come back yet.")).to_have_count(0)
        assert store.homework.of(person.id, "given") == []
