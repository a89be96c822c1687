"""Files of devices on the page Today: taking them in, and the day as they saw it, apart from what was drawn by hand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from psoas.data import read_data
from psoas.day import (
    RUNNING_SOURCE,
    Day,
    DayAnswers,
    DayBout,
    DeviceContents,
    DeviceLog,
    NotUsed,
    Question,
    fuse,
    home_zone,
    kept_steps,
    read_contents_in,
    reader_endings,
    wall_clock,
    with_habits,
)
from psoas.errors import UsageError
from psoas.plan import MINUTES, Bout, Settings
from psoas.service import compute_limited
from psoas.store import FileContent, Store
from psoas.words import N_, _

ENDINGS: Final = tuple(sorted({".zip", ".xml", ".json", ".csv", *reader_endings()}))
"""Of the files that the page takes."""

ON_THE_PAGE: Final[dict[Question, str]] = {
    "start": N_("say below when it began, and choose it again"),
    "sleep": N_("say below when you sleep"),
    "thigh": N_("say below where it was worn, and choose it again"),
    "place": N_("say below where it was worn, and choose it again"),
}
"""Where each question of a file is answered, in words at the end of a sentence."""

REACH_S: Final = 2 * 86_400
"""So much before and after a day is looked at for nights, journeys and walks that reach into it [s]."""


def file_limits() -> dict[str, int]:
    """Limits of reading files, by name, each in the unit that ``limits.json`` gives with its source."""
    found = read_data("psoas.app.today", "limits.json")["limits"]
    return {name: row["value"] for name, row in found.items()}


@dataclass(frozen=True)
class FileAnswers:
    """What a person says about the files that they choose next, and about no later ones.

    Attributes:
        start: when a recording without a date began, by the wall clock.
        worn_first: their word of where the sensors were worn goes before that of the files.
    """

    start: datetime | None = None
    worn_first: bool = False


NOTHING_SAID: Final = FileAnswers()


@dataclass(frozen=True)
class Imported:
    """What was kept of some files.

    Attributes:
        new: observations and parts of step counts that were not kept before.
        first, last: days that the files tell of; None where no file was kept.
        files: that were read.
        remarks: what was not used, and why.
        refused: of files that were not kept, why.
        hints_only: calendars alone; they say what was planned, not what was done.
    """

    new: int
    first: date | None
    last: date | None
    files: int
    remarks: tuple[str, ...]
    refused: tuple[str, ...]
    hints_only: bool


def answers_of(settings: Settings) -> DayAnswers:
    """What a person says about all their days; a zone that this computer does not know is its own."""
    return DayAnswers(
        home_zone(settings.time_zone if _is_known(settings.time_zone) else None),
        settings.standing_desk,
        _span(settings.sleep_from_min, settings.sleep_to_min),
        _span(settings.evening_from_min, settings.evening_to_min),
        worn=settings.sensor_worn,
        worn_first=False,
        how=ON_THE_PAGE,
    )


def _is_known(zone: str | None) -> bool:
    """Whether this computer knows the time zone of a name."""
    try:
        home_zone(zone)
    except UsageError:
        return False
    return True


def _span(start_min: int | None, end_min: int | None) -> tuple[int, int] | None:
    return None if start_min is None or end_min is None else (start_min, end_min)


def read_limited(
    settings: Settings, paths: Sequence[Path], answers: DayAnswers, stopped: Callable[[], bool]
) -> DeviceContents:
    """Read files in a process of its own, with limits of time and memory: one file stalls nobody else's pages.

    Args:
        stopped: whether the result is not wanted any more.

    Raises:
        InputError: they take too long or too much memory, or `stopped`; the sentence says which.
    """
    limits = file_limits()
    # the zone of this computer cannot be sent to another process
    zone = settings.time_zone if _is_known(settings.time_zone) else None
    sent = (zone, tuple(paths), replace(answers, home=UTC), limits["parts"])
    time_s, memory_mb = limits["time_s"], limits["memory_mb"]
    return compute_limited(read_contents_in, sent, time_s=time_s, memory_mb=memory_mb, stopped=stopped)


def import_files(
    store: Store,
    profile_id: int,
    settings: Settings,
    paths: Sequence[Path],
    of_files: FileAnswers,
    stopped: Callable[[], bool] = lambda: False,
) -> Imported:
    """Read files of devices together and keep what they say; the same again changes nothing.

    A file that cannot be read is named in ``refused``, and the others are kept.

    Args:
        of_files: what the person says about these files alone.
        stopped: whether the result is not wanted any more.

    Raises:
        InputError: nothing was kept, because reading them takes too long or too much memory.
    """
    answers = replace(answers_of(settings), start=of_files.start, worn_first=of_files.worn_first)
    found = read_limited(settings, paths, answers, stopped)
    new, ends = 0, []
    for source, observations in found.observations.items():
        steps = found.steps[source]
        content = FileContent(tuple(observations), tuple(steps), tuple(found.offsets[source]))
        new += store.save_device_file(profile_id, source, content)
        ends += [(one.start_s, one.end_s - 1) for one in observations]
        ends += [(one.start_s, one.start_s) for one in steps]
    return Imported(
        new,
        _day(answers, min((start for start, _end in ends), default=None)),
        _day(answers, max((end for _start, end in ends), default=None)),
        found.files,
        tuple(_remark(one) for one in found.remarks),
        found.refused,
        found.hints_only,
    )


def _remark(one: NotUsed) -> str:
    if one.count > 1:
        return _(
            "{file}: {what} ({count:,}), because {reason}",
            file=one.file,
            what=one.what,
            count=one.count,
            reason=one.reason,
        )
    return _("{file}: {what}, because {reason}", file=one.file, what=one.what, reason=one.reason)


def _day(answers: DayAnswers, moment_s: int | None) -> date | None:
    return None if moment_s is None else datetime.fromtimestamp(moment_s, answers.home).date()


def device_days(store: Store, profile_id: int, settings: Settings, first: date, last: date) -> list[Day]:
    """The days from the first to the last as files of devices saw them; those without any are left out."""
    answers = answers_of(settings)
    ends = (datetime(day.year, day.month, day.day) for day in (first, last + timedelta(days=1)))
    start, end = (wall_clock(answers.home, midnight) for midnight in ends)
    span = (start - REACH_S, end + REACH_S)
    logs = {
        source: DeviceLog(source, "kept", list(observations))
        for source, observations in store.observations(profile_id, *span).items()
    }
    for source, parts in store.steps(profile_id, *span).items():
        kept_steps(logs.setdefault(source, DeviceLog(source, "kept")), parts)
    for source, hints in store.offsets(profile_id, *span).items():
        logs.setdefault(source, DeviceLog(source, "kept")).zones += hints
    ordered = [logs[source] for source in sorted(logs)]
    return [day for day in fuse(with_habits(ordered, answers), answers.home) if first <= day.date <= last]


def minute_bouts(days: Iterable[Day]) -> list[Bout]:
    """The bouts of days in whole minutes by the clock on the wall, see `minute_spans`."""
    return [Bout(day.date, start, end, bout.kind) for day in days for start, end, bout in minute_spans(day)]


def minute_spans(day: Day) -> Iterator[tuple[int, int, DayBout]]:
    """Start and end of each bout in whole minutes since midnight; an hour that comes twice is counted once."""
    reach = 0
    for bout in day.bouts:
        start, end = (round(day.clock_s(moment) / 60) for moment in (bout.start_s, bout.end_s))
        start, end = max(start, reach), min(end, MINUTES)
        if start < end:
            yield start, end, bout
            reach = end


def in_minutes(day: Day) -> Day:
    """The day with the ends of its bouts in whole minutes, as `minute_spans` rounds them, so that all sums agree."""
    bouts: list[DayBout] = []
    for bout in day.bouts:
        start, end = (_whole_minute(day, moment) for moment in (bout.start_s, bout.end_s))
        start = max(start, bouts[-1].end_s if bouts else day.start_s)
        if start < end:
            bouts.append(replace(bout, start_s=start, end_s=end))
    made = replace(day, bouts=tuple(bouts))
    return replace(made, still_s=min(day.still_s, made.unknown_s), level_s=min(day.level_s, made.unknown_s))


def _whole_minute(day: Day, moment_s: int) -> int:
    shown = day.clock_s(moment_s)
    return moment_s + 60 * round(shown / 60) - shown


def source_words(sources: Iterable[str]) -> list[str]:
    """Names of files, each once, and of what the person says, in the words of the page."""
    own = {
        "--sleep": _("your bedtime"),
        "--evening": _("your evenings"),
        RUNNING_SOURCE: _(RUNNING_SOURCE),
    }
    return [own.get(name, name) for name in dict.fromkeys(sources)]
