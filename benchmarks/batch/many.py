"""Ten thousand small motion files in one run, and the same run once more."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.batch.made_files import write_files
from benchmarks.batch.watched_run import watched_run, written
from benchmarks.rows import Row
from psoas.batch import BatchSettings, read_manifest, run_batch


def rows(count: int, workers: int, folder: Path | None) -> Iterator[Row]:
    """What the run takes, what its dataset takes, and what a second run over the same takes.

    Args:
        folder: where files and results are kept, and a run that was stopped goes on; None uses a temporary one.
    """
    if folder is not None:
        yield from _rows(count, workers, folder)
        return
    with tempfile.TemporaryDirectory() as name:
        yield from _rows(count, workers, Path(name))


def _rows(count: int, workers: int, folder: Path) -> Iterator[Row]:
    source, out = folder / "in", folder / "out"
    if not source.exists():
        for _ in write_files(source, count):
            pass
    size = sum(path.stat().st_size for path in source.rglob("*.mot")) / 1e6
    settings, began = BatchSettings(), time.monotonic()
    manifest = read_manifest(source, out)
    read_s = time.monotonic() - began
    one = watched_run(manifest, settings, out, workers)
    run, main = one.run, one.watch.main_mb
    states = ", ".join(f"{state} {number:,}" for state, number in sorted(run.counts.items()))
    whole = sum(run.counts.values()) == len(manifest.clips) == count
    yield Row(
        f"{count:,} motion files, {size:.0f} MB, {workers} workers",
        "in one run",
        f"{states}; {run.fresh:,} attempts, {one.seconds:,.0f} s, {run.fresh / one.seconds:.1f} files/s",
        whole,
    )
    yield Row(
        "processor time of a recording's process",
        "-",
        f"{1e3 * run.processor_s / max(1, run.fresh):.0f} ms a file, {run.processor_s:,.0f} s in all",
        None if not run.fresh else True,
    )
    if main:
        yield Row(
            "memory: this process, one worker with all below it",
            "does not grow",
            f"{main[len(main) // 10]:.0f} MB after a tenth, {main[-1]:.0f} MB at the end; {one.watch.worker_mb:.0f} MB",
            main[-1] < 1.2 * main[len(main) // 10] + 20,
        )
    dataset, dataset_s, page_s = written(manifest, settings, out)
    size = sum(path.stat().st_size for path in dataset.iterdir()) / 1e6
    ledger = sum(path.stat().st_size for path in out.glob("ledger.sqlite*")) / 1e6
    page = (out / "batch.html").stat().st_size / 1e3
    yield Row(
        "its dataset, its page, its ledger",
        "-",
        f"{size:.1f} MB in {dataset_s:.1f} s, {page:.0f} kB in {page_s:.1f} s, {ledger:.1f} MB",
        True,
    )
    began = time.monotonic()
    again = run_batch(manifest, settings, out, workers=workers)
    yield Row(
        "the same run once more",
        "no attempt",
        f"{again.fresh} attempts, {time.monotonic() - began:.1f} s; the folder was searched in {read_s:.1f} s",
        again.fresh == 0 and again.counts == run.counts,
    )
