"""The way between browser and session, with a session that is slow on purpose."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from psoas.app.stretch.channel import HEADER, MOST_AHEAD_S, WAITING, Room, Seat, ahead_of
from psoas.app.stretch.live import Feedback, LiveSession
from psoas.capture.pose.live import Look
from psoas.errors import InputError


class Slow:
    """Takes its time over each picture."""

    def __init__(self, takes_s: float = 0.0, *, fault: Exception | None = None) -> None:
        self.takes_s, self.fault = takes_s, fault
        self.pictures: list[bytes] = []
        self.times: list[float] = []
        self.threads: set[int] = set()
        self.closed = self.finished = False

    def picture(self, jpeg: bytes, time_s: float) -> Feedback:
        if self.fault is not None:
            raise self.fault
        time.sleep(self.takes_s)
        self.threads.add(threading.get_ident())
        self.pictures.append(jpeg)
        self.times.append(time_s)
        look = Look(time_s, (64, 48), np.full((33, 2), np.nan), 0.5, 0.2)
        return Feedback(
            "setup", look, None, "right", 0, 10, (), {}, {}, None, None, None, "Kneel.", "full", ()
        )

    def finish(self) -> None:
        self.finished = True

    def close(self) -> None:
        self.closed = True


def seat(session: Slow, cameras: set[int] | None = None) -> Seat:
    def no_body() -> Any:
        raise AssertionError("the body is not asked for in the set-up")

    return Seat(cast(LiveSession, session), 7, set() if cameras is None else cameras, no_body)


def soon(done: Callable[[], bool]) -> bool:
    """Whether it comes true; the coach ends a connection a moment after its page is gone."""
    end = time.monotonic() + 5
    while not done() and time.monotonic() < end:
        time.sleep(0.01)
    return done()


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def client(room: Room) -> TestClient:
    return TestClient(Starlette(routes=[WebSocketRoute("/live", room.serve)]))


def sent(number: int, at_ms: float | None = None) -> bytes:
    return HEADER.pack(1000.0 + 50 * number if at_ms is None else at_ms) + str(number).encode()


def test_a_picture_is_answered_with_its_own_time(room: Room, client: TestClient) -> None:
    session = Slow()
    with client.websocket_connect(f"/live?seat={room.enter(seat(session))}") as socket:
        for number in range(3):
            socket.send_bytes(sent(number))
            told = socket.receive_json()
            assert (told["taken"], told["message"]) == (1000.0 + 50 * number, "Kneel.")
    assert np.diff(session.times) == pytest.approx([0.05, 0.05])


def test_only_the_newest_picture_is_looked_at(room: Room, client: TestClient) -> None:
    session = Slow(0.25)
    with client.websocket_connect(f"/live?seat={room.enter(seat(session))}") as socket:
        for number in range(20):
            socket.send_bytes(sent(number))
            time.sleep(0.005)
        last = 0.0
        while last < 1000.0 + 50 * 19:
            last = socket.receive_json()["taken"]
    assert session.pictures[-1] == b"19"
    assert len(session.pictures) <= 3, "a queue has formed"
    assert len(session.threads) == 1


def test_the_clock_of_the_browser_cannot_make_time_run_wild(room: Room, client: TestClient) -> None:
    session = Slow()
    with client.websocket_connect(f"/live?seat={room.enter(seat(session))}") as socket:
        for at_ms in (0.0, 1e300, float("nan"), float("inf"), -1e12):
            socket.send_bytes(sent(1, at_ms))
            socket.receive_text()
    assert np.all(np.isfinite(session.times))
    assert np.ptp(session.times) < 5.0


def test_what_is_no_picture_is_skipped_and_the_next_is_answered(room: Room, client: TestClient) -> None:
    session = Slow(fault=ValueError("the picture cannot be read"))
    with client.websocket_connect(f"/live?seat={room.enter(seat(session))}") as socket:
        socket.send_bytes(b"short")
        socket.send_text("nonsense")
        socket.send_bytes(sent(1))
        assert socket.receive_json()["skipped"] is True
        session.fault = None
        socket.send_bytes(sent(2))
        assert socket.receive_json()["message"] == "Kneel."


def test_finish_ends_the_session(room: Room, client: TestClient) -> None:
    session = Slow()
    with client.websocket_connect(f"/live?seat={room.enter(seat(session))}") as socket:
        socket.send_bytes(sent(1))
        socket.receive_json()
        socket.send_text("finish")
        assert socket.receive_json() == {"stage": "done"}
    assert session.finished
    assert soon(lambda: session.closed)


def test_a_page_that_goes_away_closes_its_session_and_its_camera(room: Room, client: TestClient) -> None:
    session, cameras = Slow(), set[int]()
    with client.websocket_connect(f"/live?seat={room.enter(seat(session, cameras))}") as socket:
        socket.send_bytes(sent(1))
        socket.receive_json()
        assert cameras == {7}
    assert soon(lambda: session.closed and not cameras)


def test_a_full_disk_is_told_in_one_sentence(room: Room, client: TestClient) -> None:
    session = Slow(fault=InputError("the disk is full; make room"))
    with client.websocket_connect(f"/live?seat={room.enter(seat(session))}") as socket:
        socket.send_bytes(sent(1))
        told = json.loads(socket.receive_text())
        assert told == {"taken": 1050.0, "error": "the disk is full; make room"}
        session.fault = None
        socket.send_bytes(sent(2))
        assert socket.receive_json()["message"] == "Kneel.", "it goes on where room was made"
    assert soon(lambda: session.closed)


def test_a_seat_is_taken_once_and_an_unknown_one_never(room: Room, client: TestClient) -> None:
    secret = room.enter(seat(Slow()))
    with client.websocket_connect(f"/live?seat={secret}"):
        pass
    for address in (f"/live?seat={secret}", "/live?seat=guess", "/live"):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(address):
            pass


def test_sessions_that_nobody_takes_up_are_given_up() -> None:
    room, sessions = Room(), [Slow() for _ in range(WAITING + 2)]
    for session in sessions:
        room.enter(seat(session))
    assert [one.closed for one in sessions] == [True, True] + [False] * WAITING


def test_a_second_page_of_one_person_is_refused_until_the_first_has_ended(
    room: Room, client: TestClient
) -> None:
    first, second = Slow(), Slow()
    with client.websocket_connect(f"/live?seat={room.enter(seat(first))}") as socket:
        socket.send_bytes(sent(1))
        socket.receive_json()
        assert room.is_busy(7)
        assert not room.is_busy(8)
        with client.websocket_connect(f"/live?seat={room.enter(seat(second))}") as other:
            assert "nothing is kept twice" in other.receive_json()["error"]
            with pytest.raises(WebSocketDisconnect):
                other.receive_json()
        assert second.pictures == []
        assert soon(lambda: second.closed)
        room.finish(7)
        assert soon(lambda: first.finished)
        assert not room.is_busy(7)
        with client.websocket_connect(f"/live?seat={room.enter(seat(third := Slow()))}") as other:
            other.send_bytes(sent(1))
            other.receive_json()
        assert third.pictures == [b"1"]
    assert soon(lambda: not room.is_busy(7))


def test_two_hundred_sockets_without_a_seat_are_closed_and_a_seat_is_served_after_them(
    room: Room, client: TestClient
) -> None:
    for number in range(200):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(f"/live?seat={number}"):
            pass
    with client.websocket_connect(f"/live?seat={room.enter(seat(Slow()))}") as socket:
        socket.send_bytes(sent(1))
        assert socket.receive_json()["message"] == "Kneel."


def test_what_is_not_stored_yet_is_said_with_each_picture(room: Room, client: TestClient) -> None:
    class Late(Slow):
        def picture(self, jpeg: bytes, time_s: float) -> Feedback:
            return replace(super().picture(jpeg, time_s), trouble="The database is locked.")

    with client.websocket_connect(f"/live?seat={room.enter(seat(Late()))}") as socket:
        socket.send_bytes(sent(1))
        told = socket.receive_json()
        assert (told["message"], told["trouble"]) == ("Kneel.", "The database is locked.")


@pytest.mark.parametrize(
    ("words", "ahead_s"),
    [("240", 0.24), ("0", 0.0), ("", 0.0), ("-5", 0.0), ("1e3", 0.0), ("99999999", MOST_AHEAD_S)],
)
def test_a_browser_may_have_cues_spoken_up_to_a_second_earlier(words: str, ahead_s: float) -> None:
    assert ahead_of(words) == ahead_s
