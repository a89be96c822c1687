"""Motion-capture files: one table says which reader takes which file. A new format is a new line in it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from psoas.capture.files.c3d import read_c3d
from psoas.capture.files.markers import Markers
from psoas.capture.files.mot import read_mot
from psoas.capture.files.trc import read_trc
from psoas.errors import InputError
from psoas.timeseries import TimeSeries
from psoas.words import _

READERS: Final[Mapping[str, Callable[[Path], TimeSeries | Markers]]] = {
    ".mot": read_mot,
    ".sto": read_mot,
    ".trc": read_trc,
    ".c3d": read_c3d,
}
"""The reader of each file, by the ending of its name in lower case. A reader gives coordinates or markers."""

MOTION_FILES: Final = tuple(READERS)
"""The endings that `read_motion_file` knows; messages, help texts and the coach list them from here."""

MOTION_FILE_WORDS: Final = ", ".join(ending.removeprefix(".") for ending in READERS)


def read_motion_file(path: str | Path) -> TimeSeries | Markers:
    """Read a motion-capture file with the reader of its ending.

    Args:
        path: the file; capitals in its ending do not matter.

    Returns:
        Coordinates as `read_mot` gives them, with OpenSim's names [rad, m], or `Markers`.

    Raises:
        InputError: an unknown ending, or a file that cannot be read.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in READERS:
        raise InputError(
            _(
                "{file}: {ending} is not a motion file; known are {known}",
                file=path.name,
                ending=ending or _("no ending"),
                known=", ".join(MOTION_FILES),
            )
        )
    return READERS[ending](path)
