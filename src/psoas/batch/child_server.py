"""Starts a process for each recording and ends it at its limits: ``python -m psoas.batch.child_server``.

It reads a `ClipJob` as a line of JSON, answers with a `JobOutcome` as a line of JSON, and ends with its input. The
libraries are loaded once: where the system can fork, each recording starts in a few milliseconds. A recording that
crashes, or that the system kills for its memory, takes neither this process nor the worker with it. All processes here
speak English, whoever started the batch: what they write is kept, and the same recording gives the same rows.
"""

import contextlib
import json
import multiprocessing
import os
import sys
import time
from dataclasses import asdict
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import Any, Final

import psutil

from psoas.batch.clip_job import ClipJob, JobOutcome
from psoas.batch.job import do_job, load_for, load_program
from psoas.batch.ledger import KILLED, TOO_LARGE, TOO_LONG
from psoas.batch.settings import batch_versions
from psoas.child_processes import leave_interruption
from psoas.words import speak

POLL_S: Final = 0.05
"""How often time and memory are compared with their limits [s]."""
ORPHAN_S: Final = 0.5
"""How often a recording's process looks whether this one still lives [s]."""


def serve() -> None:
    """Answer line by line until the input ends."""
    leave_interruption()
    speak("en")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    worker = os.getppid()
    load_program()
    for line in sys.stdin:
        content = json.loads(line)
        job = ClipJob(**{**content, "beside": tuple(content["beside"])})
        own = batch_versions(job.lite).key
        if own != job.version:
            answer: dict[str, Any] = {"refused": own}
        else:
            load_for(job)
            answer = asdict(run_limited(job, worker))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def run_limited(job: ClipJob, worker: int) -> JobOutcome:
    """Run a recording in a process of its own.

    Args:
        worker: id of the process that this one serves; when it is gone, the recording is stopped.
    """
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(job, sender, os.getpid()))
    began = time.monotonic()
    process.start()
    sender.close()
    known: dict[str, Any] = {}
    peak_mb, ended_by = 0.0, None
    watched = psutil.Process(process.pid) if process.is_alive() else None
    while process.exitcode is None:
        wait([process.sentinel], timeout=POLL_S)
        _receive(receiver, known)
        if watched is not None and ended_by is None:
            with contextlib.suppress(psutil.Error):
                peak_mb = max(peak_mb, watched.memory_info().rss / 1e6)
            ended_by = _limit(job, time.monotonic() - began, peak_mb)
            if ended_by is not None or os.getppid() != worker:
                process.kill()
        if os.getppid() != worker:
            process.join()
            raise SystemExit
    _receive(receiver, known)
    receiver.close()
    if "state" in known:
        return JobOutcome(**known)
    seconds = time.monotonic() - began
    state, reason = ended_by or (KILLED, _how(process.exitcode))
    _log(job, seconds, state, reason)
    return JobOutcome(state, reason, known.get("file_hash", ""), seconds, seconds, peak_mb)


def _limit(job: ClipJob, seconds: float, memory_mb: float) -> tuple[str, str] | None:
    if seconds > job.time_s:
        return TOO_LONG, f"it took longer than {job.time_s:g} s"
    if memory_mb > job.memory_mb:
        return TOO_LARGE, f"it needed more than {job.memory_mb:g} MB of memory"
    return None


def _how(exitcode: int) -> str:
    how = f"by signal {-exitcode}" if exitcode < 0 else f"with code {exitcode}"
    return f"its process ended {how} before it was done"


def _receive(receiver: Connection, known: dict[str, Any]) -> None:
    """Take over what the recording's process has reported."""
    with contextlib.suppress(EOFError, OSError):
        while receiver.poll():
            known |= receiver.recv()


def _log(job: ClipJob, seconds: float, state: str, reason: str) -> None:
    with contextlib.suppress(OSError), Path(job.log).open("a", encoding="utf-8") as log:
        print(f"ended after {seconds:.2f} s: {state}, {reason}", file=log)


def _child(job: ClipJob, sender: Connection, server: int) -> None:
    """The process of one recording."""
    leave_interruption()
    with contextlib.suppress(OSError):  # where memory runs out, the system ends this process first
        Path("/proc/self/oom_score_adj").write_text("1000")
    _bound_memory(job.memory_mb)
    Thread(target=_end_with, args=(server,), daemon=True).start()
    do_job(job, sender.send)


def _bound_memory(memory_mb: float) -> None:
    """Refuse memory far beyond the limit at once; up to there, `run_limited` measures what is really used."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = int(2e6 * memory_mb) + 2**30
        least = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_DATA, (least, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with(server: int) -> None:
    """End this process when the one that started it is gone."""
    while os.getppid() == server:
        time.sleep(ORPHAN_S)
    os._exit(1)


if __name__ == "__main__":
    serve()
