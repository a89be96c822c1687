"""ActiGraph ``.agd``: a database of counts and steps by the epoch. Only the steps are used.

Counts say how much the sensor was shaken and no posture. The inclinometer guesses standing, sitting and lying from the
tilt of the hip, and is not used. The clock is that of the wall where the sensor was set up.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import Final

from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import PLACE_WORDS, WEARS, Wear, place_of
from psoas.day.source_file import SourceFile
from psoas.day.zones import wall_clock
from psoas.errors import CannotTellError
from psoas.words import N_, _

MARK: Final = b"SQLite format 3\0"
YEAR_1: Final = datetime(1, 1, 1)
TICK_MICROSECONDS: Final = 0.1
LARGEST_PACKED: Final = 256 << 20
"""Bytes of a database in a zip, which is read in memory."""
MOST_STEPS: Final = 500_000_000
"""Steps of the database program for one query: a damaged index could go round for ever."""
LONGEST_EPOCH_S: Final = 900.0


def _fits(source: SourceFile) -> bool:
    return source.head.startswith(MARK) and b"dataTimestamp" in source.head


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    try:
        with _opened(source) as base:
            settings = dict(base.execute("select lower(settingName), settingValue from settings"))
            wear = _wear(source, settings, answers, log)
            columns = [row[1] for row in base.execute("pragma table_info(data)")]
            if "steps" not in columns:
                raise CannotTellError(
                    _("{file} holds counts and no steps, which say nothing of a day", file=source.name)
                )
            length = float(settings["epochlength"])
            if not 0 < length <= LONGEST_EPOCH_S:
                raise ValueError("no epoch")
            _steps(base, length, wear, log, answers)
            if "inclineSitting" in columns:
                log.leave_out(
                    _("the inclinometer"), _("the tilt of the hip does not tell sitting from standing")
                )
    except sqlite3.Error as error:
        raise ValueError("no database") from error


@contextmanager
def _opened(source: SourceFile) -> Iterator[sqlite3.Connection]:
    """The database, opened to be read only."""
    if source.inside is None:
        base = sqlite3.connect(f"{source.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    else:
        if source.size > LARGEST_PACKED:
            raise ValueError("too large")
        base = sqlite3.connect(":memory:")
        base.deserialize(b"".join(source.chunks()))
    with closing(base):
        base.text_factory = lambda content: content.decode("utf-8", errors="replace")
        base.set_progress_handler(lambda: 1, MOST_STEPS)
        kinds = dict(base.execute("select name, type from sqlite_master"))
        if kinds.get("data") != "table" or kinds.get("settings") != "table":
            raise ValueError("no ActiGraph tables")
        yield base


def _wear(source: SourceFile, settings: dict[str, str], answers: DayAnswers, log: DeviceLog) -> Wear:
    place = answers.place(place_of(settings.get("limb") or ""), log)
    wear = next((one for one in WEARS if one == place), None)
    if wear is None:
        advice = _(answers.how["place"])
        raise CannotTellError(
            _(
                "{file} is of a sensor {place}; {advice}",
                file=source.name,
                advice=advice,
                place=_(PLACE_WORDS[place]),
            )
            if place
            else _(
                "{file} does not say where the sensor was worn; {advice}",
                file=source.name,
                advice=advice,
            )
        )
    return wear


def _steps(
    base: sqlite3.Connection, length_s: float, wear: Wear, log: DeviceLog, answers: DayAnswers
) -> None:
    """Count the steps of each epoch; an epoch without any says nothing."""
    first: datetime | None = None
    begin = 0.0
    for ticks, steps in base.execute(
        "select dataTimestamp, steps from data where steps > 0 order by dataTimestamp"
    ):
        try:
            time = YEAR_1 + timedelta(microseconds=int(ticks) * TICK_MICROSECONDS)
            count = float(steps)
        except (TypeError, ValueError, OverflowError):
            log.leave_out(_("rows"), _("they are not whole"))
            continue
        if first is None:
            first, begin = time, float(wall_clock(answers.home, time))
        start = begin + (time - first).total_seconds()
        log.count_steps(wear, "epochs", start, start + length_s, count)


READER = Reader(N_("ActiGraph epochs"), (".agd",), _fits, _read)
