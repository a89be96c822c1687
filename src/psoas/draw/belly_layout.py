"""Room for bellies that run together: each is moved aside until none lies in another, nor in a bone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import KDTree

from psoas.draw.surfaces import Surface, joined
from psoas.timeseries import Array

ROUNDS: Final = 120
CLOSE: Final = 0.92
"""Distance of two bellies that touch over the sum of their radii: pressed together, they leave no gaps."""
STEP_M: Final = 0.003
"""Most that a belly is pushed by the others in a round."""
HOLD: Final = 0.04
"""Share of the way back to its own path that a belly is moved in each round."""
STATION_M: Final = 0.006
SMOOTH: Final = 1.5
"""Standard deviation of the smoothing along the bellies, in stations."""
TURN: Final = 18.0
"""The same of the direction outwards, so that no belly is twisted."""
FREE_M: Final = 0.02
"""Length from either end over which a belly comes to its own path."""
SPREAD: Final = 0.12
"""Share of the distances between the origins that remains between paths that run on one line."""


@dataclass(frozen=True, eq=False)
class Layout:
    """How S bellies with K rings lie beside their paths.

    Attributes:
        aside: (S, K, 2) from the path to the middle of the ring, outwards and forward [m].
        outward: (S, K, 2) unit, away from the middle of all bellies at this height.
        radii: (S, K) in this posture [m].
    """

    aside: Array
    outward: Array
    radii: Array


def arranged(lines: Array, radii: Array, bones: Sequence[Surface], lateral: Array, forward: Array) -> Layout:
    """Make room for bellies.

    At stations along the way from the common insertion, circles push each other and the bones push them, while each is
    held to its own path.

    Args:
        lines: (S, K, 3) paths from origin to insertion [m].
        radii: (S, K) [m].
        bones: to keep clear of.
        lateral, forward: (S, K, 3) unit vectors across each path.
    """
    to_end = _to_end(lines)
    stations = np.arange(0, to_end.max() + STATION_M, STATION_M)
    present = stations[:, None] <= to_end[None, :, 0] + STATION_M / 2

    def at_stations(values: Array) -> Array:
        """(D, S, ...) of (S, K, ...)."""
        flat = values.reshape(*values.shape[:2], -1)
        rows = [
            [np.interp(stations, way[::-1], one[::-1, column]) for column in range(flat.shape[2])]
            for way, one in zip(to_end, flat, strict=True)
        ]
        return np.moveaxis(np.array(rows), (0, 1, 2), (1, 2, 0)).reshape(-1, len(lines), *values.shape[2:])

    own, radius = at_stations(lines), np.where(present, at_stations(radii[..., None])[..., 0], 0.0)
    axes = np.stack([at_stations(lateral), at_stations(forward)], axis=-2)
    free = np.clip(np.minimum(stations[:, None], to_end[None, :, 0] - stations[:, None]) / FREE_M, 0, 1)
    free = np.where(present, free * free * (3 - 2 * free), 0.0)
    aside = _spread(lines, axes) * free[..., None]
    surface = joined(bones)
    tree = KDTree(surface.vertices)
    for _ in range(ROUNDS):
        push = _apart(own + np.einsum("dsa,dsac->dsc", aside, axes), radius, axes)
        place = own + np.einsum("dsa,dsac->dsc", aside + push, axes)
        _, nearest = tree.query(place.reshape(-1, 3))
        out = surface.normals[nearest].reshape(place.shape)
        depth = ((place - surface.vertices[nearest].reshape(place.shape)) * out).sum(axis=-1)
        inside = np.clip(radius - depth, 0, STEP_M)[..., None] * out
        aside = (1 - HOLD) * aside + push + 0.5 * np.einsum("dsc,dsac->dsa", inside, axes)
        aside = gaussian_filter1d(aside * free[..., None], SMOOTH / 3, axis=0, mode="nearest")
    aside = gaussian_filter1d(aside, SMOOTH, axis=0, mode="nearest") * free[..., None]
    place = own + np.einsum("dsa,dsac->dsc", aside, axes)
    weight = (radius**2)[..., None]
    middle = (weight * place).sum(axis=1, keepdims=True) / np.maximum(
        weight.sum(axis=1, keepdims=True), 1e-12
    )
    outward = np.einsum("dsc,dsac->dsa", place - middle, axes) + np.array([0.0, 1e-3])
    outward = gaussian_filter1d(outward, TURN, axis=0, mode="nearest")

    def at_rings(values: Array) -> Array:
        """(S, K, 2) of (D, S, 2)."""
        columns = [
            [np.interp(way, stations, values[:, strand, axis]) for axis in range(2)]
            for strand, way in enumerate(to_end)
        ]
        return np.moveaxis(np.array(columns), 1, 2)

    outward = at_rings(outward)
    outward /= np.maximum(np.linalg.norm(outward, axis=-1, keepdims=True), 1e-9)
    return Layout(at_rings(aside), outward, radii)


def _to_end(lines: Array) -> Array:
    """(S, K) way from each point to the end of its line [m]."""
    step = np.linalg.norm(np.diff(lines, axis=1), axis=-1)
    back = np.cumsum(step[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate([back, np.zeros((len(lines), 1))], axis=1)


def _spread(lines: Array, axes: Array) -> Array:
    """(D, S, 2) a first place aside of each path, by the order of the origins across them [m]."""
    apart = lines[:, 0] - lines[:, 0].mean(axis=0)
    first: Array = SPREAD * np.einsum("sc,dsac->dsa", apart, axes)
    return first


def _apart(place: Array, radius: Array, axes: Array) -> Array:
    """(D, S, 2) how far circles that lie in each other are pushed [m], the smaller more than the larger."""
    between = place[:, :, None] - place[:, None]
    flat = np.einsum("dijc,diac->dija", between, axes)
    distance = np.linalg.norm(flat, axis=-1)
    both = radius[:, :, None] + radius[:, None]
    overlap = np.where(
        (radius[:, :, None] > 0) & (radius[:, None] > 0), np.clip(CLOSE * both - distance, 0, None), 0.0
    )
    overlap[:, np.arange(place.shape[1]), np.arange(place.shape[1])] = 0.0
    share = radius[:, None] / np.maximum(both, 1e-9)
    push = (0.35 * overlap * share / np.maximum(distance, 1e-6))[..., None] * flat
    limited: Array = np.clip(push.sum(axis=2), -STEP_M, STEP_M)
    return limited
