"""activPAL ``Events`` and ``EventsEx`` tables: a sensor on the thigh that has classified the posture itself.

Times count days since 30 December 1899 by the clock of the device, which knows no zone and no summer time.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from psoas.day.activities import Activity
from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import Context, confidence, figure
from psoas.day.source_file import SourceFile
from psoas.day.zones import wall_clock
from psoas.errors import CannotTellError
from psoas.words import N_, _, decimal

EPOCH = datetime(1899, 12, 30)
KINDS: Final[dict[str, tuple[Activity | None, Context | None]]] = {
    "0": ("sitting", None),
    "1": ("standing", None),
    "2": ("walking", None),
    "2.1": ("other", "cycling"),
    "3": ("other", "lying"),
    "3.1": ("other", "lying"),
    "3.2": ("other", "lying"),
    "5": ("car", "automotive"),
}
"""By code; time back lying is the direction of gravity while sitting, and no code. 4 is not worn."""
HEADS: Final = {
    "time": r"^time$",
    "length": r"^(interval|duration) ?\(s\)$",
    "code": r"^(activitycode|event type)",
    "steps": r"^cumulative ?step ?count$",
}
ROUNDED_S: Final = 1.0
"""Lengths are rounded: a bout ends where the next one begins, if that is no further away [s]."""
Event = tuple[float, float, str, int]
"""Day number, length [s], code, strides since the start."""


def _fits(source: SourceFile) -> bool:
    head = source.text_head.lower()
    return ("activitycode" in head or "event type" in head) and "step" in head and "time" in head


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    events = _events(source, log)
    if not events:
        raise ValueError("no events")
    off = 3600 * figure("device_off_h")
    lying_coded = any(code.startswith("3") for _day, _length, code, _strides in events)
    days = max(sum(length for _day, length, *_rest in events) / 86400, 1e-6)
    steps = 2 * max(strides for *_rest, strides in events)
    if days > 1 and steps / days < figure("worn_steps_day"):
        raise CannotTellError(
            _(
                "{file}: the sensor was not worn, it counted {steps} steps in {days:.1f} days; leave the file out",
                file=source.name,
                steps=steps,
                days=days,
            )
        )
    last = len(events) - 1
    begin = wall_clock(answers.home, EPOCH + timedelta(days=events[0][0]))
    strides = 0
    for place, (day, length, code, so_far) in enumerate(events):
        start = begin + 86400 * (day - events[0][0])
        if place < last and abs(events[place + 1][0] - day - length / 86400) * 86400 < ROUNDED_S:
            length = 86400 * (events[place + 1][0] - day)
        made, strides = so_far - strides, so_far
        if made > 0:
            log.count_steps("thigh", "activPAL", start, start + length, 2 * made)
        if place == last and code == "0" and length > 3600 * figure("tail_h"):
            log.leave_out(
                _("the last bout of sitting"),
                _(
                    "it lasts {hours:.1f} h to the end of the file: the sensor was off",
                    hours=length / 3600,
                ),
            )
        elif code in ("0", "1") and length > off:
            log.leave_out(
                _("bouts"),
                _(
                    "they last more than {hours:g} h without a change: the sensor was not worn",
                    hours=off / 3600,
                ),
            )
        elif code not in KINDS:
            log.leave_out(
                _("bouts"), _("the sensor was not worn") if code == "4" else _("their code is not known")
            )
        elif code == "0" and not lying_coded and length > 3600 * figure("still_horizontal_h"):
            log.observe(start, start + length, None, "level thigh", "thigh", 0.0)
            log.leave_out(
                _("long bouts of sitting or lying"),
                _("the thigh alone does not tell which; {advice}", advice=_(answers.how["sleep"])),
            )
        else:
            kind, context = KINDS[code]
            log.observe(start, start + length, kind, context, "thigh", confidence("measured"))


def _events(source: SourceFile, log: DeviceLog) -> list[Event]:
    columns: dict[str, int] | None = None
    events: list[Event] = []
    for row in source.rows():
        if columns is None:
            columns = _columns(row)
            continue
        try:
            day, length, code, strides = (decimal(row[columns[name]].strip()) for name in HEADS)
            event = (day, length, f"{code:g}", int(strides))
            if not (1 < day < 1e5 and 0 <= length < 1e7):
                raise ValueError("out of range")
        except (IndexError, ValueError, OverflowError):
            log.leave_out(_("rows"), _("they are not whole"))
            continue
        events.append(event)
    return events


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """The columns by their heads; None before the heads."""
    heads = [head.strip().lower() for head in row]
    found = {
        name: next((place for place, head in enumerate(heads) if re.match(pattern, head)), None)
        for name, pattern in HEADS.items()
    }
    if None in found.values():
        return None
    return {name: place for name, place in found.items() if place is not None}


READER = Reader(N_("activPAL events"), (), _fits, _read)
