"""Processes that this one starts: Ctrl+C is for this one alone, which ends them in its own order.

Where several work side by side, each is given the threads that it may use.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

THREADS: Final = "PSOAS_THREADS"
"""Environment variable with the most threads of one computation."""

ONE_BLAS_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""Environment of a process in which linear algebra starts no threads."""


def threads(most: int) -> int:
    """Threads for one computation: as many as there are cores, at most ``most`` and what `THREADS` says."""
    given = os.environ.get(THREADS, "")
    return max(1, min(most, os.cpu_count() or 1, int(given) if given.isdecimal() else most))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within it, this thread starts processes that Ctrl+C does not reach, from their first moment on.

    Windows has no signals that a process inherits as blocked: there they call `leave_interruption` first of all.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it would unblock the signal while it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_interruption() -> None:
    """Leave Ctrl+C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
