"""Damaged inputs over all readers and the live socket, guided by the branches that they reach.

atheris counts the branches. Without it the same readers get the same kinds of damage, unguided. Both go on after a
fault, and a run that was stopped goes on where it was.
"""

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from benchmarks.long_runs.examine import MOST_MB, MOST_S, Silence, examine
from benchmarks.long_runs.progress import Progress, total_of
from benchmarks.long_runs.targets import Target, counts, reader, sound, targets
from benchmarks.mutated_days import mutations
from benchmarks.rows import Row

MOST_CRASHES: Final = 20
"""A target whose process ends by itself so often is left."""


def rows(count: int, state: Path, only: list[str] | None = None) -> Iterator[Row]:
    """Read about ``count`` damaged inputs: a row for each target."""
    chosen = [one for one in targets() if only is None or one.name in only]
    run = guided_run if _is_guided() else plain_run
    for target, number in counts(count, chosen):
        progress = run(target, number, state)
        yield progress.row(f"{target.name}: {progress.done} damaged inputs", "a result or a sentence")


def total(rows: Sequence[Row]) -> Row:
    """The row of all damaged inputs."""
    how = "guided by the branches they reach" if _is_guided() else "unguided: atheris is not installed"
    limits = f"a result or a sentence, {MOST_S:g} s, {MOST_MB:g} MB"
    return total_of(rows, f"damaged inputs over {{}} ways in, {how}", limits)


def _is_guided() -> bool:
    return importlib.util.find_spec("atheris") is not None


def guided_run(target: Target, count: int, state: Path) -> Progress:
    """Run a target in a process of its own until it has read ``count`` inputs; an end before that is a fault."""
    for _ in range(MOST_CRASHES):
        if Progress(state, target.name).done >= count:
            break
        words = [
            "-m",
            "benchmarks.long_runs.fuzzed",
            target.name,
            "--count",
            str(count),
            "--state",
            str(state),
        ]
        ended = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
        if ended.returncode:
            wrong = [f"ends with {ended.returncode}: {_last_words(ended.stderr)}"]
            Progress(state, target.name).add(wrong)
    return Progress(state, target.name)


def _last_words(printed: str) -> str:
    """The line that says why a process ended."""
    lines = [line for line in printed.splitlines() if "ERROR" in line or "Error" in line]
    return (lines or printed.splitlines() or ["nothing"])[-1][:200]


def plain_run(target: Target, count: int, state: Path) -> Progress:
    """Run a target in this process, without guidance."""
    progress, samples = Progress(state, target.name), sound(target.samples)
    with tempfile.TemporaryDirectory() as folder, closing(Silence()) as silence:
        read = reader(target, Path(folder))
        path = Path(folder) / f"damaged{target.ending}"
        each = -(-(count - progress.done) // len(samples))
        for content in samples.values():
            for made in mutations(content, each, progress.done):
                path.write_bytes(made)
                progress.add(examine(read, path, silence))
    progress.save()
    return progress
