"""Tables of raw acceleration from a sensor on the thigh or a phone in a front pocket.

Sensor Logger, phyphox, and any table with a time and x, y and z; see `psoas.day.posture` for the rule.
"""

import csv
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import numpy as np

from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.source_file import SourceFile
from psoas.day.thigh import Sampled, check_thigh, read_thigh
from psoas.day.zones import utc_s, wall_clock, wall_count
from psoas.errors import CannotTellError
from psoas.timeseries import Array
from psoas.words import N_, _, decimal

PIECE_LINES = 20_000
AXIS = re.compile(
    r"^(?:(?:total |raw |uncalibrated )?(?:linear )?(?:acceleration|accelerometer|accel|acc|gf|a)?)[ _.]*([xyz])"
    r"(?:[ _]*(?:axis|\(.*\)|\[.*\]))?$"
)
TIME = re.compile(r"^(time|timestamp|t|unix ?time|epoch|datetime)(?:[ _]*(?:\(.*\)|\[.*\]|utc))?$")
OLDEST_S = 946_684_800.0
"""A clock that shows less counts from the start of the recording [s since 1970]."""


@dataclass(frozen=True)
class TableColumns:
    """Where time, x, y and z stand, the number of columns, the delimiter, and the lines before the first sample."""

    time: int
    axes: tuple[int, int, int]
    width: int
    delimiter: str
    before: int


def _fits(source: SourceFile) -> bool:
    return _columns(source) is not None


def _columns(source: SourceFile) -> TableColumns | None:
    lines = source.text_head.splitlines()[:2]
    marked = bool(lines) and lines[0].strip().strip('"').lower().startswith("sep=")
    line = next(iter(lines[marked:]), "")
    delimiter = max(";\t,", key=line.count)
    cells = [cell.strip().strip('"').lower() for cell in line.split(delimiter)]
    if len(cells) < 4:
        return None
    found = {match[1]: place for place, cell in enumerate(cells) if (match := AXIS.match(cell))}
    time = next((place for place, cell in enumerate(cells) if TIME.match(cell)), None)
    if time is not None and set(found) == set("xyz"):
        return TableColumns(time, (found["x"], found["y"], found["z"]), len(cells), delimiter, 1 + marked)
    if len(cells) == 4 and _time(cells[0]) is not None and _numbers(cells[1:]):
        return TableColumns(0, (1, 2, 3), 4, delimiter, int(marked))
    return None


def _numbers(cells: Sequence[str]) -> bool:
    try:
        return bool(np.isfinite([decimal(cell) for cell in cells]).all())
    except ValueError:
        return False


def _time(text: str) -> float | None:
    """A time as a number with a point or comma, or from a date [s]; a date without a zone is as if in UTC."""
    try:
        return decimal(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return utc_s(moment)


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    columns = _columns(source)
    if columns is None:
        raise ValueError("no columns")
    check_thigh(source.name, answers.place(None, log) or "thigh", answers)
    table = _Table(source, columns, log)
    read_thigh(log, table.parts(), lambda first: _begin(first, table.dated, source, answers), answers)


class _Table:
    """The samples of a table.

    Attributes:
        dated: whether any of the times is a date.
    """

    def __init__(self, source: SourceFile, columns: TableColumns, log: DeviceLog) -> None:
        self._source, self._columns, self._log = source, columns, log
        self.dated = False

    def parts(self) -> Iterator[Sampled]:
        """The samples in pieces."""
        unit: float | None = None
        lines = self._source.lines()
        for _line in range(self._columns.before):
            next(lines)
        while piece := list(islice(lines, PIECE_LINES)):
            table, with_dates = _table(piece, self._columns, self._log)
            self.dated = self.dated or with_dates
            if len(table):
                unit = _unit(float(table[0, 0])) if unit is None else unit
                yield table[:, 0] * unit, table[:, 1:]


def _begin(first_s: float, dated: bool, source: SourceFile, answers: DayAnswers) -> float:
    """The moment of the first sample [s since 1970]."""
    if dated:
        return wall_count(answers.home, first_s)
    if first_s > OLDEST_S:
        return first_s
    if answers.start is None:
        raise CannotTellError(
            _(
                "{file} counts its time from the start of the recording and holds no date; {advice}",
                file=source.name,
                advice=_(answers.how["start"]),
            )
        )
    return wall_clock(answers.home, answers.start)


def _unit(first: float) -> float:
    """The unit of the time [s], by the first one: a clock counts from 1970 in ns, us, ms or s."""
    return 1e-9 if first > 1e17 else 1e-6 if first > 1e14 else 1e-3 if first > 1e11 else 1.0


def _table(piece: list[str], columns: TableColumns, log: DeviceLog) -> tuple[Array, bool]:
    """(N, 4) time, x, y and z of some lines, and whether any of the times is a date."""
    fast = _fast(piece, columns)
    if fast is not None:
        return fast, False
    rows, dated = [], False
    for cells in csv.reader(piece, delimiter=columns.delimiter):
        try:
            time = _time(cells[columns.time])
            if time is None:
                raise ValueError
            dated = dated or ("-" in cells[columns.time][1:] and ":" in cells[columns.time])
            rows.append((time, *(decimal(cells[axis]) for axis in columns.axes)))
        except (ValueError, IndexError, OverflowError):
            log.leave_out(_("rows"), _("they are not whole"))
    return np.array(rows).reshape(-1, 4), dated


def _fast(piece: list[str], columns: TableColumns) -> Array | None:
    """(N, 4) time, x, y and z of lines that hold nothing but whole rows of numbers; None for others."""
    if columns.delimiter != "," or not piece[0][:1].isdigit():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            flat = np.fromstring("".join(piece).replace("\r", "").replace("\n", ","), sep=",")
        except (DeprecationWarning, ValueError):
            return None
    if len(flat) != len(piece) * columns.width:
        return None
    table: Array = flat.reshape(len(piece), columns.width)[:, [columns.time, *columns.axes]]
    return table


READER = Reader(N_("acceleration table"), (), _fits, _read)
