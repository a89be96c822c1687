"""A person's record from a CSV or JSON file: one row a test, a practice or a day of sitting."""

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

from psoas.capture.files import read_table_text
from psoas.errors import InputError
from psoas.forecast.record import HipRecord, HipTest, TestKind, turned, usual_error
from psoas.sides import SIDE_WORDS, SideWord
from psoas.words import _, decimal

COLUMNS: Final = ("day", "what", "value", "error", "side")
RANGES: Final = {
    "thomas": (-60.0, 90.0, "deg"),
    "stretch": (-60.0, 90.0, "deg"),
    "practice": (0.0, 86400.0, "s"),
    "sitting": (0.0, 24.0, "h"),
}
"""What a row may tell: its least and greatest value, and the unit."""
ERRORS: Final = (0.1, 30.0)


def read_record(path: Path) -> list[HipRecord]:
    """Read the hips of a file.

    The columns of the CSV, or the keys of each object in the JSON's ``rows``, are ``day`` (as 2026-03-01), ``what``,
    ``value``, and where wanted ``error`` (one standard error) and ``side``. ``what`` is ``thomas`` (thigh over the
    couch, - below it [deg]), ``stretch`` (opening of the hip [deg]), ``practice`` (seconds stretched that day) or
    ``sitting`` (hours that day). Rows without a side count for both.

    Returns:
        One record for each side that a row names; a single one without a side where none does.

    Raises:
        InputError: the file cannot be read, or a row is wrong; the message names the row. A day has one row of sitting
            a hip, and no more practice than its length.
    """
    text = read_table_text(path, _("table of tests and practice (CSV or JSON)"))
    rows = _json_rows(text, path.name) if text.lstrip()[:1] in ("{", "[") else _csv_rows(text, path.name)
    records = _records([_Row(row, where) for where, row in rows])
    if not any(record.days for record in records):
        raise InputError(
            _("{path} has no row; give days with tests, practice or sitting, see the guide", path=path.name)
        )
    return records


class _Row:
    """A checked row; ``where`` names it in messages."""

    def __init__(self, row: Mapping[str, Any], where: str) -> None:
        self.where = where
        self.what = str(row.get("what") or "").strip().lower()
        if self.what not in RANGES:
            raise InputError(
                _(
                    "{where}: what is {what!r}; there is {ranges}",
                    where=where,
                    what=self.what,
                    ranges=", ".join(RANGES),
                )
            )
        try:
            self.day = date.fromisoformat(str(row.get("day") or "").strip())
        except ValueError:
            raise InputError(
                _("{where}: {get!r} is no day; write it as 2026-03-01", where=where, get=row.get("day"))
            ) from None
        low, high, unit = RANGES[self.what]
        self.value = _number(row.get("value"), (low, high), unit, _("{where}: value", where=where))
        error = row.get("error")
        self.error = None
        if error not in (None, ""):
            self.error = _number(error, ERRORS, "deg", _("{where}: error", where=where))
        side = str(row.get("side") or "").strip().lower()
        if side and side not in SIDE_WORDS:
            raise InputError(
                _(
                    "{where}: side is {side!r}; there is {side_words}, or nothing",
                    where=where,
                    side=side,
                    side_words=" and ".join(SIDE_WORDS),
                )
            )
        self.side = next((one for one in SIDE_WORDS if one == side), None)


def _number(value: Any, limits: tuple[float, float], unit: str, where: str) -> float:
    low, high = limits
    try:
        number = math.nan if isinstance(value, bool) else decimal(str(value))
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        raise InputError(
            _(
                "{where} is {value!r}; give a number of {low:g} to {high:g} {unit}",
                where=where,
                value=value,
                low=low,
                high=high,
                unit=unit,
            )
        )
    return number


def _records(rows: Sequence[_Row]) -> list[HipRecord]:
    sides: list[SideWord | None] = [side for side in SIDE_WORDS if any(row.side == side for row in rows)]
    return [_record([row for row in rows if row.side in (None, side)], side) for side in sides or [None]]


def _record(rows: Sequence[_Row], side: SideWord | None) -> HipRecord:
    tests: list[HipTest] = []
    practice: dict[date, float] = {}
    sitting: dict[date, float] = {}
    for row in rows:
        if row.what == "practice":
            practice[row.day] = practice.get(row.day, 0.0) + row.value
            if practice[row.day] > RANGES["practice"][1]:
                raise InputError(
                    _(
                        "{where}: {day} has more practice than seconds; correct its rows",
                        where=row.where,
                        day=row.day,
                    )
                )
        elif row.what == "sitting":
            if row.day in sitting:
                raise InputError(
                    _(
                        "{where}: {day} has sitting twice; give one row with all its hours",
                        where=row.where,
                        day=row.day,
                    )
                )
            sitting[row.day] = row.value
        else:
            kind = cast(TestKind, row.what)
            tests.append(HipTest(row.day, kind, turned(kind, row.value), row.error or usual_error(kind)))
    return HipRecord(tests, list(practice.items()), list(sitting.items()), side)


def _csv_rows(text: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    head = text.splitlines()[0] if text.strip() else ""
    mark = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=mark, skipinitialspace=True)
    try:
        heads = {(one or "").strip().lower() for one in reader.fieldnames or ()}
        if not {"day", "what", "value"} <= heads:
            raise InputError(
                _(
                    "{name} has no columns day, what and value in its first line; the guide shows an example",
                    name=name,
                )
            )
        return [
            (
                _("{name}, line {line_num}", name=name, line_num=reader.line_num),
                {
                    key.strip().lower(): _with_point(value) if mark == ";" else value
                    for key, value in row.items()
                    if key is not None
                },
            )
            for row in reader
            if any(value for key, value in row.items() if key is not None)
        ]
    except csv.Error as error:
        raise InputError(
            _(
                "{name}, line {line_num}: {error}; save it as CSV again",
                name=name,
                line_num=reader.line_num,
                error=error,
            )
        ) from error


def _with_point(value: Any) -> Any:
    """A decimal comma as a point; spreadsheets that write the one put semicolons between columns."""
    return value.replace(",", ".") if isinstance(value, str) else value


def _json_rows(text: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(_("{name} is no JSON ({error}); save it again", name=name, error=error)) from error
    rows = content.get("rows") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(_('{name} has no list "rows" of objects; the guide shows an example', name=name))
    return [(_("{name}, row {number}", name=name, number=number), row) for number, row in enumerate(rows, 1)]
