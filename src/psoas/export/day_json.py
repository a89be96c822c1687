"""The result of ``psoas day`` as JSON, schema ``psoas.day/1``, and as a table."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from psoas.day import SITTING, Day, DayBout, DayReading, HipDay, hip_day
from psoas.estimate import Estimate
from psoas.export.rounded import rounded
from psoas.plan import WEEKDAYS, clock, device_sitting_days, find_long_sittings, long_sitting_words

DAY_SCHEMA = "psoas.day/1"
FORMULA: Final = ("=", "+", "-", "@")
DAY_COLUMNS = ("date", "start", "end", "minutes", "kind", "sitting", "context", "confidence", "sources")


def day_json(reading: DayReading, timezone: str) -> Iterator[str]:
    """The JSON of some days, piece by piece: years of days are long.

    Args:
        reading: what the files say.
        timezone: the person's own zone in words.
    """
    head = {"schema": DAY_SCHEMA, "timezone": timezone}
    rest = {
        "longest_bouts": _longest_bouts(reading.days),
        "not_used": [
            {"file": one.file, "what": one.what, "reason": one.reason, "count": one.count}
            for one in reading.not_used
        ],
        "read": [
            {
                "file": one.file,
                "format": one.format,
                "observations": one.observations,
                "step_counts": one.step_counts,
            }
            for one in reading.files
        ],
    }
    yield _dumped(head)[:-1] + ', "days": ['
    for number, day in enumerate(reading.days):
        yield (", " if number else "") + _dumped(_day(day))
    yield "], " + _dumped(rest)[1:] + "\n"


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def day_table(days: Sequence[Day]) -> Iterator[str]:
    """A table with one row a bout, in pieces of one day; time without a row is unknown."""
    yield _lines([DAY_COLUMNS])
    for day in days:
        date = day.date.isoformat()
        yield _lines(
            (
                date,
                *_ends(day, bout),
                rounded(bout.length_s / 60, 2),
                bout.kind,
                "yes" if bout.kind in SITTING else "no",
                bout.context or "",
                bout.confidence,
                plain_cell("; ".join(bout.sources)),
            )
            for bout in day.bouts
        )


def plain_cell(words: str) -> str:
    """Words that a spreadsheet does not take for a formula: names of files are anybody's."""
    return f"'{words}" if words[:1] in FORMULA else words


def _lines(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _longest_bouts(days: Sequence[Day]) -> dict[str, Any]:
    known = device_sitting_days(days)
    found = find_long_sittings(known)
    return {
        "days": len(days),
        "places": [
            {
                "weekday": None if one.weekday is None else WEEKDAYS[one.weekday],
                "from": clock(one.start_min),
                "to": clock(one.end_min),
                "days": one.days,
                "of_days": one.of_days,
                "mean_sitting_min": rounded(one.mean_min, 1),
            }
            for one in found
        ],
        "says": long_sitting_words(known, found),
    }


def _day(day: Day) -> dict[str, Any]:
    longest = day.longest
    return {
        "date": day.date.isoformat(),
        "utc_offset": day.moment(day.start_s).isoformat()[-6:],
        "length_s": day.length_s,
        "bouts": [_bout(day, bout) for bout in day.bouts],
        "unknown_s": day.unknown_s,
        "totals": dict(day.totals),
        "sitting_s": day.sitting_s,
        "longest_sitting_s": longest.sat if longest else 0,
        "breaks": day.breaks,
        "unknown_gaps": day.unknown_gaps,
        "sit_to_stands": day.sit_to_stands,
        "steps": day.steps,
        "still_s": day.still_s,
        "level_thigh_s": day.level_s,
        "hip": _hip(hip_day(day)),
    }


def _hip(hip: HipDay) -> dict[str, Any]:
    return {
        "flexion_bands": [
            {"from_deg": low, "to_deg": high, **_band(hours, "hours")} for low, high, hours in hip.bands
        ],
        "activities": [
            {
                "activity": posture.name,
                "hours": rounded(hours, 3),
                "hip_flexion_deg": [posture.low_deg, posture.high_deg],
                "psoas_change_mm": _band(posture.change_mm, "value"),
            }
            for posture, hours in hip.activities
        ],
        "not_described_s": hip.undescribed_s,
        "longest_without_neutral_s": hip.away_s,
        "longest_without_neutral_at_most_s": hip.away_most_s,
        "opened_past_neutral": None if hip.openings is None else _band(hip.openings, "times_a_side", 0),
        "evidence": [
            {"claim": one.claim, "verdict": one.verdict, "source": one.source} for one in hip.evidence
        ],
    }


def _band(estimate: Estimate, name: str, digits: int = 2) -> dict[str, float | None]:
    return {
        name: rounded(estimate.value, digits),
        "low": rounded(estimate.low, digits),
        "high": rounded(estimate.high, digits),
    }


def _bout(day: Day, bout: DayBout) -> dict[str, Any]:
    start, end = _ends(day, bout)
    return {
        "start": start,
        "end": end,
        "kind": bout.kind,
        "context": bout.context,
        "sources": list(bout.sources),
        "confidence": bout.confidence,
    }


def _ends(day: Day, bout: DayBout) -> tuple[str, str]:
    return day.moment(bout.start_s).isoformat(), day.moment(bout.end_s).isoformat()
