"""Several runs of one computation on long motions, with processes that help this one.

Each run is cut into pieces, and every process, this one included, takes the next piece when it is free. A process goes
on with the run that it is at, then begins one that nobody has begun, then helps where most is left. Whoever computes a
piece, its bytes are the same. A process that helps imports what it computes and nothing of the program that started
it. It ends when its pipe does, however that happens; where it ends by itself, its piece is computed here, so that an
error is raised here.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import IO, Any, NoReturn, Protocol, Self, cast

from psoas.child_processes import ONE_BLAS_THREAD, leave_interruption, threads, uninterrupted
from psoas.loads.pieces import Piece, Pieces
from psoas.loads.prepared_motion import PreparedMotion
from psoas.timeseries import Array

LEAST_FRAMES = 8_000
"""Number of frames of all runs together for each process, this one among them (ours). A frame takes some 0.12 ms, the
start of a process 0.8 s. Two processes then need two thirds of the time of one (16,000 frames: 2.1 s instead of 3.1 by
processor time)."""

POLL_S = 0.1
"""Time between two reports of progress while this process waits for the last pieces [s]."""


class Computation(Protocol):
    """Compute values of the frames of a motion; an object that can be pickled, of a class that a module has."""

    def begin(self, motion: PreparedMotion, /) -> Any:
        """Compute what needs the whole motion."""
        ...

    def piece(self, whole: Any, frames: slice, /) -> Array:
        """(n, Q) values of some frames, by what ``begin`` returned."""
        ...


class SideRuns:
    """Runs of one computation. The processes that help start where this is entered, and end where it is left.

    Args:
        compute: what each run computes.
        frames: number of frames of all runs together.
        workers: number of processes that help; None takes `workers_for`, and 0 computes in this process alone.
    """

    def __init__(self, compute: Computation, frames: int, workers: int | None) -> None:
        self._compute, self._pieces = compute, Pieces()
        self._workers = workers_for(frames) if workers is None else workers if frames else 0
        self._helpers: list[_Helper] = []

    def __enter__(self) -> Self:
        self._helpers = [_Helper() for _ in range(self._workers)]
        return self

    def __exit__(self, *error: object) -> None:
        for one in self._helpers:
            one.end()

    def begin(self, motions: Sequence[PreparedMotion]) -> None:
        """Let the processes that help begin with the runs, one a motion."""
        self._pieces = Pieces(motions)
        for one in self._helpers:
            one.begin(self._compute, self._pieces)

    def results(self, progress: Callable[[int], None]) -> list[Array]:
        """Compute what is left, and wait for the last pieces.

        Args:
            progress: called with the number of frames done in all runs together.

        Returns:
            (T, Q) of each motion, NaN in frames that were not measured.

        Raises:
            Exception: what a run raised.
        """
        pieces, work = self._pieces, _Work(self._compute)
        while not pieces.wait(POLL_S):
            if (piece := pieces.next(work.run)) is not None:
                pieces.finish(piece, work.values(piece, pieces.motions[piece.run]))
            progress(pieces.done)
        progress(pieces.done)
        return pieces.results()


def workers_for(frames: int) -> int:
    """Number of processes that help with a number of frames: one on each other core at most; 0 where they are few."""
    return threads(frames // LEAST_FRAMES) - 1


class _Work:
    """A process at work: the run that it is at, and what was computed of the whole of its motion."""

    def __init__(self, compute: Computation) -> None:
        self.run: int | None = None
        self._compute, self._whole = compute, None

    def values(self, piece: Piece, motion: PreparedMotion | None) -> Array:
        """(n, Q) values of a piece; ``motion`` is not needed where the run is that of the piece before."""
        if piece.run != self.run:
            self.run = self._whole = None  # frees the memory of the run before
            self._whole, self.run = self._compute.begin(motion), piece.run  # type: ignore[arg-type]
        return self._compute.piece(self._whole, piece.frames)


class _Helper:
    """A process that helps, and the thread of this process that hands it pieces."""

    def __init__(self) -> None:
        begin = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import help_out; help_out()"
        with uninterrupted():
            self._process = subprocess.Popen(
                [sys.executable, "-c", begin],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **ONE_BLAS_THREAD},
            )
        self._requests, self._answers = (
            cast(IO[bytes], self._process.stdin),
            cast(IO[bytes], self._process.stdout),
        )
        self._thread: Thread | None = None

    def begin(self, compute: Computation, pieces: Pieces) -> None:
        """Hand it pieces as long as some are left."""
        self._thread = Thread(target=self._hand_out, args=(compute, pieces), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End it at once."""
        self._process.kill()
        if self._thread is not None:
            self._thread.join()
        with suppress(BrokenPipeError):
            self._requests.close()
        self._answers.close()
        self._process.wait()

    def _hand_out(self, compute: Computation, pieces: Pieces) -> None:
        ended = EOFError, OSError, pickle.UnpicklingError  # for an error or for want of memory
        with suppress(*ended):
            run, piece = None, None
            try:
                self._send(compute)
                while (piece := pieces.next(run)) is not None:
                    self._send((piece, pieces.motions[piece.run] if piece.run != run else None))
                    run = piece.run
                    pieces.finish(piece, pickle.load(self._answers))
            finally:
                if piece is not None:
                    pieces.give_back(piece)

    def _send(self, what: object) -> None:
        pickle.dump(what, self._requests, pickle.HIGHEST_PROTOCOL)
        self._requests.flush()


def help_out() -> NoReturn:
    """Compute pieces for the process that started this one, until its pipe ends."""
    leave_interruption()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    work = _Work(pickle.load(requests))
    while True:
        pickle.dump(work.values(*pickle.load(requests)), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
