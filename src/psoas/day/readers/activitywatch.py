"""ActivityWatch exports: only when the keyboard and the mouse were used.

The file also holds window titles and addresses. They pass by and are never looked at.
"""

from datetime import datetime
from typing import Any

from psoas.day.json_stream import JsonItems
from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import confidence
from psoas.day.source_file import SourceFile


def _fits(source: SourceFile) -> bool:
    head = source.text_start
    return head.startswith("{") and (
        "aw-watcher" in head or '"afkstatus"' in head or head.startswith('{"buckets"')
    )


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    for path, beside, item in JsonItems(source).items():
        if path[-1:] != ("events",) or not isinstance(item, dict):
            continue
        bucket = path[-2] if len(path) > 1 else str(beside.get("id", ""))
        if "afk" not in bucket and beside.get("type") != "afkstatus":
            log.leave_out("events of windows and web pages", "only keyboard and mouse are read")
            continue
        _event(item, log)


def _event(item: dict[str, Any], log: DeviceLog) -> None:
    data = item.get("data")
    status = data.get("status") if isinstance(data, dict) else None
    if status != "not-afk":
        return
    try:
        start = datetime.fromisoformat(str(item["timestamp"])).timestamp()
        length = float(item["duration"])
    except (KeyError, TypeError, ValueError, OverflowError):
        log.leave_out("events", "they have no readable time")
        return
    if not 0 <= length < 7 * 86400:
        log.leave_out("events", "their length is impossible")
        return
    log.observe(start, start + length, "desk", "computer", "computer", confidence("likely"))


READER = Reader("ActivityWatch", (), _fits, _read)
