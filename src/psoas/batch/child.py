"""A worker's side: hands each recording to a `child_server`, one for each thread of the worker."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from typing import IO, Any, Final

from psoas.batch.clip_job import UNWRITABLE, ClipJob, JobOutcome
from psoas.batch.ledger import KILLED
from psoas.child_processes import ONE_BLAS_THREAD, THREADS
from psoas.errors import InputError
from psoas.words import Language, _, speaking

ONE_THREAD: Final = {THREADS: "1", **ONE_BLAS_THREAD}
"""Environment of a recording: workers share the cores, so each recording computes on one."""


class ChildServer:
    """A running `child_server`; it ends with this process at the latest."""

    def __init__(self) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - read when the process has ended
        self._process = subprocess.Popen(
            [sys.executable, "-m", "psoas.batch.child_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **ONE_THREAD, "MUJOCO_GL": "disable"},
        )

    @property
    def runs(self) -> bool:
        """Whether it can be given a recording."""
        return self._process.poll() is None

    def run(self, job: ClipJob) -> JobOutcome:
        """Run one recording.

        Raises:
            InputError: psoas cannot be started here, or is of another version, or the result cannot be written.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = b""
        if not line:
            return self._ended()
        answer: dict[str, Any] = json.loads(line)
        if "refused" in answer:
            raise InputError(
                _(
                    "a worker was refused: it has psoas {own}, and this batch is of {version}; start its workers anew",
                    own=answer["refused"],
                    version=job.version,
                )
            )
        outcome = JobOutcome(**answer)
        if outcome.state == UNWRITABLE:
            raise InputError(
                _(
                    "{file} cannot be written ({reason}), and what was finished is kept; make room there and give the "
                    "same command again",
                    file=job.result,
                    reason=outcome.reason,
                )
            )
        return outcome

    def _ended(self) -> JobOutcome:
        """The outcome of a recording during which this server ended.

        Raises:
            InputError: it ended by an error of its own.
        """
        code = self._process.wait()
        if code >= 0:
            self._errors.seek(0)
            lines = self._errors.read().decode(errors="replace").strip().splitlines()
            raise InputError(
                _("a worker cannot start psoas: {error}", error=lines[-1])
                if lines
                else _("a worker cannot start psoas: it ended with code {code}", code=code)
            )
        return JobOutcome(KILLED, f"the process that watches it ended by signal {-code}")

    def close(self) -> None:
        """End it, and the recording that it runs."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe is not None:
                pipe.close()


_OF_THREAD = threading.local()


def run_clip(job: ClipJob, speaks: Language) -> JobOutcome:
    """The task of a worker: run one recording in a process of its own.

    Args:
        speaks: the language of the errors. What the recording gives, and why it gives nothing, is in English.

    Raises:
        InputError: psoas cannot be started on this worker, or the result cannot be written.
    """
    with speaking(speaks):
        return _server().run(job)


def _server() -> ChildServer:
    """The server of this thread."""
    server: ChildServer | None = getattr(_OF_THREAD, "server", None)
    if server is None or not server.runs:
        if server is not None:
            server.close()
        server = _OF_THREAD.server = ChildServer()
    return server
