"""Work for other programs: small work at once, long work as jobs that wait, each in a process with limits.

Accounts take turns, so that one with many jobs keeps no other one waiting for all of them. Jobs live as long as the
server: one that is started anew knows none of them, and their files are gone.
"""

import logging
import secrets
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from psoas.app import clock
from psoas.app.clinic_api.limits import api_limits
from psoas.child_processes import own_name, run_limited, sweep, uninterrupted
from psoas.clinic import Scope
from psoas.service import PRELOADED, Order, OrderEnd, do_order, fault_end, finished
from psoas.words import speaking

JobState = Literal["queued", "running", "done", "failed"]
METHOD: Final = "spawn" if sys.platform == "win32" else "forkserver"
LOOK_S: Final = 1.0
"""How often a thread that has no work looks for the end, and through the jobs that ended [s]."""
PREFIX: Final = "psoas-jobs-"


class FullError(Exception):
    """There is no place for more work now."""


@dataclass
class ApiJob:
    """A job.

    Attributes:
        account: whose it is.
        scope: that a token needs to see it.
        folder: of its files.
        size: of the files in it [bytes].
        end: how it ended; None before.
    """

    id: str
    account: int
    scope: Scope
    order: Order
    folder: Path
    size: int
    made_at: datetime
    state: JobState = "queued"
    ended_at: datetime | None = None
    end: OrderEnd | None = None
    removed: threading.Event = field(default_factory=threading.Event)

    @property
    def result(self) -> Path:
        """The file with the answer."""
        return self.folder / "result.json"


class Workshop:
    """Runs the work of the interface, and keeps its jobs.

    Attributes:
        limits: as `api_limits` gives them.
    """

    def __init__(self, now: Callable[[], datetime] = clock.utc_now) -> None:
        self.limits = api_limits()
        self._now = now
        self._lock = threading.RLock()
        self._wanted = threading.Condition(self._lock)
        self._jobs: dict[str, ApiJob] = {}
        self._turn_of: Counter[int] = Counter()
        self._threads: list[threading.Thread] = []
        self._folder: Path | None = None
        self._closed = threading.Event()
        self._small = ThreadPoolExecutor(self.limits["at_once"], "psoas-at-once")
        self._places = threading.Semaphore(self.limits["at_once"] + self.limits["at_once_waiting"])
        self._receiving: Counter[int] = Counter()

    def warm(self) -> None:
        """Let the program be loaded beside this one, so that the first answer does not wait for it."""
        if METHOD == "forkserver" and not self._closed.is_set():
            from multiprocessing import forkserver

            forkserver.set_forkserver_preload([PRELOADED])
            with uninterrupted():
                forkserver.ensure_running()

    def at_once(self, order: Order) -> Future[OrderEnd]:
        """Begin a small answer; nothing waits for it here, so that people's pages have their threads.

        Raises:
            FullError: too many wait already.
        """
        if not self._places.acquire(blocking=False):
            raise FullError
        try:
            begun = self._small.submit(
                self._run,
                order,
                None,
                self.limits["at_once_s"],
                self.limits["at_once_mb"],
                self._closed.is_set,
            )
        except RuntimeError:  # the server ends
            self._places.release()
            raise FullError from None
        begun.add_done_callback(lambda _done: self._places.release())
        return begun

    @contextmanager
    def receiving(self, account: int) -> Iterator[None]:
        """Hold a place for the files of a request.

        Raises:
            FullError: there is none, or the account has its share already.
        """
        with self._lock:
            if (
                self._receiving.total() >= self.limits["uploads"]
                or self._receiving[account] >= self.limits["uploads_of_account"]
            ):
                raise FullError
            self._receiving[account] += 1
        try:
            yield
        finally:
            with self._lock:
                self._receiving[account] -= 1

    def check_place(self, account: int) -> None:
        """Check that there is a place for one more job of an account.

        Raises:
            FullError: there is none.
        """
        self.sweep()
        with self._lock:
            own = sum(job.account == account for job in self._jobs.values())
            size = sum(job.size for job in self._jobs.values())
            if (
                own >= self.limits["jobs_of_account"]
                or len(self._jobs) >= self.limits["jobs_kept"]
                or size >= 1e6 * self.limits["kept_mb"]
                or self._closed.is_set()
            ):
                raise FullError

    def new_folder(self) -> Path:
        """Make a folder for the files of a job that is about to be added."""
        with self._lock:
            if self._folder is None:
                beside = Path(tempfile.gettempdir())
                sweep(beside, PREFIX)
                self._folder = beside / f"{PREFIX}{own_name()}"
                self._folder.mkdir(mode=0o700)
            return Path(tempfile.mkdtemp(dir=self._folder))

    def add(self, account: int, scope: Scope, order: Order, folder: Path) -> ApiJob:
        """Queue a job with the files in its folder.

        Raises:
            FullError: there is no place for it; the folder stays.
        """
        with self._lock:
            self.check_place(account)
            size = sum(Path(one).stat().st_size for one in order.files)
            job = ApiJob(secrets.token_urlsafe(12), account, scope, order, folder, size, self._now())
            self._jobs[job.id] = job
            self._wanted.notify()
            while len(self._threads) < self.limits["jobs_at_once"]:
                self._threads.append(threading.Thread(target=self._work, daemon=True))
                self._threads[-1].start()
        return job

    def of(self, account: int) -> list[ApiJob]:
        """The jobs of an account, oldest first."""
        self.sweep()
        with self._lock:
            return [job for job in self._jobs.values() if job.account == account]

    def find(self, account: int, name: str) -> ApiJob | None:
        """A job of an account by its id; None for an unknown one and for another account's."""
        return next((job for job in self.of(account) if job.id == name), None)

    def remove(self, job: ApiJob) -> None:
        """Remove a job and its files; one that runs is stopped."""
        with self._lock:
            self._jobs.pop(job.id, None)
            job.removed.set()
            if job.state != "running":
                shutil.rmtree(job.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove jobs that ended long ago."""
        oldest = self._now() - timedelta(seconds=self.limits["kept_s"])
        with self._lock:
            for job in [
                one for one in self._jobs.values() if one.ended_at is not None and one.ended_at < oldest
            ]:
                self.remove(job)

    def close(self) -> None:
        """Stop all work, and remove all files."""
        self._closed.set()
        self._small.shutdown(wait=True, cancel_futures=True)
        for thread in self._threads:
            thread.join()
        with self._lock:
            self._jobs.clear()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def _work(self) -> None:
        while not self._closed.is_set():
            self.sweep()
            job = self._next()
            if job is not None:
                self._finish(job)

    def _next(self) -> ApiJob | None:
        """The oldest job of the account whose last one began first, which runs from now on; None where none waits."""
        with self._wanted:
            waiting = [job for job in self._jobs.values() if job.state == "queued"]
            if not waiting:
                self._wanted.wait(LOOK_S)
                return None
            job = min(waiting, key=lambda one: self._turn_of[one.account])
            job.state = "running"
            self._turn_of[job.account] = 1 + max(self._turn_of.values(), default=0)
            return job

    def _finish(self, job: ApiJob) -> None:
        """Run a job, and keep what became of it."""

        def stopped() -> bool:
            return job.removed.is_set() or self._closed.is_set()

        try:
            end = self._run(job.order, job.result, self.limits["job_s"], self.limits["job_mb"], stopped)
        except Exception:
            logging.getLogger("psoas.interface").exception("a job could not be started")
            with speaking(job.order.language):
                end = fault_end()
        with self._lock:
            job.end, job.ended_at = end, self._now()
            job.state = "done" if end.state == "done" else "failed"
            for path in job.order.files:
                Path(path).unlink(missing_ok=True)
            job.size = job.result.stat().st_size if job.state == "done" and job.result.exists() else 0
            if job.removed.is_set():
                shutil.rmtree(job.folder, ignore_errors=True)

    def _run(
        self, order: Order, result: Path | None, time_s: float, memory_mb: float, stopped: Callable[[], bool]
    ) -> OrderEnd:
        self.warm()
        done = run_limited(
            do_order,
            (order, None if result is None else str(result)),
            method=METHOD,
            time_s=time_s,
            memory_mb=memory_mb,
            stopped=stopped,
        )
        with speaking(order.language):
            return finished(done)
