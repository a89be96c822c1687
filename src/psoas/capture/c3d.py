"""Reading `.c3d` files: marker trajectories as motion-capture systems store them."""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from psoas.capture.c3dformat import C3d, parse_c3d
from psoas.capture.markers import Markers, made_markers
from psoas.errors import InputError
from psoas.timeseries import Array

HIGH = re.compile(r"asi|psi|sacr|acr|c7|clav|stern|head|fhd|bhd|temple")
LOW = re.compile(r"heel|hee$|cal$|toe|mt[15]|ank|mal$|foot")
"""Words in the names of markers that are above the knees, and near the floor, of a person who stands."""

UPRIGHT = 0.7
"""The share of the way from low to high markers that has to be along one axis for it to be the vertical."""

COMPUTED = ("ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS")
"""Lists in the group POINT of what the maker's model computed, which is stored among the points [Vicon]."""


def read_c3d(path: str | Path) -> Markers:
    """Read marker trajectories from a ``.c3d`` file.

    Which axis is up: what ``POINT:X_SCREEN`` and ``POINT:Y_SCREEN`` say (to the right, and upwards), where both are
    there. Else the axis along which markers of head, trunk and pelvis are above those of the feet, told by their
    names. Else z, the custom of the format. The result has y up and x along the screen, or along the first axis of
    the file that is not vertical.

    A point with a negative residual, or with all three coordinates zero, is a gap. Points without a name, or named
    ``*12`` as unlabelled ones are, and what the maker's model computed (angles, forces) are left out.

    Args:
        path: the file.

    Raises:
        InputError: the file is missing, damaged or not a ``.c3d``, it holds no named marker, or the unit cannot be
            right.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path} cannot be read ({reason}); check the path") from None
    found = parse_c3d(data, path.name)
    computed = {label for key in COMPUTED for label in found.texts(f"POINT:{key}")}
    kept = [
        index
        for index, name in enumerate(found.labels)
        if name and not name.startswith("*") and name not in computed
    ]
    names = [found.labels[index] for index in kept]
    if not names:
        raise InputError(f"{path.name} holds no named marker; label the trial and export it again")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"{path.name}: the marker {', '.join(twice)} occurs twice; remove or rename one")
    positions = found.points[:, kept]
    turned = positions @ _axes(found, names, positions).T
    time = (found.first_frame - 1 + np.arange(len(positions))) / found.rate
    return made_markers(time, names, turned, (found.texts("POINT:UNITS") or ["mm"])[0] or "mm", path)


def _axes(found: C3d, names: list[str], positions: Array) -> Array:
    """(3, 3) rows: x, y (up) and z of the result in the axes of the file."""
    right = _screen_axis((found.texts("POINT:X_SCREEN") or [""])[0])
    up = _screen_axis((found.texts("POINT:Y_SCREEN") or [""])[0])
    if right is None or up is None or abs(right @ up) > 0:
        up = _vertical(names, positions)
        right = np.eye(3)[1 if up[0] else 0]
    return np.array([right, up, np.cross(right, up)])


def _screen_axis(text: str) -> Array | None:
    """``+X``, ``-Y``, ``Z`` ... as a unit vector."""
    match = re.fullmatch(r"([+-]?)([XYZ])", text.strip().upper())
    if match is None:
        return None
    axis: Array = np.eye(3)["XYZ".index(match[2])] * (-1.0 if match[1] == "-" else 1.0)
    return axis


def _vertical(names: list[str], positions: Array) -> Array:
    """The axis of the file that points up, as a unit vector; z where the markers do not tell."""
    simple = [re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower()) for name in names]
    low = [bool(LOW.search(name)) for name in simple]
    high = [bool(HIGH.search(name)) and not LOW.search(name) for name in simple]
    z: Array = np.eye(3)[2]
    if not any(high) or not any(low):
        return z
    unseen: NDArray[np.bool_] = np.all(positions == 0, axis=2)
    seen = np.where(unseen[:, :, None], np.nan, positions)
    ways = _mean(seen[:, high]) - _mean(seen[:, low])
    ways = ways[np.isfinite(ways[:, 0])]
    if not len(ways):
        return z
    way = np.median(ways, axis=0)
    axis = int(np.argmax(np.abs(way)))
    if abs(way[axis]) < UPRIGHT * np.linalg.norm(way):
        return z
    up: Array = np.eye(3)[axis] * np.sign(way[axis])
    return up


def _mean(positions: Array) -> Array:
    """(T, 3) mean of the markers (T, N, 3) that were seen; NaN where none was."""
    seen: NDArray[np.bool_] = np.all(np.isfinite(positions), axis=2)
    count = seen.sum(axis=1)[:, None]
    total = np.where(seen[:, :, None], positions, 0).sum(axis=1)
    mean: Array = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean
