"""Ledger, dataset and page of a million recordings, by simulation: their results are made, not measured."""

import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from benchmarks.batch.made_files import write_files
from benchmarks.rows import Row
from psoas.batch import BatchClip, BatchSettings, Manifest, write_dataset
from psoas.batch import dataset as written_dataset
from psoas.batch.ledger import Ledger, LedgerRow
from psoas.batch.settings import batch_versions
from psoas.batch.tables import Rows, rows_of
from psoas.recordings import analyse_motion
from psoas.report import write_batch_page

MOST_MB: Final = 2500.0
"""Memory that a computer with 4 GB can give."""
MOST_PAGE_MB: Final = 2.0
FILE_S: Final = 0.06
"""Processor time of a small motion file, of a worker with all below it [s]; measured by `benchmarks.batch many`."""


def rows(count: int) -> Iterator[Row]:
    """How long they take, how large they become, and the most memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        templates = _templates(folder / "in")
        settings = BatchSettings()
        began = time.process_time()
        manifest = Manifest(tuple(_clip(number) for number in range(count)))
        yield Row(f"manifest of {count:,} recordings", "-", f"{_memory_mb():.0f} MB, {_since(began)}", True)
        began = time.process_time()
        with Ledger(folder) as ledger:
            for row in _entries(manifest, settings):
                ledger.record(row)
            recorded = _since(began)
            began = time.process_time()
            states = Counter(row.state for _, row in ledger.rows(manifest.clips) if row is not None)
        size = (folder / "ledger.sqlite").stat().st_size / 1e6
        yield Row(
            "ledger: each entry kept, all read once",
            "all",
            f"{recorded}, {_since(began)} of the processor; {size:,.0f} MB",
            states.total() == count,
        )
        began = time.process_time()
        with _made_results(templates):
            dataset = write_dataset(manifest, settings, folder)
        size = sum(path.stat().st_size for path in dataset.iterdir()) / 1e6
        yield Row(
            "dataset of made rows",
            f"<= {MOST_MB:.0f} MB",
            f"{_since(began)} of the processor; {size:,.0f} MB; memory {_memory_mb():.0f} MB",
            _memory_mb() <= MOST_MB,
        )
        began = time.process_time()
        page = write_batch_page(dataset, folder).stat().st_size / 1e6
        yield Row(
            "its page",
            f"<= {MOST_PAGE_MB:g} MB",
            f"{page:.2f} MB, {_since(began)} of the processor; memory {_memory_mb():.0f} MB",
            page <= MOST_PAGE_MB and _memory_mb() <= MOST_MB,
        )
    for workers in (2, 16, 128):
        yield Row(
            f"on paper: {count:,} small motion files, {workers} workers",
            "-",
            f"{FILE_S * count / workers / 3600:.1f} h, at {1e3 * FILE_S:.0f} ms of one core each",
            None,
        )


def _templates(folder: Path) -> list[Rows]:
    """The rows of ten real results: of knee bends, walks and a stretch."""
    return [rows_of(analyse_motion(path), series=False) for path in write_files(folder, 10)]


def _clip(number: int) -> BatchClip:
    name = f"sub-{number // 100:05}/ses-1/sub-{number // 100:05}_ses-1_task-all_run-{number % 100:02}.mot"
    return BatchClip(name, f"/shared/study/{name}", f"{number // 100:05}", "1", "all", f"{number % 100:02}")


def _entries(manifest: Manifest, settings: BatchSettings) -> Iterator[LedgerRow]:
    version = batch_versions(settings.lite).key
    for clip in manifest.clips:
        digest = f"{random.getrandbits(256):064x}"
        stamp, own = f"4460:{random.getrandbits(60)}", settings.hash_for(clip)
        yield LedgerRow(
            clip.name, stamp, digest, own, version, "done", "", 0.1, 0.05, 170.0, 1, 1800.0, 4000.0
        )


@contextmanager
def _made_results(templates: list[Rows]) -> Iterator[None]:
    """Results come from the templates, their numbers changed by chance; no file is read."""
    chance = random.Random(18)

    def read(path: Path) -> dict[str, Any]:
        template = templates[int(path.stem[:6], 16) % len(templates)]
        factor = chance.gauss(1.0, 0.05)
        made = {
            name: [
                {
                    key: round(value * factor, 4) if type(value) is float else value
                    for key, value in row.items()
                }
                for row in every
            ]
            for name, every in template.items()
        }
        return {"rows": made}

    with patch.object(written_dataset, "read_result", read):
        yield


def _since(began: float) -> str:
    return f"{time.process_time() - began:,.0f} s"


def _memory_mb() -> float:
    """The most memory that this process had [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
