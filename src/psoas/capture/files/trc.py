"""Reading `.trc` files: marker trajectories as text, written by Motion Analysis and OpenSim."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from psoas.capture.files.markers import METRES, Markers, Notes, checked_markers, distinct_names
from psoas.capture.files.text_file import (
    check_time,
    count_note,
    cut_note,
    declared_number,
    number,
    read_lines,
)
from psoas.capture.files.vertical import axes_with, axis_name, vertical_of
from psoas.errors import InputError
from psoas.timeseries import Array
from psoas.words import N_, _, ngettext

NAMES_LINE = 3
MORE_FRAMES = N_(
    "The header says {declared} frames and the file holds {found}; those that are there were read"
)
MORE_MARKERS = N_(
    "The header says {declared} markers and the file holds {found}; those that are there were read"
)
Y: Array = np.eye(3)[1]


def read_trc(path: str | Path) -> Markers:
    """Read marker trajectories from a ``.trc`` file.

    OpenSim expects y up, and such a file keeps its axes. Where the markers of head, trunk and pelvis are above those of
    the feet along another axis, the file is turned until that axis is y (`Markers.turned`). Lengths are in the unit of
    the header (mm, cm or m). A blank cell, ``nan``, a marker with all three coordinates zero, or a wild cell
    (`checked_markers`) is a gap. Where the header counts more or fewer rows or markers than the file holds, those that
    are there are read, and `Markers.notes` say so.

    Raises:
        InputError: the file is missing, empty, cut off within its header or not a ``.trc``; a cell is not a number,
            time does not increase, or the unit cannot be right. The message names the file and the line.
    """
    path = Path(path)
    lines = read_lines(path, _("{ending} file", ending=".trc"))
    if not lines[0].lstrip().startswith("PathFileType"):
        raise InputError(
            _(
                "{file}, line 1: a .trc file starts with 'PathFileType' and this does not; export the trial as "
                ".trc",
                file=path.name,
            )
        )
    if len(lines) <= NAMES_LINE + 1:
        raise InputError(_("{file} ends within its header; export the trial again", file=path.name))
    header = _header(lines[1], lines[2], path)
    names, columns, unnamed = _columns(lines[NAMES_LINE], lines[NAMES_LINE + 1], path)
    names, notes = distinct_names(names)
    frames = declared_number(header.get("NumFrames", ""))
    time, positions, numbers, cut = _rows(lines, names, columns, frames, path)
    check_time(time, numbers, path)
    if unnamed:
        says = ngettext(
            "{count} marker without a name is left out; label the trial",
            "{count} markers without a name are left out; label the trial",
            unnamed,
        )
        notes += (("markers_unnamed", says),)
    notes = (
        *notes,
        *cut,
        *count_note(MORE_FRAMES, len(time), frames),
        *count_note(MORE_MARKERS, len(names) + unnamed, declared_number(header.get("NumMarkers", ""))),
    )
    up = vertical_of(names, positions, otherwise=Y)
    if np.array_equal(up, Y):
        return checked_markers(time, names, positions, header["Units"], path, notes)
    found = checked_markers(time, names, positions @ axes_with(up).T, header["Units"], path, notes)
    return replace(found, turned=axis_name(up))


def _cells(line: str) -> list[str]:
    """Split a line at its tabs, or at blanks where two of them part cells; drop the empty cells at its end."""
    by_blanks = "\t" not in line or re.search(r"\S {2,}\S", line)
    cells = line.split() if by_blanks else [cell.strip() for cell in line.split("\t")]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _header(keys_line: str, values_line: str, path: Path) -> dict[str, str]:
    """Read the two lines of the header; some programs put two tabs between values.

    Raises:
        InputError: there is no unit in it.
    """
    keys, values = _cells(keys_line), _cells(values_line)
    full_keys, full_values = ([cell for cell in cells if cell] for cells in (keys, values))
    ragged = len(keys) != len(values) and len(full_keys) == len(full_values)
    header = dict(zip(full_keys, full_values, strict=True) if ragged else zip(keys, values, strict=False))
    if header.get("Units", "").lower() in METRES:
        return header
    units = [value for value in full_values if value.lower() in METRES]
    if len(units) == 1:
        return header | {"Units": units[0]}
    if not header.get("Units"):
        raise InputError(
            _("{file}, line 2: there is no 'Units' in the header; export the trial again", file=path.name)
        )
    return header


def _columns(names_line: str, axes_line: str, path: Path) -> tuple[list[str], list[int], int]:
    """Read the names of the markers, the column of the x of each, and the number of markers without a name.

    A name stands over the x of its marker. Where the names stand elsewhere, they follow one another, and their number
    has to be that of the markers in the line below.
    """
    cells = _cells(names_line)
    if [cell.lower().rstrip("#") for cell in cells[:2]] != ["frame", "time"]:
        raise InputError(
            _(
                "{file}, line {line}: the names of the markers, after 'Frame#' and 'Time', were expected here; "
                "export the trial again",
                file=path.name,
                line=NAMES_LINE + 1,
            )
        )
    names = [cell for cell in cells[2:] if cell]
    if not names:
        raise InputError(
            _(
                "{file}, line {line}: there is no marker with a name in it; label the trial and export it again",
                file=path.name,
                line=NAMES_LINE + 1,
            )
        )
    markers = sum(1 for cell in _cells(axes_line) if cell.upper().startswith("X"))
    over_x = all(not cell or index % 3 == 0 for index, cell in enumerate(cells[2:]))
    if over_x:
        columns = [index for index, cell in enumerate(cells) if index >= 2 and cell]
        return names, columns, max(0, max(markers, -(-(len(cells) - 2) // 3)) - len(names))
    if markers not in (0, len(names)):
        raise InputError(
            _(
                "{file}, line {line}: there are {names} names for {markers} markers; put each name over the x of "
                "its marker, or export the trial again",
                file=path.name,
                line=NAMES_LINE + 1,
                names=len(names),
                markers=markers,
            )
        )
    return names, [2 + 3 * index for index in range(len(names))], 0


def _rows(
    lines: list[str], names: list[str], columns: list[int], frames: int | None, path: Path
) -> tuple[Array, Array, list[int], Notes]:
    """Read (T,) times, (T, N, 3) positions in the unit of the file, T line numbers, and a remark on a cut last row.

    A row that lacks its last markers, as some programs write where these were not seen, has gaps there; behind the
    named markers there may be others, and before the number of the frame a tab. The last row is left out where it has
    no line end and is short, or where the header announces more frames.
    """
    cells_of = [1, *(column + axis for column in columns for axis in range(3))]
    labels = ["Time", *(f"{name} {axis}" for name in names for axis in "XYZ")]
    rows: list[list[float]] = []
    numbers: list[int] = []
    filled = (
        range(NAMES_LINE + 1, len(lines))
        if _is_row(lines[NAMES_LINE + 1])
        else range(NAMES_LINE + 2, len(lines))
    )
    width = cells_of[-1] + 1
    notes: Notes = ()
    for index in filled:
        if not lines[index].strip():
            continue
        cells = lines[index].split("\t") if "\t" in lines[index] else lines[index].split()
        more = len(rows) + 1 < frames if frames is not None else False
        if index == len(lines) - 1 and (len(cells) < width or more):
            notes = cut_note(index + 1)
            break
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) % 3 == 0 and not cells[0].strip():
            cells = cells[1:]
        if len(cells) % 3 != 2:
            raise InputError(
                _(
                    "{file}, line {line}: {cells} cells for {markers} markers, which take {width}; a cell is missing "
                    "or too many, export the trial again",
                    file=path.name,
                    line=index + 1,
                    cells=len(cells),
                    markers=len(names),
                    width=width,
                )
            )
        cells += [""] * (width - len(cells))
        rows.append(
            [number(cells[at], path, index + 1, label) for at, label in zip(cells_of, labels, strict=True)]
        )
        numbers.append(index + 1)
    if not rows:
        raise InputError(_("{file} has a header but not one frame; export the trial again", file=path.name))
    table = np.array(rows, dtype=float)
    return table[:, 0], table[:, 1:].reshape(len(table), len(names), 3), numbers, notes


def _is_row(line: str) -> bool:
    """Tell a row of numbers from the line of axes, which a few programs leave out."""
    cells = _cells(line)
    return len(cells) > 1 and all(re.fullmatch(r"[-+.\deE]+", cell) for cell in cells[:2])
