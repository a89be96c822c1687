"""What a verb does around its one call: several files, progress, words on the terminal, JSON, exit codes."""

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from psoas.errors import CannotTellError, InputError, PsoasError, UsageError
from psoas.findings.analysis import Analysis, Source, View
from psoas.progress import ProgressBar
from psoas.quiet import own_stderr
from psoas.summary import print_summary

T = TypeVar("T")

CRASHED: Final = 1
UNREADABLE: Final = 2
CANNOT_TELL: Final = 3
STOPPED: Final = 130
_WORSE_FIRST: Final = (CRASHED, UNREADABLE, CANNOT_TELL, 0)
_NO_PLACE: Final = {
    errno.EACCES,
    errno.EDQUOT,
    errno.EEXIST,
    errno.EFBIG,
    errno.EIO,
    errno.EISDIR,
    errno.ENAMETOOLONG,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}


def check_files(
    files: Sequence[Path],
    *,
    json_to: str | None = None,
    out: Path | None = None,
    person: int | None = None,
    height_cm: float | None = None,
    lite: bool = False,
) -> int:
    """Check every file, go on after a bad one, print and write what was found.

    Args:
        files: one or more clips or photos.
        json_to: a path, ``-`` for standard output, or None for no JSON.
        out: the report folder; for several files the folder that gets one for each. None is the current one.
        person: the Nth from the left at the start; None chooses.
        height_cm: body height [cm].
        lite: use the smaller pose network.

    Returns:
        The worst exit code: 1 a fault in psoas, 2 unreadable, 3 cannot tell, 0; 130 where it was stopped.
    """

    def run(path: Path, folder: Path) -> Analysis:
        from psoas.pipeline import check

        try:
            with own_stderr(), ProgressBar(path.name) as progress:
                return check(
                    path,
                    out=folder,
                    person=person,
                    height_m=None if height_cm is None else height_cm / 100,
                    weights="lite" if lite else "full",
                    progress=progress,
                )
        except CannotTellError as error:
            if json_to is None:
                raise
            return _nothing_told(path, str(error))

    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        _, code = _attempt(partial(_check_target, json_to), "")
        if code:
            return code
        codes = [0]
        results: list[dict[str, Any]] = []
        for path, folder in zip(files, _folders(files, out), strict=True):
            analysis, code = _attempt(partial(run, path, folder), path.name)
            codes.append(code)
            if analysis is not None:
                codes.append(0 if analysis.tells else CANNOT_TELL)
                codes.append(_attempt(partial(_report, analysis, json_to, results), path.name)[1])
        if json_to is not None and (results or len(files) > 1):
            value = results if len(files) > 1 else results[0]
            codes.append(_attempt(partial(_write_json, value, json_to), "")[1])
        return min(codes, key=_WORSE_FIRST.index)
    except KeyboardInterrupt:
        _complain("stopped; nothing half-written is left behind")
        return STOPPED


def check_demo(*, json_to: str | None, out: Path | None, lite: bool) -> int:
    """`check_files` on the sample clip; the same exit codes."""

    def sample() -> Path:
        from psoas.pipeline import demo_clip

        return demo_clip()

    clip, code = _attempt(sample, "the sample clip")
    return code if clip is None else check_files([clip], json_to=json_to, out=out, lite=lite)


def _folders(files: Sequence[Path], out: Path | None) -> list[Path]:
    """A report folder for each file; files of the same name get different ones."""
    if out is not None and len(files) == 1:
        return [out]
    folders: list[Path] = []
    for path in files:
        stem = path.stem or path.name or "clip"
        folder = (out or Path()) / f"{stem}-psoas"
        number = 2
        while folder in folders:
            folder = (out or Path()) / f"{stem}-{number}-psoas"
            number += 1
        folders.append(folder)
    return folders


def _report(analysis: Analysis, json_to: str | None, results: list[dict[str, Any]]) -> None:
    """Print one analysis for a person, unless standard output is for JSON, and keep it for the JSON."""
    if json_to is not None:
        from psoas.report.contract import to_json

        results.append(to_json(analysis))
    if json_to != "-":
        print_summary(analysis)
        sys.stdout.flush()
    elif not analysis.view.usable:
        _complain(
            f"{Path(analysis.source.file).name}: {analysis.view.reason or 'cannot tell from this view'}"
        )


def _nothing_told(path: Path, reason: str) -> Analysis:
    """What the JSON says of a file that was read, but from which nothing can be told."""
    import numpy as np

    from psoas.capture.clip import probe
    from psoas.timeseries import TimeSeries

    info = probe(path)
    size = (info.width, info.height)
    source = Source(str(path), info.frames, info.fps, info.duration_s, *size, 0, info.is_photo)
    view = View("unknown", None, usable=False, reason=reason)
    empty = TimeSeries(np.empty(0), (), np.empty((0, 0)), ())
    return Analysis(source, view, "unknown", None, None, None, empty, empty, empty)


def _check_target(json_to: str | None) -> None:
    """Look whether the JSON can be written before the work is done.

    Raises:
        UsageError: a folder, or in a folder that does not exist.
        InputError: in a folder that may not be written.
    """
    if json_to is None or json_to == "-":
        return
    path = Path(json_to)
    if path.is_dir():
        raise UsageError(f"--json {json_to} is a folder; give the name of a file")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} for --json; make it first")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"the folder {path.parent} may not be written by you; choose another for --json")


def _write_json(value: Any, json_to: str) -> None:
    """Print JSON, or write it beside its place and rename it, so that no half of it is ever seen."""
    text = json.dumps(value, allow_nan=False) + "\n"
    if json_to == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    path = Path(json_to)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _attempt(work: Callable[[], T], what: str) -> tuple[T | None, int]:
    """What ``work`` gives and 0, or None and an exit code after one line on standard error."""
    try:
        return work(), 0
    except PsoasError as error:
        _debug()
        _complain(str(error))
        return None, error.exit_code
    except BrokenPipeError:
        _silence()
        return None, 0
    except OSError as error:
        if error.errno in _NO_PLACE:
            _debug()
            _silence()
            place = error.filename or "the output"
            _complain(f"{place} cannot be written ({error.strerror}); make room or choose another place")
            return None, UNREADABLE
        return None, _crashed(error, what)
    except Exception as error:  # noqa: BLE001 - the last resort: no user sees a traceback
        return None, _crashed(error, what)


def _crashed(error: Exception, what: str) -> int:
    _debug()
    where = f" at {what}" if what else ""
    _complain(
        f"something went wrong inside psoas{where} ({type(error).__name__}); please report it, "
        "with what PSOAS_DEBUG=1 shows"
    )
    return CRASHED


def _debug() -> None:
    if os.environ.get("PSOAS_DEBUG"):
        traceback.print_exc()


def _complain(message: str) -> None:
    """One line on standard error."""
    with suppress(OSError):
        print("psoas:", " ".join(message.split()), file=sys.stderr, flush=True)


def _silence() -> None:
    """Send the rest of standard output nowhere, so that leaving does not fail on it a second time."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
