"""Length of each fascicle of the psoas as a function of the angles of hip and lower back."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy

from psoas.body import COORDINATES, Body, Fascicle, Person, load_body, psoas_fascicles
from psoas.muscle.paths import muscle_paths
from psoas.sides import Side
from psoas.timeseries import Array

GRID_STEP = np.radians(7.5)
"""Step of the grid of angles [rad]; the cubic surface through its lengths is exact to 0.02 mm."""

RANGE_MARGIN = np.radians(3.0)
"""Angle by which a pose may exceed the body's range and is set to its end; farther out the length is NaN [rad]."""


@dataclass(frozen=True, eq=False)
class PsoasLengths:
    """Lengths of the psoas of one side over all angles of hip flexion and lumbar extension.

    The last column of every result is the psoas as a whole: the mean of its eleven fascicles, weighted by strength.

    Attributes:
        side: ``r`` or ``l``.
        fascicles: the eleven, from the top down.
        standing: (12,) lengths with all coordinates at zero [m].
        limits: (2, 2) least and greatest hip flexion and lumbar extension [rad].
        surfaces: length [m] of each fascicle over hip flexion and lumbar extension.
        weights: (11,) share of each fascicle in the strength.
    """

    side: Side
    fascicles: tuple[Fascicle, ...]
    standing: Array
    limits: Array
    surfaces: tuple["scipy.interpolate.RectBivariateSpline", ...]
    weights: Array

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fascicles, and ``psoas_r`` or ``psoas_l`` for the whole."""
        return (*(fascicle.name for fascicle in self.fascicles), f"psoas_{self.side}")

    def moment_arms(self, hip_flexion: Array, lumbar_extension: Array) -> Array:
        """(2, N, 12) moment arms about hip and lower back [m/rad]: minus the derivative of the length."""
        hip = self.at(hip_flexion, lumbar_extension, dx=1)
        return -np.stack([hip, self.at(hip_flexion, lumbar_extension, dy=1)])

    def at(self, hip_flexion: Array, lumbar_extension: Array, **derivative: int) -> Array:
        """(N, 12) lengths [m] at (N,) angles [rad]; NaN where one is NaN or out of the body's range.

        ``dx=1`` and ``dy=1`` give their derivatives by the first and by the second angle instead [m/rad].
        """
        angles = np.stack(np.broadcast_arrays(np.asarray(hip_flexion, float), lumbar_extension))
        low, high = self.limits[:, :1], self.limits[:, 1:]
        known = ((angles >= low - RANGE_MARGIN) & (angles <= high + RANGE_MARGIN)).all(axis=0)
        hip, lumbar = np.clip(angles[:, known], low, high)
        found = np.full((angles.shape[1], len(self.surfaces) + 1), np.nan)
        each = np.column_stack([surface.ev(hip, lumbar, **derivative) for surface in self.surfaces])
        found[known] = np.column_stack([each, each @ self.weights])
        return found


def psoas_lengths(body: Body, side: Side, hip_flexion: Array, lumbar_extension: Array) -> Array:
    """(N, 12) lengths [m] of one psoas of a body at (N,) angles [rad]: for so few that a table takes longer to make."""
    fascicles, weights = _fascicles(body, side)
    angles = {f"hip_flexion_{side}": hip_flexion, "lumbar_extension": lumbar_extension}
    columns = [body.muscle_index(one.name) for one in fascicles]
    lengths = muscle_paths(body, body.poses(angles)).lengths[:, columns]
    return np.column_stack([lengths, lengths @ weights])


def _fascicles(body: Body, side: Side) -> tuple[tuple[Fascicle, ...], Array]:
    """The eleven fascicles of one side, from the top down, and the share of each in the strength."""
    fascicles = tuple(one for one in psoas_fascicles() if one.side == side)
    strengths = np.array([body.muscle(one.name).strength for one in fascicles])
    return fascicles, strengths / strengths.sum()


def tabulated(body: Body, side: Side = "r") -> PsoasLengths:
    """Tabulate the lengths of one psoas of a body over all angles of hip flexion and lumbar extension."""
    coordinates = (f"hip_flexion_{side}", "lumbar_extension")
    limits = np.array([COORDINATES[name].range for name in coordinates])
    hips, lumbars = (np.linspace(low, high, round((high - low) / GRID_STEP) + 1) for low, high in limits)
    hip, lumbar = (grid.ravel() for grid in np.meshgrid(hips, lumbars, indexing="ij"))
    fascicles, weights = _fascicles(body, side)
    lengths = psoas_lengths(body, side, np.append(hip, 0.0), np.append(lumbar, 0.0))
    grids = lengths[:-1, :-1].T.reshape(len(fascicles), len(hips), len(lumbars))
    return PsoasLengths(
        side=side,
        fascicles=fascicles,
        standing=lengths[-1],
        limits=limits,
        surfaces=tuple(scipy.interpolate.RectBivariateSpline(hips, lumbars, grid) for grid in grids),
        weights=weights,
    )


@lru_cache(maxsize=4)
def psoas_of(height_m: float | None, side: Side) -> PsoasLengths:
    """The psoas of a person of whom only the height is known; cached for the next clip.

    Args:
        height_m: standing height [m]; None takes 1.70 m.
        side: of the psoas.

    Raises:
        UsageError: a height that no person has.
    """
    return tabulated(load_body(Person() if height_m is None else Person(height_m=height_m)), side)
