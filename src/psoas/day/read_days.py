"""Files of devices to days: each file is read by itself, then all are fused."""

import filecmp
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from psoas.day.bout import Day
from psoas.day.fusion import fuse
from psoas.day.habits import with_habits
from psoas.day.observation import DeviceLog, NotUsed
from psoas.day.reader import DayAnswers, Reader
from psoas.day.readers import READERS
from psoas.day.running_activitywatch import RUNNING_SOURCE, read_running
from psoas.day.source_file import DAMAGE, ZIP_MARK, SourceFile, damaged_zip, inner_zip, open_sources
from psoas.errors import CannotTellError, InputError, PsoasError
from psoas.words import _, system_reason

FileProgress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes of it that were read, and all its bytes."""


@dataclass(frozen=True)
class ReadFile:
    """A file that was read: its name, its format in English words, and how much it gave."""

    file: str
    format: str
    observations: int
    step_counts: int


@dataclass(frozen=True)
class DayReading:
    """What some files say.

    Attributes:
        days: in order.
        files: those that were read.
        not_used: what was not used, and why.
        errors: of files that could not be read, or from which nothing can be told; in order.
    """

    days: tuple[Day, ...]
    files: tuple[ReadFile, ...]
    not_used: tuple[NotUsed, ...]
    errors: tuple[PsoasError, ...]


@dataclass(frozen=True)
class LogReading:
    """All that some files say, before it is fused.

    Attributes:
        logs: of the files that were read.
        not_used: files and parts of files that were not used, and why.
        errors: of files that could not be read, or from which nothing can be told; in order.
    """

    logs: tuple[DeviceLog, ...]
    not_used: tuple[NotUsed, ...]
    errors: tuple[PsoasError, ...]


def read_days(
    paths: Sequence[Path],
    answers: DayAnswers,
    progress: FileProgress | None = None,
    *,
    running: tuple[date, date] | None = None,
) -> DayReading:
    """Read files and folders of device data to days, as `read_logs` does, and fuse them."""
    reading = read_logs(paths, answers, progress, running=running)
    logs = with_habits(reading.logs, answers)
    days = fuse(logs, answers.home)
    files = tuple(ReadFile(one.file, one.format, len(one.observations), len(one.steps)) for one in logs)
    return DayReading(tuple(days), files, reading.not_used, reading.errors)


def read_logs(
    paths: Sequence[Path],
    answers: DayAnswers,
    progress: FileProgress | None = None,
    *,
    running: tuple[date, date] | None = None,
) -> LogReading:
    """Read files and folders of device data; a bad file does not stop the others.

    Args:
        paths: files, zips, or folders of them. The same content twice is used once.
        answers: what the person says about them.
        progress: called while a file is read.
        running: first and last day to read from the ActivityWatch that runs on this computer; None leaves it alone.
    """
    logs: list[DeviceLog] = []
    not_used: list[NotUsed] = []
    errors: list[PsoasError] = []
    same_size: dict[int, list[tuple[Path, str]]] = {}
    for path, name, in_folder in _files(paths):
        try:
            same = _seen_before(path, name, same_size)
            if same is not None:
                not_used.append(
                    NotUsed(
                        name,
                        _("the file"),
                        _("its content is that of {other}, which is used once", other=same),
                    )
                )
                continue
            found, rest = _read_file(path, name, answers, progress, in_folder)
            logs += found
            not_used += rest
        except PsoasError as error:
            errors.append(error)
            not_used.append(NotUsed(name, _("the file"), str(error)))
    if running is not None:
        try:
            logs.append(read_running(*running, answers))
        except PsoasError as error:
            errors.append(error)
            not_used.append(NotUsed(_(RUNNING_SOURCE), _("its keyboard times"), str(error)))
    for log in logs:
        not_used += log.not_used
    return LogReading(tuple(logs), tuple(not_used), tuple(errors))


def remarks(reading: DayReading | LogReading) -> list[NotUsed]:
    """What was not used apart from whole files that are among the errors."""
    errors = {str(error) for error in reading.errors}
    return [one for one in reading.not_used if one.reason not in errors]


def find_reader(source: SourceFile) -> Reader | None:
    """The reader of a file: by its first bytes, else by its ending; None where no format is recognised."""
    found = next((one for one in READERS if one.fits(source)), None)
    return found or next((one for one in READERS if source.own_name.endswith(one.endings)), None)


def reader_endings() -> tuple[str, ...]:
    """Endings of file names that are of one format whatever is in them, such as ``.fit``."""
    return tuple(sorted({ending for one in READERS for ending in one.endings}))


def _files(paths: Sequence[Path]) -> list[tuple[Path, str, bool]]:
    """Each file with the name under which it is shown and whether it lay in a folder; equal names get a number."""
    rows: list[tuple[Path, bool]] = []
    for path in paths:
        if path.is_dir():
            inside = (
                one for one in sorted(path.rglob("*")) if one.is_file() and not one.name.startswith(".")
            )
            rows += [(one, True) for one in inside]
        else:
            rows.append((path, False))
    names: set[str] = set()
    named = []
    for path, in_folder in rows:
        shown = Path("".join(letter if letter.isprintable() else "?" for letter in path.name))
        name, number = shown.name, 2
        while name in names:
            name, number = f"{shown.stem} ({number}){shown.suffix}", number + 1
        names.add(name)
        named.append((path, name, in_folder))
    return named


def _seen_before(path: Path, name: str, same_size: dict[int, list[tuple[Path, str]]]) -> str | None:
    """The name of a file with the same content among those before; None where there is none, and this one is added.

    Only files of one size are compared, so that a large one is not read twice.
    """
    try:
        if path.exists() and not path.is_file():
            raise InputError(_("{file} is no file on a disk; save it as one first", file=name))
        with path.open("rb"):
            others = same_size.setdefault(path.stat().st_size, [])
        same = next((other for place, other in others if filecmp.cmp(place, path, shallow=False)), None)
    except OSError as error:
        reason = system_reason(error)
        raise InputError(
            _("{file} cannot be opened ({reason}); check the path", file=name, reason=reason)
        ) from error
    if same is None:
        others.append((path, name))
    return same


def _read_file(
    path: Path, name: str, answers: DayAnswers, progress: FileProgress | None, in_folder: bool
) -> tuple[list[DeviceLog], list[NotUsed]]:
    """The logs of a file, one for each file in a zip that is recognised.

    Raises:
        InputError: nothing in it is of a format that is read, or it is damaged.
        CannotTellError: it was read, but nothing of a day can be told from it.
    """
    whole = None if progress is None else lambda done, of: progress(name, done, of)
    logs: list[DeviceLog] = []
    failed: list[PsoasError] = []
    idle: list[PsoasError] = []
    unknown = 0
    with open_sources(path, name, whole) as sources:
        if not sources or (len(sources) == 1 and sources[0].size == 0):
            raise InputError(_("{file} is empty; export it again", file=name))
        several = len(sources) > 1
        for source in _let_go(sources):
            try:
                reader = find_reader(source)
                if source.inside is not None and source.head.startswith(ZIP_MARK):
                    failed.append(inner_zip(name))
                elif reader is None:
                    unknown += 1
                else:
                    log = read_source(source, reader, answers)
                    if log.empty:
                        idle.append(_nothing_in(log))
                    else:
                        logs.append(log)
            except PsoasError as error:
                failed.append(error)
            except (*DAMAGE, OSError):
                failed.append(damaged_zip(name))
    if not logs and failed:
        raise failed[0]
    if not logs and idle and not in_folder:
        raise idle[0]
    if not logs and not in_folder:
        formats = ", ".join(sorted({_(one.format) for one in READERS}))
        raise InputError(
            _("{file} is of no format that is read; there is: {formats}", file=name, formats=formats)
        )
    what = _("files in it") if several else _("the file")
    is_format = path.name.lower().endswith(reader_endings())
    rest = [NotUsed(name, what, _("no format that is read"), unknown)] if unknown and not is_format else []
    what = _("a file in it") if several else _("the file")
    rest += [NotUsed(name, what, str(error)) for error in failed + idle]
    return logs, rest


def _let_go(sources: list[SourceFile]) -> Iterator[SourceFile]:
    """Each of some files, in order; the list is emptied, so that the first bytes of thousands are not all kept."""
    sources.reverse()
    while sources:
        yield sources.pop()


def read_source(source: SourceFile, reader: Reader, answers: DayAnswers) -> DeviceLog:
    """Read one file whole, or as far as it is not damaged; the log may be empty.

    Raises:
        InputError: it is damaged from the start, or is something else.
        CannotTellError: it was read, but something has to be known for it.
    """
    log = DeviceLog(source.name, reader.format)
    try:
        reader.read(source, log, answers)
    except DAMAGE as error:
        if log.empty:
            start = source.text_head[:400].lower()
            if "<html" in start or "<!doctype html" in start:
                words = _(
                    "{file} is a web page and no {format} file; download it again, signed in",
                    file=source.name,
                    format=_(reader.format),
                )
            else:
                words = _(
                    "{file} is cut or damaged, or no {format} file; export it again",
                    file=source.name,
                    format=_(reader.format),
                )
            raise InputError(words) from error
        log.leave_out(_("the end of the file"), _("it is cut or damaged there; what came before it is used"))
    except OSError as error:
        raise InputError(
            _(
                "{file} cannot be read ({reason}); copy it again",
                file=source.name,
                reason=system_reason(error) if error.errno else _("damaged"),
            )
        ) from error
    log.close()
    return log


def _nothing_in(log: DeviceLog) -> CannotTellError:
    """Why an empty log is empty: an error of a file that was given by itself, a remark on one in a folder or a zip."""
    format_words = _(log.format)
    if log.not_used:
        words = _(
            "{file} was read as {format}, but holds nothing of a day ({reason})",
            file=log.file,
            format=format_words,
            reason=log.not_used[0].reason,
        )
    else:
        words = _(
            "{file} was read as {format}, but holds nothing of a day", file=log.file, format=format_words
        )
    return CannotTellError(words)
