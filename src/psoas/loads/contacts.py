"""Contact points of the body, and their contacts found from geometry alone; the figures are in ``contacts.json``.

The world is MuJoCo's: x forward, y to the left, z up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psoas.body import Body, segment_factors
from psoas.data import read_data
from psoas.sides import SIDES
from psoas.timeseries import Array, Index, Mask

MIRROR = np.array([1.0, 1.0, -1.0])
"""Mirrors a point of the right side to the left, in OpenSim's axes."""


@dataclass(frozen=True, eq=False)
class ContactPoint:
    """A point on the skin that can touch a support.

    Attributes:
        name: such as ``heel_medial_r``; a point in the middle of the body has no side.
        segment: name of its segment.
        position: (3,) on the skin, in the segment [m].
        outward: (3,) unit, out of the skin, in the segment.
        kind: one of ``kinds`` in ``contacts.json``, such as ``foot`` or ``seat``.
        side: ``r``, ``l``, or empty.
    """

    name: str
    segment: str
    position: Array
    outward: Array
    kind: str
    side: str


class Support(IntEnum):
    """The support of a point; a pad is a floor at the height of a kneeling knee."""

    NOTHING = 0
    FLOOR = 1
    PAD = 2
    SEAT = 3
    BACK_REST = 4


@dataclass(frozen=True, eq=False)
class Contacts:
    """Supports of K points at N poses.

    Attributes:
        points: the K points.
        supports: (N, K) values of ``Support``.
        normals: (N, K, 3) unit, in the world, out of the support towards the body; up where nothing is touched.
        heights: (N, K) above the floor [m].
        floor: height of the floor in the world [m].
    """

    points: tuple[ContactPoint, ...]
    supports: NDArray[np.int8]
    normals: Array
    heights: Array
    floor: float

    @property
    def touching(self) -> Mask:
        """(N, K) True where a point touches something."""
        return np.asarray(self.supports != Support.NOTHING)

    def selected(self, frames: slice | Index) -> "Contacts":
        """The contacts of some poses."""
        return replace(
            self,
            supports=self.supports[frames],
            normals=self.normals[frames],
            heights=self.heights[frames],
        )


@dataclass(frozen=True, eq=False)
class _Scene:
    """Positions of K points and of the B segments at N poses.

    Attributes:
        kinds, sides: (K,).
        positions: (N, K, 3) [m].
        velocities: (N, K, 3) [m/s].
        outward: (N, K, 3) unit.
        centre: (N, 3) of the body's mass [m].
        axes: (N, 3, 3) by segment, x y z in columns.
    """

    kinds: NDArray[np.str_]
    sides: NDArray[np.str_]
    positions: Array
    velocities: Array
    outward: Array
    centre: Array
    axes: dict[str, Array]

    def are(self, *kinds: str) -> Mask:
        """(K,) True for the points of some kinds."""
        return np.isin(self.kinds, kinds)

    @cached_property
    def faces(self) -> Mask:
        """(N, K) True where the skin faces down."""
        return np.asarray(self.outward[:, :, 2] < -np.cos(np.radians(contact_table()["floor"]["facing_deg"])))

    @property
    def forward(self) -> Array:
        """(N, 3) horizontal unit vector to the front of the pelvis."""
        across = np.cross([0.0, 0.0, 1.0], self.axes["pelvis"][:, :, 2])
        unit: Array = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
        return unit


def contact_table() -> dict[str, Any]:
    """Points, kinds and rules with their reasons, as in ``contacts.json``."""
    return read_data("psoas.loads", "contacts.json")


def contact_points(body: Body) -> tuple[ContactPoint, ...]:
    """The K contact points of both sides, at the person's size."""
    return tuple(_points(segment_factors(body.person)))


def find_contacts(
    body: Body,
    points: tuple[ContactPoint, ...],
    positions: Array,
    velocities: Array,
    centre: Array,
    rotations: Array,
) -> Contacts:
    """Find the supports of all points at N poses of one recording, or at a single still pose.

    Floor, pad and seat each have one height in the recording; a point at that height that faces the support and moves
    slowly touches it. The floor may be a belt: its speed is the median speed of the lowest points.

    Args:
        body: whose ``model`` gives the order of the segments.
        positions: (N, K, 3) of the points in the world [m].
        velocities: (N, K, 3) [m/s]; zeros for still postures.
        centre: (N, 3) centre of the body's mass [m].
        rotations: (N, B, 3, 3) axes of the model's B bodies in the world, as ``MjData.xmat``.
    """
    names = {p.segment for p in points} | {"pelvis", "torso", "femur_r", "femur_l", "tibia_r", "tibia_l"}
    axes = {name: rotations[:, body.model.body(name).id] for name in names}
    scene = _Scene(
        kinds=np.array([p.kind for p in points]),
        sides=np.array([p.side for p in points]),
        positions=positions,
        velocities=velocities,
        outward=_turned(axes, points),
        centre=centre,
        axes=axes,
    )
    floor, heights, slow = _floor(scene)
    supports = np.zeros(heights.shape, dtype=np.int8)
    supports[_on_floor(scene, heights) & slow] = Support.FLOOR
    supports[_on_pad(scene, heights, slow)] = Support.PAD
    supports[_on_seat(scene, supports)] = Support.SEAT
    at_rest = _at_back_rest(scene, supports == Support.SEAT)
    supports[at_rest] = Support.BACK_REST
    normals = np.zeros(positions.shape)
    normals[:, :, 2] = 1.0
    frames, leaning = np.nonzero(at_rest)
    normals[frames, leaning] = scene.axes["torso"][frames, :, 0]
    return Contacts(points, supports, normals, heights, floor)


def _points(factors: dict[str, float]) -> Iterator[ContactPoint]:
    """The points by the length factor of each segment."""
    for name, row in contact_table()["points"].items():
        outward = np.array(row["outward"]) / np.linalg.norm(row["outward"])
        position = np.array(row["bone_m"]) + row["skin_m"] * outward
        for side, mirror in (("r", np.ones(3)), ("l", MIRROR)):
            segment = row["segment"] if row["segment"] in factors else f"{row['segment']}_{side}"
            here, facing = position * mirror * factors[segment], outward * mirror
            if position[2] != 0 or segment != row["segment"]:
                yield ContactPoint(f"{name}_{side}", segment, here, facing, row["kind"], side)
            elif side == "r":
                yield ContactPoint(name, segment, here, facing, row["kind"], "")


def _turned(axes: dict[str, Array], points: tuple[ContactPoint, ...]) -> Array:
    """(N, K, 3) outward directions in the world, segment by segment."""
    turned = np.empty((3, len(points), len(next(iter(axes.values())))))
    for segment in {point.segment for point in points}:
        own = [index for index, point in enumerate(points) if point.segment == segment]
        local = np.array([points[index].outward for index in own])
        turned[:, own] = local @ np.moveaxis(axes[segment], 0, 2)
    return turned.T


def _floor(scene: _Scene) -> tuple[float, Array, Mask]:
    """Height of the floor [m], (N, K) heights above it [m], and (N, K) True for points that are slow against it."""
    rule, kinds = contact_table()["floor"], contact_table()["kinds"]
    bears = scene.are(*(kind for kind, row in kinds.items() if row["finds_floor"]))
    low = np.where(bears & scene.faces & ~_on_level_shank(scene), scene.positions[:, :, 2], np.inf)
    low = np.where(np.isfinite(low).any(axis=1, keepdims=True), low, scene.positions[:, :, 2])
    lowest = low.argmin(axis=1)
    each = np.arange(len(lowest))
    belt = np.median(scene.velocities[each, lowest, :2], axis=0)
    slow = _slower(scene.velocities - np.append(belt, 0.0), rule["fastest_m_s"])
    rests = slow[each, lowest]
    floor = float(np.median(low.min(axis=1)[rests if rests.any() else each]))
    return floor, scene.positions[:, :, 2] - floor, slow


def _on_level_shank(scene: _Scene) -> Mask:
    """(N, K) True for the foot behind a kneeling knee, whose toes are rarely bent as those of the person."""
    limit = np.cos(np.radians(contact_table()["floor"]["shank_deg"]))
    lies = [(scene.axes[f"tibia_{s}"][:, 2, 1] < limit)[:, None] & (scene.sides == s) for s in SIDES]
    return np.asarray((lies[0] | lies[1]) & scene.are("foot"))


def _slower(velocities: Array, limit: float) -> Mask:
    x, y, z = np.moveaxis(velocities, 2, 0)
    return np.asarray(x * x + y * y + z * z <= limit**2)


def _highest(scene: _Scene) -> Array:
    """(K,) greatest height of each point above what it still touches [m]."""
    kinds = contact_table()["kinds"]
    return np.array([kinds[kind]["above_floor_m"] for kind in scene.kinds])


def _on_floor(scene: _Scene, heights: Array) -> Mask:
    """(N, K) True where a point other than a knee lies on the floor; legs and arms do so with the trunk alone."""
    near = (heights <= _highest(scene)) & (heights >= -contact_table()["floor"]["deepest_m"])
    on_floor = near & scene.faces & ~scene.are("knee")
    lies = (on_floor & scene.are("seat", "buttock", "pelvis", "chest", "head")).any(axis=1, keepdims=True)
    return np.asarray(on_floor & (lies | ~scene.are("leg", "arm")))


def _on_pad(scene: _Scene, heights: Array, slow: Mask) -> Mask:
    """(N, K) True for the points of a kneeling knee, and those of its foot that lie as high as the pad."""
    rule, kinds, deepest = contact_table()["knee"], contact_table()["kinds"], contact_table()["floor"]
    on_pad = np.zeros(heights.shape, dtype=bool)
    for side in SIDES:
        thigh, shank = scene.axes[f"femur_{side}"][:, :, 1], scene.axes[f"tibia_{side}"][:, :, 1]
        bent = np.einsum("nd,nd->n", thigh, shank) < np.cos(np.radians(rule["bent_deg"]))
        kneels = bent & (thigh[:, 2] > 0)
        knee = scene.are("knee") & (scene.sides == side)
        near = (heights <= kinds["knee"]["above_floor_m"]) & (heights >= -deepest["deepest_m"])
        could = kneels[:, None] & knee & near & scene.faces & slow
        if not could.any():
            continue
        lowest = np.where(could, heights, np.inf).min(axis=1)
        pad = float(np.quantile(lowest[np.isfinite(lowest)], rule["pad_quantile"]))
        on_knee = could & (heights <= pad + rule["above_pad_m"])
        foot = scene.are("foot", "instep") & (scene.sides == side)
        level = np.abs(heights - pad) <= kinds["foot"]["above_floor_m"]
        on_pad |= on_knee | (on_knee.any(axis=1)[:, None] & foot & level & scene.faces & slow)
    return on_pad


def _on_seat(scene: _Scene, supports: NDArray[np.int8]) -> Mask:
    """(N, K) True for sitting bones, thighs and pelvis at the height of the seat.

    The height is that of the sitting bones in poses in which feet and knees cannot support the body.
    """
    rule = contact_table()["seat"]
    thighs = np.stack([scene.axes[f"femur_{side}"][:, 2, 1] for side in SIDES], axis=1)
    level = (np.abs(thighs) < np.sin(np.radians(rule["thigh_deg"]))).any(axis=1)
    grounded = (supports != Support.NOTHING) & scene.are("seat", "buttock", "pelvis")
    bones = scene.are("seat")
    free = level & ~grounded.any(axis=1)
    if free.mean() < rule["least_share"]:
        return np.zeros(supports.shape, dtype=bool)
    slow = _slower(scene.velocities, rule["fastest_m_s"])
    ahead = _ahead(scene, (supports != Support.NOTHING) & scene.are("foot", "instep", "knee"))
    sat = free & (ahead > rule["behind_m"]) & (slow & bones).any(axis=1)
    if sat.mean() < rule["least_share"]:
        return np.zeros(supports.shape, dtype=bool)
    height = float(np.median(scene.positions[sat][:, bones, 2].min(axis=1)))
    near = np.abs(scene.positions[:, :, 2] - height) <= np.minimum(rule["within_m"], _highest(scene))
    could = free[:, None] & near & slow & scene.faces & scene.are("seat", "buttock", "thigh", "pelvis")
    return np.asarray(could & (could & bones).any(axis=1)[:, None])


def _ahead(scene: _Scene, touching: Mask) -> Array:
    """(N,) distance of the centre of mass behind the hindmost of some points [m]; infinite where there is none."""
    used = np.flatnonzero(touching.any(axis=0))
    reach = np.einsum("nkd,nd->nk", scene.positions[:, used] - scene.centre[:, None], scene.forward)
    hindmost: Array = np.where(touching[:, used], reach, np.inf).min(axis=1, initial=np.inf)
    return hindmost


def _at_back_rest(scene: _Scene, on_seat: Mask) -> Mask:
    """(N, K) True where chest or pelvis lie in the plane of a back that leans on something."""
    if not on_seat.any():
        return np.zeros_like(on_seat)
    rule = contact_table()["back_rest"]
    normal = scene.axes["torso"][:, :, 0]
    leans = normal[:, 2] > np.sin(np.radians(rule["lean_deg"]))
    sits = on_seat.any(axis=1)
    falls = sits & (_ahead(scene, on_seat) > 0)
    depth = np.einsum("nkd,nd->nk", scene.positions, normal)
    plane = depth[:, scene.are("chest")].min(axis=1)
    faces = np.einsum("nkd,nd->nk", scene.outward, normal) < 0
    slow = _slower(scene.velocities, contact_table()["seat"]["fastest_m_s"])
    near = np.abs(depth - plane[:, None]) <= rule["within_m"]
    against = near & faces & slow & ~on_seat & scene.are("chest", "pelvis")
    return np.asarray((sits & (leans | falls))[:, None] & against)
