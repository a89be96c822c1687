"""The coach as a process: it starts, says where, keeps to itself, tells errors in a sentence and stops cleanly."""

import signal
import socket
import sqlite3
import statistics
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from psoas.app.server import PORT, bound
from psoas.errors import UsageError
from tests.app.conftest import OpenPage, Served, StartCoach

FIRST_PAINT_MS = 1500
STOP_WITHIN_S = 8.0
"""It takes one to two seconds here; a shared machine may stall for longer."""
GONE = ("WebSocket", "ERR_CONNECTION_REFUSED")
"""What a browser complains of when the coach has stopped."""

PAINTED = """() => new Promise(done => new PerformanceObserver(list =>
  list.getEntriesByName('first-contentful-paint').forEach(entry => done(entry.startTime))
).observe({type: 'paint', buffered: true}))"""


def test_it_says_where_it_is_and_how_to_stop_it_and_nothing_else(coach_server: Served) -> None:
    (line,) = coach_server.lines[:1]
    assert f"http://127.0.0.1:{coach_server.port}/" in line
    assert "Ctrl+C" in line


@pytest.mark.alone
def test_a_page_is_first_painted_within_a_second_and_a_half(browser: Browser, coach_server: Served) -> None:
    painted = []
    for _ in range(3):
        context = browser.new_context()  # with nothing cached
        page = context.new_page()
        page.goto(f"{coach_server.url}/people")
        painted.append(page.evaluate(PAINTED))
        context.close()
    print("first paint [ms]:", *(round(one) for one in painted))
    assert statistics.median(painted) <= FIRST_PAINT_MS


def test_the_heading_stands_where_it_was_first_painted(open_page: OpenPage) -> None:
    page = open_page("/people")
    assert not page.locator(".psoas-splash").is_visible()
    shown = page.locator("#app h1").bounding_box()
    page.evaluate("document.querySelector('#app').replaceChildren()")
    before = page.locator(".psoas-splash .h1").bounding_box()
    assert shown is not None
    assert before is not None
    assert (before["x"], before["y"]) == pytest.approx((shown["x"], shown["y"]), abs=1)


@pytest.mark.alone
def test_an_error_in_a_page_is_one_sentence_and_it_stops_at_once(
    start_coach: StartCoach, open_page: OpenPage, tmp_path: Path
) -> None:
    served = start_coach(cwd=tmp_path)
    page = open_page("/people", served=served, errors=("500", *GONE))
    with sqlite3.connect(served.folder / "psoas.db") as database:
        database.execute("DROP TABLE profiles")
    database.close()
    answer = page.goto(f"{served.url}/people")
    assert answer is not None
    assert answer.status == 500
    page.get_by_role("heading", name="This page could not be shown").wait_for()
    text = page.inner_text("body")
    assert "Traceback" not in text + served.printed
    code, took = served.stop(signal.SIGTERM)
    assert code == 0, served.printed
    assert took <= STOP_WITHIN_S
    assert list(tmp_path.iterdir()) == [], "nothing is written where it was started"
    assert all("Traceback" not in line for line in served.lines)


def test_an_address_without_a_page_says_so(open_page: OpenPage) -> None:
    page = open_page("/nothing-here", errors=("404",))
    assert page.inner_text("h1") == "There is no such page"


@pytest.mark.parametrize("after_s", [0.0, 0.2, 0.5, 1.0, 2.0])
def test_ctrl_c_stops_it_at_any_time_after_its_start(start_coach: StartCoach, after_s: float) -> None:
    """Whatever it and its processes are just loading, nothing is printed but where it was."""
    served = start_coach()
    time.sleep(after_s)
    code, _ = served.stop(signal.SIGINT)
    assert code == 0, served.printed
    assert len(served.lines) == 1, served.printed


@pytest.mark.alone
def test_ctrl_c_stops_it_while_a_page_is_open(start_coach: StartCoach, open_page: OpenPage) -> None:
    served = start_coach()
    open_page("/people", served=served, errors=GONE)
    code, took = served.stop(signal.SIGINT)
    assert code == 0, served.printed
    assert took <= STOP_WITHIN_S
    assert len(served.lines) == 1, served.printed


def test_a_port_that_is_taken_is_refused_only_when_it_was_asked_for() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} is taken; choose another"):
            bound("127.0.0.1", port)
    with bound("127.0.0.1", None) as first, bound("127.0.0.1", None) as second:
        assert second.getsockname()[1] not in (0, PORT, first.getsockname()[1])


def test_two_that_start_together_do_not_get_the_same_port() -> None:
    with bound("127.0.0.1", 0) as first, pytest.raises(UsageError, match="is taken; choose another"):
        bound("127.0.0.1", first.getsockname()[1])
