"""Reading recorded files: bytes, lines, cells and the column of time, with a message for each fault."""

import math
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from psoas.errors import InputError
from psoas.timeseries import Array
from psoas.words import N_, _, system_reason

MOST_BYTES = 500_000_000
CUT_IT = N_("{file} has {size:.0f} MB, too much for a {kind}; cut the trial")
CHECK_IT = N_("{file} has {size:.0f} MB, too much for a {kind}; check that it is the right file")
"""What to do with a file that has too many bytes."""
MOST_TABLE_BYTES = 20_000_000
LARGEST = 1e30
"""Largest number that a cell may hold: nothing that is measured has so many units, and its square is a number still."""


def read_bytes(path: Path, kind: str, most: int | None = None, advice: str = CUT_IT) -> bytes:
    """Read a whole file.

    Args:
        kind: what the file should be, such as ``".trc file"``, for the message.
        most: bytes that it may have; None stands for `MOST_BYTES`. advice: what to do where it has more, in English.

    Raises:
        InputError: the file is missing, a folder, a pipe or a device, not readable, or too large.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise InputError(_("{path} is a folder; give a {kind} in it", path=path, kind=kind))
        if not stat.S_ISREG(found.st_mode):
            raise InputError(
                _("{path} is not an ordinary file; copy its content into a {kind}", path=path, kind=kind)
            )
        if found.st_size > (most or MOST_BYTES):
            raise InputError(_(advice, file=path.name, size=found.st_size / 1e6, kind=kind))
        return path.read_bytes()
    except PermissionError:
        raise InputError(_("{path} may not be read by you; change its permissions", path=path)) from None
    except (OSError, ValueError) as error:
        reason = system_reason(error)
        raise InputError(
            _("{path} cannot be read ({reason}); check the path", path=path, reason=reason)
        ) from None


def read_table_text(path: Path, kind: str, *encodings: str) -> str:
    """Read all of a small table or JSON file.

    Args:
        encodings: that it may have besides UTF-8, in this order.

    Raises:
        InputError: the file is missing, no ordinary file, not readable, too large or not text in UTF-8.
    """
    data = read_bytes(path, kind, MOST_TABLE_BYTES, CHECK_IT)
    for encoding in ("utf-8-sig", *encodings):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise InputError(
        _("{file} is not text in UTF-8 and so not a {kind}; save it again", file=path.name, kind=kind)
    )


def read_lines(path: Path, kind: str) -> list[str]:
    """Read the lines of a text file, without line ends.

    Args:
        path: the file; UTF-8, or Latin-1 as older programs write.
        kind: what the file should be, such as ``".trc file"``, for the message.

    Raises:
        InputError: the file is missing, not readable, empty, too large or not text.
    """
    data = read_bytes(path, kind)
    if not data.strip():
        raise InputError(_("{file} is empty; export the trial again", file=path.name))
    if b"\0" in data:
        raise InputError(
            _("{file} is not text and so not a {kind}; export the trial again", file=path.name, kind=kind)
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def number(cell: str, path: Path, line: int, column: str) -> float:
    """Read a cell as a number; a blank cell or ``nan`` is a missing value, NaN.

    Args:
        cell: the text of the cell.
        path, line, column: the place of the cell, for the message; lines count from 1.

    Raises:
        InputError: the cell is not a number, or none that can be measured.
    """
    cell = cell.strip()
    if not cell:
        return math.nan
    try:
        value = math.inf if "_" in cell else float(cell)
    except ValueError:
        value = math.inf
    if abs(value) > LARGEST:
        shown = cell if len(cell) <= 20 else cell[:20] + "..."
        place = {"file": path.name, "line": line, "column": column, "shown": shown}
        raise InputError(
            _(
                "{file}, line {line}, column {column!r}: {shown!r} is not a number; write decimal points, not commas",
                **place,
            )
            if "," in cell
            else _(
                "{file}, line {line}, column {column!r}: {shown!r} is not a number; correct the cell or export again",
                **place,
            )
        )
    return value


def declared_number(text: str) -> int | None:
    """Read a count from a header; None where the text is no whole number."""
    text = text.strip().removesuffix(".0")
    return int(text) if text.isdecimal() and len(text) < 12 else None


def count_note(says: str, found: int, declared: int | None) -> Iterator[tuple[str, str]]:
    """Say so where a header declares another number of rows or columns than the file holds.

    Args:
        says: the message, in English, with both numbers in it.
        declared: None where the header does not say.
    """
    if declared is not None and declared != found:
        yield "header", _(says, declared=declared, found=found)


def cut_note(line: int) -> tuple[tuple[str, str], ...]:
    """Say that the last row was cut off while the file was written; its last number cannot be trusted."""
    return (("cut_off", _("The last row, line {line}, is cut off and left out", line=line)),)


def check_time(time: Array, lines: list[int], path: Path) -> None:
    """Refuse a file whose time is missing or does not increase.

    Args:
        time: (T,) [s].
        lines: the line number of each time.

    Raises:
        InputError: a time is missing, or not later than the one before.
    """
    missing = np.flatnonzero(~np.isfinite(time))
    if len(missing):
        raise InputError(
            _(
                "{file}, line {line}: the time is missing; export the trial again",
                file=path.name,
                line=lines[missing[0]],
            )
        )
    back = np.flatnonzero(np.diff(time) <= 0)
    if len(back):
        at = int(back[0]) + 1
        place = {"file": path.name, "line": lines[at], "before": time[at - 1], "after": time[at]}
        raise InputError(
            _(
                "{file}, line {line}: time goes from {before:g} to {after:g} s and has to increase; remove the "
                "repeated rows",
                **place,
            )
            if time[at] == time[at - 1]
            else _(
                "{file}, line {line}: time goes from {before:g} to {after:g} s and has to increase; two recordings may "
                "stand in one file, part them",
                **place,
            )
        )
