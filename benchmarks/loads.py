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

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import daqp
import numpy as np

from benchmarks.load_motions import steps, stretch
from benchmarks.opensim_optimisation import OPENSIM_FRAMES, swing, time_opensim
from benchmarks.rows import Row, show_runs
from benchmarks.timing import Took, machine, rate, seconds, timed
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.loads.body_loads import Assumptions, Loads, loads_of, problem_of
from psoas.loads.dynamics import Motion
from psoas.loads.equilibrium import LARGEST_PART, RecruitmentProblem, assemble, in_block_order
from psoas.loads.frames import frames_of
from psoas.loads.recruitment import Power, Recruited, in_order
from psoas.timeseries import Array
from psoas.validation.opensim_twin import INSTALL, has_opensim

LEAST_RATE = 5_000.0
MOST_TIMES = 2.5
"""Time of the whole chain over that of recruitment alone."""
THREADS = 2
FRAMES = 4096
PART = LARGEST_PART
DAQP_FRAMES = 64
TINY = 1e-6


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
        took["chain"].append(timed(lambda: chain(body, motion), FRAMES))
        took["alone"].append(timed(lambda: chain(body, motion, threads=1), FRAMES))
        took["squares"].append(timed(lambda: recruit(parts), FRAMES))
        took["cubes"].append(timed(lambda: recruit(cubed, 3), FRAMES))
        took["daqp"].append(timed(lambda: by_daqp(parts[0]), DAQP_FRAMES))
    wall, best = rate(took["chain"]), max(1 / one.wall for one in took["chain"])
    squares, cubes, theirs = (rate(took[key], processor=True) for key in ("squares", "cubes", "daqp"))
    times = squares / rate(took["alone"], processor=True)
    gain = wall / rate(took["alone"])
    touching = loads.frames.contacts.touching.sum(axis=1)
    left = max(loads.solved.residual_force.max(), loads.solved.residual_moment.max())
    apart = kkt(parts[0], recruit(parts[:1])[0])
    return [
        Row(
            f"{name}: poses to joint loads, {THREADS} threads",
            f">= {LEAST_RATE:,.0f} frames/s",
            f"{wall:,.0f}/s, best {best:,.0f}; one thread by its processor time "
            f"{rate(took['alone'], processor=True):,.0f}; {touching.min()} to {touching.max()} points pushed; "
            f"{machine()}",
            wall >= LEAST_RATE,
        ),
        Row(
            f"{name}: the whole of it against recruitment alone, one thread each",
            f"<= {MOST_TIMES:g} times the time",
            f"{times:.2f} times: {1e6 * seconds(took['alone']):.0f} and {1e6 * seconds(took['squares']):.0f} "
            "microseconds a frame (processor time, one run)",
            times <= MOST_TIMES,
        ),
        Row(
            f"{name}: {THREADS} threads against one",
            "no bound",
            f"{gain:.2f} times on the wall; {machine()}; processes are below",
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
            theirs = beside.submit(time_opensim, body.poses(swing())).result()
        except (BrokenProcessPool, ImportError, RuntimeError) as error:
            return [Row(what, "no bound", f"not run: OpenSim did not answer ({type(error).__name__})", None)]
    ours = [timed(lambda: chain(body, motion, threads=1), FRAMES) for _ in range(runs)]
    ratio = rate(ours, processor=True) * theirs.processor
    reached = (
        f"{ratio:,.0f} times as fast by processor time, thread against thread; OpenSim {theirs.wall:.2g} s a frame "
        f"({OPENSIM_FRAMES} frames, start-up left out, no contacts)"
    )
    return [Row(what, "no bound", reached, True)]


if __name__ == "__main__":
    show_runs(__doc__, rows)
