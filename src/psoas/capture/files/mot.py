"""Reading OpenSim's `.mot` and `.sto` files: coordinates over time."""

import re
from pathlib import Path

import numpy as np

from psoas.capture.files.text_file import check_time, number, read_lines
from psoas.errors import InputError
from psoas.timeseries import TimeSeries

UNITS: tuple[tuple[str, str], ...] = (
    (r"(^|_)t[xyz]$", "m"),
    (r"force\w*_?p[xyz]$|(^|_)p[xyz]$", "m"),
    (r"torque|moment|(^|_)m[xyz]$", "N.m"),
    (r"force|(^|_)[vf][xyz]$", "N"),
    (r"activation|excitation", "1"),
    (r"fib(er|re)_length|(^|_)length$", "m"),
)
"""What a column is that is not an angle, by its name; the first that fits. Names as OpenSim writes them."""

SURELY_DEGREES = 4 * np.pi
"""No coordinate of a person reaches this in radians: two full turns."""


def read_mot(path: str | Path) -> TimeSeries:
    """Read coordinates (or ground reactions) from an OpenSim ``.mot`` or ``.sto`` file.

    Columns may be separated by tabs or spaces. Where the header does not say ``inDegrees``, a file of SIMM
    (``datacolumns`` in the header, no version) is in degrees, and any other is in radians unless an angle goes
    beyond two full turns.

    Args:
        path: the file.

    Returns:
        (T, N) with the names as in the file, without ``time``: angles [rad], translations and points [m],
        forces [N], moments [N.m]. What is written as ``nan`` is NaN.

    Raises:
        InputError: the file is missing, empty, cut off or not a motion file; a cell is not a number, a name
            occurs twice, or time does not increase. The message names the file and the line.
    """
    path = Path(path)
    lines = read_lines(path, ".mot file")
    end = next((i for i, line in enumerate(lines) if line.strip().lower() == "endheader"), None)
    if end is None:
        raise InputError(
            f"{path.name} has no line 'endheader', so it is not an OpenSim motion file or it is cut off; "
            "export it again"
        )
    names, first = column_names(lines, end, path)
    time, values, numbers = numbers_below(lines, first, names, path)
    header = header_of(lines[:end])
    check_size(header, len(time), len(names), path)
    check_time(time, numbers, path)
    units = tuple(unit_of(name) for name in names[1:])
    angles = np.array([unit in ("rad", "rad/s") for unit in units], dtype=bool)
    if _in_degrees(header, values[:, angles], path):
        values[:, angles] = np.radians(values[:, angles])
    return TimeSeries(time, tuple(names[1:]), values, units)


def unit_of(name: str) -> str:
    """The unit of a column of a motion file by its name, once angles are in radians.

    ``/jointset/hip_r/hip_flexion_r/value`` of a states file counts as ``hip_flexion_r``.
    """
    *parents, leaf = name.split("/")
    speed = leaf == "speed" or leaf.endswith("_u")
    if leaf in ("value", "speed") and parents:
        leaf = parents[-1]
    leaf = leaf.removesuffix("_u").lower()
    unit = next((unit for pattern, unit in UNITS if re.search(pattern, leaf)), "rad")
    return unit + "/s" if speed else unit


def header_of(lines: list[str]) -> dict[str, str]:
    """Lower-case keys of the header, written ``key=value`` or, by SIMM, ``key value``."""
    found = {}
    for line in lines:
        key, sign, value = line.partition("=")
        if not sign:
            key, _, value = " ".join(line.split()).partition(" ")
        found[key.strip().lower()] = value.strip()
    return found


def column_names(lines: list[str], end: int, path: Path) -> tuple[list[str], int]:
    """The column names and the index of the line after them."""
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


def numbers_below(
    lines: list[str], first: int, names: list[str], path: Path
) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """(T,) time, (T, N) values and T line numbers."""
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


def check_size(header: dict[str, str], rows: int, columns: int, path: Path) -> None:
    """See that what the header promises is there."""
    for key, alias, found in (("nrows", "datarows", rows), ("ncolumns", "datacolumns", columns)):
        text = header.get(key, header.get(alias, ""))
        if text.isdecimal() and len(text) < 12 and int(text) > found:
            what = "rows" if found is rows else "columns"
            raise InputError(
                f"{path.name} has {found} {what} and its header says {int(text)}: it is cut off; export it again, "
                "or correct the header"
            )


def _in_degrees(header: dict[str, str], angles: np.ndarray, path: Path) -> bool:
    """Whether the angles (T, A) of a file with this header are in degrees."""
    said = header.get("indegrees", "").lower()
    largest = float(np.nanmax(np.abs(angles))) if np.isfinite(angles).any() else 0.0
    if said in ("yes", "y", "true", "1"):
        return True
    if said in ("no", "n", "false", "0"):
        if largest > SURELY_DEGREES:
            raise InputError(
                f"{path.name} says inDegrees=no, but an angle of {largest:.0f} cannot be in radians; write "
                "inDegrees=yes in its header"
            )
        return False
    if said:
        raise InputError(f"{path.name}: inDegrees={said!r} in the header is neither yes nor no; correct it")
    return "datacolumns" in header or largest > SURELY_DEGREES
