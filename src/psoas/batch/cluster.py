"""Dask carries recordings to workers: a cluster on this computer, or a scheduler that runs already."""

import logging
import queue
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from typing import Any, Final
from uuid import uuid4

from psoas.batch.child import run_clip
from psoas.batch.clip_job import ClipJob, JobOutcome
from psoas.batch.ledger import KILLED
from psoas.child_processes import uninterrupted
from psoas.errors import InputError
from psoas.words import _, language

CONNECT_S: Final = 20.0
"""So long a scheduler and its first worker are waited for [s]."""
LOST_S: Final = 5.0
"""A scheduler that has not answered for so long is given up [s]."""
LOOK_S: Final = 2.0
"""How often the workers are counted while no recording ends [s]."""
WORKERLESS_S: Final = 6.0
"""Time without any worker after which the person is informed [s]."""
WORKER_MEMORY: Final = "1GiB"
"""Bound of a worker's own memory; recordings have their own limit."""
IN_FLIGHT: Final = 4
"""Recordings on their way for each thread of a worker: none waits for this process, and its memory stays small."""
LOGGERS: Final = ("distributed", "distributed.client", "distributed.core", "tornado.application", "asyncio")


@contextmanager
def dask_client(workers: int, address: str | None) -> Iterator[Any]:
    """A Dask client.

    Args:
        workers: processes to start on this computer, where ``address`` is None.
        address: of a scheduler, such as ``tcp://127.0.0.1:8786``.

    Raises:
        InputError: no scheduler answers there, or it has no worker.
    """
    import dask
    from distributed import Client, LocalCluster

    if address is not None:
        with _quiet(), _connected(address) as client:
            yield client
        return
    # a recording runs in a process of its own; a worker that dies nevertheless takes no other one with it
    calm = {"distributed.scheduler.allowed-failures": 0, "distributed.admin.log-format": "%(message)s"}
    with dask.config.set(calm):
        with uninterrupted():
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                memory_limit=WORKER_MEMORY,
                silence_logs="CRITICAL",
            )
        with _quiet(), cluster, Client(cluster) as client:
            yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own reports of lost connections off the terminal: they end in one sentence of ours."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECT_S)
    except (OSError, ValueError, TypeError) as error:  # TypeError of tls:// without its certificates
        raise InputError(
            _(
                "no Dask scheduler answers at {address} ({error}); start one with: dask scheduler, then: dask worker "
                "{address}",
                address=address,
                error=type(error).__name__,
            )
        ) from None
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT_S)
        except OSError:
            raise InputError(
                _(
                    "the Dask scheduler at {address} has no worker; start one with: dask worker {address}",
                    address=address,
                )
            ) from None
        yield client
    finally:
        with suppress(TimeoutError, OSError):
            client.close(timeout=2)


class Workers:
    """Counts the threads of a scheduler's workers now and then; says when there is none, and when one is back.

    Args:
        address: of the scheduler; None where the workers are our own, and nothing is said.
        say: called with each sentence.

    Raises:
        InputError: the scheduler is lost.
    """

    def __init__(self, client: Any, address: str | None, say: Callable[[str], None]) -> None:
        self._client, self._address, self._say = client, address, say
        self.threads = _threads(client, CONNECT_S)
        self._counted_s = time.monotonic()
        self._without_since_s: float | None = None
        self._said = False

    def look(self) -> None:
        """Count them, where they were not just counted.

        Raises:
            InputError: the scheduler is lost.
        """
        now_s = time.monotonic()
        if now_s - self._counted_s < LOOK_S:
            return
        self.threads, self._counted_s = _threads(self._client, LOST_S), now_s
        if self.threads:
            if self._said:
                self._say(_("a worker is connected again; the batch goes on"))
            self._without_since_s, self._said = None, False
        elif self._without_since_s is None:
            self._without_since_s = now_s
        elif now_s - self._without_since_s >= WORKERLESS_S and not self._said and self._address is not None:
            self._said = True
            self._say(
                _(
                    "the Dask scheduler at {address} has no worker any more, and the batch waits for one; start one "
                    "with: dask worker {address}, or stop with Ctrl+C",
                    address=self._address,
                )
            )


def outcomes(
    client: Any,
    jobs: Iterable[ClipJob],
    again: Callable[[ClipJob, JobOutcome], bool],
    workers: Workers,
) -> Iterator[tuple[ClipJob, JobOutcome]]:
    """Run recordings on the workers; give each attempt as it ends, in the order of their ends.

    Args:
        jobs: fetched a few at a time.
        again: whether a recording is tried again after an outcome.
        workers: are counted again and again: more that join get recordings at once.

    Raises:
        InputError: the scheduler is lost, or a worker cannot run psoas.
    """
    waiting = iter(jobs)
    ended: queue.SimpleQueue[tuple[ClipJob, Any]] = queue.SimpleQueue()
    running: dict[str, Any] = {}
    run = uuid4().hex[:8]

    def start(job: ClipJob) -> None:
        key = f"psoas-{run}-{job.name}-{job.attempt}"
        future = client.submit(run_clip, job, language(), key=key, pure=False)
        running[job.name] = future
        future.add_done_callback(lambda done: ended.put((job, done)))

    def start_fresh() -> None:
        room = IN_FLIGHT * max(1, workers.threads) - len(running)
        for job in islice(waiting, max(0, room)):
            start(job)

    start_fresh()
    silent = 0.0
    while running:
        try:
            job, future = ended.get(timeout=0.5)
        except queue.Empty:
            silent = 0.0 if client.status == "running" else silent + 0.5
            if silent >= LOST_S:
                raise _lost() from None
            if not silent:
                workers.look()
                start_fresh()
            continue
        outcome = _outcome(future)
        del running[job.name]
        future.release()
        yield job, outcome
        if again(job, outcome):
            start(replace(job, attempt=job.attempt + 1))
        if client.status == "running":
            workers.look()
        start_fresh()


def _outcome(future: Any) -> JobOutcome:
    """The outcome of a task that has ended; where its worker ended before it was fetched, Dask runs it once more.

    Raises:
        InputError: the scheduler is lost, or the worker cannot run psoas.
    """
    from distributed import KilledWorker

    try:
        outcome: JobOutcome = future.result()
    except KilledWorker:
        return JobOutcome(KILLED, "its worker ended before it was done")
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - of the task, or of the connection to the scheduler
        if future.status != "error":
            raise _lost() from None
        raise InputError(
            _(
                "a worker cannot run psoas ({name}: {error}); install the same version of psoas there",
                name=type(error).__name__,
                error=error,
            )
        ) from None
    return outcome


def _lost() -> InputError:
    return InputError(
        _(
            "the Dask scheduler does not answer any more; what was finished is kept: start it and its workers again, "
            "and give the same command"
        )
    )


def _threads(client: Any, patience_s: float) -> int:
    """Threads of all workers.

    Args:
        patience_s: longest wait for the answer [s].

    Raises:
        InputError: the scheduler is lost.
    """
    try:
        return sum(client.nthreads(callback_timeout=patience_s).values())
    except OSError:
        raise _lost() from None
