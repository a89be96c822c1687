"""Google Fit, as Google's takeout holds it: streams of points, sessions, and steps by the quarter of an hour.

A takeout has the same steps several times: as each source counted them, merged, without those of rides, and in tables.
Of the streams, only the one that Google itself shows is read; `psoas.day.steps` counts it and the tables once. Places
pass by and are never kept.
"""

import re
from datetime import datetime, timedelta
from typing import Any, Final

from psoas.day.json_stream import JsonItems
from psoas.day.observation import DeviceLog, ZoneHint
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import Context, Wear, confidence, sport_of
from psoas.day.source_file import SourceFile
from psoas.day.zones import wall_clock
from psoas.errors import CannotTellError
from psoas.words import _

STREAM: Final = re.compile(
    r'"Data Source"\s*:\s*"derived:com\.google\.'
    r"(step_count\.delta(?=:[^\"]*:estimated_steps)|activity\.segment(?=:[^\"]*:merge_)|sleep\.segment(?=:[^\"]*:merge))"
)
"""The streams that are read, by their source."""
STEPS, SEGMENTS, SLEEP = "step_count.delta", "activity.segment", "sleep.segment"
ACTIVITIES: Final = {
    0: "vehicle",
    1: "cycling",
    2: "on foot",
    7: "walking",
    8: "running",
    57: "running",
    58: "running",
}
"""The activities that a phone recognises, by Google's numbers."""
STILL: Final = 3
STAGES: Final[dict[int, Context]] = {1: "lying", 2: "sleep", 4: "sleep", 5: "sleep", 6: "sleep"}
"""Stages of sleep, by Google's numbers; 3 is out of bed."""
NO_SPORT: Final = ("still", "unknown", "tilting")
WATCH: Final = re.compile(r"watch|wear|fitbit|band|garmin", re.IGNORECASE)
DATED: Final = re.compile(r"^(\d{4}-\d\d-\d\d)\.csv$")
DAY_TABLE: Final = "Step count"


def _fits(source: SourceFile) -> bool:
    head = source.text_start
    if head.startswith("{"):
        return STREAM.search(head) is not None or _is_session(head)
    heads = head.partition("\n")[0]
    return DAY_TABLE in heads and heads.startswith(("Start time,End time,", "Date,"))


def _is_session(head: str) -> bool:
    return '"fitnessActivity"' in head and '"startTime"' in head


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    if not source.text_start.startswith("{"):
        _table(source, log, answers)
    elif _is_session(source.text_start):
        _session(JsonItems(source).whole(), log)
    else:
        stream = STREAM.search(source.text_start)
        kind = stream[1] if stream else ""
        for path, _beside, item in JsonItems(source).items():
            if path[-1:] == ("Data Points",):
                try:
                    _point(kind, item, log)
                except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError):
                    log.leave_out(_("points"), _("they are not whole"))


def _point(kind: str, item: dict[str, Any], log: DeviceLog) -> None:
    start, end = (int(item[name]) / 1e9 for name in ("startTimeNanos", "endTimeNanos"))
    number = int(item["fitValue"][0]["value"]["intVal"])
    origin = str(item.get("originDataSourceId", ""))
    wear: Wear = "wrist" if WATCH.search(origin) else "phone"
    sure = confidence("derived")
    if kind == STEPS:
        log.count_steps(wear, origin, start, end, number)
    elif kind == SLEEP and number in STAGES:
        log.observe(start, end, "other", STAGES[number], wear, sure)
    elif kind == SEGMENTS and number in ACTIVITIES:
        activity, context = sport_of(ACTIVITIES[number])
        log.observe(start, end, activity, context, wear, sure)
    elif kind == SEGMENTS and number == STILL and wear == "wrist":
        log.observe(start, end, None, "still", wear, 0.0)


def _session(item: dict[str, Any], log: DeviceLog) -> None:
    """A session; its steps are those of its minutes, which a stream holds."""
    name = str(item["fitnessActivity"]).replace(".", " ").lower()
    start, end = (datetime.fromisoformat(str(item[key])) for key in ("startTime", "endTime"))
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("no zone")
    if name in NO_SPORT:
        log.leave_out(_("the session"), _("its activity is not known"))
    elif name.startswith("sleep"):
        log.observe(start.timestamp(), end.timestamp(), "other", "lying", "phone", confidence("likely"))
    else:
        activity, context = sport_of(name)
        log.observe(start.timestamp(), end.timestamp(), activity, context, "phone", confidence("derived"))


def _table(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    """Steps of each quarter of an hour of the day in the name of the file, or of each day."""
    rows = source.rows()
    heads = next(rows)
    steps = heads.index(DAY_TABLE)
    name = DATED.match(source.own_name)
    if heads[0] == "Start time" and name is None:
        raise CannotTellError(
            _(
                "{file} has lost its name, which is the date of its times, such as 2024-03-04.csv; name it so again",
                file=source.name,
            )
        )
    for row in rows:
        try:
            if not row[steps]:
                continue
            if name is None:
                start, end = _whole_day(row[0], answers)
            else:
                start, end = (_quarter(name[1], one, log, answers) for one in row[:2])
                end += 86400 if end <= start else 0
            log.count_steps("phone", "table", start, end, float(row[steps]))
        except (IndexError, ValueError, OverflowError):
            log.leave_out(_("rows"), _("they are not whole"))


def _whole_day(text: str, answers: DayAnswers) -> tuple[float, float]:
    midnight = datetime.fromisoformat(text)
    start, end = (wall_clock(answers.home, midnight + timedelta(days=days)) for days in (0, 1))
    return start, end


def _quarter(day: str, text: str, log: DeviceLog, answers: DayAnswers) -> float:
    """A time such as ``07:15:00.000+05:30`` of a day [s since 1970]."""
    moment = datetime.fromisoformat(f"{day}T{text}")
    offset = moment.utcoffset()
    if offset is None:
        return wall_clock(answers.home, moment)
    hint = ZoneHint(round(moment.timestamp()), round(offset.total_seconds()))
    if not log.zones or log.zones[-1].zone != hint.zone:
        log.zones.append(hint)
    return moment.timestamp()


READER = Reader("Google Fit", (), _fits, _read)
