"""Poses at which the body is validated."""

import numpy as np

from psoas.body import Body, mirrored_coordinate, psoas_fascicles
from psoas.sides import both
from psoas.timeseries import Array

HIP = ("hip_flexion", "hip_adduction", "hip_rotation")
BACK = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
"""The coordinates that change the length of the psoas."""


def psoas_names(side: str = "") -> list[str]:
    """Names of the fascicles of one side, ``r`` or ``l``, or of both."""
    return [f.name for f in psoas_fascicles() if not side or f.side == side]


def columns(body: Body, names: list[str]) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Columns of some muscles."""
    return np.array([body.muscle_index(name) for name in names])


def psoas_coordinates() -> list[str]:
    """The coordinates that move a psoas of either side."""
    return [name for hip in HIP for name in both(hip)] + list(BACK)


def random_poses(body: Body, count: int, seed: int, coordinates: list[str] | None = None) -> Array:
    """(N, C) random poses within the ranges, a third of the values at an end of its range.

    Args:
        count: N.
        seed: of the random numbers.
        coordinates: those that vary; None takes all that move a psoas.
    """
    rng = np.random.default_rng(seed)
    names = coordinates or psoas_coordinates()
    poses = np.zeros((count, len(body.coordinates)))
    for name in names:
        column = body.coordinate_index(name)
        low, high = body.ranges[column]
        share = rng.uniform(size=count)
        share = np.where(rng.uniform(size=count) < 1 / 3, np.round(share), share)
        poses[:, column] = low + share * (high - low)
    return poses


def mirrored(body: Body, poses: Array) -> Array:
    """The same postures with left and right exchanged."""
    twins = [mirrored_coordinate(name) for name in body.coordinates]
    columns = [body.coordinate_index(name) for name, _ in twins]
    return poses[:, columns] * [sign for _, sign in twins]


def hip_sweep(body: Body, degrees: Array) -> Array:
    """(N, C) poses with both hips at the given flexion [deg]."""
    return body.poses(dict.fromkeys(both("hip_flexion"), np.radians(degrees)))
