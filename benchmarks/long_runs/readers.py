"""The readers as the program calls them: each function prepares one in a folder, and gives what reads a file there.

A reader returns what is wrong with its result. An error that it raises is judged by the caller.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.long_runs.own_loop import run_aside
from benchmarks.long_runs.targets import Read, sound


def motion_file(folder: Path) -> Read:
    """Coordinates and markers."""
    from psoas.capture.files import Markers, read_motion_file
    from psoas.timeseries import TimeSeries

    def read(path: Path) -> list[str]:
        found = read_motion_file(path)
        wrong: list[str] = (
            [] if isinstance(found, Markers | TimeSeries) else ["neither markers nor coordinates"]
        )
        time = np.asarray(found.time)
        return wrong + (
            [] if np.all(np.diff(time) > 0) and np.isfinite(time).all() else ["times do not rise"]
        )

    return read


def force_plates(folder: Path) -> Read:
    """Force plates of a c3d."""
    from psoas.capture.files import read_force_plates

    return lambda path: _reactions(read_force_plates(path))


def external_loads(folder: Path) -> Read:
    """OpenSim's external loads, with a sound table beside them, and the table."""
    from psoas.capture.files import read_ground_forces

    (folder / "walk_grf.mot").write_bytes(sound("grf")["walk_grf.mot"])
    return lambda path: _reactions(read_ground_forces(path, unnamed=True))


def _reactions(found: Any) -> list[str]:
    return ["a force is infinite" for one in found if np.isinf(one.force).any() or np.isinf(one.point).any()]


def marker_map(folder: Path) -> Read:
    """The laboratory's own names of markers."""
    from psoas.motion import read_marker_map

    return lambda path: [] if any(read_marker_map(path).values()) else ["an empty map"]


def checked_motion(folder: Path) -> Read:
    """The whole check of a motion file, with its JSON."""
    from psoas.export import to_json
    from psoas.recordings import analyse_motion

    def read(path: Path) -> list[str]:
        import json

        json.dumps(to_json(analyse_motion(path)), allow_nan=False)
        return []

    return read


def forecast_table(folder: Path) -> Read:
    """Tests, practice and sitting in a table."""
    from psoas.forecast import read_record

    def read(path: Path) -> list[str]:
        values = [value for one in read_record(path) for _, value in (*one.practice, *one.sitting)]
        return [] if np.isfinite(np.array(values, float)).all() else ["a value is not finite"]

    return read


def forecast_result(folder: Path) -> Read:
    """A forecast as `psoas load` and `psoas body sweep` read it."""
    from psoas.cli.from_forecast import ForecastChoice

    def read(path: Path) -> list[str]:
        for week in (None, 1):
            found = ForecastChoice(path, week).read()
            if found is None or not all(np.isfinite((*found.factors, *found.low, *found.high))):
                return ["a factor is not finite"]
            _ = found.says
        return []

    return read


def result_json(folder: Path) -> Read:
    """Results that psoas wrote earlier, in the place where it writes again."""
    from psoas.batch.clip_job import read_result
    from psoas.export import earlier_result

    def read(path: Path) -> list[str]:
        read_result(path)
        earlier_result(path, "psoas.day/1")
        return []

    return read


def manifest(folder: Path) -> Read:
    """The table of a batch; its recordings are there."""
    from psoas.batch import read_manifest

    for name in ("a.mot", "b.trc", "sub-01_ses-2_task-walk_run-1.mot"):
        (folder / name).write_bytes(b"x")
    return lambda path: [] if read_manifest(path, folder / "out").clips else ["no recording"]


def live_picture(folder: Path) -> Read:
    """A picture of the live camera."""
    from psoas.capture.pose.live import LARGEST_SIDE, decoded

    def read(path: Path) -> list[str]:
        with suppress(ValueError):
            rgb = decoded(path.read_bytes())
            return [] if rgb.ndim == 3 and max(rgb.shape) <= LARGEST_SIDE else [f"a picture {rgb.shape}"]
        return []

    return read


def clip(folder: Path) -> Read:
    """Frames of a video or a photo, whatever its name ends with."""
    from psoas.capture.video import read_frames

    def read(path: Path) -> list[str]:
        with read_frames(path, max_side=64) as frames:
            times = [frame.time_s for frame in frames]
        return [] if times == sorted(set(times)) and np.isfinite(times).all() else ["times do not rise"]

    return read


def back_up(folder: Path) -> Read:
    """A back-up, restored into a database that holds something."""
    from psoas.store import Store, restore

    path = folder / "psoas.db"
    Store.open(f"sqlite:///{path}").close()
    kept = {one.name: one.read_bytes() for one in folder.glob("psoas.db*")}

    def read(given: Path) -> list[str]:
        for one in folder.glob("psoas*"):
            one.unlink()
        for name, content in kept.items():
            (folder / name).write_bytes(content)
        try:
            restore(f"sqlite:///{path}", given)
        finally:
            left = [one.name for one in folder.iterdir() if one.is_dir()]
        with Store.open(f"sqlite:///{path}") as store:
            people = store.profiles()
            _ = [store.sessions(one.id) for one in people]
        return [*(f"{name} was left behind" for name in left), *([] if people else ["nobody is left"])]

    return read


def live_socket(folder: Path) -> Read:
    """Messages of a page to a live session, each with its length in front; its network, the dear part, sees nobody."""
    from psoas.app.stretch.channel import Room

    def read(path: Path) -> list[str]:
        room, socket = Room(), _Socket(_messages(path.read_bytes()))
        seat = _seat()
        socket.query_params = {"seat": room.enter(seat)}
        run_aside(_served(room, socket))
        seat.thread.shutdown(wait=True)
        wrong = [f"error: {one['error']}" for one in socket.told if "error" in one]
        return wrong if seat.session.stage == "done" else [*wrong, "the session was not closed"]

    return read


async def _served(room: Any, socket: "_Socket") -> None:
    async with asyncio.timeout(30):
        await room.serve(socket)


def _seat() -> Any:
    import time

    from tests.app.stretch.played import AtOnce, Kept

    from psoas.app.stretch.channel import Seat
    from psoas.app.stretch.live import LiveSession
    from psoas.exercises import EXERCISES

    session = LiveSession(
        Kept(), "right", 3, exercise=EXERCISES[0], clock=time.monotonic, weights="lite", reader=AtOnce()
    )
    session._capture._tracker = lambda *picture: None  # type: ignore[assignment]
    return Seat(session, 1, set(), SimpleNamespace)  # type: ignore[arg-type]


def _messages(content: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(content) > 2 and len(found) < 12:
        size = int.from_bytes(content[:2], "big")
        kind, message, content = content[2:3], content[3 : 2 + size], content[2 + size :]
        if kind == b"\1":
            found.append({"type": "websocket.receive", "text": message.decode("latin-1")})
        else:
            found.append({"type": "websocket.receive", "bytes": message})
    return found


class _Socket:
    """A page that sends one message after the other, waits for the answer to each picture, and goes."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        self.query_params: Mapping[str, str] = {}
        self.told: list[dict[str, Any]] = []
        self._messages = messages
        self._answered = asyncio.Event()
        self._answered.set()

    async def accept(self) -> None:
        return None

    async def close(self, code: int = 1000) -> None:
        return None

    async def receive(self) -> dict[str, Any]:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._answered.wait(), 5)
        if not self._messages:
            return {"type": "websocket.disconnect"}
        message = self._messages.pop(0)
        from psoas.app.stretch.channel import HEADER

        if len(message.get("bytes") or b"") > HEADER.size:
            self._answered.clear()
        return message

    async def send_json(self, value: dict[str, Any]) -> None:
        self.told.append(value)
        self._answered.set()

    async def send_text(self, text: str) -> None:
        import json

        await self.send_json(json.loads(text))


def day_file(folder: Path) -> Read:
    """A file of a device, by `psoas.day.read_days`."""
    from benchmarks.mutated_days import wrong_days

    return wrong_days
