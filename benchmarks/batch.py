"""How well a batch uses two workers, and what ten thousand small motion files take.

    python -m benchmarks.batch efficiency [FILE ...] [--count 60]   the files over and over, on one worker and on two
    python -m benchmarks.batch many [--count 10000] [--workers 2]   small motion files in one run
    python -m benchmarks.batch --dictionary                         writes the data dictionary into docs/batch.md

Without files, the efficiency is that of made motion files with their loads. On a machine that does other work beside
it, only the figures by processor time mean something.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from tests.recordings.made_motion import knee_bend
from tests.recordings.made_recording import write_recording

from psoas.batch import (
    BatchRun,
    BatchSettings,
    Manifest,
    dictionary_lines,
    read_manifest,
    run_batch,
    write_dataset,
)
from psoas.report import write_batch_page

PAGE = Path(__file__).parent.parent / "docs" / "batch.md"
HEADING = "## The data dictionary\n"


@dataclass
class BatchClock:
    """When outcomes came, and the most memory of this process and those below it [MB]."""

    first_s: float = 0.0
    last_s: float = 0.0
    count: int = 0
    peak_mb: float = 0.0

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        self.last_s = time.monotonic()
        self.first_s = self.first_s or self.last_s
        self.count += 1
        if self.count % 100 == 1:
            own = psutil.Process()
            sizes = []
            for one in (own, *own.children(recursive=True)):
                try:
                    sizes.append(one.memory_info().rss / 1e6)
                except psutil.Error:
                    continue
            self.peak_mb = max(self.peak_mb, sum(sizes))


def efficiency(files: Sequence[Path], count: int) -> None:
    """Print the efficiency of two workers against one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        if not files:
            write_recording(folder / "bend.mot", knee_bend())
            files = [folder / "bend.mot"]
        for number in range(count):
            source = files[number % len(files)]
            shutil.copy(source, folder / "in" / f"{number:03}{source.suffix}")
        settings = BatchSettings(loads=True)
        took = {}
        for workers in (1, 2):
            out, clock = folder / f"out-{workers}", BatchClock()
            manifest = read_manifest(folder / "in", out)
            run = run_batch(manifest, settings, out, workers=workers, progress=clock)
            wall = clock.last_s - clock.first_s
            took[workers] = (wall, run)
            busy = run.seconds / (workers * wall)
            print(
                f"{workers} worker{'s' * (workers > 1)}: {count} recordings, "
                f"{wall:.1f} s from the first outcome to the last, "
                f"{run.processor_s:.1f} s of processor time, workers busy {busy:.0%}, {dict(run.counts)}"
            )
        (one_s, one), (two_s, two) = took[1], took[2]
        print(f"efficiency on the clock: {one_s / (2 * two_s):.2f}")
        print(
            f"efficiency by processor time (one worker's over two workers'): {one.processor_s / two.processor_s:.2f}"
        )
        same = _bytes(manifest, settings, folder / "out-1") == _bytes(manifest, settings, folder / "out-2")
        print(f"the same bytes: {'yes' if same else 'NO'}")


def _bytes(manifest: Manifest, settings: BatchSettings, out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in write_dataset(manifest, settings, out).iterdir()}


def many(count: int, workers: int) -> None:
    """Print what a run over many small motion files takes, and what a second run over the same takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_recording(folder / "bend.mot", knee_bend())
        for number in range(count):
            place = folder / "in" / f"sub-{number // 100:03}"
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / "bend.mot", place / f"bend-{number % 100:02}.mot")
        out, settings, clock = folder / "out", BatchSettings(), BatchClock()
        before, began = _processor_s(), time.monotonic()
        manifest = read_manifest(folder / "in", out)
        run: BatchRun = run_batch(manifest, settings, out, workers=workers, progress=clock)
        ran = time.monotonic() - began
        dataset = write_dataset(manifest, settings, out)
        write_batch_page(dataset, out)
        written = time.monotonic() - began - ran
        print(f"{count} motion files on {workers} workers: {dict(run.counts)}")
        print(f"run {ran:.0f} s, dataset and page {written:.1f} s; {1000 * ran / count:.0f} ms a file")
        print(
            f"processor time: recordings {run.processor_s:.0f} s, everything {_processor_s() - before:.0f} s"
        )
        print(
            f"memory of all processes together, at most {clock.peak_mb:.0f} MB; "
            f"this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB"
        )
        size = sum(path.stat().st_size for path in dataset.iterdir()) / 1e6
        ledger = (out / "ledger.sqlite").stat().st_size / 1e6
        print(f"dataset {size:.2f} MB, ledger {ledger:.2f} MB")
        began = time.monotonic()
        again = run_batch(manifest, settings, out, workers=workers)
        print(f"the same run once more: {time.monotonic() - began:.1f} s, {again.fresh} attempts")


def _processor_s() -> float:
    """Processor time of this process and of those below it that have ended [s]."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def write_dictionary() -> None:
    """Write the data dictionary into its page."""
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
    PAGE.write_text(f"{head}{HEADING}\n" + "\n".join(dictionary_lines()).rstrip() + "\n", encoding="utf-8")


def main() -> None:
    """Run what the command line says."""
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("what", nargs="?", choices=["efficiency", "many"])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dictionary", action="store_true")
    given = parser.parse_args()
    if given.dictionary:
        write_dictionary()
    elif given.what == "many":
        many(given.count or 10_000, given.workers)
    else:
        efficiency(given.files, given.count or 60)


if __name__ == "__main__":
    main()
