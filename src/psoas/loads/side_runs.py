"""Several runs of one computation on other motions, in processes of their own where they are long.

The body and all else that the runs share is sent once to each process. A run gives the same bytes there as here.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from typing import Protocol, Self

from psoas.child_processes import leave_interruption, uninterrupted
from psoas.loads.prepared_motion import PreparedMotion
from psoas.timeseries import Array

LEAST_FRAMES = 30_000
"""Number of frames of all runs together from which processes help (ours: a frame takes some 0.1 ms, the start of a
process 0.5 to 1 s). That they pay is not measured: on two cores they gained nothing on the wall (docs/accuracy.md)."""

POLL_S = 0.1
"""Time between two looks at the progress [s]."""


class Computation(Protocol):
    """Compute values of a motion; a picklable object, such as a partial of a function of a module."""

    def __call__(self, motion: PreparedMotion, /, *, progress: Callable[[int], None]) -> Array:
        """Compute, and call ``progress`` with the number of frames done."""
        ...


class SideRuns:
    """Runs of one computation, which begin where this is entered and end at the latest where it is left.

    Args:
        compute: what each run computes.
        motions: one a run.
        workers: number of processes; None takes `workers_for`, and 0 computes in this process when results are asked
            for. A script that gives another number than 0 needs the guard ``if __name__ == "__main__":``, because each
            process imports it.
    """

    def __init__(self, compute: Computation, motions: Sequence[PreparedMotion], workers: int | None) -> None:
        self._compute, self._motions = compute, motions
        self._workers = workers_for(motions) if workers is None else min(workers, len(motions))
        self._runs: list[Future[Array]] = []

    def __enter__(self) -> Self:
        if self._workers:
            context = get_context("spawn")
            self._stop, self._done = context.Event(), context.SimpleQueue()
            shared = (self._compute, self._stop, self._done)
            self._pool = ProcessPoolExecutor(self._workers, context, _begin, shared)
            with uninterrupted():
                self._runs = [self._pool.submit(_run, one) for one in self._motions]
        return self

    def __exit__(self, *error: object) -> None:
        if self._workers:
            self._stop.set()
            self._pool.shutdown(cancel_futures=True)

    def results(self, progress: Callable[[int], None]) -> list[Array]:
        """Wait for the results of all runs.

        Args:
            progress: called with the number of frames done in all runs together.

        Raises:
            Exception: what a run raised.
        """
        if not self._runs:
            return self._computed_here(progress)
        frames = 0
        try:
            while wait(self._runs, POLL_S, FIRST_EXCEPTION).not_done:
                while not self._done.empty():
                    frames += self._done.get()
                progress(frames)
                for one in self._runs:
                    if one.done():
                        one.result()
            found = [one.result() for one in self._runs]
        except BrokenProcessPool:  # a process was killed, for example for want of memory
            return self._computed_here(progress)
        progress(sum(map(len, found)))
        return found

    def _computed_here(self, progress: Callable[[int], None]) -> list[Array]:
        found: list[Array] = []
        for one in self._motions:

            def counted(done: int, before: int = sum(map(len, found))) -> None:
                progress(before + done)

            found.append(self._compute(one, progress=counted))
        return found


def workers_for(motions: Sequence[PreparedMotion]) -> int:
    """Number of processes that help with runs on some motions: one a core and a run at most; 0 where they are short."""
    cores = os.cpu_count() or 1
    if cores < 2 or sum(map(len, motions)) < LEAST_FRAMES:
        return 0
    return min(cores, len(motions))


_shared: tuple[Computation, Event, "SimpleQueue[int]"]
"""In a process of `SideRuns`: the computation, whether to stop, and where the frames done are counted."""


def _begin(*shared: object) -> None:
    """Prepare a process; its interruption is left to the process that started it."""
    global _shared
    leave_interruption()
    _shared = shared  # type: ignore[assignment]


def _run(motion: PreparedMotion) -> Array:
    compute, stop, done = _shared
    before = 0

    def counted(frames: int) -> None:
        nonlocal before
        if stop.is_set():
            raise _RunStopped
        done.put(frames - before)
        before = frames

    return compute(motion, progress=counted)


class _RunStopped(Exception):
    """Nobody waits for the result."""
