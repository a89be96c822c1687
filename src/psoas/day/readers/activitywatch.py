"""ActivityWatch exports: only when the keyboard and the mouse were used.

The file also holds window titles and addresses. They pass by and are never looked at.
"""

from datetime import datetime
from typing import Any, Final

from psoas.day.json_stream import JsonItems
from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import confidence
from psoas.day.source_file import SourceFile
from psoas.words import _

KEYBOARD: Final = "afkstatus"
"""Type of the buckets that say when the keyboard and the mouse were used."""
WATCHER: Final = "aw-watcher-afk"
"""Their names begin so."""
ALWAYS: Final = (float("-inf"), float("inf"))


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
        kind = beside.get("type")
        if kind != KEYBOARD and not (kind is None and bucket.startswith(WATCHER)):
            log.leave_out(_("events of windows and web pages"), _("only keyboard and mouse are read"))
            continue
        observe_event(item, log)


def observe_event(item: dict[str, Any], log: DeviceLog, within: tuple[float, float] = ALWAYS) -> None:
    """Keep the time of an event in which the keyboard or the mouse was used.

    Args:
        item: an event of a bucket of the type `KEYBOARD`.
        log: takes it.
        within: the part of the event between these moments is kept [s since 1970].
    """
    data = item.get("data")
    status = data.get("status") if isinstance(data, dict) else None
    if status != "not-afk":
        return
    try:
        start = datetime.fromisoformat(str(item["timestamp"])).timestamp()
        length = float(item["duration"])
    except (KeyError, TypeError, ValueError, OverflowError):
        log.leave_out(_("events"), _("they have no readable time"))
        return
    if not 0 <= length < 7 * 86400:
        log.leave_out(_("events"), _("their length is impossible"))
        return
    first, last = max(start, within[0]), min(start + length, within[1])
    if first <= last:
        log.observe(first, last, "desk", "computer", "computer", confidence("likely"))


READER = Reader("ActivityWatch", (), _fits, _read)
