"""Google Timeline: rides, walks and bicycles. Places and paths pass by and are never kept."""

from datetime import datetime
from typing import Any, Final

from psoas.day.json_stream import JsonItems
from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import confidence, sport_of
from psoas.day.source_file import SourceFile
from psoas.words import _

LISTS: Final = ("semanticSegments", "timelineObjects")
LONGEST_S: Final = 86_400.0


def _fits(source: SourceFile) -> bool:
    head = source.text_start
    return head.startswith("{") and any(f'"{name}"' in head for name in LISTS)


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    for path, _beside, item in JsonItems(source).items():
        if not path or path[-1] not in LISTS or not isinstance(item, dict):
            continue
        activity = item.get("activity", item.get("activitySegment"))
        if not isinstance(activity, dict):
            log.leave_out(_("places and paths"), _("they are not read"))
            continue
        try:
            start, end, kind = _segment(item, activity)
        except (KeyError, TypeError, ValueError, AttributeError):
            log.leave_out(_("segments"), _("they have no readable time or kind"))
            continue
        activity_kind, context = sport_of(kind)
        if activity_kind is None or not 0 <= end - start < LONGEST_S:
            log.leave_out(_("segments"), _("their kind is not known, or they last more than a day"))
        else:
            log.observe(start, end, activity_kind, context, "phone", confidence("derived"))


def _segment(item: dict[str, Any], activity: dict[str, Any]) -> tuple[float, float, str]:
    """Start, end [s since 1970] and kind of a segment, of the phone's own file or of the older export."""
    if "startTime" in item:
        start, end = item["startTime"], item["endTime"]
        kind = activity["topCandidate"]["type"]
    else:
        times = activity["duration"]
        start, end = times["startTimestamp"], times["endTimestamp"]
        kind = activity["activityType"]
    moments = [datetime.fromisoformat(str(one)) for one in (start, end)]
    if any(one.tzinfo is None for one in moments):
        raise ValueError("no zone")
    return moments[0].timestamp(), moments[1].timestamp(), str(kind).lower()


READER = Reader("Google Timeline", (), _fits, _read)
