"""Row 17: a muscle that is cut into strands does what it did."""

from dataclasses import fields, replace

import numpy as np

from psoas.body import Body, named_posture, rebuilt
from psoas.loads import Motion, Power, Problem, frames_of, solve
from psoas.muscle import MuscleParameters, muscle_parameters
from psoas.timeseries import Array
from psoas.validation.row import Row, figures, result

POWERS: tuple[Power, ...] = (2, 3)

STRAND = "_strand"
"""End of the name of the strand that is cut off a muscle."""


def strands(body: Body) -> Row:
    """Row 17: forces of all muscles when some of them, chosen at random, are cut in two."""
    row = figures(17)
    poses = np.concatenate([body.poses(named_posture(name).coordinates) for name in row["postures"]])
    parameters, cut, random = muscle_parameters(body), with_strands(body), np.random.default_rng(0)
    shape = (row["draws"], len(body.muscles))
    low, high = row["shares"]
    shares: Array = np.where(random.random(shape) < 0.5, random.uniform(low, high, shape), row["uncut"])
    worst = {}
    for power in POWERS:
        whole = forces(body, poses, parameters, power)
        pairs = np.array([forces(cut, poses, strand_parameters(parameters, one), power) for one in shares])
        change = np.abs(pairs[..., : shape[1]] + pairs[..., shape[1] :] - whole).max()
        worst[power] = float(change) / body.person.weight
    return result(
        17,
        f"greatest change {worst[2]:.0e} of the body's weight with squares, {worst[3]:.0e} with cubes; half of "
        f"{shape[1]} muscles cut, {shape[0]} times, in {len(poses)} postures",
        max(worst.values()) < row["tolerance"],
    )


def with_strands(body: Body) -> Body:
    """The body with a second strand along each muscle, after all its muscles."""
    own = [body.skeleton.muscles[name] for name in body.muscles]
    skeleton = body.skeleton.with_muscles(*(replace(one, name=one.name + STRAND) for one in own))
    names = (*body.muscles, *(name + STRAND for name in body.muscles))
    return replace(rebuilt(body, skeleton), muscles=names)


def strand_parameters(parameters: MuscleParameters, shares: Array) -> MuscleParameters:
    """Parameters of the muscles of `with_strands`: ``shares`` (M,) of each muscle's force go to its strand."""
    twice = {
        one.name: np.tile(getattr(parameters, one.name), 2)
        for one in fields(MuscleParameters)
        if one.name not in ("names", "max_isometric_force")
    }
    force = parameters.max_isometric_force
    names = (*parameters.names, *(name + STRAND for name in parameters.names))
    return MuscleParameters(names, np.concatenate([(1 - shares) * force, shares * force]), **twice)


def forces(body: Body, poses: Array, parameters: MuscleParameters, power: Power) -> Array:
    """(N, M) muscle forces in postures that are held still, without ligaments [N]."""
    frames = frames_of(body, Motion.still(poses))
    nothing = np.zeros((len(poses), len(frames.equations.rows)))
    return solve(Problem(frames, nothing, parameters, power), threads=1).force
