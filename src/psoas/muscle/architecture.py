"""Fibre and tendon lengths of every muscle.

Those of the legs are Rajagopal's and Lai's, with passive curves of their own (``leg_fibres.json``). Those of the trunk
are solved from their paths and measured sarcomeres and fibres (``trunk_fibres.json``), those of psoas and iliacus from
their paths (``psoas.json``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from psoas.body import Body, Person, load_body, person_table
from psoas.data import read_data
from psoas.muscle.fibre import MuscleParameters, solve_lengths
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array

STANDING_FIBRE = 1.2
"""Normalised fibre length of psoas and iliacus in standing (ours, within the 1.0-1.2 that the validation asks for).

Rajagopal et al. 2016 have 1.13 and 1.08. The upper end lets the pair keep its torque in deep flexion, see psoas.json.
"""

LIMITS = ((0.5, 1.5), (0.2, 1.8))
"""Normalised fibre lengths that a muscle keeps over its working range.

The second pair is for the obliques, whose straight paths more than halve when the chest nears the pelvis.
"""

GIVE = 0.66
"""Share of a tendon's strain at full force that goes to its fibre's ``passive_full``: our tendons are rigid (ours).

In the curves of Millard et al. 2013 a resting muscle pulls with a fifth of its full force where the fibre has gone 0.51
of the way from its first to its full passive force, and the tendon has 0.34 of its strain at full force. With the
quotient of the two, a fifth is reached at the same muscle length with a rigid tendon as with theirs.
"""


@dataclass(frozen=True)
class LegFibre:
    """A leg muscle as its source has it: lengths [m], pennation at the optimal fibre length [rad].

    Attributes:
        standing_length_m: of the whole muscle along the source's path, all coordinates at 0: the path for which the
            tendon slack length was made.
        passive_start, passive_full: strain of the fibre at which its passive force begins, and at which it equals the
            maximal isometric force.
        tendon_strain: of the source's tendon at the maximal isometric force.
        source, passive_source: keys of the file's ``sources``, of the lengths and of the three strains.
    """

    optimal_fibre_length_m: float
    tendon_slack_length_m: float
    pennation_rad: float
    standing_length_m: float
    source: str
    passive_start: float
    passive_full: float
    tendon_strain: float
    passive_source: str

    @property
    def full_with_tendon(self) -> float:
        """``passive_full`` with what the source's tendon gives way, see `GIVE`."""
        return (
            self.passive_full
            + GIVE * self.tendon_strain * self.tendon_slack_length_m / self.optimal_fibre_length_m
        )


@dataclass(frozen=True)
class TrunkFibre:
    """A group of trunk muscles: sarcomeres [um] in the neutral spine and at the optimum, and how long its fibres are.

    Attributes:
        fibre_m, fibre_share: optimal fibre length [m] in the unscaled body, or as a share of the path in standing; the
            other one is None.
        sarcomere_source, fibre_source: keys of the file's ``sources``.
    """

    sarcomere_um: float
    optimal_sarcomere_um: float
    fibre_m: float | None
    fibre_share: float | None
    sarcomere_source: str
    fibre_source: str

    @property
    def standing_fibre(self) -> float:
        """Normalised fibre length in standing."""
        return self.sarcomere_um / self.optimal_sarcomere_um

    def preferred_length(self, standing: float) -> float:
        """Optimal fibre length [m] for a path of this length in standing [m]."""
        return self.fibre_m if self.fibre_m is not None else (self.fibre_share or 0.0) * standing


@dataclass(frozen=True, eq=False)
class _Reference:
    """The unscaled body's muscles: (M,) lengths in standing, optimal fibre, tendon slack [m] and pennation [rad].

    ``start`` and ``full`` are the passive strains, NaN where a muscle has none of its own.
    """

    standing: Array
    fibre: Array
    slack: Array
    pennation: Array
    start: Array
    full: Array


def muscle_parameters(body: Body) -> MuscleParameters:
    """Strength, optimal fibre, tendon slack length and pennation of all muscles of a body, in its order.

    Fibre and tendon grow with the muscle's path in standing, as in OpenSim's scaling, so that the normalised fibre
    length in standing stays what it is in the source.
    """
    reference = _reference()
    growth = muscle_paths(body, body.poses()).lengths[0] / reference.standing
    muscles = [body.skeleton.muscles[name] for name in body.muscles]
    return MuscleParameters(
        names=body.muscles,
        max_isometric_force=np.array([m.strength for m in muscles]),
        optimal_fibre_length=reference.fibre * growth,
        tendon_slack_length=reference.slack * growth,
        pennation=reference.pennation,
        passive_start=reference.start,
        passive_full=reference.full,
    )


@cache
def leg_fibres() -> Mapping[str, LegFibre]:
    """The leg muscles of ``leg_fibres.json`` by their name without a side."""
    content = read_data("psoas.muscle", "leg_fibres.json")
    return {name: LegFibre(**row) for name, row in content["muscles"].items()}


@cache
def trunk_fibres() -> Mapping[str, TrunkFibre]:
    """The groups of trunk muscles of ``trunk_fibres.json`` by the first letters of their muscles' names."""
    content = read_data("psoas.muscle", "trunk_fibres.json")
    return {prefix: TrunkFibre(**row) for prefix, row in content["groups"].items()}


@cache
def _reference() -> _Reference:
    person = person_table()["reference_body"]
    body = load_body(Person(person["height_m"], person["mass_kg"]))
    standing = muscle_paths(body, body.poses()).lengths[0]
    of_hip, of_trunk = (muscle_paths(body, poses).lengths for poses in (hip_range(body), trunk_range(body)))
    fibre, slack, pennation = (np.zeros(len(body.muscles)) for _ in range(3))
    start, full = (np.full(len(body.muscles), np.nan) for _ in range(2))
    for place, name in enumerate(body.muscles):
        muscle, path = body.skeleton.muscles[name], float(standing[place])
        pennation[place] = muscle.pennation
        if (leg := leg_fibres().get(name[:-2])) is not None:
            growth = path / leg.standing_length_m
            fibre[place] = growth * leg.optimal_fibre_length_m
            slack[place] = growth * leg.tendon_slack_length_m
            pennation[place] = leg.pennation_rad
            start[place], full[place] = leg.passive_start, leg.full_with_tendon
        elif name.startswith(("Ps_", "iliacus_")):
            wished = muscle.optimal_fibre_length
            fibre[place], slack[place] = _solve(
                name, of_hip[:, place], path, wished, muscle.pennation, STANDING_FIBRE, (1.0, 1.2)
            )
        else:
            group = next(group for prefix, group in trunk_fibres().items() if name.startswith(prefix))
            target = group.standing_fibre
            wished = group.preferred_length(path)
            fibre[place], slack[place] = _solve(
                name, of_trunk[:, place], path, wished, muscle.pennation, target, (target, target)
            )
    return _Reference(standing, fibre, slack, pennation, start, full)


def _solve(
    name: str,
    lengths: Array,
    standing: float,
    preferred: float,
    pennation: float,
    target: float,
    target_range: tuple[float, float],
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
                target=target,
                target_range=target_range,
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
