"""The way between browser and session: the newest picture comes in, feedback goes out."""

import asyncio
import contextlib
import json
import logging
import secrets
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from psoas.app.body3d.frames import PosedFrames
from psoas.app.stretch.live import Feedback, LiveSession
from psoas.app.stretch.timer import Beat, GuidedTimer
from psoas.errors import PsoasError
from psoas.recordings import live_posture

BODY_EVERY_S, SLOW_BODY_EVERY_S = 0.2, 1.5
"""The body moves this often; and so often where the page says that the processor draws it, for the cores are the
camera's [s]."""

BEAT_S = 0.1
"""The timer is shown this often [s]."""

RETRY_S = 2.0
"""Where something could not be kept, the timer tries again after this [s]."""

HEADER = struct.Struct("<d")
"""Before each picture: when the browser took it [ms of its own clock]."""

WAITING = 4
"""Sessions that may wait for their camera at once; an older one is given up."""


@dataclass
class Seat:
    """One session and whom it belongs to.

    Attributes:
        on_camera: profiles whose camera is open; kept up to date.
        body_every_s: how often the body moves [s].
        thread: where pictures are looked at.
    """

    session: LiveSession | GuidedTimer
    profile_id: int
    on_camera: set[int]
    body: Callable[[], PosedFrames]
    body_every_s: float = BODY_EVERY_S
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "psoas-camera"))


class Room:
    """Sessions by the secret under which their page finds them."""

    def __init__(self) -> None:
        self._waiting: dict[str, Seat] = {}
        self._filmed: Counter[int] = Counter()

    def enter(self, seat: Seat) -> str:
        """Keep a seat until its page connects."""
        while len(self._waiting) >= WAITING:
            self._waiting.pop(next(iter(self._waiting))).session.close()
        secret = secrets.token_urlsafe(16)
        self._waiting[secret] = seat
        return secret

    @contextlib.contextmanager
    def _camera_of(self, seat: Seat) -> Iterator[None]:
        """A person's camera is open as long as one of their pages films."""
        self._filmed[seat.profile_id] += 1
        seat.on_camera.add(seat.profile_id)
        try:
            yield
        finally:
            self._filmed[seat.profile_id] -= 1
            if not self._filmed[seat.profile_id]:
                seat.on_camera.discard(seat.profile_id)

    async def serve(self, socket: WebSocket) -> None:
        """Answer one page until its session is over or it goes away."""
        seat = self._waiting.pop(socket.query_params.get("seat", ""), None)
        if seat is None:
            await socket.close(4404)
            return
        await socket.accept()
        try:
            if isinstance(seat.session, GuidedTimer):
                await _beat(socket, seat.session)
            else:
                with self._camera_of(seat):
                    await _watch(socket, seat, seat.session)
        except WebSocketDisconnect:
            pass
        finally:
            seat.thread.submit(
                seat.session.close
            )  # not waited for: where the coach is stopped, this is cancelled
            seat.thread.shutdown(wait=False)


async def _watch(socket: WebSocket, seat: Seat, session: LiveSession) -> None:
    """Pictures to feedback. A picture that comes while one is looked at takes the place of any that waits."""
    loop = asyncio.get_running_loop()
    newest: asyncio.Queue[bytes | None] = asyncio.Queue(1)
    receiving = asyncio.create_task(_receive(socket, seat, newest))
    clock = _Clock()
    body_due = 0.0
    body = asyncio.create_task(asyncio.sleep(0))
    try:
        while (message := await newest.get()) is not None:
            if message == b"":
                try:
                    await loop.run_in_executor(seat.thread, session.finish)
                except PsoasError as error:
                    await socket.send_json({"error": _logged(error)})
                await socket.send_json({"stage": "done"})
                break
            taken_ms, picture = HEADER.unpack_from(message)[0], message[HEADER.size :]
            began = time.perf_counter()
            try:
                told = await loop.run_in_executor(
                    seat.thread, session.picture, picture, clock.seconds(taken_ms)
                )
            except ValueError:
                await socket.send_json({"taken": taken_ms, "skipped": True})
                continue
            except PsoasError as error:
                await socket.send_json({"taken": taken_ms, "error": _logged(error)})
                continue
            answer = _answer(told) | {"taken": taken_ms, "took": 1000 * (time.perf_counter() - began)}
            await socket.send_text(json.dumps(answer))
            if told.stage == "done":
                break
            if told.stage == "moving" and body.done() and time.monotonic() >= body_due:
                body_due = time.monotonic() + seat.body_every_s
                body = asyncio.create_task(_send_body(socket, seat, told))
    finally:
        receiving.cancel()
        body.cancel()


async def _send_body(socket: WebSocket, seat: Seat, told: Feedback) -> None:
    """The model's posture, made while the next picture is looked at."""
    posture = live_posture(told.side, told.now)
    side: Literal["r", "l"] = "l" if told.side == "left" else "r"
    update = await asyncio.to_thread(lambda: seat.body().frame(posture, side=side))
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the page has gone meanwhile
        await socket.send_json({"body": update})


async def _receive(socket: WebSocket, seat: Seat, newest: asyncio.Queue[bytes | None]) -> None:
    """Keep the newest picture only; an empty one is the wish to finish, None the end."""
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
    """The timer's beats; the page says ``pause``, ``resume`` or ``finish``."""
    listening = asyncio.create_task(socket.receive_text())
    loop = asyncio.get_running_loop()
    try:
        while True:
            if listening.done():
                word = listening.result()
                if word == "finish":
                    timer.finish()
                elif word in ("pause", "resume"):
                    getattr(timer, word)()
                listening = asyncio.create_task(socket.receive_text())
            try:
                beat: Beat = await loop.run_in_executor(None, timer.tick)
            except PsoasError as error:  # the next tick tries again
                await socket.send_json({"error": _logged(error)})
                await asyncio.sleep(RETRY_S)
                continue
            await socket.send_json(asdict(beat))
            if beat.stage == "done":
                return
            await asyncio.sleep(BEAT_S)
    finally:
        listening.cancel()


MOST_MS = 1e13
"""No browser counts further: three hundred years [ms]."""


class _Clock:
    """The browser's times as seconds that only grow, whatever the browser says."""

    def __init__(self) -> None:
        self._offset: float | None = None

    def seconds(self, taken_ms: float) -> float:
        now = time.monotonic()
        taken = taken_ms / 1000 if abs(taken_ms) < MOST_MS else now
        if self._offset is None or not -5 < now - (taken + self._offset) < 5:
            self._offset = now - taken
        return taken + self._offset


def _logged(error: PsoasError) -> str:
    """The sentence, which the terminal gets, too."""
    logging.getLogger("psoas.coach").error("psoas: %s", error)
    return str(error)


def _answer(told: Feedback) -> dict[str, Any]:
    """What the page shows."""
    instant = told.instant
    points = told.look.points
    return {
        "stage": told.stage,
        "phase": "rest" if instant is None else instant.phase,
        "hold_s": 0.0 if instant is None else round(instant.hold_s, 2),
        "opened": None if instant is None or instant.opened_deg is None else round(instant.opened_deg, 1),
        "side": told.side,
        "count": told.count,
        "target": told.target,
        "cue": told.cue,
        "say": told.say,
        "message": told.message,
        "checks": [asdict(check) for check in told.checks],
        "now": {name: round(value, 1) for name, value in told.now.items()},
        "unseen": told.unseen,
        "weights": told.weights,
        "size": told.look.size,
        "points": [[round(x), round(y)] for x, y in points.tolist()] if told.look.seen else [],
        "repetitions": [
            {
                "number": one.number,
                "good": one.good,
                "hold_s": round(one.hold_s, 1),
                "counts": "small_travel" not in one.faults,
                "hip_opening": one.hip_opening_deg,
                "arch": one.arch_deg,
            }
            for one in told.repetitions
        ],
    }
