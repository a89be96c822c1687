"""GPX and TCX: when a recording ran. Positions pass by and are never kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.parsers import expat

from psoas.day.observation import CLOCK_SET_S, DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import confidence, sport_of
from psoas.day.source_file import SourceFile
from psoas.words import _

PAUSE_S: Final = 300.0
"""A longer time without a point is a pause."""
NO_SPORT: Final = "other"
"""TCX knows three sports only; this is none."""


def _is_gpx(source: SourceFile) -> bool:
    return "<gpx" in source.text_head.lower()


def _is_tcx(source: SourceFile) -> bool:
    return "<trainingcenterdatabase" in source.text_head.lower()


class _Points:
    """Takes the times of the points of one recording after the other."""

    def __init__(self, log: DeviceLog, recording: str, point: str, time: str, sport: str) -> None:
        self._log, self._recording, self._point = log, recording, point
        self._time_tag, self._sport_tag = time, sport
        self._path: list[str] = []
        self._text: list[str] = []
        self._times: list[float] = []
        self._sport = ""
        self.untimed = 0
        self._timed = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        name = name.rpartition(":")[2]
        self._path.append(name)
        self._text = []
        if name == self._recording:
            self._times, self._sport = [], given.get("Sport", "")
        elif name == self._point:
            self._timed = False

    def text(self, piece: str) -> None:
        """Text of an element; only times and sports are kept."""
        if self._path and self._path[-1] in (self._time_tag, self._sport_tag) and len(self._text) < 100:
            self._text.append(piece)

    def end(self, name: str) -> None:
        """An element ends."""
        name = name.rpartition(":")[2]
        parent = self._path[-2] if len(self._path) > 1 else ""
        words = "".join(self._text).strip()
        if name == self._time_tag and parent == self._point:
            self._moment(words)
        elif name == self._sport_tag and parent == self._recording:
            self._sport = words
        elif name == self._point:
            self.untimed += not self._timed
        elif name == self._recording:
            self.close()
        self._path.pop()
        self._text = []

    def _moment(self, words: str) -> None:
        self._timed = True
        try:
            moment = datetime.fromisoformat(words)
        except ValueError:
            self._log.leave_out(_("points"), _("their time cannot be read"))
            return
        if moment.tzinfo is None:
            self._log.leave_out(_("points"), _("their time has no zone"))
            return
        at = moment.timestamp()
        if at < CLOCK_SET_S:
            self._log.leave_out(_("points"), _("the clock of the device was not set"))
        else:
            self._times.append(at)

    def close(self) -> None:
        """The recording ends: keep the times in which it ran."""
        kind, context = sport_of("" if self._sport.lower() == NO_SPORT else self._sport)
        for start, end in _runs(sorted(self._times)):
            self._log.observe(start, end, kind, context, "phone", confidence("measured"), started=True)
        self._times = []


def _runs(times: list[float]) -> Iterator[tuple[float, float]]:
    """Times without a pause; a single point is none."""
    if not times:
        return
    begin = last = times[0]
    for at in times[1:]:
        if at - last > PAUSE_S:
            yield begin, last
            begin = at
        last = at
    yield begin, last


def _read(source: SourceFile, points: _Points, log: DeviceLog) -> None:
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = points.start
    parser.EndElementHandler = points.end
    parser.CharacterDataHandler = points.text
    try:
        for piece in source.chunks():
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        points.close()
        raise ValueError("no XML") from error
    finally:
        if points.untimed:
            log.leave_out(_("points"), _("they have no time"), points.untimed)


def _refuse(*_given: object) -> None:
    """Entities can make a small file huge; no recording declares any."""
    raise ValueError("entities")


def _read_gpx(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    _read(source, _Points(log, "trk", "trkpt", "time", "type"), log)


def _read_tcx(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    _read(source, _Points(log, "Activity", "Trackpoint", "Time", "Sport"), log)


GPX = Reader("GPX", (".gpx",), _is_gpx, _read_gpx)
TCX = Reader("TCX", (".tcx",), _is_tcx, _read_tcx)
