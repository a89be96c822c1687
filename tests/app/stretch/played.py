"""Clips as a camera would show them."""

import io
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from itertools import count
from pathlib import Path
from typing import Any

from PIL import Image

from psoas.capture import read_frames
from psoas.plan.records import RepetitionRecord, Side

CLIPS = Path(__file__).parents[2] / "clips"


def pictures(
    name: str, fps: float, *, until_s: float = 1e9, side: int = 960
) -> Iterator[tuple[float, bytes]]:
    """Times [s] and JPEGs of one of the project's clips."""
    with read_frames(CLIPS / f"{name}.mp4", max_side=side, max_fps=fps) as frames:
        for frame in frames:
            if frame.time_s > until_s:
                return
            yield frame.time_s, jpeg(Image.fromarray(frame.rgb))


def jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


class AtOnce(Executor):
    """Does everything at once, in the caller's thread, so that a test always sees the same."""

    def submit(self, fn: Any, /, *args: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **named))
        return done


class Kept:
    """A keeper that remembers what it was given, in order."""

    def __init__(self) -> None:
        self.sets: list[tuple[Side, str | None]] = []
        self.saved: list[RepetitionRecord] = []
        self.ended: list[tuple[RepetitionRecord, ...]] = []
        self._numbers = count(1)

    def begin_set(self, side: Side, weights: str | None, bands: dict[str, float]) -> int:
        self.sets.append((side, weights))
        return next(self._numbers)

    def save(self, set_id: int, repetition: RepetitionRecord) -> None:
        self.saved.append(repetition)

    def end_set(self, set_id: int, repetitions: tuple[RepetitionRecord, ...]) -> None:
        self.ended.append(repetitions)

    @property
    def numbers(self) -> list[int]:
        """The repetitions in the order in which each was kept first."""
        return list(dict.fromkeys(one.number for one in self.saved))


def film(path: Path, *clips: str) -> Path:
    """Clips one after the other, as Chromium's fake camera takes them: 30 JPEGs for each second."""
    with path.open("wb") as file:
        for clip in clips:
            for _, picture in pictures(clip, 30.0, side=640):
                file.write(picture)
    return path
