"""Postures of a body on both feet, which are fixed, while everything else moves freely.

Pelvis, lower back and knees are free; hips, ankles and heels follow, so that no foot moves.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from psoas.body import Body, cross, kinematics, mirrored_coordinate, once_per_body
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

NEWTON_STEPS, FOOT_TOLERANCE = 10, 1e-6
"""Most Newton steps of the legs; largest error of a foot [m, rad]."""


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
    @lru_cache(maxsize=16)
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


def standing_frames(stance: Stance, poses: Array) -> Frames:
    """Frames of n poses (n, C) on the contacts of standing."""
    motion, standing = Motion.still(poses), stance.standing
    dynamics = inverse_dynamics(stance.body, motion)
    contacts = standing.contacts.selected(np.zeros(len(poses), dtype=np.intp))
    positions = skin_positions(stance.body, dynamics.posed)
    return Frames(standing.equations, motion, dynamics, contacts, positions, False)


@once_per_body
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
    feet, slope = np.empty((len(poses), 2, 4, 3)), np.zeros((len(poses), 12, len(body.coordinates)))
    for number, name in enumerate(heels):
        heel = body.model.body(name).id
        place = posed.origins[heel]
        feet[:, number, 0], feet[:, number, 1:] = place.T, np.moveaxis(posed.axes[heel], -1, 0)
        coordinates, own = segment_twists(body, posed, heel)
        moved = np.concatenate([own[:, :3] + cross(own[:, 3:], place[None], axis=1), own[:, 3:]], axis=1)
        slope[:, 6 * number : 6 * number + 6, coordinates] = moved.T
    return feet, slope


@once_per_body
def _standing(body: Body) -> Frames:
    return frames_of(body, Motion.still(body.poses()))
