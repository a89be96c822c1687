"""Reading `.trc` files: marker trajectories as text, written by Motion Analysis and OpenSim."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from psoas.capture.files.markers import Markers, check_names, checked_markers
from psoas.capture.files.text_file import check_time, number, read_lines
from psoas.capture.files.vertical import axes_with, axis_name, vertical_of
from psoas.errors import InputError
from psoas.timeseries import Array

NAMES_LINE = 3
Y: Array = np.eye(3)[1]


def read_trc(path: str | Path) -> Markers:
    """Read marker trajectories from a ``.trc`` file.

    OpenSim expects y up, and such a file keeps its axes. Where the markers of head, trunk and pelvis are above those of
    the feet along another axis, the file is turned until that axis is y (`Markers.turned`). Lengths are in the unit of
    the header (mm, cm or m). A blank cell, ``nan``, or a marker with all three coordinates zero is a gap.

    Raises:
        InputError: the file is missing, empty, cut off or not a ``.trc``; a cell is not a number, a name occurs
            twice, time does not increase, or the unit cannot be right. The message names the file and the line.
    """
    path = Path(path)
    lines = read_lines(path, ".trc file")
    if not lines[0].lstrip().startswith("PathFileType"):
        raise InputError(
            f"{path.name}, line 1: a .trc file starts with 'PathFileType' and this does not; export the trial as .trc"
        )
    if len(lines) <= NAMES_LINE + 1:
        raise InputError(f"{path.name} ends within its header; export the trial again")
    header = dict(zip(_cells(lines[1]), _cells(lines[2]), strict=False))
    if "Units" not in header:
        raise InputError(f"{path.name}, line 2: there is no 'Units' in the header; export the trial again")
    names = _names(lines[NAMES_LINE], path)
    time, positions, numbers = _rows(lines, names, path)
    check_time(time, numbers, path)
    frames = header.get("NumFrames", "")
    if frames.isdecimal() and len(frames) < 12 and int(frames) > len(time):
        raise InputError(
            f"{path.name} has {len(time)} frames and its header says {int(frames)}: it is cut off; export it again, "
            "or correct NumFrames"
        )
    up = vertical_of(names, positions, otherwise=Y)
    if np.array_equal(up, Y):
        return checked_markers(time, names, positions, header["Units"], path)
    found = checked_markers(time, names, positions @ axes_with(up).T, header["Units"], path)
    return replace(found, turned=axis_name(up))


def _cells(line: str) -> list[str]:
    """Split a line at its tabs and drop the empty cells at its end."""
    cells = [cell.strip() for cell in line.split("\t")]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _names(line: str, path: Path) -> list[str]:
    """Read the names of the markers from their line of the header."""
    cells = _cells(line)
    if [cell.lower().rstrip("#") for cell in cells[:2]] != ["frame", "time"]:
        raise InputError(
            f"{path.name}, line {NAMES_LINE + 1}: the names of the markers, after 'Frame#' and 'Time', were "
            "expected here; export the trial again"
        )
    names = [cell for cell in cells[2:] if cell]
    if not names:
        raise InputError(
            f"{path.name}, line {NAMES_LINE + 1}: there is no marker in it; export the trial again"
        )
    check_names(names, f"{path.name}, line {NAMES_LINE + 1}")
    return names


def _rows(lines: list[str], names: list[str], path: Path) -> tuple[Array, Array, list[int]]:
    """Read (T,) times, (T, N, 3) positions in the unit of the file, and T line numbers."""
    width = 2 + 3 * len(names)
    columns = ["Frame#", "Time", *(f"{name} {axis}" for name in names for axis in "XYZ")]
    rows, numbers = [], []
    for index in range(NAMES_LINE + 2, len(lines)):
        if not lines[index].strip():
            continue
        cells = lines[index].split("\t")
        short = len(cells) < width
        if short or any(cell.strip() for cell in cells[width:]):
            raise InputError(
                f"{path.name}, line {index + 1}: {len(cells)} cells for {len(names)} markers, which take {width}; "
                + ("the file is cut off, export it again" if short else "export the trial again")
            )
        rows.append(
            [
                number(cell, path, index + 1, name)
                for cell, name in zip(cells[1:width], columns[1:], strict=True)
            ]
        )
        numbers.append(index + 1)
    if not rows:
        raise InputError(f"{path.name} has a header but not one frame; export the trial again")
    table = np.array(rows, dtype=float)
    return table[:, 0], table[:, 1:].reshape(len(table), len(names), 3), numbers
