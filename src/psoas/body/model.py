"""The body: a person's skeleton with its muscles and the coordinates that move its joints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

import mujoco
import numpy as np
from numpy.polynomial.polynomial import polyder, polyval
from numpy.typing import ArrayLike

from psoas.body.coordinates import COORDINATES
from psoas.body.scaling import Person
from psoas.body.tables import Muscle, Skeleton
from psoas.errors import UsageError
from psoas.timeseries import Array
from psoas.words import N_, _

DEGREES_OUT: Final = N_(
    "{name} = {value:.4g} degrees is out of range; the body holds from {low:.4g} to {high:.4g} degrees"
)
METRES_OUT: Final = N_(
    "{name} = {value:.4g} m is out of range; the body holds from {low:.4g} to {high:.4g} m"
)
THERE_IS: Final = {
    "muscle": N_("no muscle {name!r}; there is: {names}"),
    "coordinate": N_("no coordinate {name!r}; there is: {names}"),
}
PERHAPS: Final = {
    "muscle": N_("no muscle {name!r}; did you mean {near}?"),
    "coordinate": N_("no coordinate {name!r}; did you mean {near}?"),
}


@dataclass(frozen=True, eq=False)
class Body:
    """A skeleton with muscles, scaled to a person.

    Attributes:
        model: the MuJoCo model; its joints are scalar, so that a position has one value a joint.
        skeleton: the tables from which the model was built.
        person: the person to whom the body is scaled.
        coordinates: names of the C independent coordinates, in the order of a pose.
        muscles: names of the M muscles, in the order of ``model``'s tendons.
        joint_coordinate: (J,) index of the one coordinate that moves each joint.
        polynomials: (J, 5) coefficients, lowest power first, of each joint in its coordinate [rad, m].
    """

    model: mujoco.MjModel
    skeleton: Skeleton
    person: Person
    coordinates: tuple[str, ...]
    muscles: tuple[str, ...]
    joint_coordinate: np.ndarray[tuple[int], np.dtype[np.intp]]
    polynomials: Array

    def __getstate__(self) -> dict[str, Any]:
        """The attributes, and what `once_per_body` keeps: a copy, because another thread may add to them meanwhile."""
        return dict(vars(self))

    @property
    def ranges(self) -> Array:
        """(C, 2) least and greatest value of each coordinate [rad, m]."""
        return np.array([COORDINATES[name].range for name in self.coordinates])

    def muscle(self, name: str) -> Muscle:
        """Path and architecture of a muscle.

        Raises:
            UsageError: an unknown name; the message lists similar names, or all.
        """
        self.muscle_index(name)
        return self.skeleton.muscles[name]

    def muscle_index(self, name: str) -> int:
        """Column of a muscle in lengths and moment arms; raises as `muscle`."""
        return _index(name, self.muscles, "muscle")

    def coordinate_index(self, name: str) -> int:
        """Column of a coordinate in a pose.

        Raises:
            UsageError: an unknown name; the message lists the valid ones.
        """
        return _index(name, self.coordinates, "coordinate")

    def poses(self, values: Mapping[str, ArrayLike] | None = None, **more: ArrayLike) -> Array:
        """Build (N, C) poses: the given coordinates, numbers or (N,) arrays [rad, m], and zero for all others.

        Raises:
            UsageError: an unknown coordinate, or a value out of its range; the message names it and the range.
            ValueError: arrays of different length.
        """
        given = {
            name: np.atleast_1d(np.asarray(value, dtype=float))
            for name, value in {**(values or {}), **more}.items()
        }
        columns = np.broadcast_arrays(*given.values()) if given else [np.zeros(1)]
        poses = np.zeros((len(columns[0]), len(self.coordinates)))
        for name, column in zip(given, columns, strict=False):
            poses[:, self.coordinate_index(name)] = column
        self.check(poses)
        return poses

    def check(self, poses: Array) -> None:
        """Refuse (N, C) poses that are not finite or leave the ranges.

        Raises:
            UsageError: the message names the first such coordinate, its value and its range.
        """
        low, high = self.ranges.T
        slack = 1e-9
        bad = ~((poses >= low - slack) & (poses <= high + slack))
        if not bad.any():
            return
        row, column = np.argwhere(bad)[0]
        coordinate = COORDINATES[self.coordinates[column]]
        scale, says = (180 / np.pi, DEGREES_OUT) if coordinate.unit == "rad" else (1.0, METRES_OUT)
        raise UsageError(
            _(
                says,
                name=coordinate.name,
                value=float(poses[row, column]) * scale,
                low=float(low[column]) * scale,
                high=float(high[column]) * scale,
            )
        )

    def posed(self, pose: Array) -> mujoco.MjData:
        """MuJoCo's data at one (C,) pose: positions of all segments, and the muscles' paths."""
        data = mujoco.MjData(self.model)
        data.qpos[:] = self.joint_positions(pose[None])[0]
        mujoco.mj_kinematics(self.model, data)
        mujoco.mj_comPos(self.model, data)
        mujoco.mj_tendon(self.model, data)
        return data

    def joint_positions(self, poses: Array) -> Array:
        """(N, J) joint positions [rad, m] of (N, C) poses."""
        return self.joint_derivatives(poses, order=0)

    def joint_derivatives(self, poses: Array, order: int = 1) -> Array:
        """(N, J) first or higher derivative of each joint by its coordinate, at (N, C) poses contiguous in memory."""
        coefficients = polyder(self.polynomials.T, order)[:, :, None]
        value: Array = polyval(poses.T[self.joint_coordinate], coefficients, tensor=False)
        return value.T


def moving_joints(model: mujoco.MjModel, segment: int) -> Iterator[int]:
    """Joints that move a segment, given by its index, from the segment towards the root."""
    while segment:
        first = int(model.body_jntadr[segment])
        yield from range(first, first + int(model.body_jntnum[segment]))
        segment = int(model.body_parentid[segment])


def _index(name: str, names: tuple[str, ...], kind: str) -> int:
    try:
        return names.index(name)
    except ValueError:
        near = get_close_matches(name, names, n=5)
        if near and len(names) > 60:
            raise UsageError(_(PERHAPS[kind], name=name, near=", ".join(near))) from None
        raise UsageError(_(THERE_IS[kind], name=name, names=", ".join(names))) from None
