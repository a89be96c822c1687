"""Apple Health: ``export.xml``, also in its zip, of any size.

Files pass 1 GB, so the text goes through the XML parser in pieces, without the records of other kinds, and only step
counts, sleep and workouts are kept. What lies before the root is skipped: the document type that iOS 16 writes there is
not XML. Every date is printed with the offset of the day of the export; the moment is right, the wall clock is that of
``HKTimeZone``.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from xml.parsers import expat

from psoas.day.observation import DeviceLog, ZoneHint
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import Wear, confidence, sport_of
from psoas.day.source_file import SourceFile
from psoas.day.zones import zone_of
from psoas.words import _

ROOT = re.compile(rb"<HealthData[\s>]")
FORBIDDEN: Final = bytes(code for code in range(32) if code not in (9, 10, 13))
"""Characters that XML forbids and that exports hold all the same, such as 0x0B."""
STEPS = "HKQuantityTypeIdentifierStepCount"
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
ASLEEP = "HKCategoryValueSleepAnalysisAsleep"
IN_BED = "HKCategoryValueSleepAnalysisInBed"
DEVICE = re.compile(r"(?:hardware|model|name):([^,>]*)")
LARGEST_HEAD = 16 << 20
"""The root begins within so many bytes."""
OTHER_RECORD = re.compile(
    rb'<Record type="(?!%b"|%b")[^<>]*/>' % (STEPS.encode(), SLEEP.encode()),
)
"""A whole record without anything inside it, of a kind that is not read: most of an export."""


def _fits(source: SourceFile) -> bool:
    head = source.head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"<") and (b"<HealthData" in head or b"<!DOCTYPE HealthData" in head)


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    export = _Export(log)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = export.start
    parser.EndElementHandler = export.end
    try:
        for piece in _whole_elements(source):
            wanted, other = OTHER_RECORD.subn(b"", piece)
            export.other += other
            parser.Parse(wanted.translate(None, FORBIDDEN), False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError("no XML") from error
    finally:
        if export.other:
            log.leave_out(
                _("records of other kinds"), _("they say nothing of posture or movement"), export.other
            )


def _whole_elements(source: SourceFile) -> Iterator[bytes]:
    """The content from the root on, cut where an element begins.

    Raises:
        ValueError: there is no root.
    """
    before, begun = b"", False
    for piece in source.chunks():
        before += piece
        if not begun:
            root = ROOT.search(before)
            if root is None:
                if len(before) > LARGEST_HEAD:
                    raise ValueError("no root")
                continue
            begun, before = True, before[root.start() :]
        cut = before.rfind(b"<")
        yield before[:cut]
        before = before[cut:]
    yield before


class _Export:
    """Takes the elements of an export as they come."""

    def __init__(self, log: DeviceLog) -> None:
        self._log = log
        self._open: tuple[str, dict[str, str]] | None = None
        self._zone: str | None = None
        self._pauses: list[tuple[bool, float]] = []
        self._kinds: dict[str, Callable[[dict[str, str]], None]] = {STEPS: self._steps, SLEEP: self._hold}
        self.other = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        if name == "Record":
            kind = self._kinds.get(given.get("type", ""))
            if kind is None:
                self.other += 1
            else:
                kind(given)
        elif name == "Workout":
            self._hold(given)
            self._open = ("Workout", given)
        elif self._open is not None:
            if name == "MetadataEntry" and given.get("key") == "HKTimeZone":
                self._zone = given.get("value")
            elif name == "WorkoutEvent" and self._open[0] == "Workout":
                self._event(given)

    def end(self, name: str) -> None:
        """An element ends: workouts and sleep are kept once they are whole."""
        if self._open is None or name != self._open[0]:
            return
        given, self._open = self._open[1], None
        try:
            start, end = moment(given["startDate"]), moment(given["endDate"])
        except (KeyError, ValueError):
            self._log.leave_out(_("records"), _("they have no readable date"))
            return
        if self._zone is not None and start is not None:
            if zone_of(self._zone) is None:
                self._log.leave_out(_("time zones"), _("none has that name; your own is used"))
            else:
                self._log.zones.append(ZoneHint(int(start), self._zone))
        if name == "Workout":
            self._workout(given, start, end)
        else:
            self._sleep(given, start, end)

    def _hold(self, given: dict[str, str]) -> None:
        self._open, self._zone, self._pauses = ("Record", given), None, []

    def _steps(self, given: dict[str, str]) -> None:
        try:
            start, end, count = moment(given["startDate"]), moment(given["endDate"]), float(given["value"])
        except (KeyError, ValueError):
            self._log.leave_out(_("step counts"), _("they have no readable date or number"))
            return
        wear, device = device_of(given.get("device", ""), given.get("sourceName", ""))
        self._log.count_steps(wear, device, start, end, count)

    def _sleep(self, given: dict[str, str], start: float, end: float) -> None:
        value = given.get("value", "")
        wear, _device = device_of(given.get("device", ""), given.get("sourceName", ""))
        if value.startswith(ASLEEP):
            self._log.observe(start, end, "other", "sleep", wear, confidence("derived"))
        elif value == IN_BED:
            self._log.observe(start, end, "other", "lying", wear, confidence("likely"))

    def _workout(self, given: dict[str, str], start: float, end: float) -> None:
        kind, context = sport_of(given.get("workoutActivityType", ""))
        wear, _device = device_of(given.get("device", ""), given.get("sourceName", ""))
        begin: float | None = start
        for paused, at in sorted(self._pauses, key=lambda one: one[1]):
            if paused and begin is not None:
                self._log.observe(begin, at, kind, context, wear, confidence("measured"), started=True)
                begin = None
            elif not paused and begin is None:
                begin = at
        if begin is not None:
            self._log.observe(begin, end, kind, context, wear, confidence("measured"), started=True)

    def _event(self, given: dict[str, str]) -> None:
        kind = given.get("type", "")
        if kind in ("HKWorkoutEventTypePause", "HKWorkoutEventTypeResume"):
            try:
                self._pauses.append((kind.endswith("Pause"), moment(given["date"])))
            except (KeyError, ValueError):
                self._log.leave_out(_("pauses"), _("they have no readable date"))


def moment(text: str) -> float:
    """The moment [s since 1970] of a date such as ``2024-03-29 08:00:00 +0100``.

    Raises:
        ValueError: it is none.
    """
    if len(text) != 25 or text[13] != ":" or text[16] != ":":
        raise ValueError("no date")
    return (
        _midnight(text[:10], text[20:]) + 3600 * int(text[11:13]) + 60 * int(text[14:16]) + int(text[17:19])
    )


@lru_cache(maxsize=4096)
def _midnight(day: str, offset: str) -> float:
    local = datetime.strptime(f"{day} {offset}", "%Y-%m-%d %z")
    return local.astimezone(UTC).timestamp()


def device_of(device: str, source: str) -> tuple[Wear, str]:
    """Where a device was worn, and a key that tells devices apart.

    The printed device begins with its address in memory, which differs from record to record.
    """
    return _device(device.partition(", ")[2] or device, source)


@lru_cache(maxsize=1024)
def _device(device: str, source: str) -> tuple[Wear, str]:
    """The same for a device without its address.

    It holds the version of its system, so that one phone has many of them: the key is without it. The name of the
    source holds that of the person; it is only looked at for the word Watch.
    """
    parts = DEVICE.findall(device)
    words = " ".join(parts) or source
    watch = "watch" in words.lower() or "watch" in source.lower()
    if watch:
        return "wrist", "watch"
    if "iphone" in words.lower() or "iphone" in source.lower():
        return "phone", "phone"
    return "phone", words


READER = Reader("Apple Health", (), _fits, _read)
