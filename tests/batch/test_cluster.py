"""What Dask says of a task becomes an outcome or one sentence."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.batch.scheduling import nothing
from distributed import KilledWorker
from distributed.client import FutureCancelledError

from psoas.batch.child import run_clip
from psoas.batch.clip_job import ClipJob, JobOutcome
from psoas.batch.cluster import Workers, dask_client, outcomes
from psoas.errors import InputError
from tests.batch.conftest import job_of

DONE = JobOutcome("done")
WORKER_GONE = KilledWorker("a", None, 1)  # type: ignore[arg-type]


class EndedTask:
    """A future of Dask that has ended."""

    def __init__(self, status: str, gives: JobOutcome | Exception) -> None:
        self.status, self._gives = status, gives

    def result(self) -> JobOutcome:
        if isinstance(self._gives, Exception):
            raise self._gives
        return self._gives

    def add_done_callback(self, call: Callable[["EndedTask"], None]) -> None:
        call(self)

    def release(self) -> None:
        pass


class OneTask:
    """A client of Dask whose only worker ends every task in the same way."""

    status = "running"

    def __init__(self, task: EndedTask) -> None:
        self._task = task

    def submit(self, *_: object, **__: object) -> EndedTask:
        return self._task

    def nthreads(self, callback_timeout: float) -> Mapping[str, int]:
        return {"tcp://127.0.0.1:1": 1}


def outcome_of(task: EndedTask, folder: Path) -> tuple[ClipJob, JobOutcome]:
    client = OneTask(task)
    workers = Workers(client, None, print)
    (found,) = outcomes(client, [job_of(folder / "a.mot")], lambda job, outcome: False, workers)
    return found


@pytest.mark.parametrize(
    ("status", "gives", "state"),
    [
        ("finished", DONE, "done"),
        ("lost", DONE, "done"),
        ("error", WORKER_GONE, "killed"),
        ("finished", WORKER_GONE, "killed"),
    ],
)
def test_a_worker_that_ends_costs_no_batch(
    tmp_path: Path, status: str, gives: JobOutcome | Exception, state: str
) -> None:
    """A batch used to end where a worker was killed between a recording's end and the fetching of its outcome."""
    job, outcome = outcome_of(EndedTask(status, gives), tmp_path)
    assert (job.name, outcome.state) == ("a.mot", state)


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        ("cancelled", FutureCancelledError("a", "scheduler-connection-lost"), "does not answer any more"),
        ("finished", OSError("Timed out trying to connect"), "does not answer any more"),
        ("error", OSError("no room"), r"a worker cannot run psoas \(OSError: no room\)"),
        ("error", InputError("a worker was refused"), "^a worker was refused$"),
    ],
)
def test_what_ends_a_batch_is_one_sentence(tmp_path: Path, status: str, error: Exception, says: str) -> None:
    with pytest.raises(InputError, match=says):
        outcome_of(EndedTask(status, error), tmp_path)


def test_an_address_of_tls_without_certificates_is_one_sentence() -> None:
    with (
        pytest.raises(InputError, match="no Dask scheduler answers at tls://"),
        dask_client(1, "tls://127.0.0.1:1"),
    ):
        pass


def test_what_dask_alone_takes_is_measured_with_the_task_of_a_batch() -> None:
    assert inspect.signature(nothing) == inspect.signature(run_clip)


class ComingAndGoing:
    """A client of Dask whose scheduler has as many workers as ``count`` says."""

    count = 1

    def nthreads(self, callback_timeout: float) -> Mapping[str, int]:
        return {f"tcp://127.0.0.1:{number}": 1 for number in range(self.count)}


def test_workers_that_are_all_gone_are_one_sentence_and_their_return_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A batch whose workers were all gone used to wait without a word."""
    client, says, now = ComingAndGoing(), list[str](), [0.0]
    monkeypatch.setattr("psoas.batch.cluster.time.monotonic", lambda: now[0])
    workers = Workers(client, "tcp://10.0.0.5:8786", says.append)

    def pass_by(seconds: int) -> list[str]:
        for _count in range(2 * seconds):
            now[0] += 0.5
            workers.look()
        found = list(says)
        says.clear()
        return found

    assert pass_by(60) == []
    client.count = 0
    assert pass_by(4) == [], "a worker that starts anew is no news"
    (gone,) = pass_by(60)
    assert gone.startswith("the Dask scheduler at tcp://10.0.0.5:8786 has no worker any more")
    client.count = 2
    assert pass_by(60) == ["a worker is connected again; the batch goes on"]
    client.count = 0
    assert len(pass_by(60)) == 1


class Fetched(EndedTask):
    """A future that is done at once, and is counted until it is let go."""

    def __init__(self, running: list["Fetched"]) -> None:
        super().__init__("finished", DONE)
        self._running = running
        running.append(self)

    def release(self) -> None:
        self._running.remove(self)


class Growing(ComingAndGoing):
    """The same, whose recordings are done as soon as they are sent; ``running`` has those that nobody has fetched."""

    status = "running"

    def __init__(self) -> None:
        self.running: list[Fetched] = []

    def submit(self, *_: object, **__: object) -> Fetched:
        return Fetched(self.running)


def test_workers_that_join_get_recordings_and_for_those_that_leave_fewer_are_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many recordings are on their way was reckoned once, from the workers of the start."""
    client, now = Growing(), [0.0]
    monkeypatch.setattr("psoas.batch.cluster.time.monotonic", lambda: now[0])
    jobs = (replace(job_of(tmp_path / "a.mot"), name=f"{number}.mot") for number in range(1000))
    ends = outcomes(client, jobs, lambda job, outcome: False, Workers(client, "tcp://10.0.0.5:8786", print))

    def on_their_way(count: int) -> int:
        client.count = count
        now[0] += 10
        next(ends)
        return 1 + len(client.running)

    assert [on_their_way(count) for count in (1, 1, 16, 16, 2, 2)] == [4, 4, 64, 64, 63, 62]
    assert [on_their_way(2) for _ in range(60)][-2:] == [8, 8]
    assert on_their_way(0) == 7
