"""Two workers against one over the same recordings."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.batch.watched_run import WatchedRun, bytes_of, watched_run
from benchmarks.rows import Row
from psoas.batch import BatchSettings, read_manifest, write_dataset
from psoas.recordings import demo_clip

LEAST: Final = 0.9


def rows(files: Sequence[Path], count: int, *, lite: bool, loads: bool) -> Iterator[Row]:
    """So many recordings, the files over and over, on one worker and on two: efficiency, and the same bytes."""
    settings = BatchSettings(lite=lite, loads=loads)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        sources = list(files) or [demo_clip()]
        for number in range(count):
            source = sources[number % len(sources)]
            shutil.copy(source, folder / "in" / f"{number:03}{source.suffix}")
        found: list[WatchedRun] = []
        contents = []
        for workers in (1, 2):
            out = folder / f"out-{workers}"
            manifest = read_manifest(folder / "in", out)
            found.append(one := watched_run(manifest, settings, out, workers))
            contents.append(bytes_of(write_dataset(manifest, settings, out)))
            yield _row(one, workers, count)
    yield from _compared(found[0], found[1], count)
    yield Row("datasets of one worker and of two", "the same bytes", *_same(contents))


def _row(one: WatchedRun, workers: int, count: int) -> Row:
    run, watch = one.run, one.watch
    busy = run.seconds / (workers * watch.seconds) if watch.seconds else 0.0
    return Row(
        f"{count} recordings on {workers} worker{'s' if workers > 1 else ''}",
        "all done",
        f"{one.seconds:.1f} s, from the first outcome to the last {watch.seconds:.1f} s; a recording's process "
        f"{run.processor_s / count:.2f} s of the processor in {run.seconds / count:.2f} s "
        f"({run.processor_s / run.seconds:.2f} cores), busy {min(busy, 1):.0%}; a worker {watch.worker_mb:.0f} MB",
        run.counts.get("done") == count,
    )


def _compared(one: WatchedRun, two: WatchedRun, count: int) -> Iterator[Row]:
    clock = one.seconds / (2 * two.seconds)
    yield Row(
        f"two workers against one, {count} recordings",
        f">= {LEAST}",
        f"{clock:.2f} with the start, {one.watch.seconds / (2 * two.watch.seconds):.2f} from the first outcome on",
        clock >= LEAST,
    )
    work = one.run.processor_s / two.run.processor_s
    yield Row(
        "the same by processor time of the recordings",
        f">= {LEAST}",
        f"{work:.2f}; on the clock it holds only where nothing else runs on the two cores",
        work >= LEAST,
    )


def _same(contents: list[dict[str, bytes]]) -> tuple[str, bool]:
    same = contents[0] == contents[1]
    return "the same" if same else "they differ", same
