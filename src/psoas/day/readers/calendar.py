"""iCalendar: meetings and commutes as hints of what else a time was. A meeting is no proof of sitting.

Only times are used. A title is looked at for one of a few words of a commute and never kept.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any, Final

from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import Context
from psoas.day.source_file import SourceFile
from psoas.words import _

COMMUTE = re.compile(
    r"\b(commute|commuting|drive to|train to|bus to|pendeln|arbeitsweg|trajet)\b", re.IGNORECASE
)
MOST_BYTES: Final = 64 << 20
MOST_REPEATS: Final = 5000
MOST_HINTS: Final = 100_000
"""Of one calendar; the events after them are not used."""
FOLLOWED: Final = timedelta(days=1)
"""Repeats are followed until so long after now."""
LONGEST: Final = timedelta(hours=12)
"""A longer event is no meeting."""


def _fits(source: SourceFile) -> bool:
    return source.text_start.upper().startswith("BEGIN:VCALENDAR")


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    from icalendar import Calendar

    with source.open() as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("too large")
    hints = 0
    for event in Calendar.from_ical(content.decode(source.encoding, errors="replace")).walk("VEVENT"):
        if hints > MOST_HINTS:
            log.leave_out(_("events"), _("there are more than {most:,} before them", most=MOST_HINTS))
            continue
        try:
            hints += _event(event, log, answers)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            log.leave_out(_("events"), _("their time cannot be read"))


def _event(event: Any, log: DeviceLog, answers: DayAnswers) -> int:
    """Keep the times of an event; returns how many there are."""
    start, end = _ends(event)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        log.leave_out(_("events"), _("they last whole days"))
        return 0
    if (
        str(event.get("STATUS", "")).upper() == "CANCELLED"
        or str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    ):
        log.leave_out(_("events"), _("they are cancelled, or leave the time free"))
        return 0
    if not timedelta() < end - start <= LONGEST:
        log.leave_out(_("events"), _("they are longer than 12 h, or end before they start"))
        return 0
    context: Context = "commute" if COMMUTE.search(str(event.get("SUMMARY", ""))) else "meeting"
    number = 0
    for begin in _repeats(event, start):
        number += 1
        aware = begin if begin.tzinfo else begin.replace(tzinfo=answers.home)
        moment = aware.timestamp()
        log.observe(moment, moment + (end - start).total_seconds(), None, context, "hand", 0.0)
    return number


def _ends(event: Any) -> tuple[date, date]:
    start = event.decoded("DTSTART")
    if "DTEND" in event:
        return start, event.decoded("DTEND")
    return start, start + event.decoded("DURATION")


def _repeats(event: Any, start: datetime) -> Iterator[datetime]:
    """Each start of an event that repeats, without those that were taken out."""
    if "RRULE" not in event:
        yield start
        return
    from dateutil.rrule import rrulestr

    rule = event["RRULE"].to_ical().decode()
    if start.tzinfo is None:
        rule = re.sub(r"(UNTIL=\d{8}T\d{6})Z", r"\1", rule)
    out = set()
    removed = event.get("EXDATE", [])
    for group in removed if isinstance(removed, list) else [removed]:
        out |= {one.dt for one in group.dts}
    last = datetime.now(start.tzinfo) + FOLLOWED
    repeats = rrulestr(rule, dtstart=start)
    for begin in takewhile(lambda one: one <= last, islice(repeats, MOST_REPEATS)):
        if begin not in out:
            yield begin


READER = Reader("iCalendar", (".ics",), _fits, _read)
