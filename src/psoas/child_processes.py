"""Processes that this one starts, the threads that it may use, and the private places of each.

Ctrl+C is for this one alone, which ends the others in its own order. Where several work side by side, each is given the
threads that it may use. A place in which a process writes names it, so that what a killed one left is removed.
"""

import glob
import os
import re
import secrets
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

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


def aside(name: str) -> Executor:
    """An executor for work beside this thread: one thread of its own, or this one where a single one may be used.

    Where a recording has one core, a second thread would only take turns with the first one.
    """
    return ThreadPoolExecutor(1, name) if threads(2) > 1 else _HereExecutor()


class _HereExecutor(Executor):
    """Does each piece of work when it is handed in."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the work; the future has its result, or its error."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as a thread would, for whoever asks for the result
            future.set_exception(error)
        return future


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


_OWN: Final[set[str]] = set()
"""Names that this process has made."""

_MADE: Final = re.compile(r"\d+-[\w-]+", re.ASCII)
"""How `own_name` begins."""

LEFT_S: Final = 86_400.0
"""Age from which a place is one of an earlier run, even where a process of its number runs [s]."""


def own_name() -> str:
    """A name that no other place has, and that tells by which process it was made: ``PID-TOKEN``."""
    name = f"{os.getpid()}-{secrets.token_urlsafe(8)}"
    _OWN.add(name)
    return name


@contextmanager
def own_folder(beside: Path, prefix: str) -> Iterator[Path]:
    """Make a folder ``PREFIX-PID-TOKEN`` that only its owner may look into, for the block; it is removed after it.

    Those that killed processes have left there are removed, too.

    Raises:
        OSError: the folder cannot be made.
    """
    sweep(beside, f"{prefix}-")
    folder = beside / f"{prefix}-{own_name()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def place_beside(path: Path) -> Path:
    """A hidden place beside a file or folder, in which it is written before it is moved there in one step.

    Those that killed processes have left beside it are removed.
    """
    prefix = f".{path.name}."
    sweep(path.parent, prefix)
    return path.with_name(f"{prefix}{own_name()}.partial")


def sweep(folder: Path, prefix: str = "") -> None:
    """Remove the files and folders ``PREFIX`` + `own_name` + anything whose process has ended, where it may.

    Without a prefix all of the folder is of processes of psoas, whatever it is named.
    """
    try:
        places = list(folder.glob(f"{glob.escape(prefix)}*"))
    except OSError:
        return
    for place in places:
        name = place.name.removeprefix(prefix)
        if any(name.startswith(own) for own in _OWN) or (prefix and not _MADE.match(name)):
            continue
        try:
            left = time.time() - place.stat().st_mtime > LEFT_S
        except OSError:  # another process has just removed it
            continue
        if left or not _runs(name.partition("-")[0]):
            if place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
            else:
                with suppress(OSError):
                    place.unlink()


def _runs(pid: str) -> bool:
    """Whether another process of this number runs; on Windows any may."""
    if not (pid.isascii() and pid.isdigit()) or int(pid) == os.getpid():
        return False
    if os.name == "nt":
        return True
    try:
        os.kill(int(pid), 0)
    except PermissionError:  # another account's
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
