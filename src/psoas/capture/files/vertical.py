"""Which axis of a file of markers points up: told by the markers themselves."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from psoas.timeseries import Array

HIGH = re.compile(r"asi|psi|sacr|acr|c7|clav|stern|head|fhd|bhd|temple")
LOW = re.compile(r"heel|hee$|cal$|toe|mt[15]|ank|mal$|foot")
"""Words in the names of markers that are above the knees, and near the floor, of a person who stands."""

UPRIGHT = 0.7
"""The share of the way from low to high markers that has to be along one axis for it to be the vertical."""


def vertical_of(names: Sequence[str], positions: Array, *, otherwise: Array) -> Array:
    """The axis along which markers of head, trunk and pelvis are above those of the feet, told by their names.

    Args:
        names: N names as in the file.
        positions: (T, N, 3) in any unit; a marker with a NaN, or with all three zero, was not seen.
        otherwise: (3,) the custom of the format, where the markers do not tell.

    Returns:
        (3,) a unit vector along an axis of the file.
    """
    simple = [re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower()) for name in names]
    low = [bool(LOW.search(name)) for name in simple]
    high = [bool(HIGH.search(name)) and not LOW.search(name) for name in simple]
    if not any(high) or not any(low):
        return otherwise
    unseen: NDArray[np.bool_] = np.all(positions == 0, axis=2)
    seen = np.where(unseen[:, :, None], np.nan, positions)
    ways = _mean(seen[:, high]) - _mean(seen[:, low])
    ways = ways[np.isfinite(ways[:, 0])]
    if not len(ways):
        return otherwise
    way = np.median(ways, axis=0)
    axis = int(np.argmax(np.abs(way)))
    if abs(way[axis]) < UPRIGHT * np.linalg.norm(way):
        return otherwise
    up: Array = np.eye(3)[axis] * np.sign(way[axis])
    return up


def axes_with(up: Array) -> Array:
    """(3, 3) rows: x, y (up) and z of a right-handed frame in the axes of the file.

    Args:
        up: (3,) a unit vector along an axis; x is the first axis of the file that is not vertical.
    """
    right: Array = np.eye(3)[1 if up[0] else 0]
    return np.array([right, up, np.cross(right, up)])


def axis_name(up: Array) -> str:
    """``x``, ``-y``, ``z`` ... for a unit vector along an axis."""
    axis = int(np.argmax(np.abs(up)))
    return ("-" if up[axis] < 0 else "") + "xyz"[axis]


def _mean(positions: Array) -> Array:
    """(T, 3) mean of the markers (T, N, 3) that were seen; NaN where none was."""
    seen: NDArray[np.bool_] = np.all(np.isfinite(positions), axis=2)
    count = seen.sum(axis=1)[:, None]
    total = np.where(seen[:, :, None], positions, 0).sum(axis=1)
    mean: Array = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean
