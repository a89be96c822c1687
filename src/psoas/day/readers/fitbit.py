"""Fitbit, as Google's takeout holds it: steps by the minute, sleep and exercise.

Steps and exercise are in UTC, which the file does not say; sleep is by the clock on the wall. The steps of an exercise
are those of its minutes, and not counted again.
"""

import re
from datetime import datetime
from typing import Any, Final

from psoas.day.json_stream import JsonItems
from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import Context, confidence, sport_of
from psoas.day.source_file import SourceFile
from psoas.day.zones import utc_s, wall_clock
from psoas.words import _

NAME = re.compile(r"^(steps|sleep|exercise)-.*\.json$")
MINUTE_S: Final = 60.0
STAGES: Final[dict[str, Context]] = {
    "asleep": "sleep",
    "deep": "sleep",
    "light": "sleep",
    "rem": "sleep",
    "restless": "lying",
    "awake": "lying",
    "wake": "lying",
}


def _fits(source: SourceFile) -> bool:
    return NAME.match(source.own_name) is not None and source.text_start.startswith("[")


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    found = NAME.match(source.own_name)
    kind = found[1] if found else "steps"
    take = {"steps": _steps, "sleep": _sleep, "exercise": _exercise}[kind]
    for path, _beside, item in JsonItems(source).items():
        if path or not isinstance(item, dict):
            continue
        try:
            take(item, log, answers)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            log.leave_out(_("records"), _("they are not whole"))


def _utc(text: str) -> float:
    """A time such as ``03/04/24 09:00:00``, in UTC [s since 1970]."""
    return utc_s(datetime.strptime(text, "%m/%d/%y %H:%M:%S"))


def _steps(item: dict[str, Any], log: DeviceLog, answers: DayAnswers) -> None:
    start = _utc(str(item["dateTime"]))
    log.count_steps("wrist", "minutes", start, start + MINUTE_S, float(item["value"]))


def _sleep(item: dict[str, Any], log: DeviceLog, answers: DayAnswers) -> None:
    stages = item.get("levels", {}).get("data") or []
    if not stages:
        ends = [datetime.fromisoformat(str(item[name])) for name in ("startTime", "endTime")]
        down, up = (wall_clock(answers.home, end) for end in ends)
        log.observe(down, up, "other", "sleep", "wrist", confidence("derived"))
        return
    first = datetime.fromisoformat(str(stages[0]["dateTime"]))
    begin = float(wall_clock(answers.home, first))
    for stage in stages:
        start = begin + (datetime.fromisoformat(str(stage["dateTime"])) - first).total_seconds()
        context = STAGES.get(str(stage["level"]), "lying")
        log.observe(start, start + float(stage["seconds"]), "other", context, "wrist", confidence("derived"))


def _exercise(item: dict[str, Any], log: DeviceLog, answers: DayAnswers) -> None:
    start = _utc(str(item["startTime"]))
    length = float(item.get("activeDuration", item["duration"])) / 1000
    kind, context = sport_of(str(item["activityName"]))
    started = str(item.get("logType", "")) != "auto_detected"
    sure = confidence("measured" if started else "derived")
    log.observe(start, start + length, kind, context, "wrist", sure, started=started)


READER = Reader("Fitbit", (), _fits, _read)
