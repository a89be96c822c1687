"""Which reader a motion-capture file takes, by the ending of its name."""

from pathlib import Path

from psoas.capture.files.c3d import read_c3d
from psoas.capture.files.markers import Markers
from psoas.capture.files.mot import read_mot
from psoas.capture.files.trc import read_trc
from psoas.errors import InputError
from psoas.timeseries import TimeSeries

COORDINATE_FILES = (".mot", ".sto")
MARKER_FILES = (".trc", ".c3d")
MOTION_FILES = COORDINATE_FILES + MARKER_FILES
"""Endings that `read_motion_file` knows, in lower case."""


def read_motion_file(path: str | Path) -> TimeSeries | Markers:
    """Read coordinates (``.mot``, ``.sto``) or markers (``.trc``, ``.c3d``).

    Args:
        path: the file; capitals in its ending do not matter.

    Returns:
        What `read_mot`, `read_trc` or `read_c3d` gives.

    Raises:
        InputError: an unknown ending, or a file that cannot be read.
    """
    path = Path(path)
    match path.suffix.lower():
        case ".mot" | ".sto":
            return read_mot(path)
        case ".trc":
            return read_trc(path)
        case ".c3d":
            return read_c3d(path)
        case ending:
            raise InputError(
                f"{path.name}: {ending or 'no ending'} is not a motion file; known are {', '.join(MOTION_FILES)}"
            )
