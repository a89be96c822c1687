"""Fibre and tendon lengths of every muscle: myo-sim's where they are physical, solved anew where they are not."""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from psoas.body import Body, Person, load_body
from psoas.body.scaling import person_table
from psoas.body.tables import Array
from psoas.muscle.fibre import MuscleParameters, solve_lengths
from psoas.muscle.paths import muscle_paths

STANDING_FIBRE = 1.2
"""Normalised fibre length of psoas and iliacus in standing (ours, within the 1.0-1.2 that the validation asks for).

Rajagopal et al. 2016 have 1.13 and 1.08. The upper end lets the pair keep its torque in deep flexion, see psoas.json.
"""

SHARE_OF_PATH = 0.5
"""Fibre of a re-solved trunk muscle as a share of its path in standing (ours; psoas and iliacus of Rajagopal: 0.51)."""

LIMITS = ((0.5, 1.5), (0.2, 1.8))
"""Normalised fibre lengths that a muscle keeps over its working range.

The second pair is for the obliques, whose straight paths more than halve when the chest nears the pelvis.
"""


@dataclass(frozen=True, eq=False)
class _Reference:
    """The unscaled body's muscles: (M,) lengths in standing, optimal fibre and tendon slack lengths [m]."""

    standing: Array
    fibre: Array
    slack: Array


def muscle_parameters(body: Body) -> MuscleParameters:
    """Strength, optimal fibre, tendon slack length and pennation of all muscles of a body, in its order.

    Fibre and tendon grow with the muscle's path in standing, as in OpenSim's scaling.
    """
    reference = _reference()
    growth = muscle_paths(body, body.poses()).lengths[0] / reference.standing
    muscles = [body.skeleton.muscles[name] for name in body.muscles]
    return MuscleParameters(
        names=body.muscles,
        max_isometric_force=np.array([m.strength for m in muscles]),
        optimal_fibre_length=reference.fibre * growth,
        tendon_slack_length=reference.slack * growth,
        pennation=np.array([m.pennation for m in muscles]),
    )


@cache
def _reference() -> _Reference:
    person = person_table()["reference_body"]
    body = load_body(Person(person["height_m"], person["mass_kg"]))
    standing = muscle_paths(body, body.poses()).lengths[0]
    muscles = [body.skeleton.muscles[name] for name in body.muscles]
    fibre = np.array([m.optimal_fibre_length for m in muscles])
    slack = np.array([m.tendon_slack_length for m in muscles])
    hip = np.array([name.startswith(("Ps_", "iliacus_")) for name in body.muscles])
    broken = ~hip & ((fibre <= 0) | (slack <= 0) | (fibre > standing))
    for chosen, poses in ((hip, hip_range(body)), (broken, trunk_range(body))):
        lengths = muscle_paths(body, poses).lengths
        for index in np.flatnonzero(chosen):
            preferred = fibre[index] if hip[index] else SHARE_OF_PATH * standing[index]
            fibre[index], slack[index] = _solve(
                muscles[index].name,
                lengths[:, index],
                standing[index],
                preferred,
                muscles[index].pennation,
                hip[index],
            )
    return _Reference(standing, fibre, slack)


def _solve(
    name: str, lengths: Array, standing: float, preferred: float, pennation: float, hip: bool
) -> tuple[float, float]:
    """Optimal fibre and tendon slack length of one muscle within the first limits that allow any."""
    shortest, longest = min(lengths.min(), standing), max(lengths.max(), standing)
    for limits in LIMITS:
        try:
            fibre, slack = solve_lengths(
                [name],
                [shortest],
                [longest],
                [standing],
                [preferred],
                pennation=pennation,
                target=STANDING_FIBRE if hip else 1.0,
                target_range=(1.0, 1.2) if hip else (0.7, 1.3),
                limits=limits,
            )
        except ValueError:
            if limits == LIMITS[-1]:
                raise
        else:
            break
    return float(fibre[0]), float(slack[0])


def hip_range(body: Body) -> Array:
    """Poses (N, C) in which psoas and iliacus work: both hips from -20 to 120 deg, the lower back 20 deg either way."""
    hips, backs = (-20, 0, 30, 60, 90, 105, 120), (-20, 0, 20)
    hip, back = np.radians(np.array(list(product(hips, backs)))).T
    return body.poses(hip_flexion_r=hip, hip_flexion_l=hip, lumbar_extension=back)


def trunk_range(body: Body) -> Array:
    """Poses (N, C) in which trunk and buttock muscles work: the trunk bent and turned, the hips in three directions."""
    back = np.radians(np.array(list(product((-40, -20, 0, 20), (-20, 0, 20), (-25, 0, 25))))).T
    trunk = body.poses(lumbar_extension=back[0], lumbar_bending=back[1], lumbar_rotation=back[2])
    hip = np.radians(np.array(list(product((-20, 30, 60, 90, 105, 120), (-20, 0, 15), (-20, 0, 20))))).T
    hips = body.poses(
        {
            f"{name}_{side}": hip[i]
            for i, name in enumerate(("hip_flexion", "hip_adduction", "hip_rotation"))
            for side in "rl"
        }
    )
    return np.concatenate([trunk, hips])
