"""The vertical axis of a marker file, found from the markers of a person who stands."""

import re
from collections.abc import Sequence

import numpy as np

from psoas.capture.files.markers import plain_marker_name
from psoas.timeseries import Array, mean_of_known

HIGH = re.compile(r"asi|psi|sacr|acr|c7|clav|stern|head|fhd|bhd|temple")
LOW = re.compile(r"heel|hee$|cal$|toe|mt[15]|ank|mal$|foot")
"""Parts of the names of markers that lie above the knees, and near the floor, when the person stands."""

UPRIGHT = 0.7
"""Least share of the way from the low to the high markers that lies along an axis which counts as vertical."""


def vertical_of(names: Sequence[str], positions: Array, *, otherwise: Array) -> Array:
    """Find the axis along which the markers of head, trunk and pelvis are above those of the feet.

    Args:
        names: N names as in the file.
        positions: (T, N, 3) in any unit; a marker with a NaN, or with all three zero, was not seen.
        otherwise: (3,) the axis by the custom of the format, for markers that show none.

    Returns:
        (3,) a unit vector along an axis of the file.
    """
    plain = [plain_marker_name(name) for name in names]
    low = [bool(LOW.search(name)) for name in plain]
    high = [bool(HIGH.search(name)) and not LOW.search(name) for name in plain]
    if not any(high) or not any(low):
        return otherwise
    unseen = (positions == 0).all(axis=2) | ~np.isfinite(positions).all(axis=2)
    seen = np.where(unseen[:, :, None], np.nan, positions)
    ways = mean_of_known(seen[:, high], 1) - mean_of_known(seen[:, low], 1)
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
    """Build a right-handed frame in the axes of the file: (3, 3), rows x, y (up) and z.

    Args:
        up: (3,) a unit vector along an axis; x is the first axis of the file that is not vertical.
    """
    right: Array = np.eye(3)[1 if up[0] else 0]
    return np.array([right, up, np.cross(right, up)])


def axis_name(up: Array) -> str:
    """Name a unit vector along an axis: ``x``, ``-y``, ``z`` ..."""
    axis = int(np.argmax(np.abs(up)))
    return ("-" if up[axis] < 0 else "") + "xyz"[axis]
