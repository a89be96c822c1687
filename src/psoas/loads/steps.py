"""Ground forces of steps, predicted where no plate measured; the figures are in ``steps.json``.

In walking and running the motion determines the force of the ground well, but not its moment: positions of the trunk
that are differentiated twice, and arms that no marker shows, put the centre of pressure wrong by some 3 cm and the free
moment by more than there is of it. What is known of feet is more exact. So the force is that of the motion, smoothed;
the centre of pressure lies on the middle line of the foot and travels smoothly from heel to ball, along it where
balance of moments places it; there is no free moment. Between two feet the load is shared by balance of moments, whose
lever is a whole step, and their forces point to one place above the centre of mass. `consistency` then removes what is
left over. Where somebody stands after a step or before one, this push passes smoothly into that of least effort.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from psoas.data import read_data
from psoas.loads.consistency import Consistent, with_given_ground
from psoas.loads.frames import Frames
from psoas.loads.prepared_motion import CUTOFF_HZ, PreparedMotion
from psoas.motion import smooth, stretches
from psoas.sides import SIDES, both
from psoas.timeseries import Array, Index, Mask, runs_of

LEAST_FORCE = 0.02
"""Vertical force of the ground, in body weights, below which the body flies (ours)."""


@dataclass(frozen=True, eq=False)
class _Foot:
    """A foot in n frames.

    Attributes:
        heel, ball: (n, 2) middle of the contact points of heel and ball on the floor [m].
        on_heel, on_ball: (n,) whether some of these points, or the toes, touch.
        loaded: (n,) whether it may carry: it touches, or would but for the low-pass of the motion.
    """

    heel: Array
    ball: Array
    on_heel: Mask
    on_ball: Mask
    loaded: Mask

    @property
    def touches(self) -> Mask:
        """(n,) whether any point touches."""
        return self.on_heel | self.on_ball

    @cached_property
    def length(self) -> Array:
        """(n,) from heel to ball on the floor [m]."""
        length: Array = np.linalg.norm(self.ball - self.heel, axis=1)
        return length

    def along(self, point: Array) -> Array:
        """(n,) place of points (n, 2) along the foot, 0 at the heel and 1 at the ball."""
        place: Array = ((point - self.heel) * (self.ball - self.heel)).sum(axis=1) / self.length**2
        return place

    def at(self, place: Array) -> Array:
        """(n, 2) points at places (n,) along the foot [m]."""
        point: Array = self.heel + place[:, None] * (self.ball - self.heel)
        return point


def step_table() -> dict[str, Any]:
    """Figures of the ground's push in steps with their sources, as in ``steps.json``."""
    return read_data("psoas.loads", "steps.json")


def with_ground(frames: Frames, motion: PreparedMotion) -> tuple[Consistent, Index]:
    """Make a recording consistent with its measured ground forces or, without any, with those predicted for its steps.

    Postures that are held still take no steps and are left as they are.

    Args:
        frames: of the motion, with its contacts.

    Returns:
        All frames, and the indices of those that keep their contacts and may have to be adjusted to them.
    """
    none = np.zeros(0, dtype=np.intp)
    if motion.still:
        return Consistent.unchanged(frames), none
    if motion.wrenches:
        return with_given_ground(frames, motion.wrenches, np.ones(len(motion))), none
    share, wrenches = step_wrenches(frames, motion.time, CUTOFF_HZ)
    return with_given_ground(frames, wrenches, share), np.flatnonzero(share < 1)


def step_wrenches(frames: Frames, time: Array, cutoff_hz: float) -> tuple[Array, dict[str, Array]]:
    """Predict the ground's push on both feet in steps.

    A frame belongs to a step if feet alone touch, and one of them is in the air, or both are down for half a second at
    most. Feet that are down together for longer stand: a quarter of a second after they came together, and before they
    part, the push of the step begins to pass into that of standing, which takes another quarter of a second.

    Args:
        frames: N frames of one recording, with their contacts.
        time: (N,) [s].
        cutoff_hz: corner of the low-pass that the motion has passed.

    Returns:
        (N,) share of the ground's push that belongs to steps, 0 ... 1, and by segment (N, 6) that share's force [N] and
        moment about the world's origin [N.m] on it.
    """
    wrenches: dict[str, Array] = {name: np.zeros((len(time), 6)) for name in both("calcn")}
    share = np.zeros(len(time))
    for part in stretches(time, np.ones(len(time), dtype=bool), longest_s=0.0):
        here = frames.selected(part)
        feet = [_foot(here, time[part], side, cutoff_hz) for side in SIDES]
        share[part] = _step_share(here, feet, time[part])
        if not share[part].any():
            continue
        for name, wrench in zip(wrenches, _pushes(here, feet, time[part], cutoff_hz), strict=True):
            wrenches[name][part] = np.where(share[part, None] > 0, share[part, None] * wrench, 0.0)
    return share, wrenches


def _foot(frames: Frames, time: Array, side: str, cutoff_hz: float) -> _Foot:
    contacts = frames.contacts
    column = {point.name: number for number, point in enumerate(contacts.points)}
    heel, ball, toes = (
        [column[f"{name}_{side}"] for name in names]
        for names in (
            ("heel_medial", "heel_lateral"),
            ("first_metatarsal", "fifth_metatarsal"),
            ("big_toe", "small_toe"),
        )
    )
    on_heel, on_ball = (
        np.asarray(contacts.touching[:, points].any(axis=1)) for points in (heel, ball + toes)
    )
    reach = step_table()["support"]["filter_reach"] / cutoff_hz
    loaded = np.zeros(len(time), dtype=bool)
    for first, last in runs_of(np.asarray(on_heel | on_ball)):
        loaded |= (time > time[first] - reach) & (time < time[last] + reach)
    back, front = (frames.positions[:, points, :2].mean(axis=1) for points in (heel, ball))
    return _Foot(back, front, on_heel, on_ball, loaded)


def _step_share(frames: Frames, feet: list[_Foot], time: Array) -> Array:
    """(n,) 1 where only feet touch, and not both for long; 0 where they stand, and a smooth step between."""
    contacts, longest = frames.contacts, step_table()["support"]["longest_double_s"]
    other = np.array([point.kind != "foot" for point in contacts.points])
    share = np.where(feet[0].loaded | feet[1].loaded, 1.0, 0.0)
    together = feet[0].touches & feet[1].touches
    for first, last in runs_of(together):
        alone = first == 0 and last == len(time) - 1
        if alone or time[last] - time[first] > longest:
            own = slice(first, last + 1)
            since = np.full(last + 1 - first, np.inf) if first == 0 else time[own] - time[first]
            until = np.full(last + 1 - first, np.inf) if last == len(time) - 1 else time[last] - time[own]
            passed = np.clip(2 * np.minimum(since, until) / longest - 1, 0.0, 1.0)
            share[own] = (1 + np.cos(np.pi * passed)) / 2
    return np.where(contacts.touching[:, other].any(axis=1), 0.0, share)


def _pushes(frames: Frames, feet: list[_Foot], time: Array, cutoff_hz: float) -> list[Array]:
    """(n, 6) force and moment about the world's origin on the right and the left foot.

    The force that the motion needs is smoothed once more: an acceleration is the noisier the faster it changes.
    """
    body, floor = frames.equations.body, frames.contacts.floor
    whole = smooth(time, frames.dynamics.wrench[body.model.body("pelvis").id].T, cutoff_hz)
    force = np.where(whole[:, 2:3] > LEAST_FORCE * body.person.weight, whole[:, :3], 0.0)
    vertical = np.where(force[:, 2] > 0, force[:, 2], 1.0)
    moment = whole[:, 3:] - np.cross([0.0, 0.0, floor], force)
    balance = np.column_stack([-moment[:, 1], moment[:, 0]]) / vertical[:, None]
    places = [
        foot.at(_path(foot, other.loaded, balance, time))
        for foot, other in zip(feet, reversed(feet), strict=True)
    ]
    between = places[0] - places[1]
    right = ((balance - places[1]) * between).sum(axis=1) / np.maximum((between**2).sum(axis=1), 1e-9)
    right = np.where(feet[0].loaded & feet[1].loaded, np.clip(right, 0.0, 1.0), feet[0].loaded)
    shares = [right, np.where(feet[1].loaded, 1.0 - right, 0.0)]
    pivot = frames.dynamics.centre.copy()
    pivot[:, 2] += step_table()["pivot"]["above_centre_m"]
    points = [np.column_stack([place, np.full(len(time), floor)]) for place in places]
    towards = [(pivot - point) / (pivot - point)[:, 2:] for point in points]
    forces = [(share * force[:, 2])[:, None] * way for share, way in zip(shares, towards, strict=True)]
    rest = force - forces[0] - forces[1]
    forces = [one + share[:, None] * rest for one, share in zip(forces, shares, strict=True)]
    return [np.hstack([one, np.cross(point, one)]) for one, point in zip(forces, points, strict=True)]


def _path(foot: _Foot, other_loaded: Mask, balance: Array, time: Array) -> Array:
    """(n,) place of the centre of pressure along the foot, 0 at the heel and 1 at the ball, zero where it is free.

    Args:
        other_loaded: (n,) whether the other foot may carry, too; the place is then between known ones.
        balance: (n, 2) centre of pressure of both feet together by balance of moments [m].
        time: (n,) [s].
    """
    table = step_table()["path"]
    first_place, last_place = table["first"], table["last"]
    wanted, path = np.clip(foot.along(balance), first_place, last_place), np.zeros(len(time))
    for first, last in runs_of(foot.loaded):
        own = np.arange(first, last + 1)
        known = ~other_loaded[own]
        place = np.where(known, wanted[own], np.nan)
        touching = np.flatnonzero(foot.touches[own])
        for end, part, is_seen in (
            (touching[0], slice(None, touching[0] + 1), first > 0),
            (touching[-1], slice(touching[-1], None), last < len(time) - 1),
        ):
            if is_seen or not known.any():
                heel, ball = bool(foot.on_heel[own[end]]), bool(foot.on_ball[own[end]])
                place[part] = first_place if not ball else last_place if not heel else 0.5
        fixed = np.flatnonzero(np.isfinite(place))
        whole = np.interp(np.arange(len(own)), fixed, place[fixed])
        path[own] = np.clip(smooth(time[own], whole, table["cutoff_hz"]), first_place, last_place)
    return path
