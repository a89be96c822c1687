"""The psoas over a range of one coordinate: length, moment arm, passive force, greatest moment."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from psoas.body import COORDINATES, Body, Fascicle, Person, psoas_fascicles
from psoas.errors import UsageError
from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.fibre import MuscleParameters, force_capacity, normalised_fibre_length
from psoas.muscle.paths import muscle_paths, parts_of
from psoas.sides import SIDES, Side
from psoas.timeseries import Array, Progress
from psoas.words import N_, _

SCHEMA = "psoas.sweep/1"
CHUNK = 1000
"""Number of poses solved at a time: the moment arms of all muscles about all coordinates take 50 kB a pose."""
LENGTH_TOLERANCE = 1e-9
"""Lengths that differ by less are equal [m]."""


@dataclass(frozen=True, eq=False)
class SidePsoas:
    """All fascicles of one side together, at N poses.

    Attributes:
        moment_arm: (N,) mean of the fascicles' arms, each weighted by its strength [m].
        length_change: (N,) mean of the lengths with the same weights, minus that in standing [m].
        max_moment: (N,) moment about the coordinate at full activation, without movement [N.m].
    """

    moment_arm: Array
    length_change: Array
    max_moment: Array


@dataclass(frozen=True, eq=False)
class Sweep:
    """The psoas at N values of one coordinate, the others held constant.

    Attributes:
        coordinate: name of the moving coordinate.
        values: (N,) of that coordinate [rad, m].
        pose: the coordinates held away from zero [rad, m].
        person: to whom the body is scaled.
        fascicles: the F columns, right side first.
        length: (N, F) [m].
        standing_length: (F,) with all coordinates at zero [m].
        moment_arm: (N, F) minus the derivative of the length by the coordinate, + where shortening raises the
            coordinate [m/rad; m/m for a coordinate in m].
        fibre_length_norm: (N, F) fibre over optimal fibre length.
        passive_force: (N, F) at rest, along the tendon [N].
        max_moment: (N, F) about the coordinate at full activation, without movement [N.m].
        psoas_r, psoas_l: each side as a whole.
    """

    coordinate: str
    values: Array
    pose: Mapping[str, float]
    person: Person
    fascicles: tuple[Fascicle, ...]
    length: Array
    standing_length: Array
    moment_arm: Array
    fibre_length_norm: Array
    passive_force: Array
    max_moment: Array
    psoas_r: SidePsoas
    psoas_l: SidePsoas

    @property
    def unit(self) -> Literal["deg", "m"]:
        """Unit of ``shown_values``."""
        return _unit(self.coordinate)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Sides with a fascicle that the coordinate moves; only the right where both sides are alike."""
        sides: tuple[Side, ...] = ("r",) if self.alike else SIDES
        return tuple(s for s in sides if np.abs(self.moment_arm[:, self.columns(s)]).max() > LENGTH_TOLERANCE)

    @property
    def alike(self) -> bool:
        """Whether right and left have the same moment arms and lengths at all values."""
        pairs = (
            (self.psoas_r.moment_arm, self.psoas_l.moment_arm),
            (self.psoas_r.length_change, self.psoas_l.length_change),
        )
        return all(np.allclose(right, left, atol=LENGTH_TOLERANCE) for right, left in pairs)

    def of_side(self, side: Side) -> SidePsoas:
        """The fascicles of one side together."""
        return self.psoas_r if side == "r" else self.psoas_l

    def columns(self, side: Side) -> list[int]:
        """Columns of one side's fascicles, from the top down."""
        return [column for column, fascicle in enumerate(self.fascicles) if fascicle.side == side]

    @property
    def shown_values(self) -> Array:
        """(N,) the coordinate in degrees (metres where it is a distance), rounded to 9 decimals."""
        return np.round(_shown(self.coordinate, self.values), 9)

    def to_json(self) -> dict[str, Any]:
        """The result in the schema ``psoas.sweep/1``; the same sweep gives the same text.

        ``angle_deg`` is in ``unit``: degrees, and metres only where the coordinate is a distance.
        """
        columns = {
            "length_m": self.length,
            "moment_arm_m": self.moment_arm,
            "fibre_length_norm": self.fibre_length_norm,
            "passive_force_N": self.passive_force,
        }
        return {
            "schema": SCHEMA,
            "coordinate": self.coordinate,
            "unit": self.unit,
            "angle_deg": self.shown_values.tolist(),
            "pose": {name: round(float(_shown(name, value)), 9) for name, value in self.pose.items()},
            "person": self.person.to_json(),
            "fascicles": {
                fascicle.name: {
                    "side": fascicle.side,
                    "origin": fascicle.origin,
                    **{key: values[:, column].tolist() for key, values in columns.items()},
                }
                for column, fascicle in enumerate(self.fascicles)
            },
            **{
                f"psoas_{side}": {
                    "moment_arm_m": self.of_side(side).moment_arm.tolist(),
                    "length_change_m": self.of_side(side).length_change.tolist(),
                    "max_moment_Nm": self.of_side(side).max_moment.tolist(),
                }
                for side in SIDES
            },
        }


def stepped(start: float, stop: float, step: float) -> Array:
    """The values from ``start`` in steps to ``stop``, which is included where a whole number of steps leads there."""
    values: Array = np.round(start + step * np.arange(math.floor((stop - start) / step + 1e-9) + 1), 10)
    return values


def sweep(
    body: Body,
    coordinate: str,
    angles_rad: ArrayLike,
    pose: Mapping[str, float] | None = None,
    *,
    parameters: MuscleParameters | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Compute the psoas over a range of one coordinate.

    Args:
        coordinate: name of the moving coordinate.
        angles_rad: (N,) or one value of that coordinate [rad; m for a coordinate in m].
        pose: values at which others are held [rad, m]; those left out are zero, as in standing.
        parameters: of the muscles; None takes those of the body.
        progress: called with the step, the number of poses done, and of how many.

    Raises:
        UsageError: an unknown coordinate, a value out of its range, no values, or the same coordinate held.
    """
    values = np.atleast_1d(np.asarray(angles_rad, dtype=float))
    held = {name: float(value) for name, value in (pose or {}).items()}
    about = body.coordinate_index(coordinate)
    if values.ndim != 1 or not len(values):
        raise UsageError(
            _("{coordinate} has no values to go through; give at least one", coordinate=coordinate)
        )
    if coordinate in held:
        raise UsageError(
            _("{coordinate} cannot be held, because it is the one that moves", coordinate=coordinate)
        )
    poses = body.poses(held | {coordinate: values})
    fascicles = psoas_fascicles()
    columns = [body.muscle_index(fascicle.name) for fascicle in fascicles]
    parameters = parameters or muscle_parameters(body)
    lengths, arms = np.empty((2, len(values), len(body.muscles)))
    for part in parts_of(len(values), CHUNK):
        paths = muscle_paths(body, poses[part])
        lengths[part], arms[part] = paths.lengths, paths.moment_arms[:, :, about]
        if progress is not None:
            progress(N_("moving"), part.stop, len(values))
    standing = muscle_paths(body, body.poses()).lengths[0]
    active, passive = force_capacity(parameters, lengths)
    fibres = normalised_fibre_length(parameters, lengths)
    moments = (active + passive) * arms

    def side(letter: str) -> SidePsoas:
        of_side = [body.muscle_index(f.name) for f in fascicles if f.side == letter]
        weights = parameters.max_isometric_force[of_side] / parameters.max_isometric_force[of_side].sum()
        return SidePsoas(
            arms[:, of_side] @ weights,
            (lengths[:, of_side] - standing[of_side]) @ weights,
            moments[:, of_side].sum(axis=1),
        )

    return Sweep(
        coordinate=coordinate,
        values=values,
        pose=held,
        person=body.person,
        fascicles=fascicles,
        length=lengths[:, columns],
        standing_length=standing[columns],
        moment_arm=arms[:, columns],
        fibre_length_norm=fibres[:, columns],
        passive_force=passive[:, columns],
        max_moment=moments[:, columns],
        psoas_r=side("r"),
        psoas_l=side("l"),
    )


def _unit(coordinate: str) -> Literal["deg", "m"]:
    return "deg" if COORDINATES[coordinate].unit == "rad" else "m"


def _shown(coordinate: str, values: ArrayLike) -> Array:
    shown = np.asarray(values, dtype=float)
    return np.degrees(shown) if _unit(coordinate) == "deg" else shown
