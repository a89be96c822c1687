"""Reading OpenSim's `.mot` and `.sto` files: tables of coordinates or forces over time."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from psoas.capture.files.text_file import check_time, number, read_lines
from psoas.errors import InputError
from psoas.timeseries import Array, TimeSeries

UNITS: tuple[tuple[str, str], ...] = (
    (r"(^|_)t[xyz]$", "m"),
    (r"force\w*_?p[xyz]$|(^|_)p[xyz]$", "m"),
    (r"torque|moment|(^|_)m[xyz]$", "N.m"),
    (r"force|(^|_)[vf][xyz]$", "N"),
    (r"activation|excitation", "1"),
    (r"fib(er|re)_length|(^|_)length$", "m"),
)
"""Units of columns other than angles, by OpenSim's names; the first pattern that fits counts."""

SURELY_DEGREES = 4 * np.pi
"""Two full turns; no coordinate of a person reaches this in radians."""


def read_table(path: Path) -> tuple[dict[str, str], TimeSeries]:
    """Read a file of OpenSim; columns may be separated by tabs or spaces.

    Returns:
        The header, its keys in lower case, and (T, N) numbers in the units that `unit_of` gives, but angles as in the
        file. A cell with ``nan`` is NaN.

    Raises:
        InputError: the file is missing, empty, cut off or of another kind; a cell is not a number, a name occurs
            twice, or time does not increase. The message names the file and the line.
    """
    lines = read_lines(path, f"{path.suffix or '.mot'} file")
    end = next((i for i, line in enumerate(lines) if line.strip().lower() == "endheader"), None)
    if end is None:
        raise InputError(
            f"{path.name} has no line 'endheader', so it is not an OpenSim motion file or it is cut off; "
            "export it again"
        )
    names, first = _column_names(lines, end, path)
    time, values, numbers = _numbers_below(lines, first, names, path)
    header = _header_of(lines[:end])
    _check_size(header, len(time), len(names), path)
    check_time(time, numbers, path)
    return header, TimeSeries(time, tuple(names[1:]), values, tuple(map(unit_of, names[1:])))


def read_mot(path: str | Path) -> TimeSeries:
    """Read coordinates (or ground reactions) from an OpenSim ``.mot`` or ``.sto`` file.

    Where the header does not say ``inDegrees``, a file of SIMM (``datacolumns`` in the header, no version) is in
    degrees, and any other is in radians unless an angle goes beyond two full turns.

    Returns:
        (T, N) with the names of the file, without ``time``: angles [rad], translations and points [m], forces [N],
        moments [N.m].

    Raises:
        InputError: the file cannot be read, see `read_table`, or its header contradicts its angles.
    """
    path = Path(path)
    header, table = read_table(path)
    angles = np.isin(table.units, ("rad", "rad/s"))
    if _in_degrees(header, table.values[:, angles], path):
        return replace(table, values=np.where(angles, np.radians(table.values), table.values))
    return table


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
            key, _, value = " ".join(line.split()).partition(" ")
        found[key.strip().lower()] = value.strip()
    return found


def _column_names(lines: list[str], end: int, path: Path) -> tuple[list[str], int]:
    """Read the column names; the second value is the index of the line after them."""
    at = next((i for i in range(end + 1, len(lines)) if lines[i].strip()), None)
    if at is None:
        raise InputError(f"{path.name} ends after its header; export the motion again")
    line = lines[at].strip()
    names = [name.strip() for name in line.split("\t")] if "\t" in line else line.split()
    if names[0].lower() != "time":
        shown = names[0] if len(names[0]) <= 20 else names[0][:20] + "..."
        raise InputError(
            f"{path.name}, line {at + 1}: the first column is {shown!r}; after 'endheader' comes a line of "
            "names that starts with 'time'"
        )
    if len(names) == 1:
        raise InputError(
            f"{path.name}, line {at + 1}: there is no column but 'time'; export the motion again"
        )
    if "" in names:
        raise InputError(f"{path.name}, line {at + 1}: column {names.index('') + 1} has no name; give it one")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            f"{path.name}, line {at + 1}: {', '.join(twice)} occurs twice; remove or rename one of the columns"
        )
    return names, at + 1


def _numbers_below(
    lines: list[str], first: int, names: list[str], path: Path
) -> tuple[Array, Array, list[int]]:
    """Read (T,) times, (T, N) values and T line numbers."""
    rows, numbers = [], []
    for index in range(first, len(lines)):
        line = lines[index].strip()
        if not line:
            continue
        cells = line.split()
        if len(cells) != len(names):
            raise InputError(
                f"{path.name}, line {index + 1}: {len(cells)} values for {len(names)} columns; the file is cut "
                "off or a cell is missing, export it again"
            )
        rows.append([number(cell, path, index + 1, name) for cell, name in zip(cells, names, strict=True)])
        numbers.append(index + 1)
    if not rows:
        raise InputError(f"{path.name} has names but not one row of values; export the motion again")
    table = np.array(rows, dtype=float)
    return table[:, 0], table[:, 1:], numbers


def _check_size(header: dict[str, str], rows: int, columns: int, path: Path) -> None:
    """Refuse a file with fewer rows or columns than its header declares."""
    for key, alias, found in (("nrows", "datarows", rows), ("ncolumns", "datacolumns", columns)):
        text = header.get(key, header.get(alias, ""))
        if text.isdecimal() and len(text) < 12 and int(text) > found:
            what = "rows" if found is rows else "columns"
            raise InputError(
                f"{path.name} has {found} {what} and its header says {int(text)}: it is cut off; export it again, "
                "or correct the header"
            )


def _in_degrees(header: dict[str, str], angles: Array, path: Path) -> bool:
    """Decide whether the angles (T, A) of a file with this header are in degrees."""
    declared = header.get("indegrees", "").lower()
    largest = float(np.nanmax(np.abs(angles))) if np.isfinite(angles).any() else 0.0
    if declared in ("yes", "y", "true", "1"):
        return True
    if declared in ("no", "n", "false", "0"):
        if largest > SURELY_DEGREES:
            raise InputError(
                f"{path.name} says inDegrees=no, but an angle of {largest:.0f} cannot be in radians; write "
                "inDegrees=yes in its header"
            )
        return False
    if declared:
        raise InputError(
            f"{path.name}: inDegrees={declared!r} in the header is neither yes nor no; correct it"
        )
    return "datacolumns" in header or largest > SURELY_DEGREES
