"""Files of devices on the page Today: taking them in, and the day as they saw it, apart from what was drawn by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from psoas.day import Day, DayAnswers, DeviceLog, fuse, home_zone, observations_of, read_logs, wall_clock
from psoas.errors import CannotTellError
from psoas.plan import MINUTES, Bout
from psoas.store import Store

ENDINGS: Final = (".zip", ".xml", ".fit", ".json", ".csv", ".gpx", ".tcx", ".ics")
"""Of the files that the page takes."""


@dataclass(frozen=True)
class Imported:
    """What was kept of a file.

    Attributes:
        new: observations that were not kept before.
        first, last: days that the file tells of.
        remarks: what was not used, and why.
    """

    new: int
    first: date
    last: date
    remarks: tuple[str, ...]


def import_file(store: Store, profile_id: int, path: Path) -> Imported:
    """Read a file of a device and keep what it says; the same again changes nothing.

    Raises:
        InputError: the file cannot be read.
        CannotTellError: nothing of a day is in it.
    """
    zone = home_zone(None)
    reading = read_logs([path], DayAnswers(home=zone))
    if reading.errors:
        raise reading.errors[0]
    days = fuse(reading.logs, zone)
    if not days:
        raise CannotTellError(
            f"{path.name} says what was planned, not what was done; give a file of a device"
        )
    new = sum(
        store.save_observations(profile_id, source, observations)
        for source, observations in observations_of(reading.logs).items()
    )
    remarks = tuple(f"{one.count} {one.what}: {one.reason}" for one in reading.not_used)
    return Imported(new, days[0].date, days[-1].date, remarks)


def device_days(store: Store, profile_id: int, first: date, last: date) -> list[Day]:
    """The days from the first to the last as files of devices saw them; those without any are left out."""
    zone = home_zone(None)
    ends = (datetime(day.year, day.month, day.day) for day in (first, last + timedelta(days=1)))
    start, end = (wall_clock(zone, midnight) for midnight in ends)
    logs = []
    for source, observations in store.observations(profile_id, start - 86_400, end + 86_400).items():
        log = DeviceLog(source, "kept")
        log.observations += observations
        logs.append(log)
    return [day for day in fuse(logs, zone) if first <= day.date <= last]


def minute_bouts(days: Iterable[Day]) -> list[Bout]:
    """The bouts of days in whole minutes by the clock on the wall; an hour that comes twice is counted once."""
    made: list[Bout] = []
    for day in days:
        reach = 0
        for bout in day.bouts:
            start, end = (_minute(day, moment) for moment in (bout.start_s, bout.end_s))
            start, end = max(start, reach), min(end, MINUTES)
            if start < end:
                made.append(Bout(day.date, start, end, bout.kind))
                reach = end
    return made


def _minute(day: Day, moment_s: int) -> int:
    moment = day.moment(moment_s)
    whole = (moment.date() - day.date).days * MINUTES
    return whole + round(moment.hour * 60 + moment.minute + moment.second / 60)
