"""Channel between browser and session: the newest picture comes in, feedback goes out."""

import asyncio
import contextlib
import ctypes
import json
import logging
import secrets
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from psoas.app.body3d.frames import PosedFrames
from psoas.app.stretch.feedback import Feedback
from psoas.app.stretch.live import LiveSession
from psoas.app.stretch.timer import Beat, GuidedTimer
from psoas.errors import PsoasError
from psoas.estimate import NORMAL_95
from psoas.exercises import Exercise
from psoas.recordings import live_posture
from psoas.sides import LETTER

BODY_EVERY_S, SLOW_BODY_EVERY_S = 0.2, 1.5
"""Times between two postures of the body [s]: usually, and where the page reports that the processor draws it."""

MOST_AHEAD_S = 1.0
"""Most by which a cue is spoken ahead; the hold lasts two seconds [s]."""

BEAT_S = 0.1
"""Time between two beats of the timer [s]."""

HEADER = struct.Struct("<d")
"""Bytes before each picture: the time at which the browser captured it [ms of its own clock]."""

TWICE = "another tab or window counts a stretch of this person already, and nothing is kept twice; finish it there"
"""Answer to a second page of one person."""

GIVE_BACK_S = 1.0
"""Time after the end of a session at which its memory is free [s]."""

WAITING = 4
"""Most sessions that wait for their camera at once; the oldest is closed for a further one."""


@dataclass
class Seat:
    """One session and its person.

    Attributes:
        on_camera: profiles whose camera is open; kept up to date.
        body: loads the postures of the person's body.
        body_every_s: time between two postures of the body [s].
        thread: runs the pose network.
    """

    session: LiveSession | GuidedTimer
    profile_id: int
    on_camera: set[int]
    body: Callable[[], PosedFrames]
    body_every_s: float = BODY_EVERY_S
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "psoas-camera"))


class Room:
    """Sessions that wait for their page, by a secret that the page knows."""

    def __init__(self) -> None:
        self._waiting: dict[str, Seat] = {}
        self._filmed: Counter[int] = Counter()
        self._running: list[Seat] = []

    def is_busy(self, profile_id: int) -> bool:
        """Whether a page of this person counts a stretch now."""
        return any(one.profile_id == profile_id for one in self._running)

    def finish(self, profile_id: int) -> None:
        """Finish what other pages of this person count; what they have finished is kept."""
        for one in [one for one in self._running if one.profile_id == profile_id]:
            self._running.remove(one)
            one.thread.submit(one.session.finish)

    def enter(self, seat: Seat) -> str:
        """Keep a seat until its page connects, and return its secret."""
        while len(self._waiting) >= WAITING:
            self._waiting.pop(next(iter(self._waiting))).session.close()
        secret = secrets.token_urlsafe(16)
        self._waiting[secret] = seat
        return secret

    @contextlib.contextmanager
    def _camera_of(self, seat: Seat) -> Iterator[None]:
        """Mark the person's camera as open as long as one of their pages films."""
        self._filmed[seat.profile_id] += 1
        seat.on_camera.add(seat.profile_id)
        try:
            yield
        finally:
            self._filmed[seat.profile_id] -= 1
            if not self._filmed[seat.profile_id]:
                seat.on_camera.discard(seat.profile_id)

    async def serve(self, socket: WebSocket) -> None:
        """Answer one page until its session is over or the page has gone."""
        seat = self._waiting.pop(socket.query_params.get("seat", ""), None)
        ahead_s = ahead_of(socket.query_params.get("ahead", ""))
        if seat is None:
            await socket.close(4404)
            return
        await socket.accept()
        try:
            if self.is_busy(seat.profile_id):
                await socket.send_json({"error": TWICE})
                await socket.close(4409)
                return
            self._running.append(seat)
            seat.session.ahead_s = ahead_s
            if isinstance(seat.session, GuidedTimer):
                await _beat(socket, seat.session)
            else:
                with self._camera_of(seat):
                    await _watch(socket, seat, seat.session)
        except WebSocketDisconnect:
            pass
        finally:
            with contextlib.suppress(ValueError):  # another page has finished it
                self._running.remove(seat)
            # closing does not hold up the server: where the coach is stopped, it is cancelled
            seat.thread.submit(seat.session.close)
            seat.thread.shutdown(wait=False)
            asyncio.get_running_loop().call_later(GIVE_BACK_S, _give_memory_back)


def ahead_of(milliseconds: str) -> float:
    """How much earlier a browser wants cues to be spoken [s], from 0 to `MOST_AHEAD_S`; 0 for anything else."""
    return (
        min(int(milliseconds) / 1000, MOST_AHEAD_S)
        if milliseconds.isdecimal() and len(milliseconds) < 9
        else 0.0
    )


def _give_memory_back() -> None:
    """Return to the system what sessions have freed: glibc keeps the memory of each thread, 60 MB a session."""
    with contextlib.suppress(OSError, TypeError, AttributeError):  # another C library
        trim = ctypes.CDLL(None).malloc_trim
        threading.Thread(target=trim, args=(0,), name="psoas-trim", daemon=True).start()


async def _watch(socket: WebSocket, seat: Seat, session: LiveSession) -> None:
    """Answer pictures with feedback; a new picture replaces one that still waits."""
    loop = asyncio.get_running_loop()
    newest: asyncio.Queue[bytes | None] = asyncio.Queue(1)
    receiving = asyncio.create_task(_receive(socket, seat, newest))
    clock = _Clock()
    body_due = 0.0
    body = asyncio.create_task(asyncio.sleep(0))
    try:
        while (message := await newest.get()) is not None:
            if message == b"":
                await loop.run_in_executor(seat.thread, session.finish)
                await socket.send_json({"stage": "done"})
                break
            captured_ms, picture = HEADER.unpack_from(message)[0], message[HEADER.size :]
            began = time.perf_counter()
            try:
                feedback = await loop.run_in_executor(
                    seat.thread, session.picture, picture, clock.seconds(captured_ms)
                )
            except ValueError:
                await socket.send_json({"taken": captured_ms, "skipped": True})
                continue
            except PsoasError as error:
                await socket.send_json({"taken": captured_ms, "error": _logged(error)})
                continue
            answer = _answer(feedback) | {"taken": captured_ms, "took": 1000 * (time.perf_counter() - began)}
            await socket.send_text(json.dumps(answer))
            if feedback.stage == "done":
                break
            if feedback.stage == "moving" and body.done() and time.monotonic() >= body_due:
                body_due = time.monotonic() + seat.body_every_s
                body = asyncio.create_task(_send_body(socket, seat, feedback, session.exercise))
    finally:
        receiving.cancel()
        body.cancel()


async def _send_body(socket: WebSocket, seat: Seat, feedback: Feedback, exercise: Exercise) -> None:
    """Send the model's posture, computed while the next picture is analysed."""
    posture = live_posture(feedback.side, feedback.now, exercise)
    update = await asyncio.to_thread(lambda: seat.body().frame(posture, side=LETTER[feedback.side]))
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the page has gone meanwhile
        await socket.send_json({"body": update})


async def _receive(socket: WebSocket, seat: Seat, newest: asyncio.Queue[bytes | None]) -> None:
    """Queue the newest picture only; an empty one requests the finish, None means that the page has gone."""
    while True:
        try:
            event = await socket.receive()
        except RuntimeError:
            event = {"type": "websocket.disconnect"}
        message: bytes | None
        if event["type"] == "websocket.disconnect":
            message = None
        elif event.get("text") == "finish":
            message = b""
        elif event.get("text") == "slow":
            seat.body_every_s = SLOW_BODY_EVERY_S
            continue
        elif len(event.get("bytes") or b"") > HEADER.size:
            message = event["bytes"]
        else:
            continue
        while not newest.empty():
            newest.get_nowait()
        newest.put_nowait(message)
        if not message:
            return


async def _beat(socket: WebSocket, timer: GuidedTimer) -> None:
    """Send the timer's beats; the page answers ``pause``, ``resume`` or ``finish``."""
    listening = asyncio.create_task(socket.receive_text())
    loop = asyncio.get_running_loop()
    try:
        while True:
            if listening.done():
                word = listening.result()
                if word == "finish":
                    await loop.run_in_executor(None, timer.finish)
                elif word in ("pause", "resume"):
                    getattr(timer, word)()
                listening = asyncio.create_task(socket.receive_text())
            beat: Beat = await loop.run_in_executor(None, timer.tick)
            await socket.send_json(asdict(beat))
            if beat.stage == "done":
                return
            await asyncio.sleep(BEAT_S)
    finally:
        listening.cancel()


MOST_MS = 1e13
"""Latest time that is believed of a browser: three hundred years [ms]."""


class _Clock:
    """Converts the browser's times to seconds of this machine; a clock that jumps by 5 s is set anew."""

    def __init__(self) -> None:
        self._offset: float | None = None

    def seconds(self, captured_ms: float) -> float:
        now = time.monotonic()
        captured = captured_ms / 1000 if abs(captured_ms) < MOST_MS else now
        if self._offset is None or not -5 < now - (captured + self._offset) < 5:
            self._offset = now - captured
        return captured + self._offset


def _logged(error: PsoasError) -> str:
    """Log an error and return its sentence."""
    logging.getLogger("psoas.coach").error("psoas: %s", error)
    return str(error)


def _answer(feedback: Feedback) -> dict[str, Any]:
    """Write feedback as the page reads it."""
    instant = feedback.instant
    points = feedback.look.points
    return {
        "stage": feedback.stage,
        "phase": "rest" if instant is None else instant.phase,
        "hold_s": 0.0 if instant is None else round(instant.hold_s, 2),
        "opened": None if instant is None or instant.opened_deg is None else round(instant.opened_deg, 1),
        "side": feedback.side,
        "count": feedback.count,
        "target": feedback.target,
        "cue": feedback.cue,
        "say": feedback.say,
        "message": feedback.message,
        "checks": [asdict(check) for check in feedback.checks],
        "now": {name: round(value, 1) for name, value in feedback.now.items()},
        "bands": {name: round(NORMAL_95 * error, 1) for name, error in feedback.bands.items()},
        "unseen": feedback.unseen,
        "weights": feedback.weights,
        "trouble": feedback.trouble,
        "size": feedback.look.size,
        "points": [[round(x), round(y)] for x, y in points.tolist()] if feedback.look.seen else [],
        "repetitions": [
            {
                "number": one.number,
                "good": one.good,
                "hold_s": round(one.hold_s, 1),
                "counts": one.counts,
                "hip_opening": one.hip_opening_deg,
                "arch": one.arch_deg,
            }
            for one in feedback.repetitions
        ],
    }
