"""Runs with processes that help give what they give here, and leave nobody waiting."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from psoas.loads import side_runs
from psoas.loads.dynamics import Motion
from psoas.loads.pieces import PIECE
from psoas.loads.prepared_motion import PreparedMotion
from psoas.loads.side_runs import LEAST_FRAMES, Computation, SideRuns, workers_for
from psoas.timeseries import Array

LENGTHS = (3, 2 * PIECE + 1, 5)


def frames(length: int) -> PreparedMotion:
    pose = np.arange(float(length))[:, None]
    return PreparedMotion(length, np.arange(length), np.arange(float(length)), Motion.still(pose), True, ())


@dataclass(frozen=True)
class Scaled:
    """The number of each frame, and of the process that computed it, which waits for another that began."""

    factor: float
    here: int = os.getpid()

    def begin(self, motion: PreparedMotion) -> Array:
        return motion.motion.pose

    def piece(self, whole: Array, frames: slice) -> Array:
        return self.factor * whole[frames]


class ByBoth(Scaled):
    """Here each piece takes long enough for a process to start and to help."""

    def piece(self, whole: Array, frames: slice) -> Array:
        time.sleep(0.02 if os.getpid() != self.here else 1.0)
        return np.column_stack([super().piece(whole, frames), np.full(len(whole[frames]), os.getpid())])


class Failing(Scaled):
    def piece(self, whole: Array, frames: slice) -> Array:
        raise LookupError(f"{len(whole)} frames")


class Killed(Scaled):
    def piece(self, whole: Array, frames: slice) -> Array:
        if os.getpid() != self.here:
            os._exit(1)
        time.sleep(0.5)
        return super().piece(whole, frames)


class Endless(Scaled):
    def piece(self, whole: Array, frames: slice) -> Array:
        if frames.start:
            time.sleep(600)
        return super().piece(whole, frames)


def computed(
    compute: Computation, workers: int, counts: list[int], lengths: tuple[int, ...] = LENGTHS
) -> list[Array]:
    with SideRuns(compute, sum(lengths), workers) as runs:
        runs.begin([frames(length) for length in lengths])
        return runs.results(counts.append)


@pytest.mark.parametrize("workers", [0, 1])
def test_results_come_in_order_with_all_frames_counted(workers: int) -> None:
    counts: list[int] = []
    for one, length in zip(computed(Scaled(2.0), workers, counts), LENGTHS, strict=True):
        np.testing.assert_array_equal(one, 2.0 * frames(length).motion.pose)
    assert counts == sorted(counts)
    assert counts[-1] == sum(LENGTHS)


def test_one_run_is_shared_between_the_processes() -> None:
    length = 8 * PIECE
    values, processes = computed(ByBoth(2.0), 1, [], (length,))[0].T
    np.testing.assert_array_equal(values, 2.0 * np.arange(length))
    assert len(set(processes)) == 2


@pytest.mark.parametrize("workers", [0, 1])
def test_what_a_run_raises_is_raised_here(workers: int) -> None:
    with pytest.raises(LookupError, match="3 frames"):
        computed(Failing(1.0), workers, [], (3,))


def test_what_a_killed_process_leaves_is_computed_here() -> None:
    for one, length in zip(computed(Killed(2.0), 1, []), LENGTHS, strict=True):
        np.testing.assert_array_equal(one, 2.0 * frames(length).motion.pose)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_piece_that_cannot_be_sent_is_computed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsendable(self: object, what: object) -> None:
        if not isinstance(what, Scaled):
            raise LookupError

    monkeypatch.setattr(side_runs._Helper, "_send", unsendable)
    for one, length in zip(computed(Scaled(2.0), 1, []), LENGTHS, strict=True):
        np.testing.assert_array_equal(one, 2.0 * frames(length).motion.pose)


def test_processes_help_with_long_recordings_on_other_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, parts, workers in (
        (2, 2, 1),
        (2, 9, 1),
        (8, 4, 3),
        (8, 100, 7),
        (1, 100, 0),
        (8, 1, 0),
        (8, 0, 0),
    ):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        assert workers_for(parts * LEAST_FRAMES) == workers


def group_is_left(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True


INTERRUPTED = """
import sys
from tests.loads.test_side_runs import Endless, computed

class Shown(list):
    def append(self, done):
        print("running", flush=True)

print("begun", flush=True)
try:
    computed(Endless(1.0), 2, Shown())
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to a group of processes")
@pytest.mark.parametrize("moment", ["begun", "running"])
def test_an_interruption_ends_every_process_without_a_word(tmp_path: Path, moment: str) -> None:
    """The script has no guard: the processes that help do not import it."""
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
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, words = process.communicate(timeout=60)  # ends when no process holds standard output any more
    assert process.returncode == 130
    assert words == ""
    for _ in range(100):
        if not group_is_left(process.pid):
            break
        time.sleep(0.1)
    assert not group_is_left(process.pid)
