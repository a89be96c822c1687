"""Runs in processes of their own give what they give here, and leave nobody waiting."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from multiprocessing import parent_process
from pathlib import Path

import numpy as np
import pytest

from psoas.loads.dynamics import Motion
from psoas.loads.prepared_motion import PreparedMotion
from psoas.loads.side_runs import LEAST_FRAMES, SideRuns, workers_for
from psoas.timeseries import Array

LENGTHS = (3, 4, 5)


def frames(length: int) -> PreparedMotion:
    pose = np.arange(float(length))[:, None]
    return PreparedMotion(length, np.arange(length), np.arange(float(length)), Motion.still(pose), True, ())


def scaled(factor: float, motion: PreparedMotion, /, *, progress: Callable[[int], None]) -> Array:
    for frame in range(len(motion)):
        progress(frame + 1)
    return factor * motion.motion.pose


def failing(motion: PreparedMotion, /, *, progress: Callable[[int], None]) -> Array:
    raise LookupError(f"{len(motion)} frames")


def killed(motion: PreparedMotion, /, *, progress: Callable[[int], None]) -> Array:
    if parent_process() is not None:
        os._exit(1)
    return scaled(2.0, motion, progress=progress)


def endless(motion: PreparedMotion, /, *, progress: Callable[[int], None]) -> Array:
    for frame in count(1):
        time.sleep(0.01)
        progress(frame)
    raise AssertionError


@pytest.mark.parametrize("workers", [0, 2])
def test_results_come_in_order_with_all_frames_counted(workers: int) -> None:
    counts: list[int] = []
    with SideRuns(partial(scaled, 2.0), [frames(length) for length in LENGTHS], workers) as runs:
        found = runs.results(counts.append)
    for one, length in zip(found, LENGTHS, strict=True):
        np.testing.assert_array_equal(one, 2.0 * frames(length).motion.pose)
    assert counts == sorted(counts)
    assert counts[-1] == sum(LENGTHS)


@pytest.mark.parametrize("workers", [0, 1])
def test_what_a_run_raises_is_raised_here(workers: int) -> None:
    with (
        pytest.raises(LookupError, match="3 frames"),
        SideRuns(failing, [frames(3)], workers) as runs,
    ):
        runs.results(lambda done: None)


def test_what_a_killed_process_leaves_is_computed_here() -> None:
    with SideRuns(killed, [frames(3)], 1) as runs:
        np.testing.assert_array_equal(runs.results(lambda done: None)[0], 2.0 * frames(3).motion.pose)


def test_processes_are_for_long_recordings_and_more_than_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    some, many = [frames(10)] * 4, [frames(LEAST_FRAMES // 4 + 1)] * 4
    for cores, recordings, workers in ((2, many, 2), (8, many, 4), (1, many, 0), (8, some, 0), (8, [], 0)):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        assert workers_for(recordings) == workers


INTERRUPTED = """
import sys
from psoas.loads.dynamics import Motion
from psoas.loads.prepared_motion import PreparedMotion
from psoas.loads.side_runs import SideRuns
from tests.loads.test_side_runs import endless, frames

if __name__ == "__main__":
    try:
        with SideRuns(endless, [frames(3)] * 2, 2) as runs:
            print("begun", flush=True)
            runs.results(lambda done: done and print("running", flush=True))
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to a group of processes")
@pytest.mark.parametrize("moment", ["begun", "running"])
def test_an_interruption_ends_every_process_without_a_word(tmp_path: Path, moment: str) -> None:
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED)
    paths = os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert process.stdout is not None
    while process.stdout.readline() != f"{moment}\n":
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    _, words = process.communicate(timeout=60)  # ends when no process holds standard error any more
    assert process.returncode == 130
    assert words == ""
