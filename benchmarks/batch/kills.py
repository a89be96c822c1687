"""`kill -9` of whatever takes part in a batch: nothing finished is lost or done twice, and the bytes are the same."""

import math
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

import psutil
from tests.batch.conftest import begun, is_server
from tests.batch.tcp_cluster import TcpCluster
from tests.store.postgres import running_server

from benchmarks.batch.made_files import write_files
from benchmarks.batch.watched_run import bytes_of
from benchmarks.rows import Row

RECORDINGS: Final = 12
"""Recordings of a round; a round ends when all are finished, and another begins while kills are left."""
PATIENCE_S: Final = 300.0
"""So long a recording is waited for after a kill [s]."""
LATEST_S: Final = 0.8
"""A kill comes so long after the first sign of work, at the latest [s]."""
OPTIONS: Final = ("--loads", "--retries", "1000")
VICTIMS: Final = (
    "process of a recording",
    "process that watches it",
    "Dask worker",
    "Dask scheduler",
    "psoas batch itself",
    "PostgreSQL with the ledger",
)
RECORDING, WATCHER, WORKER, SCHEDULER, BATCH, LEDGER = VICTIMS


class KilledBatch:
    """A batch on two Dask workers over TCP, with its ledger in PostgreSQL; whatever is killed is started again."""

    def __init__(self, source: Path, folder: Path) -> None:
        folder.mkdir()
        self.out = folder / "out"
        self.wrong: list[str] = []
        self._source = source
        self._open = ExitStack()
        self._postgres = self._open.enter_context(running_server())
        self._cluster = TcpCluster(folder)
        self._seen: dict[Path, int] = {}
        self._main = self._start()

    def _start(self) -> "subprocess.Popen[str]":
        words = ["--dask", self._cluster.address, "--ledger", self._postgres.url("postgres"), *OPTIONS]
        return subprocess.Popen(
            [sys.executable, "-m", "psoas", "batch", str(self._source), "--out", str(self.out), *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self) -> bool:
        """Start again what has ended; True once the batch has."""
        if self._cluster.scheduler.poll() is not None:
            self._cluster.scheduler = self._cluster.start_scheduler()
        for number, worker in enumerate(self._cluster.workers):
            if worker.poll() is not None:
                self._cluster.workers[number] = self._cluster.worker()
        code = self._main.poll()
        if code is None:
            return False
        said = self._main.communicate()[1]
        if "Traceback" in said or code not in (0, 2, -9):
            self.wrong.append(f"psoas batch ends with {code}: {said[-300:]}")
        if code != 0:
            self._main = self._start()
        return code == 0

    def kill(self, victim: str) -> bool:
        """Kill one of `VICTIMS`; False where there is none just now."""
        if victim == LEDGER:
            self._postgres.stop(signal.SIGKILL)
            time.sleep(random.uniform(0, 2))
            self._postgres.start()
            return True
        found: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess):
            found = self._processes(victim)
        if not found:
            return False
        with suppress(psutil.NoSuchProcess):
            random.choice(found).kill()
        return True

    def _processes(self, victim: str) -> list[psutil.Process]:
        workers = [psutil.Process(one.pid) for one in self._cluster.workers if one.poll() is None]
        if victim == BATCH:
            return [psutil.Process(self._main.pid)]
        if victim == SCHEDULER:
            return [psutil.Process(self._cluster.scheduler.pid)]
        if victim == WORKER:
            return workers
        servers = [one for worker in workers for one in worker.children() if is_server(one)]
        return servers if victim == WATCHER else [one for server in servers for one in server.children()]

    def begun(self) -> int:
        """How many recordings were begun; each result is looked at, and may not be written again later."""
        for path in self.out.glob("results/*/*.json"):
            changed = path.stat().st_mtime_ns
            if self._seen.setdefault(path, changed) != changed:
                self.wrong.append("a finished recording was done again")
                self._seen[path] = changed
        if gone := [path for path in self._seen if not path.exists()]:
            self.wrong.append(f"{len(gone)} results are lost")
        return begun(self.out)

    def close(self) -> None:
        """End all of it."""
        self._main.kill()
        self._main.wait()
        self._cluster.close()
        self._open.close()


def rows(count: int, recordings: int = RECORDINGS, workers: Sequence[int] = (1, 2)) -> Iterator[Row]:
    """So many kills; a row for the runs without any, one for each kind of process, and one for what came of them.

    Args:
        workers: of each of the runs without kills, of which there is one at least.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in"
        for _ in write_files(source, recordings):
            pass
        whole = [_without_kills(source, folder / f"whole-{number}", number) for number in workers]
        same = all(one == whole[0] for one in whole)
        what = f"the batch on {' and on '.join(map(str, workers))} workers"
        yield Row(what, "the same bytes", "the same" if same else "they differ", same)
        random.seed(count)
        waiting = [VICTIMS[number % len(VICTIMS)] for number in range(count)]
        random.shuffle(waiting)
        killed: Counter[str] = Counter()
        wrong: list[str] = []
        rounds = 0
        while waiting:
            rounds += 1
            batch = KilledBatch(source, folder / f"round-{rounds}")
            try:
                _kill_until_it_ends(batch, waiting, killed)
                if bytes_of(batch.out / "dataset") != whole[0]:
                    batch.wrong.append("the bytes of the dataset differ")
                wrong += batch.wrong
            finally:
                batch.close()
        for victim in VICTIMS:
            yield Row(
                f"kill -9 of: {victim}", "-", f"{killed[victim]} times", None if not killed[victim] else True
            )
        for fault, times in Counter(wrong).items():
            print(f"{fault} ({times} times)", flush=True)
        yield Row(
            f"{killed.total()} kills in {rounds} rounds of {recordings} recordings",
            "nothing finished lost or done twice, the same bytes",
            "always" if not wrong else f"{len(set(wrong))} kinds of fault",
            not wrong,
        )


def _without_kills(source: Path, out: Path, workers: int) -> dict[str, bytes]:
    words = [str(source), "--out", str(out), "--workers", str(workers), *OPTIONS]
    subprocess.run([sys.executable, "-m", "psoas", "batch", *words], check=True, capture_output=True)
    return bytes_of(out / "dataset")


def _kill_until_it_ends(batch: KilledBatch, waiting: list[str], killed: Counter[str]) -> None:
    """Kill at random moments, each time after another recording was begun; without kills left, let it end."""
    while waiting:
        if _ends(batch, batch.begun()):
            return
        time.sleep(random.uniform(0, LATEST_S))
        for number, victim in enumerate(waiting):
            if batch.kill(victim):
                del waiting[number]
                killed[victim] += 1
                print(f"{killed.total()} kills, the last one of: {victim}", flush=True)
                break
    _ends(batch, math.inf)


def _ends(batch: KilledBatch, before: float) -> bool:
    """Wait until more recordings are begun than before, or for the end of the batch; True at its end."""
    until = time.monotonic() + PATIENCE_S
    while not batch.ended():
        if batch.begun() > before:
            return False
        if time.monotonic() > until:
            raise AssertionError(f"nothing happens for {PATIENCE_S:.0f} s")
        time.sleep(0.1)
    return True
