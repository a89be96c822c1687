"""Fitbit in tables: the newer takeout (steps by the minute, sleep, exercises) and the export of days from its website.

Steps, sleep and exercises of the takeout are in UTC, which not every table says. Steps of several devices are in one
table, and of the same minutes in the JSON of the same takeout; they are counted once. The times of the website's export
are by the clock on the wall.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from psoas.day.observation import DeviceLog, ZoneHint
from psoas.day.reader import DayAnswers, Reader
from psoas.day.readers.fitbit import MINUTE_S, STAGES
from psoas.day.rules import Wear, confidence, sport_of
from psoas.day.source_file import SourceFile
from psoas.day.zones import utc_s, wall_clock, written_offset
from psoas.errors import CannotTellError
from psoas.words import N_, _

PHONE: Final = re.compile(r"phone|mobile ?track|health ?(?:kit|connect)", re.IGNORECASE)
GARMIN: Final = re.compile(r"garmin|watch", re.IGNORECASE)
OFFSET: Final = re.compile(r"^([+-])(\d\d):(\d\d)$")
HEADS: Final = {
    "steps": ("timestamp", "steps"),
    "stages": ("sleep_stage_type", "sleep_stage_start"),
    "sleep": ("sleep_start", "sleep_end"),
    "exercise": ("exercise_start", "activity_name"),
}
SECTIONS: Final = {"Activities": "Date,Calories Burned,Steps", "Sleep": "Start Time,End Time,Minutes Asleep"}
"""Of the website's export: a line with its name, one with its heads, then its rows."""
CLOCKS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%m-%d-%Y")
"""How the website writes a date, by the country of the person."""


def _fits(source: SourceFile) -> bool:
    heads = source.text_start.partition("\n")[0].strip().lower().split(",")
    return _kind(heads) is not None or any(
        f"{name}\n{row}" in source.text_head.replace("\r", "") for name, row in SECTIONS.items()
    )


def _kind(heads: list[str]) -> str | None:
    return next((kind for kind, needed in HEADS.items() if set(needed) <= set(heads)), None)


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    rows = source.rows()
    heads = [head.strip().lower() for head in next(rows)]
    kind = _kind(heads)
    if kind is None:
        _website(source, log, answers)
        return
    take = {"steps": _steps, "stages": _stage, "sleep": _sleep, "exercise": _exercise}[kind]
    for row in rows:
        try:
            take(dict(zip(heads, row, strict=False)), log)
        except (KeyError, ValueError, OverflowError):
            log.leave_out(_("rows"), _("they are not whole"))


def _utc(text: str) -> float:
    """A time such as ``2026-10-01T06:14:00Z``, in UTC also where it does not say so [s since 1970]."""
    return utc_s(datetime.fromisoformat(text.strip()))


def _steps(row: Mapping[str, str], log: DeviceLog) -> None:
    device = row.get("data source", "")
    wear: Wear = "phone" if PHONE.search(device) and not GARMIN.search(device) else "wrist"
    start = _utc(row["timestamp"])
    log.count_steps(wear, device, start, start + MINUTE_S, float(row["steps"]))


def _hint(log: DeviceLog, moment: float, offset: str) -> None:
    found = OFFSET.match(offset)
    if found is not None:
        log.zones.append(ZoneHint(round(moment), written_offset(*found.groups())))


def _stage(row: Mapping[str, str], log: DeviceLog) -> None:
    start, end = _utc(row["sleep_stage_start"]), _utc(row["sleep_stage_end"])
    _hint(log, start, row.get("start_utc_offset", ""))
    context = STAGES.get(row["sleep_stage_type"].lower(), "lying")
    log.observe(start, end, "other", context, "wrist", confidence("derived"))


def _sleep(row: Mapping[str, str], log: DeviceLog) -> None:
    """A night as a whole: its stages are in another table, which is believed before it."""
    start, end = _utc(row["sleep_start"]), _utc(row["sleep_end"])
    _hint(log, start, row.get("start_utc_offset", ""))
    log.observe(start, end, "other", "sleep", "wrist", confidence("likely"))


def _exercise(row: Mapping[str, str], log: DeviceLog) -> None:
    start, end = _utc(row["exercise_start"]), _utc(row["exercise_end"])
    _hint(log, start, row.get("utc_offset", ""))
    kind, context = sport_of(row["activity_name"])
    started = row.get("log_type", "").upper() != "AUTO_DETECTED"
    sure = confidence("measured" if started else "derived")
    log.observe(start, end, kind, context, "wrist", sure, started=started)


def _website(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    """Steps of whole days and nights of the website's export."""
    rows = list(_section_rows(source))
    clocks = [one for one in CLOCKS if all(_matches(row[0], one) for _section, row in rows)]
    if not clocks or not rows:
        raise ValueError("no dates")
    if len(clocks) > 1:
        raise CannotTellError(
            _(
                "{file} does not show whether its dates begin with the day or the month; export a whole month",
                file=source.name,
            )
        )
    clock = clocks[0]
    for section, row in rows:
        try:
            if section == "Activities":
                midnight = datetime.strptime(row[0], clock)
                ends = [wall_clock(answers.home, midnight + timedelta(days=days)) for days in (0, 1)]
                log.count_steps("wrist", "days", ends[0], ends[1], float(row[2].replace(",", "")))
            else:
                ends = [
                    wall_clock(answers.home, datetime.strptime(one, f"{clock} %I:%M%p")) for one in row[:2]
                ]
                log.observe(ends[0], ends[1], "other", "sleep", "wrist", confidence("derived"))
        except (IndexError, ValueError, OverflowError):
            log.leave_out(_("rows"), _("they are not whole"))


def _section_rows(source: SourceFile) -> Iterator[tuple[str, list[str]]]:
    """The rows of the sections that are read, with the name of each."""
    section = ""
    for row in csv.reader(source.lines()):
        if len(row) == 1:
            section = row[0].strip()
        elif section in SECTIONS and row and not SECTIONS[section].startswith(row[0]):
            yield section, row


def _matches(text: str, clock: str) -> bool:
    try:
        datetime.strptime(text.split(" ")[0], clock)
    except ValueError:
        return False
    return True


READER = Reader(N_("Fitbit tables"), (), _fits, _read)
