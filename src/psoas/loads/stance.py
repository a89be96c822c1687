"""The posture of standing that costs least: both feet stay where they are, all else moves freely.

Pelvis, lower back and knees are free; hips, ankles and heels follow, so that no foot moves. Effort is the sum that
recruitment makes least, of all muscles; what is sought is its least over the postures too. It is smooth but for jumps
of its curvature, where a muscle falls silent. Where postures cost nothing, the one nearest to upright is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from psoas.body import Body
from psoas.errors import CannotTellError
from psoas.loads.body_loads import Assumptions, Loads, Setting, loads_of, placed, setting_of
from psoas.loads.dynamics import Motion
from psoas.timeseries import Array

DEGREES, METRES = float(np.radians(5.0)), 0.02
"""Units of the search: changes of posture that cost about alike."""

ALIKE: tuple[tuple[str, ...], ...] = (
    ("pelvis_tilt",),
    ("pelvis_tx",),
    ("lumbar_extension",),
    ("knee_angle_r", "knee_angle_l"),
)
"""What is free where both sides are alike; each entry moves together."""

APART: tuple[tuple[str, ...], ...] = (
    *ALIKE[:3],
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
    *(f"hip_{turn}_{side}" for side in "rl" for turn in ("flexion", "adduction", "rotation")),
    *(f"{joint}_angle_{side}" for side in "rl" for joint in ("ankle", "subtalar")),
)
"""What twelve equations, six a foot, give."""

FARTHEST: dict[str, float] = {"pelvis_tx": 0.2, "pelvis_tz": 0.1}
"""Most that the pelvis sways [m]."""

WIDEST = float(np.radians(60.0))
"""Most that a free angle turns [rad]."""

STEP = 1e-5
"""Finite difference in units of the search; effort is smooth to far smaller ones."""

ROUGH, FINE = 1e-2, 1e-8
"""Gain of a step at which the search ends, in its unit of effort."""

NEWTON_STEPS, FOOT_MOVED = 10, 1e-6
"""Most steps of the legs; how far a foot may be off [m, rad]."""

LEAST_EFFORT, NEAREST = 1e-3, 1e-7
"""Smallest unit of effort in the search; effort of standing one unit of the search away from upright."""

REFUSED = 1e3
"""Effort of a posture that cannot be held, in the search's unit of effort."""

POLISHED = 2
"""How many of the best starts are followed downhill."""


@dataclass(frozen=True, eq=False)
class Settled:
    """The standing posture of least effort.

    Attributes:
        pose: (C,) in the body's coordinates [rad, m].
        loads: of one frame.
        effort: sum of the activations' squares, or cubes.
        place: (V,) in the units of the search; the start of a neighbouring one.
    """

    pose: Array
    loads: Loads
    effort: float
    place: Array


@dataclass(frozen=True, eq=False)
class Stance:
    """A body on both feet, and the V numbers that say how it stands.

    Attributes:
        body: that stands; standing: its setting with all coordinates at zero.
        spread: (V, C) what one unit of each number does to the free coordinates [rad, m].
        low, high: (V,) bounds.
        mirror: (V, V) what left for right does to the numbers.
    """

    body: Body
    standing: Setting
    spread: Array
    low: Array
    high: Array
    mirror: Array

    @classmethod
    def of(cls, body: Body, *, alike: bool) -> "Stance":
        """With both sides alike (V = 4), or each free (V = 9)."""
        free = ALIKE if alike else APART
        spread, bounds = np.zeros((len(free), len(body.coordinates))), np.empty((2, len(free)))
        for row, names in enumerate(free):
            columns = [body.coordinate_index(name) for name in names]
            unit = METRES if names[0] in FARTHEST else DEGREES
            spread[row, columns] = unit
            farthest = FARTHEST.get(names[0], WIDEST)
            bounds[:, row] = np.clip(body.ranges[columns[0]], -farthest, farthest) / unit
        firsts = [names[0] for names in free]
        swapped = [_mirrored(name) if len(free) > len(ALIKE) else (name, 1.0) for name in firsts]
        mirror = np.zeros((len(free), len(free)))
        for row, (name, sign) in enumerate(swapped):
            mirror[row, firsts.index(name)] = sign
        return cls(body, _standing(body), spread, bounds[0], bounds[1], mirror)

    def poses(self, places: Array) -> tuple[Array, NDArray[np.bool_]]:
        """Poses (n, C) of n places (n, V), and (n,) whether both feet are where they are in standing."""
        first, held = self._followed(places[:1], np.zeros((1, self.spread.shape[1])))
        return (first, held) if len(places) == 1 else self._followed(places, first)

    def _followed(self, places: Array, guess: Array) -> tuple[Array, NDArray[np.bool_]]:
        """The legs solved by Newton's method from (1, C) a guess."""
        follow = [self.body.coordinate_index(name) for name in FOLLOWING]
        poses = places @ self.spread
        poses[:, follow] = guess[:, follow]
        target, data = _heels(self.body)[2], mujoco.MjData(self.body.model)
        for _ in range(NEWTON_STEPS):
            feet, slope = _feet(self.body, data, poses)
            turned = target[0, :, 1:] @ feet[:, :, 1:].swapaxes(2, 3)
            turn = (
                np.stack([turned[:, :, j, i] - turned[:, :, i, j] for i, j in ((1, 2), (2, 0), (0, 1))], 2)
                / 2
            )
            error = np.concatenate([target[0, :, 0] - feet[:, :, 0], turn], axis=2).reshape(len(poses), 12)
            off = np.abs(error).max(axis=1)
            if off.max() < FOOT_MOVED**1.5:
                break
            step = np.linalg.solve(slope[:, :, follow], error[:, :, None])[:, :, 0]
            poses[:, follow] += step * (0.3 / np.maximum(np.abs(step).max(axis=1, keepdims=True), 0.3))
        return poses, off < FOOT_MOVED

    def loads(self, places: Array, assumptions: Assumptions) -> tuple[Loads, Array]:
        """Loads of n places (n, V), and (n,) their effort, infinite where the posture cannot be held."""
        poses, held = self.poses(places)
        zero, count = self.standing, len(places)
        wide, dynamics, positions = placed(self.body, Motion.still(poses))
        contacts = replace(
            zero.contacts,
            supports=np.repeat(zero.contacts.supports, count, axis=0),
            normals=np.repeat(zero.contacts.normals, count, axis=0),
            heights=np.repeat(zero.contacts.heights, count, axis=0),
        )
        loads = loads_of(Setting(zero.plan, wide, dynamics, contacts, positions, False), assumptions)
        low, high = self.body.ranges.T
        within = (poses >= low - 1e-9) & (poses <= high + 1e-9)
        held = held & within.all(axis=1) & loads.in_equilibrium
        effort = (loads.solved.activation**assumptions.power).sum(axis=1)
        return loads, np.where(held, effort, np.inf)


def settle(stance: Stance, assumptions: Assumptions, *, begin: Array | None = None) -> Settled:
    """The posture of least effort: downhill (SLSQP), roughly from every start and on from where the least was found.

    Args:
        stance: of the body.
        assumptions: under which muscles and ligaments work.
        begin: (n, V) places to begin from; without any, or where none of them can be held, the best of `starts`.

    Raises:
        CannotTellError: none of the starts can be held.
    """
    for places, most in (*(() if begin is None else ((begin, len(begin)),)), (starts(stance), POLISHED)):
        clipped = np.unique(np.clip(places, stance.low, stance.high), axis=0)
        effort = stance.loads(clipped, assumptions)[1]
        best = [clipped[row] for row in np.argsort(effort)[:most] if np.isfinite(effort[row])]
        if best:
            ends = [_downhill(stance, assumptions, place, ROUGH) for place in best] if len(best) > 1 else best
            return _settled(stance, assumptions, ends)
    raise CannotTellError("the muscles cannot hold this body upright; change the psoas by less")


def settled_at(stance: Stance, assumptions: Assumptions, place: Array) -> Settled:
    """What is known of a body that has settled at a place (V,)."""
    loads, effort = stance.loads(place[None], assumptions)
    pose = loads.setting.motion.pose[0, : len(stance.body.coordinates)]
    return Settled(pose, loads, float(effort[0]), place)


def starts(stance: Stance) -> Array:
    """(30, V) places to begin from: upright, and others spread over a box about it."""
    drawn = np.random.default_rng(0).uniform(-2.0, 2.0, (29, len(stance.low)))
    return np.vstack([np.zeros(len(stance.low)), drawn])


def latitude_of(
    stance: Stance, assumptions: Assumptions, settled: Settled, share: float
) -> tuple[float, float]:
    """Least and greatest lumbar extension [deg] of the postures that cost little more than the settled one.

    Args:
        stance, assumptions, settled: as for `settle`.
        share: of its strength; the effort of one muscle at this activation is added.
    """
    number = next(row for row, names in enumerate(ALIKE) if names[0] == "lumbar_extension")
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
        ends.append(float(np.degrees(found.x[number] * DEGREES)))
    return ends[0], ends[1]


def _settled(stance: Stance, assumptions: Assumptions, places: list[Array]) -> Settled:
    """On from the best of some places (V,)."""
    effort = stance.loads(np.array(places), assumptions)[1]
    return settled_at(stance, assumptions, _downhill(stance, assumptions, places[int(effort.argmin())], FINE))


def _downhill(stance: Stance, assumptions: Assumptions, place: Array, accuracy: float) -> Array:
    unit = max(float(stance.loads(place[None], assumptions)[1][0]), LEAST_EFFORT)
    value = _valued(stance, assumptions, unit)

    def cost(here: Array) -> tuple[float, Array]:
        effort, slope = value(here)
        return effort + NEAREST / unit * float(here @ here), slope + 2 * NEAREST / unit * here

    options = {"ftol": accuracy, "maxiter": 200}
    found = minimize(cost, place, jac=True, method="SLSQP", bounds=_bounds(stance), options=options)
    end: Array = np.clip(found.x, stance.low, stance.high)
    return end


def _mirrored(name: str) -> tuple[str, float]:
    """The coordinate that left for right makes of another, and its sign."""
    if name.endswith(("_r", "_l")):
        return name[:-1] + ("l" if name.endswith("r") else "r"), 1.0
    return name, 1.0 if name in ("pelvis_tilt", "pelvis_tx", "lumbar_extension") else -1.0


def _bounds(stance: Stance) -> list[tuple[float, float]]:
    return list(zip(stance.low.tolist(), stance.high.tolist(), strict=True))


def _valued(stance: Stance, assumptions: Assumptions, unit: float) -> Callable[[Array], tuple[float, Array]]:
    """Effort over ``unit`` and its slope, by differences into the bounds, all in one batch."""

    def value(place: Array) -> tuple[float, Array]:
        step = np.where(place + STEP > stance.high, -STEP, STEP)
        effort = stance.loads(np.vstack([place, place + np.diag(step)]), assumptions)[1] / unit
        effort = np.where(np.isfinite(effort), effort, REFUSED)
        return float(effort[0]), (effort[1:] - effort[0]) / step

    return value


@lru_cache(maxsize=8)
def _heels(body: Body) -> tuple[list[int], Array, Array]:
    """Both heels, right first; (J, C) which joint follows which coordinate; and (1, 2, 4, 3) the heels in standing."""
    heels = [body.model.body(f"calcn_{side}").id for side in "rl"]
    summing = np.zeros((body.model.nv, len(body.coordinates)))
    summing[np.arange(body.model.nv), body.joint_coordinate] = 1.0
    data = body.posed(body.poses()[0])
    home = [np.vstack([data.xpos[heel], data.xmat[heel].reshape(3, 3)]) for heel in heels]
    return heels, summing, np.array([home])


def _feet(body: Body, data: mujoco.MjData, poses: Array) -> tuple[Array, Array]:
    """Both heels, right first: (n, 2, 4, 3) their places and, below, their axes in rows of three; and (n, 12, C) how
    they move and turn with each coordinate, as MuJoCo has it."""
    heels, summing, _ = _heels(body)
    model, slopes = body.model, body.joint_derivatives(poses)
    jacobian = np.empty((len(poses), 4, 3, model.nv))
    feet = np.empty((len(poses), 2, 4, 3))
    for row, position in enumerate(body.joint_positions(poses)):
        data.qpos[:] = position
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        for number, heel in enumerate(heels):
            mujoco.mj_jacBody(model, data, jacobian[row, 2 * number], jacobian[row, 2 * number + 1], heel)
            feet[row, number, 0], feet[row, number, 1:] = data.xpos[heel], data.xmat[heel].reshape(3, 3)
    return feet, (jacobian.reshape(len(poses), 12, -1) * slopes[:, None]) @ summing


@lru_cache(maxsize=8)
def _standing(body: Body) -> Setting:
    return setting_of(body, Motion.still(body.poses()))
