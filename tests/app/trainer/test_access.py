"""A trainer's access: checked on every read, named, and ended with every copy; an unknown client is an error."""

import ast
import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

import psoas.app.trainer
from psoas.app.coach import Coach, Visit
from psoas.app.trainer.access import ClientAccess, copies_says, found_client
from psoas.errors import UsageError
from psoas.plan.homework import SentPicture
from psoas.plan.records import KeptPicture, Profile
from psoas.store.client_table import ClientCopies
from psoas.store.store import Store
from tests.app.conftest import OpenPage, Served
from tests.app.trainer.made import add_client, add_session, jpeg, make_client
from tests.homework.made import HOMEWORK, RESULTS
from tests.store.ready import ready_file

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FOLDER = Path(psoas.app.trainer.__file__).parent


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(ready_file(tmp_path)) as opened:
        yield opened


def a_session(store: Store, person: Profile) -> int:
    pictures = [KeptPicture(1, "deepest", jpeg()), KeptPicture(1, "worst", jpeg())]
    return add_session(store, person, NOW, pictures, method="clip")


def test_the_end_deletes_every_copy_and_nothing_else(store: Store) -> None:
    ada, bea = add_client(store, "Ada"), add_client(store, "Bea")
    own, copy, other = a_session(store, ada), a_session(store, ada), a_session(store, bea)
    for one, session in ((ada, copy), (bea, other)):
        store.clients.mark_session(one.id, session, ["a report"])
        store.notes.add(one.id, "Stiff.", NOW)
    store.clients.mark_session(ada.id, copy, ["another"])
    store.homework.keep(ada.id, "given", HOMEWORK, NOW, (SentPicture("Deepest", jpeg()),))
    store.homework.keep(ada.id, "received", replace(HOMEWORK, key="ff" * 8), NOW)
    store.homework.keep_results(RESULTS)
    held = ClientCopies(1, 1, 1, 1, 2, ("a report", "another"))
    assert store.clients.copies(ada.id) == held
    assert copies_says(held) == (
        "Copies that the trainer holds: 1 session from clips, 2 pictures, 2 reports, 1 homework, 1 answer to it and "
        "1 note."
    )
    assert store.clients.end(ada.id) == held
    assert [one.id for one in store.sessions(ada.id)] == [own], "what they did themselves stays"
    assert store.history.frames_of(own)
    assert (store.notes.of(ada.id), store.homework.of(ada.id, "given")) == ([], [])
    assert len(store.homework.of(ada.id, "received")) == 1, "what they opened is theirs"
    assert store.clients.copies(bea.id) == ClientCopies(1, 0, 0, 1, 2, ("a report",))
    assert not next(one for one in store.profiles() if one.id == ada.id).settings.client
    for refused in (store.clients.check, store.clients.copies, store.clients.end):
        with pytest.raises(UsageError, match="no such client"):
            refused(ada.id)


def test_a_deleted_copy_that_is_brought_back_is_a_copy(store: Store) -> None:
    ada = add_client(store, "Ada")
    session = a_session(store, ada)
    store.clients.mark_session(ada.id, session, ["a report"])
    store.history.put_back(store.history.remove(session))
    assert store.clients.is_copy(session)
    assert store.clients.copies(ada.id).reports == ("a report",)


def test_nobody_marks_the_session_of_another(store: Store) -> None:
    ada, bea = add_client(store, "Ada"), add_client(store, "Bea")
    with pytest.raises(UsageError, match="There is no session"):
        store.clients.mark_session(bea.id, a_session(store, ada))
    me = store.profiles()[0]
    with pytest.raises(UsageError, match="no such client"):
        store.clients.mark_session(me.id, a_session(store, me))


def test_each_look_asks_whether_the_access_runs(store: Store, tmp_path: Path) -> None:
    """The page stays open in one window while the access ends in another."""
    ada = add_client(store, "Ada")
    access = ClientAccess(Visit(Coach(store, tmp_path), store.profiles()[0]), ada)

    async def looks() -> None:
        assert await access.query(store.sessions, ada.id) == []
        await access.query(store.notes.add, ada.id, "Stiff.", NOW)
        store.clients.end(ada.id)
        for work in (store.sessions, store.notes.of):
            with pytest.raises(UsageError, match="no such client"):
                await access.query(work, ada.id)
        with pytest.raises(UsageError, match="no such client"):
            await access.query(store.notes.add, ada.id, "Late.", NOW)

    with ThreadPoolExecutor(1) as own_loop:
        own_loop.submit(lambda: asyncio.run(looks())).result()
    assert store.notes.of(ada.id) == []
    for number in ("999", "0", "", "-1", str(ada.id)):
        with pytest.raises(UsageError, match="no such client"):
            found_client(tuple(store.profiles()), number)


@pytest.mark.parametrize("name", ["client_page", "client_sessions", "homework_form"])
def test_a_clients_pages_read_the_store_by_the_access_alone(name: str) -> None:
    """`results_opened` alone goes past it: it finds the client by the key of their homework."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    past = [
        ast.unparse(call.args[0])
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("coach.query")
    ]
    assert past == (["keep_results"] if name == "client_page" else [])


def test_addresses_of_an_unknown_client_show_nobody(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    with coach_server.open_store() as store:
        session = a_session(store, person)
        store.homework.keep(person.id, "given", replace(HOMEWORK, key="ee" * 8), NOW)
        (kept,) = store.homework.of(person.id, "given")
    page = open_page("/clients", errors=("404", "500"))
    for number in (person.id, 999_999):
        answer = page.request.get(f"{coach_server.url}/clients/{number}/homework/{kept.id}.pdf")
        assert (answer.status, "no such client" in answer.text()) == (404, True)
        for path in (f"/clients/{number}", f"/clients/{number}/sessions/{session}"):
            words = page.request.get(f"{coach_server.url}{path}").text()
            assert "There is no such client" in words


def test_the_client_sees_it_under_people_and_ends_it(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    with coach_server.open_store() as store:
        make_client(store, person)
        session = a_session(store, person)
        folder = coach_server.folder / "reports" / "2026-03-02_0930_ab"
        folder.mkdir(parents=True)
        (folder / "report.html").write_text("a report")
        store.clients.mark_session(person.id, session, [folder.name])
        page = open_page("/people")
        expect(page.get_by_text("You are a client of the trainer who uses this coach.")).to_be_visible()
        expect(page.get_by_text("1 session from clips, 2 pictures and 1 report")).to_be_visible()
        page.get_by_role("button", name="End the access").click()
        page.get_by_role("button", name="Delete the copies and end it").click()
        expect(page.get_by_text("You are a client")).to_have_count(0)
        assert store.sessions(person.id) == []
        assert not folder.exists()


def test_a_page_is_sent_when_the_whole_of_it_is_there(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    """A timer that is made with a page waits for the browser, and NiceGUI then sends what is there."""
    with coach_server.open_store() as store:
        make_client(store, person)
    sent = open_page("/clients").request.get(f"{coach_server.url}/clients/{person.id}").text()
    titles = ("client", "clip", "sessions", "notes", "open", "access")
    assert [one for one in titles if f"{one}-title" not in sent] == []


def test_a_file_dropped_anywhere_goes_to_the_field_that_takes_it(
    open_page: OpenPage, coach_server: Served, person: Profile
) -> None:
    """A client's page has a field for clips and one for results."""
    with coach_server.open_store() as store:
        make_client(store, person)
    page = open_page(f"/clients/{person.id}")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url.split("/")[-1]) if "/upload" in one.url else None)
    drop = """name => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["words"], name));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, "Ada-results.psoas")
    expect(page.get_by_role("alert")).to_contain_text("is no homework of psoas")
    assert sent == ["homework?name=Ada-results.psoas"]
    page.evaluate(drop, "stretch.mot")
    expect(page.get_by_role("alert").first).to_contain_text("The clip", timeout=60_000)
    assert sent[1:] == ["upload?name=stretch.mot"]
