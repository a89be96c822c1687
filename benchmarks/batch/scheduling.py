"""What Dask alone takes: recordings that do nothing, one after the other through scheduler and worker."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import psutil
from tests.batch.conftest import job_of

from benchmarks.rows import Row
from psoas.batch import cluster
from psoas.batch.clip_job import ClipJob, JobOutcome
from psoas.words import Language

GROWTH_BYTES = 1000
"""Growth of the main process that is allowed for each recording."""


def nothing(job: ClipJob, speaks: Language) -> JobOutcome:
    """A recording that is done at once, in place of `cluster.run_clip`."""
    return JobOutcome("done")


def rows(count: int) -> Iterator[Row]:
    """Processor time of this process, which holds the scheduler, and its memory as the recordings pass."""
    own, memory = psutil.Process(), list[float]()
    with patch.object(cluster, "run_clip", nothing), cluster.dask_client(1, None) as client:
        began = time.process_time()
        counted = cluster.Workers(client, None, print)
        for number, _ in enumerate(
            cluster.outcomes(client, _jobs(count), lambda job, outcome: False, counted)
        ):
            if number % max(1, count // 10) == 0:
                memory.append(own.memory_info().rss / 1e6)
        used_s = time.process_time() - began
    grown = 1e6 * (memory[-1] - memory[1]) / (0.8 * count)
    yield Row(
        f"Dask alone: {count:,} recordings that do nothing",
        f"<= {GROWTH_BYTES} bytes each",
        f"{1e3 * used_s / count:.1f} ms of this process each; {memory[1]:.0f} MB after a tenth, {memory[-1]:.0f} MB "
        f"at the end: {max(grown, 0):.0f} bytes each",
        grown <= GROWTH_BYTES,
    )


def _jobs(count: int) -> Iterator[ClipJob]:
    folder = Path("/shared")
    for number in range(count):
        name = f"sub-{number // 100:05}/sub-{number // 100:05}_run-{number % 100:02}.mot"
        yield replace(job_of(folder / name), name=name)
