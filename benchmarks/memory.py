"""Peak memory of the whole of `psoas check`, report included, on a clip of two hours.

    python -m benchmarks.memory [--hours H]

The clip is a stretch of the tests, 192 px wide, over and over. It is decoded, drawn on and encoded for real. The pose
network looks at the first run of the stretch only; its answers are replayed after that, so that hours take minutes.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.made_clips import repeated, resized
from benchmarks.rows import Row, show
from psoas.capture.pose import recording
from psoas.capture.pose.network import Pose
from psoas.capture.pose.tracker import PoseTracker
from psoas.report import check

CLIP = Path(__file__).parent.parent / "tests" / "clips" / "c3_stretch_mild_arch.mp4"
SIZE = (192, 108)
MOST_MB = 1024.0


class Replay:
    """A tracker that looks at the first frames and then repeats its answers."""

    looked_at = 200

    def __init__(self, *given: object) -> None:
        self._tracker = PoseTracker(*given)  # type: ignore[arg-type]
        self._poses: list[Pose | None] = []
        self._count = 0

    @property
    def people_at_start(self) -> int:
        return self._tracker.people_at_start

    def __call__(self, rgb: NDArray[np.uint8], time_s: float) -> Pose | None:
        self._count += 1
        if len(self._poses) < self.looked_at:
            self._poses.append(self._tracker(rgb, time_s))
            return self._poses[-1]
        return self._poses[(self._count - 1) % self.looked_at]


def measure(clip: Path, out: Path) -> None:
    """Check one clip in this process; print the peak memory after each stage and the number of findings."""
    peaks: dict[str, float] = {}

    def watch(stage: str, done: int, total: int | None) -> None:
        peaks[stage] = peak_mb()

    recording.PoseTracker = Replay  # type: ignore[assignment, attr-defined]
    analysis = check(clip, out=out, progress=watch)
    peaks["end"] = peak_mb()
    stages = ", ".join(f"{stage} {peak:.0f}" for stage, peak in peaks.items())
    print(f"{analysis.source.analysed} frames, {len(analysis.repetitions)} repetitions; MB: {stages}")
    print(peaks["end"])


def peak_mb() -> float:
    """Read the peak resident memory of this process [MB]."""
    unit = 1024 if sys.platform == "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024


def rows(hours: float = 2.0) -> list[Row]:
    """Measure the line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        small = resized(CLIP, Path(folder) / "small.mp4", *SIZE)
        clip = repeated(small, Path(folder) / "long.mp4", hours * 3600)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.memory", "--child", clip, Path(folder) / "report"],
            capture_output=True,
            text=True,
            check=False,
        )
    what = f"memory of check on {hours:g} hours"
    if done.returncode:
        return [Row(what, "<= 1 GB", f"failed: {done.stderr.strip().splitlines()[-1]}", False)]
    said, peak = done.stdout.strip().splitlines()[-2:]
    return [Row(what, "<= 1 GB", f"{float(peak):.0f} MB ({said})", float(peak) <= MOST_MB)]


def main() -> None:
    """Print the line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        measure(*given.child)
    else:
        show(rows(given.hours))


if __name__ == "__main__":
    main()
