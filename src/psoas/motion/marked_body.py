"""A body with markers: their positions in a pose, and their derivatives by its coordinates."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

import mujoco
import numpy as np

from psoas.body import PARTS, Body, Part
from psoas.motion.marker_sets import Place, torso_in_pelvis
from psoas.sides import without_side
from psoas.timeseries import Array

Y_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
"""Turns MuJoCo's world (x forward, y left, z up) into OpenSim's (x forward, y up, z right)."""

LEG_PARTS: tuple[Part, ...] = ("pelvis", "thigh", "shank", "foot")
"""Parts of the body but the spine, which here includes arms and head."""
TRUNK = "torso"
SPINE = "spine"


@dataclass(frozen=True, eq=False)
class MarkerView:
    """Markers in one pose, in the world with y up.

    Attributes:
        positions: (M, 3) [m].
        jacobian: (M, 3, C) derivatives by the coordinates [m/rad, m/m].
        rotations: (M, 3, 3) of the markers' segments.
        growth: (M, 3, P) derivatives by the size of each part of `MarkedBody.parts` [m].
    """

    positions: Array
    jacobian: Array
    rotations: Array
    growth: Array


class MarkedBody:
    """A body with markers, scaled part by part.

    Scaling multiplies the distance from a segment's joint to the next one; the travel of sliding joints is unchanged.

    Args:
        body: the body, unscaled.
        places: M places, in the order of the markers.
    """

    def __init__(self, body: Body, places: list[Place]) -> None:
        self.body = body
        self.places = places
        self.parts: tuple[str, ...] = (*LEG_PARTS, SPINE)
        model = body.model
        self.ids = np.array([model.body(place.segment).id for place in places], dtype=np.intp)
        self.base_offsets: Array = np.array(model.body_pos)
        self.part_of_body = np.array(
            [self.parts.index(part_of(model.body(index).name)) for index in range(model.nbody)], dtype=np.intp
        )
        self.base_locations: Array = np.array([place.location for place in places]) + self._shifts()
        self._model = copy.copy(model)
        self._data = mujoco.MjData(self._model)
        self._spread = np.zeros((model.nv, len(body.coordinates)))
        self.set_factors({})

    def set_factors(self, factors: Mapping[str, float]) -> None:
        """Scale ``pelvis``, ``thigh``, ``shank``, ``foot`` and ``spine`` of the unscaled body; those left out by 1."""
        self.factors = {part: float(factors.get(part, 1.0)) for part in self.parts}
        sizes = np.array([self.factors[part] for part in self.parts])
        parents = self._model.body_parentid
        inner = parents > 0
        self._model.body_pos[inner] = (
            self.base_offsets[inner] * sizes[self.part_of_body[parents[inner]]][:, None]
        )
        self.locations: Array = self.base_locations * sizes[self.part_of_body[self.ids]][:, None]

    def view(self, pose: Array, locations: Array, *, growth: bool = False) -> MarkerView:
        """Markers in a pose.

        Args:
            pose: (C,) [rad, m].
            locations: (M, 3) on the scaled segments [m].
            growth: whether to compute the derivatives by the parts' sizes; else they are zero.
        """
        model, data = self._model, self._data
        poses = np.asarray(pose, dtype=np.float64)[None]
        data.qpos[:] = self.body.joint_positions(poses)[0]
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        rotations = data.xmat.reshape(-1, 3, 3)[self.ids]
        world = data.xpos[self.ids] + np.einsum("mij,mj->mi", rotations, locations)
        stacked = np.zeros((len(self.ids), 3, model.nv))
        for index, (point, segment) in enumerate(zip(world, self.ids, strict=True)):
            mujoco.mj_jac(model, data, stacked[index], None, point, segment)
        slopes = self.body.joint_derivatives(poses)[0]
        self._spread[np.arange(model.nv), self.body.joint_coordinate] = slopes
        grown: Array = np.zeros((len(self.ids), 3, len(self.parts)))
        if growth:
            grown = self._growth(data.xmat.reshape(-1, 3, 3), rotations)
        return MarkerView(world @ Y_UP.T, Y_UP @ (stacked @ self._spread), Y_UP @ rotations, Y_UP @ grown)

    def _growth(self, turned: Array, rotations: Array) -> Array:
        parents = self._model.body_parentid
        steps = np.einsum("bij,bj->bi", turned[parents], self.base_offsets)
        grown = np.zeros((len(self.ids), 3, len(self.parts)))
        own = np.einsum("mij,mj->mi", rotations, self.base_locations)
        for index, segment in enumerate(self.ids):
            grown[index, :, self.part_of_body[segment]] += own[index]
            while parents[segment] > 0:
                grown[index, :, self.part_of_body[parents[segment]]] += steps[segment]
                segment = parents[segment]
        return grown

    def _shifts(self) -> Array:
        """(M, 3) shifts from the frames of `Place` to those of the body [m]: only the torso's differ.

        With all coordinates at zero, the torso's frame of `Place` is parallel to the pelvis's and at `torso_in_pelvis`.
        The body's torso may have another origin, but has to be parallel to the pelvis too.
        """
        model = self.body.model
        data = mujoco.MjData(model)
        data.qpos[:] = self.body.joint_positions(np.zeros((1, len(self.body.coordinates))))[0]
        mujoco.mj_kinematics(model, data)
        pelvis = model.body("pelvis").id
        turned = data.xmat[pelvis].reshape(3, 3)
        shifts = np.zeros((len(self.places), 3))
        for index, place in enumerate(self.places):
            if place.segment == TRUNK:
                origin = data.xpos[pelvis] + turned @ torso_in_pelvis()
                own = data.xmat[self.ids[index]].reshape(3, 3)
                shifts[index] = own.T @ (origin - data.xpos[self.ids[index]])
        return shifts


def part_of(body: str) -> str:
    """The part to which a segment belongs; all but pelvis and legs belong to the spine."""
    segment = without_side(body)
    return next((part for part in LEG_PARTS if segment in PARTS[part]), SPINE)
