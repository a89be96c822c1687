"""Reading OpenSim's `.mot` and `.sto` files: tables of coordinates or forces over time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from psoas.capture.files.markers import FASTEST_M_S, Notes, distinct_names
from psoas.capture.files.outliers import find_spikes
from psoas.capture.files.text_file import (
    check_time,
    count_note,
    cut_note,
    declared_number,
    number,
    read_lines,
)
from psoas.errors import InputError
from psoas.timeseries import Array, Mask, TimeSeries
from psoas.words import N_, _, ngettext

UNITS: tuple[tuple[str, str], ...] = (
    (r"(^|_)t[xyz]$", "m"),
    (r"force\w*_?p[xyz]$|(^|_)p[xyz]$", "m"),
    (r"torque|moment|(^|_)m[xyz]$", "N.m"),
    (r"force|(^|_)[vf][xyz]$", "N"),
    (r"activation|excitation", "1"),
    (r"fib(er|re)_length|(^|_)length$", "m"),
)
"""Units of columns other than angles, by OpenSim's names; the first pattern that fits counts."""

MORE_ROWS = N_("The header says {declared} rows and the file holds {found}; those that are there were read")
MORE_COLUMNS = N_(
    "The header says {declared} columns and the file holds {found}; those that are there were read"
)
SURELY_DEGREES = 4 * np.pi
"""Two full turns; no coordinate of a person reaches this in radians."""

MOST_WILD = 0.01
"""Greatest share of wild cells in a column; where there are more, the unit is wrong, and not single cells."""

FASTEST: Mapping[str, float] = {"rad": 100.0, "m": FASTEST_M_S}
"""Speeds that no joint and no pelvis reaches, by unit [rad/s, m/s]; the shoulder of a pitcher turns with 130 rad/s at
most [Fleisig et al. 1999], hips and knees with a fifth of it."""

FARTHEST: Mapping[str, float] = {"rad": 20 * np.pi, "m": 50.0}
"""Distances from the middle value that no coordinate reaches [rad, m]: ten turns of the body, and a hall."""


@dataclass(frozen=True, eq=False)
class CoordinateTable(TimeSeries):
    """The columns of a coordinate file.

    Attributes:
        notes: remarks on the file, for the user.
    """

    notes: Notes = ()


def read_table(path: Path) -> tuple[dict[str, str], CoordinateTable]:
    """Read a file of OpenSim; columns may be separated by tabs or spaces.

    Files of SIMM and of OpenSim before version 4 are read, too: ``key value`` in the header, no ``endheader`` before
    the names, several columns of one name (the second becomes ``name (2)``). Where the header counts more or
    fewer rows or columns than the file holds, those that are there are read, and the notes say so.

    Returns:
        The header, its keys in lower case, and (T, N) numbers in the units that `unit_of` gives, but angles as in the
        file. A cell with ``nan`` is NaN.

    Raises:
        InputError: the file is missing, empty, cut off or of another kind; a cell is not a number, or time does not
            increase. The message names the file and the line.
    """
    lines = read_lines(path, _("{ending} file", ending=path.suffix or ".mot"))
    end = _end_of_header(lines, path)
    names, first, notes = _column_names(lines, end, path)
    header = _header_of(lines[:end])
    rows, columns = (
        declared_number(header.get(key, header.get(alias, "")))
        for key, alias in (("nrows", "datarows"), ("ncolumns", "datacolumns"))
    )
    time, values, numbers, cut = _numbers_below(lines, first, names, rows, path)
    check_time(time, numbers, path)
    notes = (
        *notes,
        *cut,
        *count_note(MORE_ROWS, len(time), rows),
        *count_note(MORE_COLUMNS, len(names), columns),
    )
    table = CoordinateTable(time, tuple(names[1:]), values, tuple(map(unit_of, names[1:])), notes=notes)
    return header, table


def read_mot(path: str | Path) -> CoordinateTable:
    """Read coordinates (or ground reactions) from an OpenSim ``.mot`` or ``.sto`` file.

    Where the header does not say ``inDegrees``, a file of SIMM (``datacolumns`` in the header, no version) is in
    degrees, and any other is in radians unless an angle goes beyond two full turns. The coordinates of the kneecap
    (``knee_angle_r_beta``), which OpenSim leaves in degrees, do not count. A wild cell is a gap.

    Returns:
        (T, N) with the names of the file, without ``time``: angles [rad], translations and points [m], forces [N],
        moments [N.m].

    Raises:
        InputError: the file cannot be read, see `read_table`, or its header contradicts its angles.
    """
    path = Path(path)
    header, table = read_table(path)
    angles = np.isin(table.units, ("rad", "rad/s"))
    values = np.array(table.values)
    judged = angles & np.array(["_beta" not in name for name in table.names])
    if _in_degrees(header, values[:, judged], path):
        values = np.where(angles, np.radians(values), values)
    wild = np.zeros(values.shape, dtype=bool)
    for index, (name, unit) in enumerate(zip(table.names, table.units, strict=True)):
        if unit in FASTEST and not re.search("force|torque|moment|_beta", name):
            wild[:, index] = _far_off(values[:, index], FARTHEST[unit])
            calm = np.where(wild[:, index], np.nan, values[:, index])[:, None]
            wild[:, index] |= find_spikes(table.time, calm, fastest=FASTEST[unit])
    if not wild.any():
        return replace(table, values=values)
    says = ngettext(
        "{count} cell is left out as a gap, because nobody gets there so fast or so far ({where})",
        "{count} cells are left out as a gap, because nobody gets there so fast or so far ({where})",
        int(wild.sum()),
        where=", ".join(np.array(table.names)[wild.any(axis=0)][:5]),
    )
    notes = (*table.notes, ("wild_cells", says))
    return replace(table, values=np.where(wild, np.nan, values), notes=notes)


def _far_off(column: Array, limit: float) -> Mask:
    """Find the values (T,) farther than ``limit`` from the middle one, where they are few."""
    if not np.isfinite(column).any():
        return np.zeros(len(column), dtype=bool)
    with np.errstate(invalid="ignore"):
        far: Mask = np.abs(column - np.nanmedian(column)) > limit
    return far if far.mean() <= MOST_WILD else np.zeros(len(column), dtype=bool)


def unit_of(name: str) -> str:
    """Find the unit of a column by its name, once angles are in radians.

    ``/jointset/hip_r/hip_flexion_r/value`` of a states file counts as ``hip_flexion_r``.
    """
    *parents, leaf = name.split("/")
    speed = leaf == "speed" or leaf.endswith("_u")
    if leaf in ("value", "speed") and parents:
        leaf = parents[-1]
    leaf = leaf.removesuffix("_u").lower()
    unit = next((unit for pattern, unit in UNITS if re.search(pattern, leaf)), "rad")
    return unit + "/s" if speed else unit


def _header_of(lines: list[str]) -> dict[str, str]:
    """Read the header, written ``key=value`` or, by SIMM, ``key value``; its keys in lower case."""
    found = {}
    for line in lines:
        key, sign, value = line.partition("=")
        if not sign:
            key, _blank, value = " ".join(line.split()).partition(" ")
        found[key.strip().lower()] = value.strip()
    return found


def _end_of_header(lines: list[str], path: Path) -> int:
    """Find the line that ends the header: ``endheader``, or the last before names that start with ``time``."""
    for index, line in enumerate(lines):
        if line.strip().lower() == "endheader":
            return index
        words = line.split()
        if len(words) > 1 and words[0].lower() == "time":
            return index - 1
    raise InputError(
        _(
            "{file} has no line of names that starts with 'time', so it is not an OpenSim motion file or it "
            "is cut off; export it again",
            file=path.name,
        )
    )


def _column_names(lines: list[str], end: int, path: Path) -> tuple[list[str], int, Notes]:
    """Read the column names, the index of the line after them, and a remark where a name repeats."""
    at = next((i for i in range(end + 1, len(lines)) if lines[i].strip()), None)
    if at is None:
        raise InputError(_("{file} ends after its header; export the motion again", file=path.name))
    line = lines[at].strip()
    names = [name.strip() for name in line.split("\t")] if "\t" in line else line.split()
    if "" in names:
        names = line.split()
    if names[0].lower() != "time":
        shown = names[0] if len(names[0]) <= 20 else names[0][:20] + "..."
        raise InputError(
            _(
                "{file}, line {line}: the first column is {shown!r}; after 'endheader' comes a line of names "
                "that starts with 'time'",
                file=path.name,
                line=at + 1,
                shown=shown,
            )
        )
    if len(names) == 1:
        raise InputError(
            _(
                "{file}, line {line}: there is no column but 'time'; export the motion again",
                file=path.name,
                line=at + 1,
            )
        )
    names, notes = distinct_names(names)
    return names, at + 1, tuple(("columns_repeated", says) for _id, says in notes)


def _numbers_below(
    lines: list[str], first: int, names: list[str], declared: int | None, path: Path
) -> tuple[Array, Array, list[int], Notes]:
    """Read (T,) times, (T, N) values, T line numbers, and a remark where the last row is cut off and left out."""
    rows: list[list[float]] = []
    numbers: list[int] = []
    notes: Notes = ()
    for index in range(first, len(lines)):
        line = lines[index].strip()
        if not line:
            continue
        cells = line.split()
        more = len(rows) + 1 < declared if declared is not None else False
        if index == len(lines) - 1 and rows and (len(cells) < len(names) or more):
            notes = cut_note(index + 1)
            break
        if len(cells) != len(names):
            raise InputError(
                _(
                    "{file}, line {line}: {cells} values for {columns} columns; the file is cut off or a cell is "
                    "missing, export it again",
                    file=path.name,
                    line=index + 1,
                    cells=len(cells),
                    columns=len(names),
                )
            )
        rows.append([number(cell, path, index + 1, name) for cell, name in zip(cells, names, strict=True)])
        numbers.append(index + 1)
    if not rows:
        raise InputError(
            _("{file} has names but not one row of values; export the motion again", file=path.name)
        )
    table = np.array(rows, dtype=float)
    return table[:, 0], table[:, 1:], numbers, notes


def _in_degrees(header: dict[str, str], angles: Array, path: Path) -> bool:
    """Decide whether the angles (T, A) of a file with this header are in degrees."""
    declared = header.get("indegrees", "").lower()
    largest = _largest(angles)
    if declared in ("yes", "y", "true", "1"):
        return True
    if declared in ("no", "n", "false", "0"):
        if largest > SURELY_DEGREES:
            raise InputError(
                _(
                    "{file} says inDegrees=no, but an angle of {largest:.0f} cannot be in radians; write "
                    "inDegrees=yes in its header",
                    file=path.name,
                    largest=largest,
                )
            )
        return False
    if declared:
        raise InputError(
            _(
                "{file}: inDegrees={declared!r} in the header is neither yes nor no; correct it",
                file=path.name,
                declared=declared,
            )
        )
    return "datacolumns" in header or largest > SURELY_DEGREES


def _largest(angles: Array) -> float:
    """Find the largest absolute angle of (T, A), past the few rows that may hold a wild cell."""
    rows = np.sort(np.nan_to_num(np.abs(angles)).max(axis=1, initial=0.0))
    return float(rows[-1 - int(MOST_WILD * len(rows))]) if len(rows) else 0.0
