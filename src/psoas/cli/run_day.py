"""Run ``psoas day``: read the files, fuse them, print and write; returns the exit code."""

import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from psoas.cli.print_day import print_days
from psoas.cli.progress_bar import ProgressBar
from psoas.cli.terminal import (
    CANNOT_TELL,
    check_apart,
    check_target,
    complain,
    print_written,
    verb,
    write_whole,
)
from psoas.day import MOST_RUNNING_DAYS, WORN, DayAnswers, DayReading, Worn, home_zone, read_days
from psoas.draw import day_strip_picture, day_strip_svg, png
from psoas.errors import UsageError
from psoas.export import day_json, day_table
from psoas.report import check_day_folder, write_day_folder
from psoas.words import _

DRAWN_DAYS = 62
"""A picture shows so many days, the last ones."""
PLOTS = (".png", ".svg")
TIMES = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)", re.ASCII)
DAYS = re.compile(r"\d{1,3}", re.ASCII)


@verb
def show_days(
    files: Sequence[Path],
    *,
    activitywatch: str | None,
    json_to: str | None,
    csv_to: Path | None,
    plot_to: Path | None,
    out: Path | None,
    timezone: str | None,
    sleep: str | None,
    evening: str | None,
    standing_desk: bool,
    worn: str | None,
    start: str | None,
) -> int:
    """``psoas day``: the days of some files; the worst exit code of the files, 0 where all were read."""
    if not files and activitywatch is None:
        raise UsageError(
            _("there is no file; give files of devices, or --activitywatch 1 for today's keyboard times")
        )
    folder = out or Path("day-psoas")
    for place, option in ((json_to, "--json"), (csv_to, "--csv"), (plot_to, "--plot")):
        check_target(place, option)
    check_apart(
        {**{str(path): path for path in files}, "--json": json_to, "--csv": csv_to, "--plot": plot_to}
    )
    if plot_to is not None and plot_to.suffix.lower() not in PLOTS:
        raise UsageError(
            _(
                "the picture is written as .png or .svg, not as {plot_to}; change the end of --plot",
                plot_to=plot_to.name,
            )
        )
    check_day_folder(folder)
    zone = home_zone(timezone)
    running = _running_days(activitywatch, zone)
    answers = DayAnswers(
        zone,
        standing_desk,
        _times(sleep, "--sleep", _("time to bed and time to get up"), "23:00-07:00"),
        _times(evening, "--evening", _("begin and end of an evening"), "19:00-23:00"),
        _moment(start),
        _worn(worn),
    )
    with ProgressBar(_("reading")) as bar:
        reading = read_days(
            files,
            answers,
            lambda name, done, of: bar(name, done // 1_000_000, of // 1_000_000),
            running=running,
        )
    for error in reading.errors:
        complain(str(error))
    worst = min((error.exit_code for error in reading.errors), default=0)
    words = str(zone)
    _write_json(reading, words, json_to)
    if not reading.days:
        if not reading.errors:
            complain(_no_day(reading))
        return worst or CANNOT_TELL
    if json_to != "-":
        print_days(reading, words)
    if csv_to is not None:
        write_whole("".join(day_table(reading.days)).encode(), csv_to)
    if plot_to is not None:
        write_whole(_plot(reading, plot_to), plot_to)
    page = write_day_folder(reading, words, folder)
    if json_to != "-":
        print_written(page, csv_to, plot_to, json_to)
    return worst


def _no_day(reading: DayReading) -> str:
    """Why there is no day, though no file is bad."""
    if reading.files:
        return _("a calendar says what was planned, not what was done; give a file of a device, too")
    if reading.not_used:
        count = len(reading.not_used)
        return _(
            "nothing of a day is in these files ({number}); the guide lists the formats that are read",
            number=count,
        )
    return _("there is no file in the folder; give a file of a device")


def _write_json(reading: DayReading, zone: str, json_to: str | None) -> None:
    """Print the JSON where ``json_to`` is ``-``, or write it to that path."""
    if json_to == "-":
        sys.stdout.writelines(day_json(reading, zone))
        sys.stdout.flush()
    elif json_to is not None:
        write_whole("".join(day_json(reading, zone)).encode(), Path(json_to))


def _plot(reading: DayReading, path: Path) -> bytes:
    days = reading.days[-DRAWN_DAYS:]
    if path.suffix.lower() == ".svg":
        return day_strip_svg(days).encode()
    return png(day_strip_picture(days))


def _running_days(words: str | None, zone: tzinfo) -> tuple[date, date] | None:
    """First and last day of a date, or of a number of days up to today.

    Raises:
        UsageError: the words are neither, or the days lie ahead or are too many.
    """
    if words is None:
        return None
    today = datetime.now(zone).date()
    if DAYS.fullmatch(words.strip()) and 1 <= int(words) <= MOST_RUNNING_DAYS:
        return today - timedelta(days=int(words) - 1), today
    try:
        day = date.fromisoformat(words.strip())
    except ValueError:
        day = date.max
    if day > today:
        raise UsageError(
            _(
                "--activitywatch {words} is no day up to today and no number of days from 1 to "
                "{most_running_days}; give it as --activitywatch 2026-03-01 or --activitywatch 7",
                words=words,
                most_running_days=MOST_RUNNING_DAYS,
            )
        )
    return day, day


def _times(words: str | None, option: str, what: str, example: str) -> tuple[int, int] | None:
    """Minutes since midnight of two times of a day.

    Raises:
        UsageError: the words are no two times of a day.
    """
    if words is None:
        return None
    found = TIMES.fullmatch(words.strip())
    parts = [int(part) for part in found.groups()] if found else []
    if not parts or max(parts[0], parts[2]) > 23 or max(parts[1], parts[3]) > 59 or parts[:2] == parts[2:]:
        raise UsageError(
            _(
                "{option} {words} is no {what}; give it as {option} {example}",
                option=option,
                words=words,
                what=what,
                example=example,
            )
        )
    return 60 * parts[0] + parts[1], 60 * parts[2] + parts[3]


def _worn(words: str | None) -> Worn | None:
    """Where sensors were worn.

    Raises:
        UsageError: the words are no place of a sensor.
    """
    place = next((one for one in WORN if one == words), None)
    if words is not None and place is None:
        raise UsageError(
            _("--worn {words} is no place of a sensor; give one of {worn}", words=words, worn=", ".join(WORN))
        )
    return place


def _moment(words: str | None) -> datetime | None:
    """The date and time of the wall clock.

    Raises:
        UsageError: the words are none.
    """
    if words is None:
        return None
    try:
        return datetime.fromisoformat(words.strip()).replace(tzinfo=None)
    except ValueError:
        raise UsageError(
            _('--start {words} is no date and time; give it as --start "2026-03-01 08:00"', words=words)
        ) from None
