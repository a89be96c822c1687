"""Small files of devices, made for the tests, and short ways to read them."""

import json
import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from psoas.day import Day, DayAnswers, DayReading, read_days

PARIS = ZoneInfo("Europe/Paris")


def read(*paths: Path, **answers: Any) -> DayReading:
    """Read files as somebody in Paris."""
    return read_days(paths, DayAnswers(**{"home": PARIS, **answers}))


def one_day(reading: DayReading) -> Day:
    (day,) = reading.days
    return day


def spans(day: Day) -> list[tuple[str, str, str, str | None]]:
    """Start and end by the wall clock, kind and context of each bout."""
    return [
        (f"{day.moment(one.start_s):%H:%M:%S}", f"{day.moment(one.end_s):%H:%M:%S}", one.kind, one.context)
        for one in day.bouts
    ]


def reasons(reading: DayReading) -> str:
    return " | ".join(f"{one.count} {one.what}: {one.reason}" for one in reading.not_used)


# Apple Health


def apple_record(kind: str, start: str, end: str, value: str, device: str = "iPhone", more: str = "") -> str:
    """A record; times such as ``2024-03-29 08:00:00 +0100``."""
    inside = f"name:{device}, manufacturer:Apple Inc., model:{device.split()[-1]}, hardware:{device.split()[-1]}16,1"
    return (
        f'<Record type="{kind}" sourceName="Zoe\'s {device}" device="&lt;&lt;HKDevice: 0xb0f{len(start + value)}&gt;, '
        f'{inside}&gt;" creationDate="{end}" startDate="{start}" endDate="{end}" value="{value}">{more}</Record>'
    )


def apple_steps(start: str, end: str, count: int, device: str = "iPhone") -> str:
    return apple_record("HKQuantityTypeIdentifierStepCount", start, end, str(count), device)


def apple_workout(sport: str, start: str, end: str, zone: str = "", inside: str = "") -> str:
    meta = f'<MetadataEntry key="HKTimeZone" value="{zone}"/>' if zone else ""
    return (
        f'<Workout workoutActivityType="HKWorkoutActivityType{sport}" duration="1" sourceName="Watch" '
        f'startDate="{start}" endDate="{end}">{meta}{inside}</Workout>'
    )


def apple_export(*elements: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    return (head + '<HealthData locale="fr_FR">' + "\n".join(elements) + "</HealthData>").encode()


# FIT

FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
BASES = {"enum": (0x00, "B"), "uint8": (0x02, "B"), "uint16": (0x84, "H"), "uint32": (0x86, "I")}
Field = tuple[int, str, int]
"""Number, base type and value of a field."""


def fit_time(moment: datetime) -> int:
    return round((moment - FIT_EPOCH).total_seconds())


def fit_message(number: int, fields: Sequence[Field]) -> bytes:
    """A definition and its data message."""
    definition = struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields))
    definition += b"".join(
        struct.pack("BBB", field, struct.calcsize(BASES[base][1]), BASES[base][0])
        for field, base, _ in fields
    )
    return (
        definition + b"\x00" + b"".join(struct.pack("<" + BASES[base][1], value) for _, base, value in fields)
    )


def fit_file(*messages: bytes, crc: int | None = None) -> bytes:
    """A FIT file of some messages."""
    body = b"".join(messages)
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    head += struct.pack("<H", fit_crc(head))
    whole = head + body
    return whole + struct.pack("<H", fit_crc(whole) if crc is None else crc)


def fit_crc(content: bytes) -> int:
    """The checksum of the format."""
    table = (0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401, 0xA001, 0x6C00, 0x7800, 0xB401, 0x5000,
             0x9C01, 0x8801, 0x4400)  # fmt: skip
    crc = 0
    for byte in content:
        for half in (byte & 0xF, byte >> 4):
            crc = (crc >> 4) & 0x0FFF ^ table[crc & 0xF] ^ table[half]
    return crc


def fit_record(moment: datetime) -> bytes:
    return fit_message(20, [(253, "uint32", fit_time(moment)), (3, "uint8", 120)])


def fit_timer(moment: datetime, *, start: bool) -> bytes:
    return fit_message(
        21, [(253, "uint32", fit_time(moment)), (0, "enum", 0), (1, "enum", 0 if start else 4)]
    )


def fit_session(start: datetime, length_s: int, sport: int, strides: int | None = None) -> bytes:
    """A session; sport 1 is running, 2 cycling, 5 swimming, 11 walking, 13 alpine skiing."""
    fields: list[Field] = [
        (253, "uint32", fit_time(start) + length_s),
        (2, "uint32", fit_time(start)),
        (7, "uint32", 1000 * length_s),
        (5, "enum", sport),
    ]
    if strides is not None:
        fields.append((10, "uint32", strides))
    return fit_message(18, fields)


# ActivityWatch


def activitywatch(events: Sequence[tuple[str, float, str]], titles: Sequence[str] = ()) -> bytes:
    """An export: keyboard events (time, seconds, status) and a bucket of windows."""
    windows = [
        {"timestamp": "2024-03-04T09:00:00Z", "duration": 60, "data": {"app": "browser", "title": title}}
        for title in titles
    ]
    afk = [
        {"timestamp": time, "duration": length, "data": {"status": status}} for time, length, status in events
    ]
    buckets = {
        "aw-watcher-window_zoes-laptop": {
            "type": "currentwindow",
            "hostname": "zoes-laptop",
            "events": windows,
        },
        "aw-watcher-afk_zoes-laptop": {"type": "afkstatus", "hostname": "zoes-laptop", "events": afk},
    }
    return json.dumps({"buckets": buckets}).encode()


# activPAL


def excel_day(moment: datetime) -> float:
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86400


def activpal(
    start: datetime, bouts: Sequence[tuple[float, str, int]], *, delimiter: str = ",", extended: bool = False
) -> str:
    """Events: length [s], code and strides of each bout, one after the other."""
    heads = [
        "Time",
        "DataCount (samples)",
        "Interval (s)",
        "ActivityCode (0=sedentary)",
        "CumulativeStepCount",
    ]
    if extended:
        heads = ["Time", "Time(approx)", "Data Count", "Event Type", "Duration (s)", "Waking Day",
                 "Cumulative Step Count", "Time Back Lying (s)"]  # fmt: skip
    lines = ["sep=;", ";".join(heads)] if extended else [delimiter.join(f'"{head}"' for head in heads)]
    day, strides = excel_day(start), 0
    for length, code, made in bouts:
        strides += made
        if extended:
            cells = [f"{day:.10f}", "x", "0", code, f"{length}", "1", str(strides), f"{length}", ""]
            lines.append(";".join(cells))
        else:
            cells = [f"{day:.10f}", "0", f"{length}", code, str(strides)]
            lines.append(
                delimiter.join(cell.replace(".", ",") if delimiter == ";" else cell for cell in cells)
            )
        day += length / 86400
    return "\n".join(lines) + "\n"
