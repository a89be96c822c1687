"""Fibre and tendon lengths of every muscle.

Those of the legs are Rajagopal's and Lai's, with passive curves of their own (``leg_fibres.json``). Those of the trunk
are solved from their paths and measured sarcomeres and fibres (``trunk_fibres.json``), those of psoas and iliacus from
their paths (``psoas.json``). Muscles of ``added_muscles.json`` have theirs in their row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import product

import numpy as np

from psoas.body import (
    Body,
    Muscle,
    added_muscles,
    back_strength,
    is_back_muscle,
    load_body,
    reference_person,
)
from psoas.data import read_data
from psoas.errors import InputError
from psoas.muscle.fibre import MuscleParameters, solve_lengths
from psoas.muscle.paths import muscle_paths
from psoas.sides import both
from psoas.timeseries import Array
from psoas.words import _

STANDING_FIBRE = 1.2
"""Normalised fibre length of psoas and iliacus in standing (ours, within the 1.0-1.2 that the validation requires).

Rajagopal et al. 2016 have 1.13 and 1.08. The upper end lets the pair keep its torque in deep flexion, see psoas.json.
"""

FIBRE_LIMITS = ((0.5, 1.5), (0.2, 1.8))
"""Limits of the normalised fibre length over a muscle's working range.

The second pair is for the obliques, whose straight paths more than halve when the chest nears the pelvis.
"""

TENDON_STRAIN_SHARE = 0.66
"""Share of a tendon's strain at full force that is added to its fibre's ``passive_full``: our tendons are rigid (ours).

In the curves of Millard et al. 2013 a resting muscle pulls with a fifth of its full force where the fibre has gone 0.51
of the way from its first to its full passive force, and the tendon has 0.34 of its strain at full force. With the
quotient of the two, a fifth is reached at the same muscle length with a rigid tendon as with theirs.
"""


@dataclass(frozen=True)
class LegFibre:
    """A leg muscle of the source: lengths [m], pennation at the optimal fibre length [rad].

    Attributes:
        standing_length_m: of the whole muscle along the source's path, all coordinates at 0: the path to which the
            tendon slack length belongs.
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
        """``passive_full`` and the strain of the source's tendon, see `TENDON_STRAIN_SHARE`."""
        return (
            self.passive_full
            + TENDON_STRAIN_SHARE
            * self.tendon_strain
            * self.tendon_slack_length_m
            / self.optimal_fibre_length_m
        )


@dataclass(frozen=True)
class TrunkFibre:
    """A group of trunk muscles: sarcomere lengths [um] in the neutral spine and at the optimum, and fibre length.

    Attributes:
        fibre_m: optimal fibre length in the unscaled body [m]; None where ``fibre_share`` gives it.
        fibre_share: optimal fibre length as a share of the path in standing; None where ``fibre_m`` gives it.
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
        """Optimal fibre length [m] for a path of the given length in standing [m]."""
        return self.fibre_m if self.fibre_m is not None else (self.fibre_share or 0.0) * standing


@dataclass(frozen=True, eq=False)
class _Reference:
    """The unscaled body's muscles: (M,) lengths in standing, optimal fibre, tendon slack [m] and pennation [rad].

    ``start`` and ``full`` are the passive strains; NaN selects the common passive curve.
    """

    standing: Array
    fibre: Array
    slack: Array
    pennation: Array
    start: Array
    full: Array


def muscle_parameters(body: Body) -> MuscleParameters:
    """Strength, optimal fibre, tendon slack length and pennation of all muscles of a body, in its order.

    Fibre and tendon scale with the muscle's path in standing, as in OpenSim, so that the normalised fibre length in
    standing is that of the source.
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
        passive_share=_passive_share(body.muscles),
    )


def _passive_share(names: Sequence[str]) -> Array:
    """(M,) of `MuscleParameters`: a back muscle that contracts more strongly does not rest more stiffly.

    The passive curves belong to the specific tension of the published model (``body/back_strength.json``).
    """
    row = back_strength()
    share = row["published_N_per_cm2"] / row["specific_N_per_cm2"]
    return np.array([share if is_back_muscle(name) else 1.0 for name in names])


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
    body = load_body(reference_person())
    standing = muscle_paths(body, body.poses()).lengths[0]
    of_hip, of_trunk = (muscle_paths(body, poses).lengths for poses in (hip_range(body), trunk_range(body)))
    rows = [
        _architecture(body.muscle(name), float(standing[column]), of_hip[:, column], of_trunk[:, column])
        for column, name in enumerate(body.muscles)
    ]
    return _Reference(standing, *np.array(rows).T)


def _architecture(muscle: Muscle, standing: float, of_hip: Array, of_trunk: Array) -> tuple[float, ...]:
    """Fibre, tendon, pennation and passive strains of a muscle, as in `_Reference`.

    Args:
        muscle: of the unscaled body.
        standing: length of its path in standing [m].
        of_hip, of_trunk: lengths of its path over `hip_range` and `trunk_range` [m].

    Raises:
        InputError: no file has a fibre length for it; the message names the muscle and the file.
    """
    name, common = muscle.name[:-2], (np.nan, np.nan)
    if (leg := leg_fibres().get(name)) is not None:
        growth = standing / leg.standing_length_m
        lengths = growth * leg.optimal_fibre_length_m, growth * leg.tendon_slack_length_m
        return *lengths, leg.pennation_rad, leg.passive_start, leg.full_with_tendon
    if name in added_muscles():
        return muscle.optimal_fibre_length, muscle.tendon_slack_length, muscle.pennation, *common
    if name.startswith(("Ps_", "iliacus")):
        preferred, target, target_range = muscle.optimal_fibre_length, STANDING_FIBRE, (1.0, 1.2)
        lengths = _solve(muscle, of_hip, standing, preferred, target, target_range)
        return *lengths, muscle.pennation, *common
    group = _trunk_group(muscle.name)
    target = group.standing_fibre
    lengths = _solve(muscle, of_trunk, standing, group.preferred_length(standing), target, (target, target))
    return *lengths, muscle.pennation, *common


def _trunk_group(name: str) -> TrunkFibre:
    """The group of a trunk muscle, by the first letters of its name."""
    for prefix, group in trunk_fibres().items():
        if name.startswith(prefix):
            return group
    raise InputError(
        _(
            "the muscle {name} has no fibre length; add a group for the first letters of its name to "
            "psoas/muscle/trunk_fibres.json",
            name=name,
        )
    )


def _solve(
    muscle: Muscle,
    lengths: Array,
    standing: float,
    preferred: float,
    target: float,
    target_range: tuple[float, float],
) -> tuple[float, float]:
    """Optimal fibre and tendon slack length of one muscle within the first of `FIBRE_LIMITS` that has a solution."""
    shortest, longest = min(lengths.min(), standing), max(lengths.max(), standing)
    solve = partial(
        solve_lengths,
        muscle.name,
        shortest,
        longest,
        standing,
        preferred,
        pennation=muscle.pennation,
        target=target,
        target_range=target_range,
    )
    usual, wide = FIBRE_LIMITS
    try:
        return solve(limits=usual)
    except ValueError:
        return solve(limits=wide)


def hip_range(body: Body) -> Array:
    """Working range of psoas and iliacus, (N, C): both hips from -20 to 120 deg, the lower back 20 deg either way."""
    hips, backs = (-20, 0, 30, 60, 90, 105, 120), (-20, 0, 20)
    hip, back = np.radians(np.array(list(product(hips, backs)))).T
    return body.poses(hip_flexion_r=hip, hip_flexion_l=hip, lumbar_extension=back)


def trunk_range(body: Body) -> Array:
    """Working range of trunk and buttock muscles, (N, C): the trunk bent and turned, the hips in three directions."""
    back = np.radians(np.array(list(product((-40, -20, 0, 20), (-20, 0, 20), (-25, 0, 25))))).T
    trunk = body.poses(lumbar_extension=back[0], lumbar_bending=back[1], lumbar_rotation=back[2])
    hip = np.radians(np.array(list(product((-20, 30, 60, 90, 105, 120), (-20, 0, 15), (-20, 0, 20))))).T
    turns = zip(("hip_flexion", "hip_adduction", "hip_rotation"), hip, strict=True)
    hips = body.poses({full: angles for name, angles in turns for full in both(name)})
    return np.concatenate([trunk, hips])
