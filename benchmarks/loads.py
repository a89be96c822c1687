"""How fast loads are, from poses to joint forces, beside OpenSim's static optimisation and beside a QP solver.

    python -m benchmarks.run --only loads

What is timed:
    whole chain    poses, velocities and accelerations in; out come inverse dynamics, contacts, muscle paths, fibre
                   forces, recruitment and the forces in discs and hips, of a smooth motion at 100 frames a second
    recruitment    the muscles' and contacts' share of it alone: least effort that carries given moments, one thread
    DAQP           the same quadratic problems one after the other, each as a dense matrix, on one thread; a sample
    OpenSim        StaticOptimization on the twin of our body, one thread, a few frames of a moving leg. It knows no
                   contacts: coordinate actuators hold the pelvis, the arms and the toes, so its problem is the smaller

Two motions: a stretch half kneeling, and slow steps, on both feet for most and on one for a sixth of the time. They
take turns, and medians are given; rates by processor time leave out what else the machine was doing.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import daqp
import numpy as np

from benchmarks.rows import Row, show
from psoas.body.kinematics import kinematics
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.body.postures import named_postures
from psoas.loads.body_loads import Assumptions, Loads, loads_of, problem_of
from psoas.loads.dynamics import Motion
from psoas.loads.equilibrium import LARGEST_PART, RecruitmentProblem, assemble, in_block_order
from psoas.loads.frames import frames_of, skin_positions
from psoas.loads.recruitment import Power, Recruited, in_order
from psoas.timeseries import Array
from psoas.validation.opensim_twin import INSTALL, Twin, has_opensim

LEAST_RATE = 5_000.0
MOST_TIMES = 2.5
"""Time of the whole chain over that of recruitment alone."""
THREADS = 2
STEP = 0.01
"""Time between frames [s]."""
FRAMES = 4096
PART = LARGEST_PART
DAQP_FRAMES = 64
OPENSIM_FRAMES = 2
OPENSIM_ROWS = 8  # it fits splines to a motion, for which it needs more frames than are solved
STRONG, WEAK = 1000.0, 50.0
"""What the coordinate actuators of the pelvis and of the arms and toes give at a control of one [N, N.m]."""
TINY = 1e-6


@dataclass(frozen=True)
class Took:
    """Time for one frame [s]: on the wall, and of all threads on a processor."""

    wall: float
    processor: float


def stretch(body: Body, count: int) -> Motion:
    """Half kneeling: in and out of the arch, then of the tuck, leaning to either side."""
    time = STEP * np.arange(count)
    start, arched, tucked = (
        body.poses(named_postures()[name].coordinates)[0]
        for name in ("half_kneeling", "half_kneeling_arched", "half_kneeling_tucked")
    )
    arch, tuck = ((1 - np.cos(2 * np.pi * time / period))[:, None] / 2 for period in (8.0, 13.0))
    poses = (start * (1 - arch) + arched * arch) * (1 - tuck) + tucked * tuck
    poses[:, body.coordinate_index("lumbar_bending")] += 0.1 * np.sin(2 * np.pi * time / 11)
    return _on_the_floor(body, poses)


def steps(body: Body, count: int) -> Motion:
    """On the spot: the weight goes from foot to foot every three seconds, and the free foot is lifted."""
    time = STEP * np.arange(count)
    turn = 2 * np.pi * time / 6
    lean = np.radians(6) * np.tanh(2.2 * np.sin(turn)) / np.tanh(2.2)
    lifted = {
        side: np.maximum(0, way * np.sin(turn) - 0.6) ** 3 / 0.16 for side, way in (("l", 1), ("r", -1))
    }
    poses = body.poses(
        {
            "hip_adduction_r": lean,
            "hip_adduction_l": -lean,
            "subtalar_angle_r": -lean,
            "subtalar_angle_l": lean,
            **{f"hip_flexion_{side}": lift for side, lift in lifted.items()},
            **{f"knee_angle_{side}": 2 * lift for side, lift in lifted.items()},
            **{f"ankle_angle_{side}": lift for side, lift in lifted.items()},
            "lumbar_extension": -0.05 + 0.05 * np.sin(time),
            "lumbar_rotation": 0.05 * np.sin(turn),
            "arm_flex_r": 0.3 * np.sin(turn),
            "arm_flex_l": -0.3 * np.sin(turn),
        }
    )
    return _on_the_floor(body, poses)


def _on_the_floor(body: Body, poses: Array) -> Motion:
    """The pelvis so high that the lowest point touches the floor, and over the same place of the foot that bears."""
    positions = skin_positions(body, kinematics(body, poses))
    poses[:, body.coordinate_index("pelvis_ty")] -= positions[:, :, 2].min(axis=1)
    velocity = np.gradient(poses, STEP, axis=0)
    return Motion(poses, velocity, np.gradient(velocity, STEP, axis=0))


def chain(body: Body, motion: Motion, power: Power = 2, threads: int = THREADS) -> Loads:
    """What is timed: all that happens between poses and joint loads."""
    return loads_of(
        frames_of(body, motion, recorded=True, threads=threads), Assumptions(power=power), threads=threads
    )


def problems(body: Body, motion: Motion, power: Power = 2) -> list[RecruitmentProblem]:
    """The recruitment problems of a motion, by parts."""
    problem = in_block_order(problem_of(frames_of(body, motion, recorded=True), Assumptions(power=power)))
    starts = range(0, len(motion), PART)
    return [assemble(problem, slice(start, min(start + PART, len(motion)))) for start in starts]


def recruit(parts: list[RecruitmentProblem], power: Power = 2) -> list[Recruited]:
    """Recruitment alone."""
    return [in_order(part.blocks, part.target, part.most, part.active.shape[1], power) for part in parts]


def rows(runs: int = 3) -> list[Row]:
    """The lines of the table."""
    body = load_body()
    found: list[Row] = []
    for name, motion in (
        ("half-kneeling stretch", stretch(body, FRAMES)),
        ("slow steps", steps(body, FRAMES)),
    ):
        found += motion_rows(body, name, motion, runs)
    return [*found, *opensim_rows(body, stretch(body, FRAMES), runs)]


def motion_rows(body: Body, name: str, motion: Motion, runs: int) -> list[Row]:
    """The chain, recruitment, DAQP, and what is left of the equations, of one motion."""
    parts, cubed = problems(body, motion), problems(body, motion, 3)
    took: dict[str, list[Took]] = {key: [] for key in ("chain", "alone", "squares", "cubes", "daqp")}
    loads = chain(body, motion)
    for _ in range(runs):
        took["chain"].append(_timed(lambda: chain(body, motion), FRAMES))
        took["alone"].append(_timed(lambda: chain(body, motion, threads=1), FRAMES))
        took["squares"].append(_timed(lambda: recruit(parts), FRAMES))
        took["cubes"].append(_timed(lambda: recruit(cubed, 3), FRAMES))
        took["daqp"].append(_timed(lambda: by_daqp(parts[0]), DAQP_FRAMES))
    rate, best = _rate(took["chain"]), max(1 / one.wall for one in took["chain"])
    squares, cubes, theirs = (_rate(took[key], processor=True) for key in ("squares", "cubes", "daqp"))
    times = squares / _rate(took["alone"], processor=True)
    gain = rate / _rate(took["alone"])
    touching = loads.frames.contacts.touching.sum(axis=1)
    left = max(loads.solved.residual_force.max(), loads.solved.residual_moment.max())
    apart = kkt(parts[0], recruit(parts[:1])[0])
    return [
        Row(
            f"{name}: poses to joint loads, {THREADS} threads",
            f">= {LEAST_RATE:,.0f} frames/s",
            f"{rate:,.0f}/s, best {best:,.0f}; one thread by its processor time "
            f"{_rate(took['alone'], processor=True):,.0f}; {touching.min()} to {touching.max()} points pushed; "
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
            rate >= LEAST_RATE,
        ),
        Row(
            f"{name}: the whole of it against recruitment alone, one thread each",
            f"<= {MOST_TIMES:g} times the time",
            f"{times:.2f} times: {1e6 * _seconds(took['alone']):.0f} and {1e6 * _seconds(took['squares']):.0f} "
            "microseconds a frame (processor time, one run)",
            times <= MOST_TIMES,
        ),
        Row(
            f"{name}: {THREADS} threads against one",
            "no bound",
            f"{gain:.2f} times on the wall; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; processes are below",
            True,
        ),
        Row(
            f"{name}: recruitment alone, one thread",
            "no bound",
            f"{squares:,.0f}/s; with cubed activations {cubes:,.0f}/s (processor time)",
            True,
        ),
        Row(
            f"{name}: beside DAQP, one thread each",
            "no bound",
            f"{squares / theirs:,.0f} times as fast; DAQP {theirs:,.0f}/s on {DAQP_FRAMES} of the problems",
            True,
        ),
        Row(
            f"{name}: what is left of any equation",
            f"<= {TINY:g} N, N.m",
            f"{left:.1e}, the pelvis's six among them; KKT residual {apart:.1e}; "
            f"{loads.in_equilibrium.mean():.0%} of {FRAMES} frames in equilibrium",
            bool(left <= TINY and apart <= TINY),
        ),
    ]


def dense(part: RecruitmentProblem, frame: int) -> Array:
    """(R, X) A of one frame."""
    matrix = np.zeros((part.target.shape[1], sum(block.matrix.shape[2] for block in part.blocks)))
    first = 0
    for block in part.blocks:
        last = first + block.matrix.shape[2]
        matrix[block.rows, first:last] = block.matrix[frame]
        first = last
    return matrix


def by_daqp(part: RecruitmentProblem) -> list[Array]:
    """The first frames of a part, by DAQP."""
    found = []
    for frame in range(DAQP_FRAMES):
        matrix, target = dense(part, frame), part.target[frame]
        count = matrix.shape[1]
        low, high = np.concatenate([np.zeros(count), target]), np.concatenate([part.most, target])
        sense = np.concatenate([np.zeros(count), np.full(len(target), 5)]).astype(np.int32)
        found.append(np.asarray(daqp.solve(np.eye(count), np.zeros(count), matrix, high, low, sense)[0]))
    return found


def kkt(part: RecruitmentProblem, found: Recruited) -> float:
    """Greatest violation of any condition of optimality of the least squares."""
    worst = 0.0
    for frame, (x, lam) in enumerate(zip(found.x, found.multipliers, strict=True)):
        matrix = dense(part, frame)
        apart = np.abs(np.clip(matrix.T @ lam, 0, part.most) - x).max()
        worst = max(worst, float(apart), float(np.abs(matrix @ x - part.target[frame]).max()))
    return worst


def opensim_rows(body: Body, motion: Motion, runs: int) -> list[Row]:
    """The line beside OpenSim; not run where it is absent."""
    what = "poses to muscle forces beside OpenSim's static optimisation"
    if not has_opensim():
        return [Row(what, "no bound", f"not run: needs the package opensim; {INSTALL}", None)]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        try:
            theirs = beside.submit(time_opensim, body.poses(_swing())).result()
        except (BrokenProcessPool, ImportError, RuntimeError) as error:
            return [Row(what, "no bound", f"not run: OpenSim did not answer ({type(error).__name__})", None)]
    ours = [_timed(lambda: chain(body, motion, threads=1), FRAMES) for _ in range(runs)]
    ratio = _rate(ours, processor=True) * theirs.processor
    reached = (
        f"{ratio:,.0f} times as fast by processor time, thread against thread; OpenSim {theirs.wall:.2g} s a frame "
        f"({OPENSIM_FRAMES} frames, start-up left out, no contacts)"
    )
    return [Row(what, "no bound", reached, True)]


def _swing() -> dict[str, Array]:
    return {
        "hip_flexion_r": np.linspace(0.1, 0.15, OPENSIM_ROWS),
        "lumbar_extension": np.full(OPENSIM_ROWS, -0.1),
    }


def time_opensim(poses: Array) -> Took:
    """A frame of static optimisation, from the difference between one frame and `OPENSIM_FRAMES` more.

    For a process of its own.
    """
    took = []
    with tempfile.TemporaryDirectory() as folder:
        model = _held_twin(load_body(), poses, Path(folder))
        for frames in (1, 1 + OPENSIM_FRAMES):
            tool = _static_optimization(model, Path(folder), frames)
            took.append(_timed(tool.run, 1))
    first, more = took
    return Took(
        (more.wall - first.wall) / OPENSIM_FRAMES, (more.processor - first.processor) / OPENSIM_FRAMES
    )


def _held_twin(body: Body, poses: Array, folder: Path) -> Any:
    """Write the twin and its motion; the coordinates that no muscle moves are held by actuators."""
    twin = Twin(body)
    osim, model = twin._osim, twin._model
    for muscle in twin._muscles:
        muscle.setMinControl(0.0)
        muscle.setMaxControl(1.0)
    for name in body.coordinates:
        if name.startswith(("pelvis", "arm", "elbow", "mtp")):
            drive = osim.CoordinateActuator(name)
            drive.setName(f"drive_{name}")
            drive.setOptimalForce(STRONG if name.startswith("pelvis") else WEAK)
            drive.setMinControl(-100.0)
            drive.setMaxControl(100.0)
            model.addForce(drive)
    model.finalizeConnections()
    model.initSystem()
    model.printToXML(str(folder / "twin.osim"))
    leaders = [body.coordinate_index(name) for name in twin._followers.values()]
    names, values = [*body.coordinates, *twin._followers], np.hstack([poses, poses[:, leaders]])
    head = f"motion\nversion=1\nnRows={len(poses)}\nnColumns={len(names) + 1}\ninDegrees=no\nendheader\n"
    lines = ["\t".join(f"{value:.9g}" for value in (STEP * row, *values[row])) for row in range(len(poses))]
    table = "\n".join(["\t".join(["time", *names]), *lines, ""])
    (folder / "motion.mot").write_text(head + table, encoding="utf-8")
    return osim


def _static_optimization(osim: Any, folder: Path, frames: int) -> Any:
    """OpenSim's tool, ready to run over the first frames."""
    end = STEP * (frames - 1)
    analysis = osim.StaticOptimization()
    analysis.setStartTime(0.0)
    analysis.setEndTime(end)
    analysis.setStepInterval(1)
    analysis.setUseModelForceSet(True)
    analysis.setActivationExponent(2)
    tool = osim.AnalyzeTool()
    tool.setName("beside")
    tool.setModelFilename(str(folder / "twin.osim"))
    tool.setCoordinatesFileName(str(folder / "motion.mot"))
    tool.setLowpassCutoffFrequency(-1)
    tool.setInitialTime(0.0)
    tool.setFinalTime(end)
    tool.setResultsDir(str(folder))
    tool.setSolveForEquilibrium(False)
    tool.updAnalysisSet().cloneAndAppend(analysis)
    tool.printToXML(str(folder / "setup.xml"))
    return osim.AnalyzeTool(str(folder / "setup.xml"))


def _rate(took: list[Took], *, processor: bool = False) -> float:
    """Frames a second, the median run."""
    return 1 / float(np.median([one.processor if processor else one.wall for one in took]))


def _seconds(took: list[Took]) -> float:
    """Processor time of a frame, the median run [s]."""
    return 1 / _rate(took, processor=True)


def _timed(work: Callable[[], object], frames: int) -> Took:
    wall, processor = perf_counter(), process_time()
    work()
    return Took((perf_counter() - wall) / frames, (process_time() - processor) / frames)


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    show(rows(parser.parse_args().runs))


if __name__ == "__main__":
    main()
