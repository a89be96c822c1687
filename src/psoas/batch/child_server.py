"""Starts a process for each recording and ends it at its limits: ``python -m psoas.batch.child_server``.

It reads a `ClipJob` as a line of JSON, answers with a `JobOutcome` as a line of JSON, and ends with its input. The
libraries are loaded once: where the system can fork, each recording starts in a few milliseconds. A recording that
crashes, or that the system kills for its memory, takes neither this process nor the worker with it. All processes here
speak English, whoever started the batch: what they write is kept, and the same recording gives the same rows.
"""

import contextlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from psoas.batch.clip_job import ClipJob, JobOutcome
from psoas.batch.job import do_job, load_for, load_program
from psoas.batch.ledger import KILLED, TOO_LARGE, TOO_LONG
from psoas.batch.settings import batch_versions
from psoas.child_processes import LimitedRun, leave_interruption, run_limited
from psoas.words import speak


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
            answer = asdict(run_job(job, worker))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def run_job(job: ClipJob, worker: int) -> JobOutcome:
    """Run a recording in a process of its own.

    Args:
        worker: id of the process that this one serves; when it is gone, the recording is stopped.
    """
    done = run_limited(
        do_job,
        (job,),
        method="fork" if sys.platform == "linux" else "spawn",
        time_s=job.time_s,
        memory_mb=job.memory_mb,
        stopped=lambda: os.getppid() != worker,
    )
    if done.ended_by == "stop":
        raise SystemExit
    if "state" in done.known:
        return JobOutcome(**done.known)
    state, reason = _limit(job, done) or (KILLED, _how(done.exitcode))
    _log(job, done.seconds, state, reason)
    file_hash = done.known.get("file_hash", "")
    return JobOutcome(state, reason, file_hash, done.seconds, done.processor_s, done.memory_mb)


def _limit(job: ClipJob, done: LimitedRun) -> tuple[str, str] | None:
    if done.ended_by == "time":
        return TOO_LONG, f"it took longer than {job.time_s:g} s"
    if done.ended_by == "memory":
        return TOO_LARGE, f"it needed more than {job.memory_mb:g} MB of memory"
    return None


def _how(exitcode: int) -> str:
    how = f"by signal {-exitcode}" if exitcode < 0 else f"with code {exitcode}"
    return f"its process ended {how} before it was done"


def _log(job: ClipJob, seconds: float, state: str, reason: str) -> None:
    with contextlib.suppress(OSError), Path(job.log).open("a", encoding="utf-8") as log:
        print(f"ended after {seconds:.2f} s: {state}, {reason}", file=log)


if __name__ == "__main__":
    serve()
