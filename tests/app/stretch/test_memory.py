"""The memory of a live session is given back when it ends."""

import gc
import os
import time
from pathlib import Path

import pytest
from benchmarks.camera import pictures
from benchmarks.coach import resident_mb
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient

from psoas.app.stretch.channel import GIVE_BACK_S, HEADER, Room, Seat
from psoas.app.stretch.live import LiveSession
from psoas.exercises import EXERCISES
from tests.app.stretch.played import AtOnce, Kept

SESSIONS, PICTURES = 4, 6
MOST_SHARE = 1.1
MOST_IDLE_MB = 200
"""What the network and the body's code add to a process; 300 where a session keeps its memory."""


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="the memory of a process is read from /proc"
)
def test_sessions_in_a_row_keep_no_memory() -> None:
    room, before = Room(), resident_mb(os.getpid())
    shown = [picture for _, picture in pictures("c2_stretch_arched_arms_forward", 10.0)][:PICTURES]

    def session(person: int) -> str:
        return room.enter(
            Seat(
                LiveSession(
                    Kept(),
                    "right",
                    3,
                    exercise=EXERCISES[0],
                    clock=time.monotonic,
                    reader=AtOnce(),
                    weights="full",
                ),
                person,
                set(),
                lambda: pytest.fail("nothing moves"),
            )
        )

    with TestClient(Starlette(routes=[WebSocketRoute("/live", room.serve)])) as client:

        def at_rest_mb(sessions: int) -> float:
            """The memory after so many sessions, two at a time."""
            for _ in range(sessions // 2):
                first, second = session(7), session(8)
                with (
                    client.websocket_connect(f"/live?seat={first}") as one,
                    client.websocket_connect(f"/live?seat={second}") as other,
                ):
                    for number, picture in enumerate(shown):
                        for socket in (one, other):
                            socket.send_bytes(HEADER.pack(100.0 * number) + picture)
                            socket.receive_json()
            gc.collect()
            time.sleep(GIVE_BACK_S + 1.0)
            return resident_mb(os.getpid())

        warm = at_rest_mb(2)
        after = at_rest_mb(SESSIONS)
        print(f"{warm:.0f} MB after one, {after:.0f} MB after {SESSIONS + 2} sessions")
        assert after <= MOST_SHARE * warm
        assert warm - before <= MOST_IDLE_MB
