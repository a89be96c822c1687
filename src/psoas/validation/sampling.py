"""Poses at which the body is examined."""

from collections.abc import Mapping

import numpy as np

from psoas.body import Body, psoas_fascicles
from psoas.timeseries import Array

LIVELY = ("hip_flexion", "hip_adduction", "hip_rotation")
BACK = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
"""The coordinates that the psoas knows of."""


def psoas_names(side: str = "") -> list[str]:
    """Names of the fascicles of one side, ``r`` or ``l``, or of both."""
    return [f.name for f in psoas_fascicles() if not side or f.side == side]


def columns(body: Body, names: list[str]) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Columns of some muscles."""
    return np.array([body.muscle_index(name) for name in names])


def psoas_coordinates() -> list[str]:
    """The coordinates that move a psoas of either side."""
    return [f"{name}_{side}" for name in LIVELY for side in "rl"] + list(BACK)


def random_poses(body: Body, count: int, seed: int, coordinates: list[str] | None = None) -> Array:
    """(N, C) poses anywhere in the ranges, a third of the values at an end of its range.

    Args:
        body: the body.
        count: N.
        seed: of the random numbers.
        coordinates: which vary; None takes all that move a psoas.
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
    twin = poses.copy()
    for column, name in enumerate(body.coordinates):
        if name[-2:] in ("_r", "_l"):
            other = name[:-1] + ("l" if name.endswith("r") else "r")
            twin[:, column] = poses[:, body.coordinate_index(other)]
        elif name in ("pelvis_list", "pelvis_rotation", "pelvis_tz", "lumbar_bending", "lumbar_rotation"):
            twin[:, column] = -poses[:, column]
    return twin


def hip_sweep(body: Body, degrees: Array, fixed: Mapping[str, float] | None = None) -> Array:
    """(N, C) poses with both hips at the given flexion [deg] and some coordinates fixed [rad]."""
    hips = np.radians(degrees)
    return body.poses({"hip_flexion_r": hips, "hip_flexion_l": hips, **(fixed or {})})
