"""How fast lengths and moment arms of all muscles are, beside plain MuJoCo and OpenSim; and how soon a body is there.

    python -m benchmarks.body [--runs N]

What each does for one posture:
    ours       every length, and the moment arm of every muscle about every coordinate: a full matrix
    MuJoCo     set the joints, mj_kinematics, mj_comPos, mj_tendon, copy lengths and their derivatives by joint: the
               least from which moment arms could be made, which is left to the reader; on one thread
    OpenSim    set the coordinates, realizePosition, getLength of every muscle, computeMomentArm of every muscle about
               every coordinate, on the twin of our body; a posture takes seconds, so it is timed on a few. Told which
               moment arms can differ from zero at all, it is asked for those alone, and has a line of its own

They take turns, and medians are given; OpenSim runs in a process of its own, after the others, on an idle machine.
"""

import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

import mujoco
import myo_sim
import numpy as np

from benchmarks.rows import Row, show_runs
from benchmarks.timing import Took, machine, rate, timed
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array
from psoas.validation.opensim_twin import INSTALL, Twin, has_opensim

LEAST_RATE = 10_000.0
THREADS = 2
POSES = 8192
PLAIN_POSES = 256
COLD_STARTS = 5
SEED = 0
WHAT = "all lengths and moment arms"


@dataclass(frozen=True)
class Times:
    """Ours with two threads and with one, and plain MuJoCo on both models, run by run."""

    ours: list[Took]
    ours_alone: list[Took]
    mujoco_same: list[Took]
    mujoco_full: list[Took]


@dataclass(frozen=True)
class OpensimTimes:
    """Lengths alone, with all moment arms, and with those alone that can be non-zero; run by run."""

    version: str
    lengths: list[Took]
    everything: list[Took]
    told: list[Took]


def scattered_poses(body: Body, count: int) -> Array:
    """(count, C) poses anywhere in the ranges, the pelvis at rest."""
    rng = np.random.default_rng(SEED)
    free = np.array([not name.startswith("pelvis_") for name in body.coordinates])
    low, high = np.where(free[:, None], body.ranges, 0.0).T
    poses: Array = rng.uniform(low, high, (count, len(body.coordinates)))
    return poses


def measure(body: Body, runs: int) -> Times:
    """Ours and plain MuJoCo in turns."""
    poses = scattered_poses(body, POSES)
    same = plain_loop(body.model, body.joint_positions(poses[:PLAIN_POSES]))
    full_model = full_body()
    full = plain_loop(full_model, scattered_positions(full_model, PLAIN_POSES))
    times = Times([], [], [], [])
    muscle_paths(body, poses, threads=THREADS)
    for _ in range(runs):
        times.ours.append(timed(lambda: muscle_paths(body, poses, threads=THREADS), POSES))
        times.mujoco_same.append(timed(same, PLAIN_POSES))
        times.ours_alone.append(timed(lambda: muscle_paths(body, poses, threads=1), POSES))
        times.mujoco_full.append(timed(full, PLAIN_POSES))
    return times


def plain_loop(model: mujoco.MjModel, positions: Array) -> Callable[[], tuple[Array, Array]]:
    """MuJoCo alone over (N, nq) joint positions, one after the other: lengths and their sparse derivatives."""
    data = mujoco.MjData(model)
    lengths = np.empty((len(positions), model.ntendon))
    jacobian = np.empty((len(positions), model.nJten))

    def loop() -> tuple[Array, Array]:
        for row, position in enumerate(positions):
            data.qpos[:] = position
            mujoco.mj_kinematics(model, data)
            mujoco.mj_comPos(model, data)
            mujoco.mj_tendon(model, data)
            lengths[row] = data.ten_length
            jacobian[row] = data.ten_J
        return lengths, jacobian

    return loop


def full_body() -> mujoco.MjModel:
    """The full body of myo-sim as it comes, arms included; it is timed and nothing else."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return myo_sim.load_spec("myofullbody").compile()


def scattered_positions(model: mujoco.MjModel, count: int) -> Array:
    """(count, nq) positions: each limited joint in the middle half of its range, the others at rest."""
    rng = np.random.default_rng(SEED)
    positions = np.tile(model.qpos0, (count, 1))
    for joint in np.flatnonzero(model.jnt_limited):
        low, high = model.jnt_range[joint]
        quarter = (high - low) / 4
        positions[:, model.jnt_qposadr[joint]] = rng.uniform(low + quarter, high - quarter, count)
    return positions


def time_opensim(body: Body, poses: Array, told: Sequence[Sequence[int]]) -> OpensimTimes:
    """OpenSim's times on the twin; for a process of its own.

    Args:
        body: the body.
        poses: (N, C), one a run.
        told: columns of the coordinates about which each muscle can have a moment arm at all.
    """
    twin = Twin(body)
    muscles, coordinates = range(len(body.muscles)), range(len(body.coordinates))

    def lengths(pose: Array) -> None:
        twin.pose(pose)
        twin.lengths()

    def everything(pose: Array) -> None:
        lengths(pose)
        twin.moment_arms(muscles, coordinates)

    def known(pose: Array) -> None:
        lengths(pose)
        for muscle, columns in enumerate(told):
            twin.moment_arms([muscle], columns)

    lengths(poses[0])
    twin.moment_arms(muscles, [0])  # makes each muscle's solver, which is not timed
    times = OpensimTimes(twin.version, [], [], [])
    for pose in poses:
        for work, found in ((lengths, times.lengths), (everything, times.everything), (known, times.told)):
            found.append(timed(lambda work=work, pose=pose: work(pose), 1))  # type: ignore[misc]
    return times


def rows(runs: int = 3) -> list[Row]:
    """The lines of the table."""
    body = load_body()
    times = measure(body, runs)
    wall, best = rate(times.ours), max(1 / took.wall for took in times.ours)
    alone, processor = rate(times.ours_alone), rate(times.ours_alone, processor=True)
    pairs = f"{len(body.muscles)} muscles, {len(body.coordinates)} coordinates"
    result = [
        Row(
            f"{WHAT} ({pairs}), {THREADS} threads",
            f">= {LEAST_RATE:,.0f} postures/s",
            f"{wall:,.0f}/s, best {best:,.0f}; one thread {alone:,.0f}, by its processor time {processor:,.0f}; "
            f"{machine()}",
            wall >= LEAST_RATE,
        ),
        _beside("plain MuJoCo on our body, one thread", times, times.mujoco_same),
        _beside("plain MuJoCo on myo-sim's full body, one thread", times, times.mujoco_full),
    ]
    return [*result, *opensim_rows(body, times, runs), cold_row()]


def opensim_rows(body: Body, times: Times, runs: int) -> list[Row]:
    """The lines beside OpenSim; not run where it is absent."""
    what = f"{WHAT} beside OpenSim"
    if not has_opensim():
        return [Row(what, "no bound", f"not run: needs the package opensim; {INSTALL}", None)]
    poses = scattered_poses(body, max(64, runs))
    touched = (muscle_paths(body, poses).moment_arms != 0).any(axis=0)
    told = [np.flatnonzero(row).tolist() for row in touched]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        try:
            theirs = beside.submit(time_opensim, body, poses[:runs], told).result()
        except (BrokenProcessPool, ImportError) as error:
            return [Row(what, "no bound", f"not run: OpenSim did not answer ({type(error).__name__})", None)]
    version = theirs.version.split("-")[0]
    return [
        _beside(f"OpenSim {version} on the twin", times, theirs.everything),
        _beside(f"OpenSim {version}, told the {touched.sum()} arms that are not zero", times, theirs.told),
        _beside(f"OpenSim {version}, lengths alone", times, theirs.lengths),
    ]


def cold_row() -> Row:
    """The line for a body from nothing, bytecode compiled: interpreter, imports, tables, MuJoCo's compiler."""
    program = [sys.executable, "-c", "from psoas.body import load_body; load_body()"]
    took = [timed(lambda: subprocess.run(program, check=True), 1).wall for _ in range(COLD_STARTS + 1)][1:]
    reached = f"{np.median(took):.2f} s, best {min(took):.2f}; {machine()}"
    return Row("load_body() in a fresh process", "no bound", reached, True)


def _beside(peer: str, times: Times, theirs: list[Took]) -> Row:
    """Our rate over a peer's, on the wall and thread against thread by processor time; no bound was asked."""
    wall = rate(times.ours) / rate(theirs)
    thread = rate(times.ours_alone, processor=True) / rate(theirs, processor=True)
    reached = (
        f"{_short(wall)} times as fast; by processor time, thread against thread, {_short(thread)}; "
        f"the peer {_short(rate(theirs))} postures/s"
    )
    return Row(f"beside {peer}", "no bound", reached, True)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    show_runs(__doc__, rows)
