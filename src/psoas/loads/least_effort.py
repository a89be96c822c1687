"""The standing posture of least effort, and the postures of little more.

Effort is the sum over all muscles that recruitment minimises; here it is minimised over the postures too. It is smooth
but for jumps of its curvature, where a muscle becomes inactive. Where postures cost nothing, the one nearest to upright
is chosen. A body whose sides differ is settled from where it would stand with both alike: turned to either side it
finds other postures of nearly the same effort, and people stand straight.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import scipy

from psoas.errors import CannotTellError
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.stance import ANGLE_UNIT, ASYMMETRIC, SYMMETRIC, Stance, standing_frames
from psoas.timeseries import Array, Mask
from psoas.words import _

DIFFERENCE_STEP = 1e-5
"""Step of finite differences in units of the search; effort is smooth to far smaller ones."""

ROUGH_TOLERANCE, FINE_TOLERANCE = 1e-2, 1e-8
"""Gain of a step at which the search ends, in its unit of effort."""

LEAST_EFFORT_UNIT, UPRIGHT_WEIGHT = 1e-3, 1e-7
"""Smallest unit of effort in the search; effort added for standing one unit of the search away from upright."""

INFEASIBLE_EFFORT = 1e3
"""Effort assigned to a posture without equilibrium, in the search's unit of effort."""

REFINED_STARTS = 2
"""Number of the best starts from which the search begins."""


@dataclass(frozen=True, eq=False)
class Settled:
    """The standing posture of least effort.

    Attributes:
        pose: (C,) in the body's coordinates [rad, m].
        loads: of one frame.
        effort: of all muscles (`effort_scale`).
        place: (V,) point of the search, in its units; the start of a neighbouring search.
    """

    pose: Array
    loads: Loads
    effort: float
    place: Array


class Candidates(NamedTuple):
    """Postures whose effort is sought.

    Attributes:
        stance: the body on both feet.
        assumptions: of muscles and ligaments.
        places: (n, V) points of the search.
    """

    stance: Stance
    assumptions: Assumptions
    places: Array


Effort = Callable[[Candidates], Array]
"""Computes the effort of each of the n points of a set, infinite where the posture has no equilibrium."""


def efforts_of(sets: Sequence[Candidates]) -> list[Array]:
    """Effort of the points of each set (n,); all sets of one power and friction are computed in one batch."""
    found: list[Array] = [np.empty(0)] * len(sets)

    def rule(number: int) -> tuple[int, float]:
        return sets[number].assumptions.power, sets[number].assumptions.friction

    for _rule, group in groupby(sorted(range(len(sets)), key=rule), key=rule):
        numbers = list(group)
        ends = np.cumsum([len(sets[number].places) for number in numbers])[:-1]
        for number, effort in zip(
            numbers, np.split(_loads([sets[number] for number in numbers])[1], ends), strict=True
        ):
            found[number] = effort
    return found


def effort_of(candidates: Candidates) -> Array:
    """Effort of the points of one set (n,)."""
    return efforts_of([candidates])[0]


def _loads(sets: Sequence[Candidates]) -> tuple[Loads, Array]:
    """Loads of all points of sets of the same body, power and friction, and their effort as in `Effort`."""
    poses, held = _poses(sets)
    stance = sets[0].stance
    assumed = [one.assumptions for one in sets for _place in one.places]
    loads = loads_of(standing_frames(stance, poses), assumed)
    low, high = stance.body.ranges.T
    within = (poses >= low - 1e-9) & (poses <= high + 1e-9)
    held = held & within.all(axis=1) & loads.in_equilibrium
    return loads, np.where(held, loads.solved.effort, np.inf)


def _poses(sets: Sequence[Candidates]) -> tuple[Array, Mask]:
    """Poses of all points of some sets, and whether both feet are in place; those of one stance in one batch."""
    parts: list[tuple[Array, Mask]] = []
    for stance, group in groupby(sets, key=lambda one: one.stance):
        parts.append(stance.poses(np.concatenate([one.places for one in group])))
    poses, held = (np.concatenate(column) for column in zip(*parts, strict=True))
    return poses, held


def settle(
    stance: Stance, assumptions: Assumptions, *, begin: Array | None = None, effort: Effort = effort_of
) -> Settled:
    """Find the posture of least effort: a rough search (SLSQP) from every start, refined from the best end.

    Args:
        assumptions: of muscles and ligaments.
        begin: (n, V) points to begin from; without any, where it would stand if its sides were alike. If none has an
            equilibrium, or the sides are alike, the best of `starts`.
        effort: computes the effort of postures.

    Raises:
        CannotTellError: none of the starts has an equilibrium.
    """
    if begin is None and len(stance.low) == len(ASYMMETRIC):
        alike = settle(Stance.of(stance.body, alike=True), _both_alike(assumptions), effort=effort)
        begin = stance.place_of(alike.pose)[None]
    for places, most in (
        *(() if begin is None else ((begin, len(begin)),)),
        (starts(stance), REFINED_STARTS),
    ):
        clipped = np.unique(np.clip(places, stance.low, stance.high), axis=0)
        tried = effort(Candidates(stance, assumptions, clipped))
        best = [clipped[row] for row in np.argsort(tried)[:most] if np.isfinite(tried[row])]
        if len(best) > 1:
            ends = np.array(
                [_downhill(stance, assumptions, place, ROUGH_TOLERANCE, effort) for place in best]
            )
            best = [ends[effort(Candidates(stance, assumptions, ends)).argmin()]]
        if best:
            place = _downhill(stance, assumptions, best[0], FINE_TOLERANCE, effort)
            return settled_at(stance, assumptions, place)
    raise CannotTellError(_("the muscles cannot hold this body upright; change the psoas by less"))


def _both_alike(assumptions: Assumptions) -> Assumptions:
    """The same assumptions with the mean of both psoas on either side."""
    length, strength = (
        float(np.mean(pair)) for pair in (assumptions.psoas_length, assumptions.psoas_strength)
    )
    return replace(assumptions, psoas_length=(length, length), psoas_strength=(strength, strength))


def settled_at(stance: Stance, assumptions: Assumptions, place: Array) -> Settled:
    """The settled posture at a point of the search (V,)."""
    loads, effort = _loads([Candidates(stance, assumptions, place[None])])
    pose = loads.frames.motion.pose[0]
    return Settled(pose, loads, float(effort[0]), place)


def starts(stance: Stance) -> Array:
    """(30, V) points to begin from: upright, and random ones in a box about it."""
    drawn = np.random.default_rng(0).uniform(-2.0, 2.0, (29, len(stance.low)))
    return np.vstack([np.zeros(len(stance.low)), drawn])


def latitude_of(
    stance: Stance,
    assumptions: Assumptions,
    settled: Settled,
    share: float,
    way: float,
    *,
    effort: Effort = effort_of,
) -> float:
    """Least or greatest lumbar extension [deg] of the postures of little more effort than the settled one.

    Args:
        stance, assumptions, effort: as for `settle`.
        settled: the posture of least effort.
        share: activation of the one muscle whose effort may be added.
        way: 1 seeks the least, -1 the greatest.
    """
    number = SYMMETRIC.index(("lumbar_extension",))
    allowed = settled.effort + share**assumptions.power
    value = cache(lambda place: _valued(stance, assumptions, allowed, effort)(np.array(place)))
    within: dict[str, Any] = {
        "type": "ineq",
        "fun": lambda place: 1.0 - value(tuple(place))[0],
        "jac": lambda place: -value(tuple(place))[1],
    }
    towards = way * np.eye(len(settled.place))[number]
    found = scipy.optimize.minimize(
        lambda place: (float(towards @ place), towards),
        settled.place,
        jac=True,
        method="SLSQP",
        bounds=_bounds(stance),
        constraints=within,
        options={"ftol": 1e-3, "maxiter": 40},
    )
    return float(np.degrees(found.x[number] * ANGLE_UNIT))


def _downhill(
    stance: Stance, assumptions: Assumptions, place: Array, accuracy: float, effort: Effort
) -> Array:
    """Minimise effort from a point (V,), to a gain of ``accuracy`` a step in units of its effort."""
    unit = max(float(effort(Candidates(stance, assumptions, place[None]))[0]), LEAST_EFFORT_UNIT)
    value = _valued(stance, assumptions, unit, effort)

    def cost(here: Array) -> tuple[float, Array]:
        cost, slope = value(here)
        weight = UPRIGHT_WEIGHT / unit
        return cost + weight * float(here @ here), slope + 2 * weight * here

    options = {"ftol": accuracy, "maxiter": 200}
    found = scipy.optimize.minimize(
        cost, place, jac=True, method="SLSQP", bounds=_bounds(stance), options=options
    )
    end: Array = np.clip(found.x, stance.low, stance.high)
    return end


def _bounds(stance: Stance) -> list[tuple[float, float]]:
    return list(zip(stance.low.tolist(), stance.high.tolist(), strict=True))


def _valued(
    stance: Stance, assumptions: Assumptions, unit: float, effort: Effort
) -> Callable[[Array], tuple[float, Array]]:
    """A function of effort over ``unit`` and its gradient, by finite differences within the bounds in one batch."""

    def value(place: Array) -> tuple[float, Array]:
        step = np.where(place + DIFFERENCE_STEP > stance.high, -DIFFERENCE_STEP, DIFFERENCE_STEP)
        places = np.vstack([place, place + np.diag(step)])
        cost = effort(Candidates(stance, assumptions, places)) / unit
        cost = np.where(np.isfinite(cost), cost, INFEASIBLE_EFFORT)
        return float(cost[0]), (cost[1:] - cost[0]) / step

    return value
