"""ActivityWatch that runs here: its keyboard buckets only, this computer only, and nothing that a server does hangs."""

import json
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from psoas.day import DayAnswers, read_days, read_running, running_activitywatch
from psoas.errors import CannotTellError, InputError
from tests.day.fake_activitywatch import AFK, FakeServer, event, send
from tests.day.made import PARIS, one_day, spans
from tests.day.samples import SECRETS

DAY = date(2024, 3, 4)
ANSWERS = DayAnswers(home=PARIS)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    with FakeServer() as fake:
        monkeypatch.setattr(running_activitywatch, "PORT", fake.port)
        yield fake


def refused(first: date = DAY, last: date = DAY) -> str:
    with pytest.raises((InputError, CannotTellError)) as caught:
        read_running(first, last, ANSWERS)
    words = str(caught.value)
    assert "\n" not in words
    assert [secret for secret in SECRETS if secret.lower() in words.lower()] == []
    return words


def test_the_keyboard_of_a_day_is_read_by_the_person_s_own_clock(server: FakeServer) -> None:
    day = one_day(read_days([], ANSWERS, running=(DAY, DAY)))
    assert spans(day) == [
        ("10:00:00", "10:40:00", "desk", "computer"),
        ("23:30:00", "00:00:00", "desk", "computer"),
    ]
    assert {name for bout in day.bouts for name in bout.sources} == {"ActivityWatch on this computer"}


def test_only_the_keyboard_s_bucket_is_asked_for_and_by_its_whole_name(server: FakeServer) -> None:
    read_running(DAY, DAY, ANSWERS)
    listed, events = server.paths
    assert listed == "/api/0/buckets/"
    parts = urlsplit(events)
    assert unquote(parts.path) == f"/api/0/buckets/{AFK}/events"
    assert parts.path.count("/") == 5
    assert parse_qs(parts.query) == {"start": ["2024-03-03T23:00:00Z"], "end": ["2024-03-04T23:00:00Z"]}


def test_many_days_are_asked_for_by_the_week_and_give_the_same_as_at_once(server: FakeServer) -> None:
    whole = read_running(date(2024, 2, 20), date(2024, 3, 10), ANSWERS)
    assert len(server.paths) == 4
    assert [(one.start_s, one.end_s) for one in whole.observations][-1] == (1709591400, 1709598600)
    assert whole.observations[0].end_s - whole.observations[0].start_s == 2400


def test_a_standing_desk_says_nothing_of_the_posture(server: FakeServer) -> None:
    (day,) = read_days([], DayAnswers(home=PARIS, standing_desk=True), running=(DAY, DAY)).days
    assert day.bouts == ()


def test_files_are_read_whether_the_server_answers_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: FakeServer
) -> None:
    (tmp_path / "hike.gpx").write_text(
        "<gpx><trk><type>walking</type><trkpt><time>2024-03-04T15:00:00Z</time></trkpt>"
        "<trkpt><time>2024-03-04T15:01:00Z</time></trkpt></trk></gpx>"
    )
    monkeypatch.setattr(running_activitywatch, "PORT", 1)
    reading = read_days([tmp_path / "hike.gpx"], ANSWERS, running=(DAY, DAY))
    assert one_day(reading).totals == {"walking": 60}
    (error,) = reading.errors
    assert str(error) == (
        "ActivityWatch does not answer on this computer (port 1); start it, "
        "or export its buckets to a file and give that"
    )
    assert server.paths == []


def test_another_address_is_never_followed_to(server: FakeServer) -> None:
    other = FakeServer()
    server.answer = lambda handler: send(
        handler, 302, b"", {"Location": f"http://127.0.0.1:{other.port}/api/0/buckets/"}
    )
    assert "points elsewhere, which is not followed" in refused()
    other.close()
    assert other.paths == []
    assert len(server.paths) == 1


def test_a_proxy_of_the_surroundings_is_not_used(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    other = FakeServer()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{other.port}")
    read_running(DAY, DAY, ANSWERS)
    other.close()
    assert other.paths == []


@pytest.mark.parametrize("drip", [b"", b"x", b"HTTP/1.0 200 OK\r\nX-"])
def test_a_slow_one_is_given_up(server: FakeServer, monkeypatch: pytest.MonkeyPatch, drip: bytes) -> None:
    """Also one that sends a byte now and then, so that no single read takes long."""
    monkeypatch.setattr(running_activitywatch, "REPLY_S", 0.3)

    def wait(handler: BaseHTTPRequestHandler) -> None:
        end = time.monotonic() + 5
        handler.wfile.write(drip)
        while time.monotonic() < end:
            time.sleep(0.05)
            try:
                handler.wfile.write(b"x" if drip else b"")
                handler.wfile.flush()
            except OSError:
                return

    server.answer = wait
    began = time.monotonic()
    assert refused().startswith("ActivityWatch took longer than 0 seconds; try again with fewer days")
    assert time.monotonic() - began < 3


def test_all_replies_together_have_a_limit(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_activitywatch, "WHOLE_S", 0.0)
    assert "took longer than" in refused()
    assert server.paths == []


def test_a_huge_one_is_given_up(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_activitywatch, "LARGEST_REPLY", 1 << 20)

    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        try:
            while True:
                handler.wfile.write(b" " * 65536)
        except OSError:
            return

    server.answer = pour
    assert "gives more than 1 MB for a week" in refused()


@pytest.mark.parametrize(
    "buckets",
    [
        b"<html>Zoe</html>",
        b"",
        b"[]",
        b"null",
        b'{"a": ',
        b"[" * 100_000,
        b"\xff\xfe",
        json.dumps({"a": 1}).encode(),
    ],
)
def test_something_else_on_the_port_is_one_sentence(server: FakeServer, buckets: bytes) -> None:
    server.buckets = buckets
    words = refused()
    assert "is not ActivityWatch" in words or "has no keyboard times" in words


@pytest.mark.parametrize("events", [b"{}", b"7", b'{"message": "Zoe"}', b"[1, 2"])
def test_strange_events_are_one_sentence(server: FakeServer, events: bytes) -> None:
    server.events = events
    assert "is not ActivityWatch" in refused()


def test_events_that_make_no_sense_are_left_out(server: FakeServer) -> None:
    server.events = [
        7,
        None,
        {"data": "Letter"},
        {"data": {"status": "not-afk"}},
        event("never", 60),
        event("2024-03-04T09:00:00Z", 1e300),
        {**event("2024-03-04T09:00:00Z", 60), "duration": None},
        event("2024-03-05T09:00:00Z", 60),
        event("2024-03-04T09:00:00Z", 60),
    ]
    log = read_running(DAY, DAY, ANSWERS)
    assert [(one.start_s, one.end_s) for one in log.observations] == [(1709542800, 1709542860)]
    assert sum(one.count for one in log.not_used) == 4


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "asks for a key"), (404, "is not ActivityWatch"), (500, "is not ActivityWatch")],
)
def test_another_status_is_one_sentence(server: FakeServer, status: int, says: str) -> None:
    server.answer = lambda handler: send(handler, status, b"Zoe")
    assert says in refused()


def test_something_that_does_not_speak_http_is_one_sentence(server: FakeServer) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"220 mail.example\r\n\r\n")

    server.answer = answer
    assert "is not ActivityWatch" in refused()


def test_one_that_hangs_up_is_one_sentence(server: FakeServer) -> None:
    server.answer = lambda handler: handler.connection.close()
    assert "ActivityWatch" in refused()


def test_no_keyboard_or_no_time_of_it_is_said(server: FakeServer) -> None:
    server.events = []
    assert refused() == "ActivityWatch on this computer holds nothing of 2024-03-04; try other days"
    server.buckets = {"aw-watcher-window_x": {"type": "currentwindow"}}
    assert "has no keyboard times; switch its watcher for them on" in refused()
