"""What a reader of a format is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Final, Literal

from psoas.day.observation import DeviceLog
from psoas.day.rules import PLACE_WORDS, Place, Worn
from psoas.day.source_file import SourceFile
from psoas.words import N_, _

Question = Literal["start", "sleep", "thigh", "place"]
"""What a file may leave open: when it began, when the person sleeps, whether a sensor was on the thigh, and where."""

OPTIONS: Final[Mapping[Question, str]] = {
    "start": N_('give it, such as --start "2026-03-01 08:00"'),
    "sleep": N_("give --sleep"),
    "thigh": N_("add --worn thigh if it was on the thigh"),
    "place": N_("add --worn hip, or wrist or thigh, if it was there"),
}
"""How each is answered on the command line, in words at the end of a sentence."""


@dataclass(frozen=True)
class DayAnswers:
    """What the person says about their days and files.

    Attributes:
        home: their own time zone.
        standing_desk: they stand at the computer, too, so that the keyboard says nothing of the posture.
        sleep: minutes since midnight at which they go to bed and get up; None where they did not say.
        evening: minutes since midnight from and to which they sit at home in the evening; None where they did not say.
        start: when a recording without a date began.
        worn: where the sensors were worn; None where they did not say.
        worn_first: what they say goes before what a file says; otherwise it holds for files that say nothing.
        how: where each question is answered, in English words at the end of a sentence.
    """

    home: tzinfo = field(default=UTC)
    standing_desk: bool = False
    sleep: tuple[int, int] | None = None
    evening: tuple[int, int] | None = None
    start: datetime | None = None
    worn: Worn | None = None
    worn_first: bool = True
    how: Mapping[Question, str] = field(default_factory=lambda: OPTIONS, compare=False)

    def place(self, in_file: Place | None, log: DeviceLog) -> Place | None:
        """Where a sensor was worn; None where neither its file nor the person says so.

        Args:
            in_file: as its file says.
            log: of the file, in which it is remarked where the person says something else and goes first.
        """
        if not self.worn_first or self.worn is None:
            return in_file or self.worn
        if in_file is not None and in_file != self.worn:
            log.leave_out(
                _("its word that the sensor was {place}", place=_(PLACE_WORDS[in_file])),
                _("you say it was {place}", place=_(PLACE_WORDS[self.worn])),
            )
        return self.worn


@dataclass(frozen=True)
class Reader:
    """Reads one format.

    Attributes:
        format: its name in English words, for `_` where it is shown.
        endings: of file names that are of this format whatever is in them, such as ``.fit``.
        fits: tells by the first bytes and the name whether a file is of this format; never raises.
        read: puts what a file says into the log. It raises `InputError` or `CannotTellError` where nothing can be used;
            any of `DAMAGE` means that the file is damaged from there on.
    """

    format: str
    endings: tuple[str, ...]
    fits: Callable[[SourceFile], bool]
    read: Callable[[SourceFile, DeviceLog, DayAnswers], None]
