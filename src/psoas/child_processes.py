"""Processes that this one starts, their limits, the threads that it may use, and the private places of each.

Ctrl+C is for this one alone, which ends the others in its own order. Where several work side by side, each is given the
threads that it may use. Work on a file of somebody else runs in a process with limits of time and memory, and costs
only itself. A place in which a process writes names it, so that what a killed one left is removed.
"""

import glob
import multiprocessing
import os
import re
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import Any, Final, Literal

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


POLL_S: Final = 0.05
"""How often time and memory of a process are compared with their limits [s]."""

Report = Callable[[dict[str, Any]], None]
"""Called by the work in a process with what is known of it so far."""

Limit = Literal["time", "memory", "stop"]
"""Why a process was ended before it was done."""


@dataclass(frozen=True)
class LimitedRun:
    """What became of work in a process of its own.

    Attributes:
        known: what it reported.
        ended_by: the limit at which it was ended, or ``stop``; None where it ended by itself.
        exitcode: of the process; negative for a signal.
        seconds: that it ran.
        processor_s: that it was seen to compute [s], looked at every `POLL_S` and at its end.
        memory_mb: the most memory that was seen of it [MB].
    """

    known: dict[str, Any]
    ended_by: Limit | None
    exitcode: int
    seconds: float
    processor_s: float
    memory_mb: float


def run_limited(
    work: Callable[..., None],
    args: tuple[Any, ...],
    *,
    method: str,
    time_s: float,
    memory_mb: float,
    stopped: Callable[[], bool] = lambda: False,
) -> LimitedRun:
    """Run work in a process of its own, and end it at its limits.

    Args:
        work: a function at the top of a module, called with ``args`` and a `Report`.
        method: how the process starts, as in `multiprocessing.get_context`.
        time_s: a longer run is ended [s].
        memory_mb: one that needs more memory is ended [MB].
        stopped: whether it is to be ended for another reason; called all the time.
    """
    import psutil

    context: Any = multiprocessing.get_context(method)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_limited, args=(work, args, sender, memory_mb))
    process.start()
    began = time.monotonic()  # the first process of a method waits until the libraries are loaded
    sender.close()
    known: dict[str, Any] = {}
    processor_s, peak_mb, waited = 0.0, 0.0, [process.sentinel, receiver]
    ended_by: Limit | None = None
    watched = None
    with suppress(psutil.Error):
        watched = psutil.Process(process.pid)
    while process.exitcode is None:
        if receiver in wait(waited, timeout=POLL_S) and not _receive(receiver, known):
            waited.remove(receiver)
        if watched is not None:
            with suppress(
                psutil.Error
            ):  # a process that has just ended still tells its times, and has no memory
                processor_s = max(processor_s, sum(watched.cpu_times()[:2]))
                peak_mb = max(peak_mb, watched.memory_info().rss / 1e6)
        if ended_by is not None:
            continue
        if stopped():
            ended_by = "stop"
        elif time.monotonic() - began > time_s:
            ended_by = "time"
        elif peak_mb > memory_mb:
            ended_by = "memory"
        if ended_by is not None:
            process.kill()
    _receive(receiver, known)
    receiver.close()
    exitcode = process.exitcode
    process.close()
    return LimitedRun(known, ended_by, exitcode, time.monotonic() - began, processor_s, peak_mb)


def _receive(receiver: Connection, known: dict[str, Any]) -> bool:
    """Take over what a process has reported; False where it reports no more."""
    try:
        while receiver.poll():
            known |= receiver.recv()
    except (EOFError, OSError):
        return False
    return True


def _limited(work: Callable[..., None], args: tuple[Any, ...], sender: Connection, memory_mb: float) -> None:
    """Run the work: the process ends with the one that wanted it, and is the first to go where memory runs out."""
    leave_interruption()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    _bound_memory(memory_mb)
    Thread(target=_end_with_parent, daemon=True).start()
    work(*args, sender.send)


def _bound_memory(memory_mb: float) -> None:
    """Refuse memory far beyond the limit at once; up to there, `run_limited` measures what is really used."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = int(2e6 * memory_mb) + 2**30
        least = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_DATA, (least, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent() -> None:
    """End this process when the one that wanted it is gone."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


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
    own = tuple(_OWN)  # other threads may add to it meanwhile
    for place in places:
        name = place.name.removeprefix(prefix)
        if name.startswith(own) or (prefix and not _MADE.match(name)):
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
