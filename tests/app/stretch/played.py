"""Stand-ins for what a session works with."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import count
from typing import Any

import scipy.ndimage  # as in the process of the readings: a first reading must not wait for these
import scipy.optimize
import scipy.signal  # noqa: F401

from psoas.plan.records import KeptPicture, RepetitionRecord
from psoas.recordings import timed_read
from psoas.sides import SideWord

READ_S = 0.05
"""Time of a reading [s]."""


class AtOnce(Executor):
    """Does everything at once, in the caller's thread, so that a test always sees the same.

    A reading is said to have been as quick as on a free machine: the pause after it follows how long it took.
    """

    def submit(self, fn: Any, /, *args: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        result = fn(*args, **named)
        done.set_result((result[0], READ_S) if fn is timed_read else result)
        return done


class Kept:
    """A keeper that remembers what it was given, in order."""

    trouble: str | None = None

    def __init__(self) -> None:
        self.sets: list[tuple[SideWord, str | None]] = []
        self.saved: list[RepetitionRecord] = []
        self.ended: list[tuple[RepetitionRecord, ...]] = []
        self.unmeasured: Mapping[str, str] = {}
        self.frames: list[KeptPicture] = []
        self.fault: Exception | None = None
        self._numbers = count(1)

    def begin_set(self, side: SideWord, weights: str | None, bands: dict[str, float]) -> int:
        self.sets.append((side, weights))
        return next(self._numbers)

    def save(self, set_id: int, repetition: RepetitionRecord) -> None:
        if self.fault is not None:
            raise self.fault
        self.saved.append(repetition)

    def end_set(
        self, set_id: int, repetitions: tuple[RepetitionRecord, ...], unmeasured: Mapping[str, str]
    ) -> None:
        self.ended.append(repetitions)
        self.unmeasured = unmeasured

    def keep_frames(self, set_id: int, frames: Sequence[KeptPicture]) -> None:
        self.frames += frames

    @property
    def numbers(self) -> list[int]:
        """The repetitions in the order in which each was kept first."""
        return list(dict.fromkeys(one.number for one in self.saved))
