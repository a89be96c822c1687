"""Tables of raw acceleration from a sensor on the thigh or a phone in a front pocket.

Sensor Logger, phyphox, and any table with a time and x, y and z; see `psoas.day.posture` for the rule.
"""

import csv
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

import numpy as np

from psoas.day.epochs import EpochMaker, Epochs
from psoas.day.observation import DeviceLog
from psoas.day.posture import postures
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import confidence, figure
from psoas.day.source_file import SourceFile, decimal
from psoas.day.zones import wall_clock
from psoas.errors import CannotTellError
from psoas.timeseries import Array

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
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    columns = _columns(source)
    if columns is None:
        raise ValueError("no columns")
    maker, dated = EpochMaker(), False
    first: float | None = None
    unit = 1.0
    lines = source.lines()
    for _ in range(columns.before):
        next(lines)
    while piece := list(islice(lines, PIECE_LINES)):
        table, with_dates = _table(piece, columns, log)
        dated = dated or with_dates
        if not len(table):
            continue
        if first is None:
            first = float(table[0, 0])
            unit = _unit(first)
        maker.add(table[:, 0] * unit, table[:, 1:])
    if first is None:
        raise ValueError("no samples")
    if maker.disordered:
        log.leave_out("samples", "they are not later than the one before, or no number", maker.disordered)
    observe_thigh(log, maker.finish(), _begin(first * unit, dated, source, answers) - first * unit, answers)


def _begin(first_s: float, dated: bool, source: SourceFile, answers: DayAnswers) -> float:
    """The moment of the first sample [s since 1970]."""
    if dated:
        return float(wall_clock(answers.home, datetime(1970, 1, 1) + timedelta(seconds=round(first_s))))
    if first_s > OLDEST_S:
        return first_s
    if answers.start is None:
        raise CannotTellError(
            f"{source.name} counts its time from the start of the recording and holds no date; "
            'give it, such as --start "2026-03-01 08:00"'
        )
    return float(wall_clock(answers.home, answers.start))


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
            log.leave_out("rows", "they are not whole")
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


def observe_thigh(log: DeviceLog, epochs: Epochs, shift_s: float, answers: DayAnswers) -> None:
    """Say what a sensor on the thigh saw; ``shift_s`` brings its clock to seconds since 1970."""
    seen = postures(epochs, log.file)
    sure, longest = confidence("derived"), 3600 * figure("still_horizontal_h")
    for start, end, posture in seen.runs():
        start, end = start + shift_s, end + shift_s
        match posture:
            case "level" if end - start > longest:
                log.observe(start, end, None, "level thigh", "thigh", 0.0)
                log.leave_out(
                    "long times with a level thigh",
                    "a thigh alone does not tell sitting from lying; give --sleep",
                )
            case "level":
                log.observe(start, end, "sitting", None, "thigh", sure)
            case "upright":
                log.observe(start, end, "standing", None, "thigh", sure)
            case "walking":
                log.observe(start, end, "walking", None, "thigh", sure)
            case "running":
                log.observe(start, end, "walking", "running", "thigh", sure)
            case "cycling":
                log.observe(start, end, "other", "cycling", "thigh", confidence("likely"))
    if seen.lay_s:
        log.leave_out(f"{seen.lay_s / 60:.0f} min", "the sensor lay somewhere without the slightest movement")
    if seen.turned:
        log.leave_out(
            "times around a turn of the sensor",
            "it was put back another way; only what is sure is used",
            seen.turned,
        )


READER = Reader("acceleration table", (), _fits, _read)
