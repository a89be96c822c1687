"""A database that does not answer stops neither the coach nor its end."""

import os
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from psoas.app.stretch.keeping import StoreKeeper
from psoas.plan.records import RepetitionRecord
from psoas.store.store import Store
from tests.app.conftest import OpenPage, Served, StartCoach
from tests.store.postgres import Server, running_server

ENDS_WITHIN_S = 5.0
SHEET_WITHIN_S = 1.0


def answer(served: Served, path: str) -> tuple[str, float]:
    """The text of an answer, and how long it took [s]."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(f"{served.url}{path}", timeout=30) as found:
            text = found.read().decode()
    except urllib.error.HTTPError as error:
        text = error.read().decode()
    return text, time.monotonic() - began


def slowest_sheet_s(served: Served, during: Callable[[], bool]) -> float:
    """The longest time that a style sheet took as long as something went on [s]."""
    took = []
    while during():
        took.append(answer(served, "/static/psoas.css")[1])
        time.sleep(0.05)
    assert len(took) > 5
    return max(took)


@pytest.mark.alone
def test_a_locked_database_keeps_no_style_sheet_waiting_and_ends_at_ctrl_c(
    start_coach: StartCoach, open_page: OpenPage
) -> None:
    served = start_coach()
    page = open_page("/people", served=served, errors=("WebSocket", "ERR_CONNECTION_REFUSED"))
    with closing(sqlite3.connect(served.folder / "psoas.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = page.get_by_text("is locked by another program; close that program and try again")
        page.get_by_role("button", name="Save", exact=True).click()
        assert slowest_sheet_s(served, lambda: not said.count()) < SHEET_WITHIN_S
        page.get_by_role("button", name="Save", exact=True).click()
        code, took = served.stop(signal.SIGINT)
    assert code == 0
    assert took < ENDS_WITHIN_S


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """All processes of a server stopped: its machine still answers."""
    with psycopg.connect(url) as connection:
        (own,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        words = Path(f"/proc/{own}/stat").read_text().rpartition(")")[2].split()
        first = int(words[1])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    every = [first, *map(int, children)]

    def send(number: signal.Signals) -> None:
        for one in every:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(one, number)

    send(signal.SIGSTOP)
    try:
        yield
    finally:
        send(signal.SIGCONT)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.mark.alone
def test_a_frozen_server_is_reported_and_ends_at_ctrl_c(start_coach: StartCoach, server: Server) -> None:
    url = server.ready_database()
    served = start_coach("--database", url)
    assert "Me" in answer(served, "/people")[0]
    with frozen(url):
        with ThreadPoolExecutor(3) as pool:
            pages = [pool.submit(answer, served, "/people") for _ in range(3)]
            slowest = slowest_sheet_s(served, lambda: not all(one.done() for one in pages))
            assert "does not answer" in pages[0].result()[0]
            assert slowest < SHEET_WITHIN_S
            pool.submit(answer, served, "/progress")
            time.sleep(0.3)
            code, took = served.stop(signal.SIGINT)
        assert code == 0
        assert took < ENDS_WITHIN_S


@pytest.mark.alone
def test_a_set_goes_on_over_a_frozen_server_and_is_stored_when_it_answers(server: Server) -> None:
    url = server.ready_database()
    repetitions = tuple(
        RepetitionRecord(number, 5.0 * number, 5.0 * number + 4, 2.0) for number in (1, 2, 3, 4)
    )
    with Store.open(url, wait_s=0.5) as store:
        (person, *_) = store.profiles()
        keeper = StoreKeeper(
            store, person.id, "camera", "practice", None, "half_kneeling_stretch", lambda: datetime.now(UTC)
        )
        a_set = keeper.begin_set("left", "full", {})
        keeper.save(a_set, repetitions[0])
        with frozen(url):
            began = time.monotonic()
            for one in repetitions[1:]:
                keeper.save(a_set, one)
            assert time.monotonic() - began < 2.0, "only the first one waits, for a second"
            assert not keeper.is_stored(3.0)
            assert "does not answer" in (keeper.trouble or "")
        assert keeper.is_stored(20.0)
        assert (keeper.trouble, keeper.session_id is None) == (None, False)
        (session,) = store.sessions(person.id)
        assert session.sets[0].repetitions == repetitions
