"""Dask carries recordings to workers; whatever is killed, nothing finished is lost, and nothing is done twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
from benchmarks.batch.watched_run import bytes_of

from psoas.batch import BatchSettings, read_manifest, run_batch, write_dataset
from psoas.batch.ledger import LEDGER
from tests.batch.conftest import begun, is_server, long_motion, recording_process
from tests.batch.tcp_cluster import TcpCluster
from tests.store.postgres import is_alive

PATIENCE_S = 180.0
COUNT = 16
"""Recordings of a run that is cut off after the third."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TcpCluster]:
    made = TcpCluster(tmp_path_factory.mktemp("dask"))
    yield made
    made.close()


def command(folder: Path, out: Path, *words: str) -> subprocess.Popen[str]:
    """Start ``psoas batch`` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "psoas", "batch", str(folder), "--out", str(out), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def finished(out: Path) -> int:
    """How many results there are."""
    return len(list(out.glob("results/*/*.json")))


def small(folder: Path, bend: bytes, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"bend-{number:03}.mot").write_bytes(bend)
    return folder


def test_one_worker_here_and_two_over_tcp_give_the_same_bytes(
    recordings: Path, tmp_path: Path, cluster: TcpCluster
) -> None:
    found = []
    settings = BatchSettings(loads=True)
    for out, address in ((tmp_path / "one", None), (tmp_path / "two", cluster.address)):
        manifest = read_manifest(recordings, out)
        run = run_batch(manifest, settings, out, workers=1, address=address)
        assert (dict(run.counts), run.fresh) == ({"done": 3, "unreadable": 1}, 4)
        found.append(bytes_of(write_dataset(manifest, settings, out)))
    assert found[0] == found[1]


def test_a_killed_recording_and_a_killed_worker_cost_one_attempt(
    tmp_path: Path, bend: bytes, cluster: TcpCluster
) -> None:
    folder, out = small(tmp_path / "in", bend, 6), tmp_path / "out"
    long_motion(folder / "a-long.mot", bend)
    run = command(folder, out, "--dask", cluster.address, "--loads")
    long_one(cluster)[1].kill()
    wait_until(lambda: "attempt 2 of a-long.mot" in logs(out))
    holder, _ = long_one(cluster)
    holder.kill()
    holder.wait()
    cluster.workers.remove(holder)
    cluster.workers.append(cluster.worker())
    words, errors = run.communicate(timeout=PATIENCE_S)
    assert (run.returncode, errors) == (0, "")
    assert "done 7" in " ".join(words.split())
    assert begun(out) == 7 + 2, "the long one three times, the others once"


def logs(out: Path) -> str:
    return "".join(path.read_text() for path in out.glob("logs/*/*.txt"))


def long_one(cluster: TcpCluster) -> tuple[subprocess.Popen[bytes], psutil.Process]:
    """The worker and the process of a recording that has run for half a second; the others take a tenth of it."""
    found: list[tuple[subprocess.Popen[bytes], psutil.Process]] = []

    def look() -> bool:
        for worker in cluster.workers:
            with suppress(AssertionError, psutil.NoSuchProcess):
                recording = recording_process(psutil.Process(worker.pid), 0.05)
                if recording.cpu_times().user > 0.5:
                    found.append((worker, recording))
        return bool(found)

    wait_until(look)
    return found[0]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_killed_or_stopped_goes_on_where_it_was(
    tmp_path: Path, bend: bytes, cluster: TcpCluster, how: signal.Signals
) -> None:
    folder, out = small(tmp_path / "in", bend, COUNT), tmp_path / "out"
    run = command(folder, out, "--workers", "1", "--loads")
    wait_until(lambda: finished(out) >= 3)
    started = psutil.Process(run.pid).children(recursive=True)
    os.kill(run.pid, how)
    _, errors = run.communicate(timeout=PATIENCE_S)
    if how is signal.SIGINT:
        assert run.returncode == 130
        assert errors.splitlines()[0].startswith("psoas: stopped; what was finished is kept in")
        assert "Traceback" not in errors
    wait_for_the_end(started, out)
    before, attempts = finished(out), begun(out)
    assert 3 <= before < COUNT
    assert attempts - before <= 1, "one recording at most was cut off"
    manifest, settings = read_manifest(folder, out), BatchSettings(loads=True)
    second = run_batch(manifest, settings, out, address=cluster.address)
    assert second.counts["done"] == COUNT
    assert second.fresh == COUNT - before
    assert begun(out) == attempts + COUNT - before


def wait_for_the_end(started: list[psutil.Process], out: Path) -> None:
    """Wait until processes have ended, and those of recordings that write into a folder."""
    wait_until(lambda: not any(map(is_alive, started)))
    wait_until(lambda: not any(writes_into(out, one) for one in psutil.process_iter()))


def writes_into(out: Path, one: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return is_server(one) and any(str(out) in file.path for file in one.open_files())
    return False


def test_a_batch_without_its_scheduler_ends_in_one_sentence_and_goes_on_later(
    tmp_path: Path, bend: bytes
) -> None:
    folder, out = small(tmp_path / "in", bend, COUNT), tmp_path / "out"
    (tmp_path / "dask").mkdir()
    cluster = TcpCluster(tmp_path / "dask")
    try:
        run = command(folder, out, "--dask", cluster.address, "--loads")
        wait_until(lambda: finished(out) >= 3)
        cluster.scheduler.kill()
        _, errors = run.communicate(timeout=PATIENCE_S)
        assert run.returncode == 2
        assert "the Dask scheduler does not answer any more; what was finished is kept" in errors
        assert "Traceback" not in errors
    finally:
        started = [one for worker in cluster.workers for one in psutil.Process(worker.pid).children()]
        cluster.close()
    wait_for_the_end(started, out)
    before = finished(out)
    second = run_batch(read_manifest(folder, out), BatchSettings(loads=True), out, workers=1)
    assert (second.counts["done"], second.fresh) == (COUNT, COUNT - before)
    with closing(sqlite3.connect(out / LEDGER)) as ledger:
        states = ledger.execute("SELECT state, count(*) FROM recordings GROUP BY state").fetchall()
    assert states == [("done", COUNT)]


def test_a_batch_whose_workers_are_all_gone_says_so_goes_on_with_a_new_one_and_can_be_stopped(
    tmp_path: Path, bend: bytes
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    long_motion(folder / "a-long.mot", bend, 200)
    (tmp_path / "dask").mkdir()
    cluster = TcpCluster(tmp_path / "dask")
    run = command(folder, out, "--dask", cluster.address, "--loads")
    assert run.stderr is not None
    try:
        long_one(cluster)
        kill_workers(cluster)
        assert "has no worker any more, and the batch waits for one" in run.stderr.readline()
        cluster.workers.append(cluster.worker())
        assert run.stderr.readline() == "psoas: a worker is connected again; the batch goes on\n"
        kill_workers(cluster)
        assert "has no worker any more" in run.stderr.readline()
        began = time.monotonic()
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=PATIENCE_S)
        assert (run.returncode, time.monotonic() - began < 15) == (130, True)
        assert "what was finished is kept in" in errors
        assert "Traceback" not in errors
    finally:
        run.kill()
        cluster.close()


def kill_workers(cluster: TcpCluster) -> None:
    while cluster.workers:
        worker = cluster.workers.pop()
        worker.kill()
        worker.wait()
