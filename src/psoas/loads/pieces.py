"""Pieces of several runs, which threads take one at a time."""

from collections.abc import Sequence
from threading import Condition
from typing import NamedTuple

import numpy as np

from psoas.loads.equilibrium import LARGEST_PART
from psoas.loads.prepared_motion import PreparedMotion
from psoas.muscle import parts_of
from psoas.timeseries import Array

PIECE = 2 * LARGEST_PART
"""Number of frames of a piece: some 0.2 s at most, for which the others wait at the end."""


class Piece(NamedTuple):
    """Consecutive frames of a run."""

    run: int
    frames: slice


class Pieces:
    """The pieces of some runs, which are left, given to a thread, or finished.

    Attributes:
        motions: one a run.
        done: number of frames that are finished.
    """

    def __init__(self, motions: Sequence[PreparedMotion] = ()) -> None:
        self.motions = motions
        self.done = 0
        self._left = [list(parts_of(len(one), PIECE))[::-1] for one in motions]
        self._untouched = list(range(len(motions)))[::-1]
        self._found: dict[tuple[int, int], Array] = {}
        self._changed = Condition()

    def next(self, at: int | None) -> Piece | None:
        """Take a piece, of the run that the thread is at if it can be; None where none is left."""
        with self._changed:
            if not any(self._left):
                return None
            if at is None or not self._left[at]:
                most_left = max(range(len(self._left)), key=lambda run: len(self._left[run]))
                at = self._untouched[-1] if self._untouched else most_left
            if at in self._untouched:
                self._untouched.remove(at)
            return Piece(at, self._left[at].pop())

    def give_back(self, piece: Piece) -> None:
        """Leave a piece to others."""
        with self._changed:
            self._left[piece.run].append(piece.frames)
            self._changed.notify_all()

    def finish(self, piece: Piece, values: Array) -> None:
        """Keep the values (n, Q) of a piece."""
        with self._changed:
            self._found[piece.run, piece.frames.start] = values
            self.done += len(values)
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until a piece is left or all are finished, at most some time; whether all are finished."""
        with self._changed:
            frames = sum(map(len, self.motions))
            self._changed.wait_for(lambda: any(self._left) or self.done == frames, seconds)
            return self.done == frames

    def results(self) -> list[Array]:
        """(T, Q) of each motion, NaN in frames that were not measured."""
        found = []
        for run, motion in enumerate(self.motions):
            values = np.concatenate([self._found[run, part.start] for part in parts_of(len(motion), PIECE)])
            found.append(motion.over_time(values, np.ones(len(motion), dtype=bool)))
        return found
