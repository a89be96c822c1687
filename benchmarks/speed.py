"""Speed of the pose loop alone, of the whole of `psoas check` beside it, and of ``psoas --help``.

    python -m benchmarks.speed [--clips FOLDER] [--runs N]

Without a folder the clip is a stretch of the tests, scaled to 1280x720. Loop and whole take turns, so that both see
the same machine; medians are given. A machine that is busy with other work makes every figure but the ratio worse,
so its load is printed, and so is the rate by processor time: what the thread of the network alone would allow.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.made_clips import resized
from benchmarks.rows import Row, show
from psoas.capture.pose.network import Weights
from psoas.capture.pose.recording import capture
from psoas.capture.video.clip import read_frames
from psoas.capture.video.read_ahead import ReadAhead
from psoas.recordings.clip import POSE_SIDE
from psoas.report import check

CLIP = Path(__file__).parent.parent / "tests" / "clips" / "a_stretch_right_ok.mp4"
SIZE = (1280, 720)
LEAST_FPS = 35.0
LEAST_RATIO = 0.9
MOST_HELP_S = 0.3
HELP_RUNS = 9


@dataclass(frozen=True)
class Took:
    """Wall time [s], processor time of the calling thread and of the whole process [s], and frames."""

    wall_s: float
    thread_s: float
    process_s: float
    frames: int


def pose_loop(clip: Path, weights: Weights = "full") -> Took:
    """Measure decoding and following the person alone."""

    def work() -> int:
        with ReadAhead(read_frames(clip, max_side=POSE_SIDE)) as frames:
            return len(capture(frames, weights=weights).points)

    return _timed(work)


def whole(clip: Path) -> Took:
    """Measure the whole of `psoas check`, with the report."""
    with tempfile.TemporaryDirectory() as folder:
        return _timed(lambda: check(clip, out=Path(folder) / "report").source.analysed)


def _timed(work: Callable[[], int]) -> Took:
    before = time.perf_counter(), time.thread_time(), time.process_time()
    frames = work()
    after = time.perf_counter(), time.thread_time(), time.process_time()
    return Took(after[0] - before[0], after[1] - before[1], after[2] - before[2], frames)


def rows(clips: Path | None = None, runs: int = 3) -> list[Row]:
    """Measure the lines of the table; each of several clips has its own."""
    with tempfile.TemporaryDirectory() as folder:
        if clips is None:
            found = [resized(CLIP, Path(folder) / "720p.mp4", *SIZE)]
        else:
            found = sorted(path for path in clips.iterdir() if path.suffix in (".mp4", ".mov", ".webm"))
        result = []
        for clip in found:
            name = "" if clips is None else f" ({clip.name})"
            result += _pair(clip, name, runs)
        result += [_lite(found[0])] if found else []
    return [*result, help_row()]


def _pair(clip: Path, name: str, runs: int) -> list[Row]:
    loops, wholes = [], []
    pose_loop(clip)
    for _ in range(runs):
        loops.append(pose_loop(clip))
        wholes.append(whole(clip))
    rates = [took.frames / took.wall_s for took in loops]
    alone = float(np.median([took.frames / took.thread_s for took in loops]))
    loop_ms, whole_ms = (
        float(np.median([1000 * took.process_s / took.frames for took in tooks])) for tooks in (loops, wholes)
    )
    shares = [loop.wall_s / all_.wall_s for loop, all_ in zip(loops, wholes, strict=True)]
    rate, share = float(np.median(rates)), float(np.median(shares))
    return [
        Row(
            f"pose loop{name}",
            f">= {LEAST_FPS:.0f} fps",
            f"{rate:.1f} fps, best {max(rates):.1f}; {alone:.1f} by the processor time of its thread; {_load()}",
            rate >= LEAST_FPS,
        ),
        Row(
            f"whole check against the pose loop{name}",
            f">= {LEAST_RATIO}",
            f"{share:.2f} (of {runs}: {', '.join(f'{one:.2f}' for one in shares)}); "
            f"processor time {whole_ms:.1f} ms a frame, loop {loop_ms:.1f}, ratio {loop_ms / whole_ms:.2f}; {_load()}",
            share >= LEAST_RATIO,
        ),
    ]


def _lite(clip: Path) -> Row:
    """Measure the smaller network, which has no requirement."""
    took = pose_loop(clip, "lite")
    rate, alone = took.frames / took.wall_s, took.frames / took.thread_s
    reached = f"{rate:.1f} fps; {alone:.1f} by the processor time of its thread; {_load()}"
    return Row("pose loop (lite weights)", "no bound", reached, True)


def help_row() -> Row:
    """Measure ``psoas --help`` with its bytecode compiled."""
    program = shutil.which("psoas", path=str(Path(sys.executable).parent))
    what, required = "psoas --help", f"<= {MOST_HELP_S} s"
    if program is None:
        return Row(what, required, "not run: psoas is not installed beside this Python", None)
    took = []
    for _ in range(HELP_RUNS + 1):
        began = time.perf_counter()
        subprocess.run([program, "--help"], check=True, capture_output=True)
        took.append(time.perf_counter() - began)
    middle = float(np.median(took[1:]))
    reached = f"{middle:.2f} s, best {min(took[1:]):.2f}; {_load()}"
    return Row(what, required, reached, middle <= MOST_HELP_S)


def _load() -> str:
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    show(rows(given.clips, given.runs))


if __name__ == "__main__":
    main()
