"""A Dask scheduler and its workers as processes of their own, which can be killed."""

import subprocess
import sys
from pathlib import Path

from tests.store.postgres import free_port


class TcpCluster:
    """A Dask scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self._folder = folder
        self.scheduler = self.start_scheduler()
        self.workers = [self.worker(), self.worker()]

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler, always at the same address."""
        port = self.address.rpartition(":")[2]
        return self._start("dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with one thread."""
        words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        return self._start("dask_worker", self.address, *words, "--local-directory", str(self._folder))

    def _start(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / "dask.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{kind}", *words], stdout=log, stderr=log
            )

    def close(self) -> None:
        """End all of them."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
