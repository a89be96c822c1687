"""Samsung Health: tables whose first line is their name and whose second holds the heads.

Times are UTC; the zone of the clock stands beside them. The pedometer of the phone and that of the watch are in one
table, and the totals of a day in another, which is not used.
"""

import re
from datetime import UTC, datetime
from typing import Final

from psoas.day.observation import DeviceLog, ZoneHint
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import Context, confidence, sport_of
from psoas.day.source_file import SourceFile
from psoas.day.zones import written_offset
from psoas.words import _

TABLE = re.compile(r"^com\.samsung\.(?:s?health)\.([a-z_.]+),")
ZONE = re.compile(r"^UTC([+-])(\d\d):?(\d\d)$")
SPORTS: Final = {
    "1001": "walking",
    "1002": "running",
    "11007": "cycling",
    "13001": "hiking",
    "14001": "swimming",
    "15002": "strength training",
    "15003": "running",
    "15004": "indoor rowing",
    "15005": "indoor cycling",
    "15006": "stair",
    "16001": "skiing",
    "16002": "inline skating",
    "16004": "skating",
}
"""The codes of the sports that tell a posture."""
TABLES: Final = ("exercise", "tracker.pedometer_step_count", "step_count", "sleep", "sleep_stage")
AWAKE: Final = "40001"


def _fits(source: SourceFile) -> bool:
    found = TABLE.match(source.text_head.lstrip("\ufeff"))
    return found is not None and found[1].removesuffix(".") in TABLES


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    rows = source.rows()
    table = next(rows)[0].split("health.", 1)[1]
    heads = [head.rpartition(".")[2].strip() for head in next(rows)]
    for row in rows:
        values = dict(zip(heads, row, strict=False))
        try:
            _row(table, values, log)
        except (KeyError, ValueError, OverflowError):
            log.leave_out(_("rows"), _("they are not whole"))


def _row(table: str, values: dict[str, str], log: DeviceLog) -> None:
    start, end = moment(values["start_time"]), moment(values["end_time"])
    zone = ZONE.match(values.get("time_offset", ""))
    if zone is not None:
        log.zones.append(ZoneHint(round(start), written_offset(*zone.groups())))
    if "step" in table and "count" in table:
        log.count_steps("phone", values.get("deviceuuid", ""), start, end, float(values["count"]))
    elif table == "exercise":
        kind, context = sport_of(SPORTS.get(values["exercise_type"], ""))
        log.observe(start, end, kind, context, "wrist", confidence("measured"), started=True)
    elif table == "sleep_stage":
        context_now: Context = "lying" if values.get("stage") == AWAKE else "sleep"
        log.observe(start, end, "other", context_now, "wrist", confidence("derived"))
    else:
        log.observe(start, end, "other", "lying", "wrist", confidence("derived"))


def moment(text: str) -> float:
    """A time such as ``2024-03-04 09:00:00.000`` in UTC, or in ms since 1970 [s since 1970]."""
    if text.strip().isdigit():
        return int(text) / 1000
    return datetime.fromisoformat(text.strip()).replace(tzinfo=UTC).timestamp()


READER = Reader("Samsung Health", (), _fits, _read)
