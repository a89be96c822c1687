"""Reading `.c3d` files: marker trajectories in the format of motion-capture systems."""

import re
from itertools import compress
from pathlib import Path

import numpy as np

from psoas.capture.files.c3d_format import C3d, parse_c3d
from psoas.capture.files.markers import Markers, checked_markers, distinct_names
from psoas.capture.files.text_file import read_bytes
from psoas.capture.files.vertical import axes_with, vertical_of
from psoas.errors import InputError
from psoas.timeseries import Array
from psoas.words import _

COMPUTED = ("ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS")
"""Parameters that list results of a biomechanical model, which are stored among the points [Vicon]."""


def read_c3d(path: str | Path) -> Markers:
    """Read marker trajectories from a ``.c3d`` file.

    The vertical axis is, in this order: the one that ``POINT:Y_SCREEN`` names, where ``POINT:X_SCREEN`` names another;
    the axis along which markers of head, trunk and pelvis are above those of the feet, recognised by their names; z,
    the custom of the format. The result has y up and x along the screen, or along the first horizontal axis of the
    file.

    A point with a negative residual, or with all three coordinates zero, is a gap. Points without a name, unlabelled
    points (named ``*12``) and results of a biomechanical model (angles, forces) are left out.

    Raises:
        InputError: the file is missing, damaged or not a ``.c3d``, it holds no named marker, or the unit cannot be
            right.
    """
    path = Path(path)
    found, names, positions = read_points(path)
    named = _named(found)
    descriptions = [text for key in ("", "2", "3") for text in found.texts(f"POINT:DESCRIPTIONS{key}")]
    descriptions = [*descriptions, *[""] * len(named)][: len(named)]
    names, notes = distinct_names(names, list(compress(descriptions, named)))
    turned = positions @ axes_of(found, names, positions).T
    time = (found.first_frame - 1 + np.arange(len(positions))) / found.rate
    return checked_markers(
        time, names, turned, (found.texts("POINT:UNITS") or ["mm"])[0] or "mm", path, notes
    )


def read_points(path: Path) -> tuple[C3d, list[str], Array]:
    """Read a file, the names of its markers as they stand there, and their positions (T, N, 3) in its own axes.

    Raises:
        InputError: as `read_c3d`.
    """
    found = parse_c3d(read_bytes(path, _("{ending} file", ending=".c3d")), path.name)
    named = _named(found)
    names = list(compress(found.labels, named))
    if not names:
        raise InputError(
            _("{file} holds no named marker; label the trial and export it again", file=path.name)
        )
    return found, names, found.points[:, named]


def _named(found: C3d) -> list[bool]:
    """Whether each point is a marker with a name."""
    computed = {label for key in COMPUTED for label in found.texts(f"POINT:{key}")}
    return [name != "" and not name.startswith("*") and name not in computed for name in found.labels]


def axes_of(found: C3d, names: list[str], positions: Array) -> Array:
    """Find the axes of the result in those of the file: (3, 3), rows x, y (up) and z."""
    right = _screen_axis((found.texts("POINT:X_SCREEN") or [""])[0])
    up = _screen_axis((found.texts("POINT:Y_SCREEN") or [""])[0])
    if right is None or up is None or abs(right @ up) > 0:
        return axes_with(vertical_of(names, positions, otherwise=np.eye(3)[2]))
    return np.array([right, up, np.cross(right, up)])


def _screen_axis(text: str) -> Array | None:
    """Read ``+X``, ``-Y``, ``Z`` ... as a (3,) unit vector; None for any other text."""
    match = re.fullmatch(r"([+-]?)([XYZ])", text.strip().upper())
    if match is None:
        return None
    axis: Array = np.eye(3)["XYZ".index(match[2])] * (-1.0 if match[1] == "-" else 1.0)
    return axis
