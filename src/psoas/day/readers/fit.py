"""FIT files of watches and bicycle computers: recordings that the person started, and all-day monitoring."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any, Final

import numpy as np

from psoas.day.observation import CLOCK_SET_S, DeviceLog, ZoneHint
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import Wear, confidence, sport_of
from psoas.day.source_file import SourceFile
from psoas.day.zones import utc_s
from psoas.words import _

FARTHEST_S: Final = 14 * 86400
"""A record further from the middle of the file has a wrong date [s]."""
UNKNOWN_SPORTS: Final = ("generic", "all", "None", "training", "")
WEAR: Wear = "wrist"
RIGHT_AFTER_S: Final = 1


def _fits(source: SourceFile) -> bool:
    return source.head[8:12] == b".FIT"


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    found = _Found(log)
    with source.open() as file:
        try:
            for name, given in _messages(file):
                found.add(name, given)
        finally:
            found.close()


def _messages(file: IO[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each message and its values by the names of their fields; what is damaged ends them."""
    import fitdecode

    reader = fitdecode.FitReader(
        file, check_crc=fitdecode.CrcCheck.DISABLED, error_handling=fitdecode.ErrorHandling.IGNORE
    )
    try:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage):
                yield frame.name, {field.name: field.value for field in frame.fields}
    except (
        fitdecode.FitError,
        struct.error,
        AttributeError,
        AssertionError,
        LookupError,
        TypeError,
    ) as error:
        raise ValueError("damaged") from error


class _Found:
    """Takes the messages of a file as they come; a later file of a chain follows in the same way."""

    def __init__(self, log: DeviceLog) -> None:
        self._log = log
        self._sessions: list[tuple[float, float, str]] = []
        self._timer: list[tuple[float, bool]] = []
        self._records: list[float] = []
        self._monitoring = _Monitoring(log)

    def add(self, name: str, given: dict[str, Any]) -> None:
        """Take one message."""
        at = seconds(given.get("timestamp"))
        if name == "record":
            if at is not None:
                self._records.append(at)
        elif name == "session":
            self._session(given, at)
        elif name == "event" and given.get("event") == "timer" and at is not None:
            self._timer.append((at, given.get("event_type") == "start"))
        elif name in ("activity", "monitoring_info"):
            self._zone(given, at)
            if name == "monitoring_info" and at is not None:
                self._monitoring.begin(at)
        elif name == "monitoring":
            self._monitoring.add(given, at)
        elif name == "file_id":
            self._monitoring.forget()

    def close(self) -> None:
        """Say what the messages were, once all that can be read are."""
        middle = float(np.median(self._records)) if self._records else None
        records = [one for one in self._records if abs(one - (middle or one)) < FARTHEST_S]
        if len(records) < len(self._records):
            self._log.leave_out(
                _("records"), _("their date is far from all others"), len(self._records) - len(records)
            )
        for start, end, sport in dict.fromkeys(self._sessions):
            if middle is not None and abs(start - middle) > FARTHEST_S:
                self._log.leave_out(_("sessions"), _("their date is far from all records"))
                continue
            self._activity(start, end, sport)
        if not self._sessions and len(records) > 1:
            self._activity(min(records), max(records), "")
            why = _("the file holds none; start and end are those of what was read, and the sport is unknown")
            self._log.leave_out(_("the summary"), why)

    def _session(self, given: dict[str, Any], at: float | None) -> None:
        start, elapsed = seconds(given.get("start_time")), given.get("total_elapsed_time")
        if start is None:
            self._log.leave_out(_("sessions"), _("the clock of the device was not set"))
            return
        length = float(elapsed) if isinstance(elapsed, int | float) else (at or start) - start
        sub = str(given.get("sub_sport"))
        sport = str(given.get("sport"))
        if sport in UNKNOWN_SPORTS:
            sport = sub
        elif sub in ("strength_training", "treadmill", "indoor_rowing", "lap_swimming"):
            sport = f"{sport} {sub}"
        self._sessions.append((start, start + length, sport))
        steps = given.get("total_strides")
        if isinstance(steps, int | float):
            self._log.count_steps(WEAR, "session", start, start + max(length, 1), 2 * float(steps))

    def _activity(self, start: float, end: float, sport: str) -> None:
        """Keep the times in which the timer ran; stops lie within the elapsed time."""
        kind, context = sport_of(sport)
        begin: float | None = start
        for at, runs in sorted(self._timer):
            if not start <= at <= end:
                continue
            if not runs and begin is not None and at > begin:
                self._log.observe(begin, at, kind, context, WEAR, confidence("measured"), started=True)
                begin = None
            elif runs and begin is None:
                begin = at
        if begin is not None:
            self._log.observe(begin, end, kind, context, WEAR, confidence("measured"), started=True)

    def _zone(self, given: dict[str, Any], at: float | None) -> None:
        local = given.get("local_timestamp")
        if at is None or not isinstance(local, datetime):
            return
        offset = round((local.replace(tzinfo=UTC).timestamp() - at) / 900) * 900
        if abs(offset) <= 16 * 3600:
            self._log.zones.append(ZoneHint(round(at), offset))


class _Monitoring:
    """All-day monitoring: steps that add up since the file began, and the activity at each moment."""

    def __init__(self, log: DeviceLog) -> None:
        self._log = log
        self._clock: float | None = None
        self._before: tuple[float, str] | None = None
        self._cycles: dict[str, float] = {}

    def begin(self, at: float) -> None:
        """A file begins."""
        self._clock = at

    def forget(self) -> None:
        """A new file of a chain begins: its counts begin again."""
        self._clock, self._before, self._cycles = None, None, {}

    def add(self, given: dict[str, Any], at: float | None) -> None:
        """Take one message; ``timestamp_16`` holds the lower 16 bits of its time, which roll over after 18 h."""
        low = given.get("timestamp_16")
        if at is None and isinstance(low, int) and self._clock is not None:
            fit_clock = round(self._clock) - FIT_EPOCH_S
            at = fit_clock + ((low - fit_clock) & 0xFFFF) + FIT_EPOCH_S
        if at is None:
            return
        self._clock = at
        kind = str(given.get("activity_type"))
        cycles = given.get("cycles", given.get("steps"))
        before, self._before = self._before, (at, kind)
        steps = 0.0
        if isinstance(cycles, int | float) and kind in ("walking", "running"):
            total = float(cycles) * (1 if "steps" in given and "cycles" not in given else 2)
            steps = total - self._cycles.get(kind, 0.0)
            self._cycles[kind] = total
            if steps < 0:
                steps = total
        start = before[0] if before is not None else at - RIGHT_AFTER_S
        if steps > 0:
            self._log.count_steps(WEAR, "monitoring", max(start, at - 3600), at, steps)
        if before is not None and kind == before[1] == "sedentary" and 0 < at - start <= 3600:
            self._log.observe(start, at, None, "still", WEAR, 0.0)


FIT_EPOCH_S: Final = round(datetime(1989, 12, 31, tzinfo=UTC).timestamp())
"""FIT counts its seconds from here [s since 1970]."""


def seconds(value: Any) -> float | None:
    """A time of a message [s since 1970]; None where it is none, or counts from the start of the device."""
    if not isinstance(value, datetime):
        return None
    moment = utc_s(value)
    return moment if moment > CLOCK_SET_S else None


READER = Reader("FIT", (".fit",), _fits, _read)
