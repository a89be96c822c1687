"""The standing posture of least effort: both feet are fixed, everything else moves freely.

Pelvis, lower back and knees are free; hips, ankles and heels follow, so that no foot moves. Effort is the sum over all
muscles that recruitment minimises; here it is minimised over the postures too. It is smooth but for jumps of its
curvature, where a muscle becomes inactive. Where postures cost nothing, the one nearest to upright is chosen. A body
whose sides differ is settled from where it would stand with both alike: turned to either side it finds other postures
of nearly the same effort, and people stand straight.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np
from scipy.optimize import minimize

from psoas.body import Body, cross, kinematics, mirrored_coordinate
from psoas.errors import CannotTellError
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.dynamics import Motion, inverse_dynamics, segment_twists
from psoas.loads.frames import Frames, frames_of, skin_positions
from psoas.sides import SIDES, both
from psoas.timeseries import Array, Mask

ANGLE_UNIT, LENGTH_UNIT = float(np.radians(5.0)), 0.02
"""Units of the search [rad], [m]: changes of posture of about equal effort."""

SYMMETRIC: tuple[tuple[str, ...], ...] = (
    ("pelvis_tilt",),
    ("pelvis_tx",),
    ("lumbar_extension",),
    ("knee_angle_r", "knee_angle_l"),
)
"""Free coordinates where both sides are alike; those of an entry move together."""

ASYMMETRIC: tuple[tuple[str, ...], ...] = (
    *SYMMETRIC[:3],
    ("knee_angle_r",),
    ("knee_angle_l",),
    ("pelvis_tz",),
    ("pelvis_rotation",),
    ("lumbar_bending",),
    ("lumbar_rotation",),
)
FOLLOWING = (
    "pelvis_ty",
    "pelvis_list",
    *(f"hip_{turn}_{side}" for side in SIDES for turn in ("flexion", "adduction", "rotation")),
    *(f"{joint}_angle_{side}" for side in SIDES for joint in ("ankle", "subtalar")),
)
"""Dependent coordinates, solved from twelve equations, six a foot."""

SWAY_LIMIT: dict[str, float] = {"pelvis_tx": 0.2, "pelvis_tz": 0.1}
"""Greatest displacement of the pelvis [m]."""

ANGLE_LIMIT = float(np.radians(60.0))
"""Greatest change of a free angle [rad]."""

DIFFERENCE_STEP = 1e-5
"""Step of finite differences in units of the search; effort is smooth to far smaller ones."""

ROUGH_TOLERANCE, FINE_TOLERANCE = 1e-2, 1e-8
"""Gain of a step at which the search ends, in its unit of effort."""

NEWTON_STEPS, FOOT_TOLERANCE = 10, 1e-6
"""Most Newton steps of the legs; largest error of a foot [m, rad]."""

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


@dataclass(frozen=True, eq=False)
class Stance:
    """A body on both feet, whose posture is given by V variables.

    Attributes:
        body: the body.
        standing: its one frame with all coordinates at zero.
        spread: (V, C) change of the free coordinates by one unit of each variable [rad, m].
        low, high: (V,) bounds.
        mirror: (V, V) change of the variables when left and right are exchanged.
    """

    body: Body
    standing: Frames
    spread: Array
    low: Array
    high: Array
    mirror: Array

    @classmethod
    def of(cls, body: Body, *, alike: bool) -> "Stance":
        """Prepare a body whose sides are alike (V = 4) or independent (V = 9)."""
        free = SYMMETRIC if alike else ASYMMETRIC
        spread, bounds = np.zeros((len(free), len(body.coordinates))), np.empty((2, len(free)))
        for row, names in enumerate(free):
            columns = [body.coordinate_index(name) for name in names]
            unit = LENGTH_UNIT if names[0] in SWAY_LIMIT else ANGLE_UNIT
            spread[row, columns] = unit
            limit = SWAY_LIMIT.get(names[0], ANGLE_LIMIT)
            bounds[:, row] = np.clip(body.ranges[columns[0]], -limit, limit) / unit
        firsts = [names[0] for names in free]
        mirror = np.zeros((len(free), len(free)))
        for row, first in enumerate(firsts):
            name, sign = (first, 1.0) if alike else mirrored_coordinate(first)
            mirror[row, firsts.index(name)] = sign
        return cls(body, _standing(body), spread, bounds[0], bounds[1], mirror)

    def poses(self, places: Array) -> tuple[Array, Mask]:
        """Poses (n, C) of n points of the search (n, V), and (n,) whether both feet are in their standing position.

        The dependent coordinates are solved by Newton's method, along the tangent in standing first.
        """
        follow = [self.body.coordinate_index(name) for name in FOLLOWING]
        poses, target = places @ self._tangent, _standing_feet(self.body)
        for _ in range(NEWTON_STEPS):
            feet, slope = _feet(self.body, poses)
            turned = target[0, :, 1:] @ feet[:, :, 1:].swapaxes(2, 3)
            turn = (
                np.stack([turned[:, :, j, i] - turned[:, :, i, j] for i, j in ((1, 2), (2, 0), (0, 1))], 2)
                / 2
            )
            error = np.concatenate([target[0, :, 0] - feet[:, :, 0], turn], axis=2).reshape(len(poses), 12)
            off = np.abs(error).max(axis=1)
            if off.max() < FOOT_TOLERANCE**1.5:
                break
            step = np.linalg.solve(slope[:, :, follow], error[:, :, None])[:, :, 0]
            poses[:, follow] += step * (0.3 / np.maximum(np.abs(step).max(axis=1, keepdims=True), 0.3))
        return poses, off < FOOT_TOLERANCE

    def place_of(self, pose: Array) -> Array:
        """(V,) the point of the search that has the free coordinates of a pose (C,)."""
        place: Array = pose @ self.spread.T / (self.spread**2).sum(axis=1)
        return place

    @cached_property
    def _tangent(self) -> Array:
        """(V, C) change of all coordinates by one unit of each variable in standing, the feet in place."""
        follow = [self.body.coordinate_index(name) for name in FOLLOWING]
        slope, tangent = _feet(self.body, self.body.poses())[1][0], self.spread.copy()
        tangent[:, follow] = -np.linalg.solve(slope[:, follow], slope @ self.spread.T).T
        return tangent

    def loads(self, places: Array, assumptions: Assumptions) -> tuple[Loads, Array]:
        """Loads of n points (n, V), and (n,) their effort, infinite where the posture has no equilibrium."""
        poses, held = self.poses(places)
        zero = self.standing
        motion = Motion.still(poses)
        dynamics = inverse_dynamics(self.body, motion)
        positions = skin_positions(self.body, dynamics.posed)
        contacts = zero.contacts.selected(np.zeros(len(places), dtype=np.intp))
        loads = loads_of(Frames(zero.equations, motion, dynamics, contacts, positions, False), assumptions)
        low, high = self.body.ranges.T
        within = (poses >= low - 1e-9) & (poses <= high + 1e-9)
        held = held & within.all(axis=1) & loads.in_equilibrium
        return loads, np.where(held, loads.solved.effort, np.inf)


def settle(stance: Stance, assumptions: Assumptions, *, begin: Array | None = None) -> Settled:
    """Find the posture of least effort: a rough search (SLSQP) from every start, refined from the best end.

    Args:
        assumptions: of muscles and ligaments.
        begin: (n, V) points to begin from; without any, where it would stand if its sides were alike. If none has an
            equilibrium, or the sides are alike, the best of `starts`.

    Raises:
        CannotTellError: none of the starts has an equilibrium.
    """
    if begin is None and len(stance.low) == len(ASYMMETRIC):
        begin = stance.place_of(settle(Stance.of(stance.body, alike=True), _both_alike(assumptions)).pose)[
            None
        ]
    for places, most in (
        *(() if begin is None else ((begin, len(begin)),)),
        (starts(stance), REFINED_STARTS),
    ):
        clipped = np.unique(np.clip(places, stance.low, stance.high), axis=0)
        effort = stance.loads(clipped, assumptions)[1]
        best = [clipped[row] for row in np.argsort(effort)[:most] if np.isfinite(effort[row])]
        if best:
            ends = (
                [_downhill(stance, assumptions, place, ROUGH_TOLERANCE) for place in best]
                if len(best) > 1
                else best
            )
            return _settled(stance, assumptions, ends)
    raise CannotTellError("the muscles cannot hold this body upright; change the psoas by less")


def _both_alike(assumptions: Assumptions) -> Assumptions:
    """The same assumptions with the mean of both psoas on either side."""
    length, strength = (
        float(np.mean(pair)) for pair in (assumptions.psoas_length, assumptions.psoas_strength)
    )
    return replace(assumptions, psoas_length=(length, length), psoas_strength=(strength, strength))


def settled_at(stance: Stance, assumptions: Assumptions, place: Array) -> Settled:
    """The settled posture at a point of the search (V,)."""
    loads, effort = stance.loads(place[None], assumptions)
    pose = loads.frames.motion.pose[0]
    return Settled(pose, loads, float(effort[0]), place)


def starts(stance: Stance) -> Array:
    """(30, V) points to begin from: upright, and random ones in a box about it."""
    drawn = np.random.default_rng(0).uniform(-2.0, 2.0, (29, len(stance.low)))
    return np.vstack([np.zeros(len(stance.low)), drawn])


def latitude_of(
    stance: Stance, assumptions: Assumptions, settled: Settled, share: float
) -> tuple[float, float]:
    """Least and greatest lumbar extension [deg] of the postures of little more effort than the settled one.

    Args:
        stance, assumptions: as for `settle`.
        settled: the posture of least effort.
        share: activation of the one muscle whose effort may be added.
    """
    number = SYMMETRIC.index(("lumbar_extension",))
    allowed = settled.effort + share**assumptions.power
    value = cache(lambda place: _valued(stance, assumptions, allowed)(np.array(place)))
    within: dict[str, Any] = {
        "type": "ineq",
        "fun": lambda place: 1.0 - value(tuple(place))[0],
        "jac": lambda place: -value(tuple(place))[1],
    }
    ends = []
    for way in (1.0, -1.0):
        towards = way * np.eye(len(settled.place))[number]
        found = minimize(
            lambda place, towards=towards: (float(towards @ place), towards),
            settled.place,
            jac=True,
            method="SLSQP",
            bounds=_bounds(stance),
            constraints=within,
            options={"ftol": 1e-3, "maxiter": 40},
        )
        ends.append(float(np.degrees(found.x[number] * ANGLE_UNIT)))
    return ends[0], ends[1]


def _settled(stance: Stance, assumptions: Assumptions, places: list[Array]) -> Settled:
    """Refine the best starting point (V,) to full accuracy."""
    effort = stance.loads(np.array(places), assumptions)[1]
    return settled_at(
        stance, assumptions, _downhill(stance, assumptions, places[int(effort.argmin())], FINE_TOLERANCE)
    )


def _downhill(stance: Stance, assumptions: Assumptions, place: Array, accuracy: float) -> Array:
    """Minimise effort from a point (V,), to a gain of ``accuracy`` a step in units of its effort."""
    unit = max(float(stance.loads(place[None], assumptions)[1][0]), LEAST_EFFORT_UNIT)
    value = _valued(stance, assumptions, unit)

    def cost(here: Array) -> tuple[float, Array]:
        effort, slope = value(here)
        weight = UPRIGHT_WEIGHT / unit
        return effort + weight * float(here @ here), slope + 2 * weight * here

    options = {"ftol": accuracy, "maxiter": 200}
    found = minimize(cost, place, jac=True, method="SLSQP", bounds=_bounds(stance), options=options)
    end: Array = np.clip(found.x, stance.low, stance.high)
    return end


def _bounds(stance: Stance) -> list[tuple[float, float]]:
    return list(zip(stance.low.tolist(), stance.high.tolist(), strict=True))


def _valued(stance: Stance, assumptions: Assumptions, unit: float) -> Callable[[Array], tuple[float, Array]]:
    """A function of effort over ``unit`` and its gradient, by finite differences within the bounds in one batch."""

    def value(place: Array) -> tuple[float, Array]:
        step = np.where(place + DIFFERENCE_STEP > stance.high, -DIFFERENCE_STEP, DIFFERENCE_STEP)
        effort = stance.loads(np.vstack([place, place + np.diag(step)]), assumptions)[1] / unit
        effort = np.where(np.isfinite(effort), effort, INFEASIBLE_EFFORT)
        return float(effort[0]), (effort[1:] - effort[0]) / step

    return value


@lru_cache(maxsize=8)
def _standing_feet(body: Body) -> Array:
    """(1, 2, 4, 3) both heels in standing, as from `_feet`."""
    return _feet(body, body.poses())[0]


def _feet(body: Body, poses: Array) -> tuple[Array, Array]:
    """Positions, axes and Jacobian of both heels, right first.

    Returns:
        (n, 2, 4, 3) positions [m] and, below them, axes in columns; (n, 12, C) translation and rotation of the right
        and of the left heel with each coordinate.
    """
    heels = both("calcn")
    posed = kinematics(body, poses, heels)
    twists = posed.twists
    feet, slope = np.empty((len(poses), 2, 4, 3)), np.zeros((len(poses), 12, len(body.coordinates)))
    for number, name in enumerate(heels):
        heel = body.model.body(name).id
        place = posed.origins[heel]
        feet[:, number, 0], feet[:, number, 1:] = place.T, np.moveaxis(posed.axes[heel], -1, 0)
        coordinates, own = segment_twists(body, twists, heel)
        moved = np.concatenate([own[:, :3] + cross(own[:, 3:], place[None], axis=1), own[:, 3:]], axis=1)
        slope[:, 6 * number : 6 * number + 6, coordinates] = moved.T
    return feet, slope


@lru_cache(maxsize=8)
def _standing(body: Body) -> Frames:
    return frames_of(body, Motion.still(body.poses()))
