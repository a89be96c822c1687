"""An outline of the body around the bones, in any posture: drawn, not measured (``skin.json``)."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import mujoco
import numpy as np
from scipy.interpolate import PchipInterpolator, interp1d
from scipy.ndimage import gaussian_filter1d

from psoas.body import Body, Person
from psoas.data import read_data
from psoas.draw.rings import Rings, along
from psoas.sides import other_side
from psoas.timeseries import Array

RINGS: Final = 31
"""Number of rings of each part."""

ARMS: Final = 2
"""Number of parts that are arms, the last ones."""
DENSE: Final = 120
LEAST: Final = 0.02
"""Size of the last ring of a part, as a share of the others."""
ROUNDED_M: Final = 0.018
"""Length over which bends of a part are rounded, such as that of a knee."""


@dataclass(frozen=True, eq=False)
class _Part:
    """One part of the outline: its N rings from end to end, of a person of usual height.

    Attributes:
        segments: (N,) names.
        points: (N, 3) in the frames of the segments [m].
        halves: (N, 2) half width and half depth [m].
    """

    segments: tuple[str, ...]
    points: Array
    halves: Array


def skin(body: Body, data: mujoco.MjData) -> Rings:
    """Rings around trunk, head, legs, feet and arms, in this order; right before left.

    Args:
        body: of the person.
        data: after ``mj_kinematics``.
    """
    growth = body.person.height_m / Person().height_m
    shapes = [_rings(part, data, growth) for part in _parts()]
    centres, across, over = (np.stack(column) for column in zip(*shapes, strict=True))
    return Rings(centres, across, over)


@cache
def _parts() -> tuple[_Part, ...]:
    table = read_data("psoas.draw", "skin.json")
    parts = [_part(rows) for rows in table["middle"].values()]
    for rows in table["right"].values():
        right = _part(rows)
        names = tuple(other_side(name) for name in right.segments)
        parts += [right, _Part(names, right.points * [1, 1, -1], right.halves)]
    return tuple(parts)


def _part(rows: list[list[str | float]]) -> _Part:
    figures = np.array([row[1:] for row in rows], dtype=float)
    return _Part(tuple(str(row[0]) for row in rows), figures[:, :3], figures[:, 3:])


def _rings(part: _Part, data: mujoco.MjData, growth: float) -> tuple[Array, Array, Array]:
    """Centres and half axes of one part, each (K, 3) [m], with round ends."""
    frames = np.stack([data.body(name).xmat.reshape(3, 3) for name in part.segments])
    places = np.stack([data.body(name).xpos for name in part.segments])
    corners = places + growth * np.einsum("nij,nj->ni", frames, part.points)
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    known = np.hstack([corners, frames[:, :, 2], growth * part.halves])
    dense = np.linspace(0, way[-1], DENSE)
    smooth = gaussian_filter1d(
        PchipInterpolator(way, known)(dense), ROUNDED_M / dense[1], axis=0, mode="nearest"
    )
    turn = np.linspace(0, np.pi, RINGS)
    at = way[-1] * (0.35 * (1 - np.cos(turn)) / 2 + 0.65 * np.linspace(0, 1, RINGS))
    centres, lateral, halves = np.split(interp1d(dense, smooth, axis=0)(at), [3, 6], axis=1)
    directions = along(centres)
    across = lateral - (directions * lateral).sum(axis=1, keepdims=True) * directions
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    cap = halves.min(axis=1)
    to_end = np.clip(np.minimum(at, way[-1] - at) / cap, 0, 1)
    halves = halves * np.sqrt(np.maximum(1 - (1 - to_end) ** 2, LEAST**2))[:, None]
    return centres, halves[:, :1] * across, halves[:, 1:] * np.cross(directions, across)
