"""One run of a batch with what it needs: times of its outcomes, processor time, and memory of its processes."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
from tests.batch.conftest import is_server

from psoas.batch import BatchRun, BatchSettings, Manifest, run_batch, write_dataset
from psoas.report import write_batch_page

EVERY: Final = 50
"""So many outcomes lie between two looks at the memory."""


@dataclass
class RunWatch:
    """The progress of a run, by which it is watched.

    Attributes:
        first_s, last_s: of the outcomes, by the clock [s].
        main_mb: memory of this process at each look [MB]; worker_mb: most of one worker with the processes below it,
            what they share counted once [MB].
    """

    first_s: float = 0.0
    last_s: float = 0.0
    main_mb: list[float] = field(default_factory=list)
    worker_mb: float = 0.0
    _count: int = 0

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        self.last_s = time.monotonic()
        self.first_s = self.first_s or self.last_s
        self._count += 1
        if self._count % EVERY == 1:
            own = psutil.Process()
            self.main_mb.append(own.memory_info().rss / 1e6)
            for server in own.children(recursive=True):
                with suppress(psutil.Error):
                    parent = server.parent()
                    if is_server(server) and parent is not None and not is_server(parent):
                        self.worker_mb = max(self.worker_mb, _shared_mb([parent, server, *server.children()]))

    @property
    def seconds(self) -> float:
        """From the first outcome to the last [s]."""
        return self.last_s - self.first_s


def _shared_mb(processes: Sequence[psutil.Process]) -> float:
    """Memory of processes, each page that several have shared out among them [MB]."""
    found = 0.0
    for one in processes:
        with suppress(psutil.Error):
            info = one.memory_full_info()
            found += getattr(info, "pss", info.rss) / 1e6
    return found


@dataclass(frozen=True)
class WatchedRun:
    """A run, how long it took [s], and its watch."""

    run: BatchRun
    seconds: float
    watch: RunWatch


def watched_run(manifest: Manifest, settings: BatchSettings, out: Path, workers: int) -> WatchedRun:
    """Run a batch on workers of this computer."""
    watch, began = RunWatch(), time.monotonic()
    run = run_batch(manifest, settings, out, workers=workers, progress=watch)
    return WatchedRun(run, time.monotonic() - began, watch)


def written(manifest: Manifest, settings: BatchSettings, out: Path) -> tuple[Path, float, float]:
    """The dataset and the page of a batch; the dataset's folder, and the seconds of each."""
    began = time.monotonic()
    dataset = write_dataset(manifest, settings, out)
    middle = time.monotonic()
    write_batch_page(dataset, out)
    return dataset, middle - began, time.monotonic() - middle


def bytes_of(dataset: Path) -> dict[str, bytes]:
    """The files of a dataset by name."""
    return {path.name: path.read_bytes() for path in dataset.iterdir()}
