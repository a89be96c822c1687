"""Reading `.c3d` files: marker trajectories as motion-capture systems store them."""

import re
from pathlib import Path

import numpy as np

from psoas.capture.files.c3d_format import C3d, parse_c3d
from psoas.capture.files.markers import Markers, made_markers
from psoas.capture.files.vertical import axes_with, vertical_of
from psoas.errors import InputError
from psoas.timeseries import Array

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
        up = vertical_of(names, positions, otherwise=np.eye(3)[2])
        return axes_with(up)
    return np.array([right, up, np.cross(right, up)])


def _screen_axis(text: str) -> Array | None:
    """``+X``, ``-Y``, ``Z`` ... as a unit vector."""
    match = re.fullmatch(r"([+-]?)([XYZ])", text.strip().upper())
    if match is None:
        return None
    axis: Array = np.eye(3)["XYZ".index(match[2])] * (-1.0 if match[1] == "-" else 1.0)
    return axis
