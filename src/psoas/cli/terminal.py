"""Shared by all verbs: one sentence for an error, its exit code, and files written whole or not at all."""

import codecs
import errno
import json
import os
import stat
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Final, NoReturn, ParamSpec, TypeVar

import typer

from psoas.child_processes import place_beside
from psoas.cli.missing_part import missing_part
from psoas.errors import InputError, PsoasError, UsageError
from psoas.words import MINUS, _, system_reason

P = ParamSpec("P")
T = TypeVar("T")

CRASHED: Final = 1
UNREADABLE: Final = 2
CANNOT_TELL: Final = 3
STOPPED: Final = 130
_NO_PLACE: Final = {
    errno.EACCES,
    errno.EDQUOT,
    errno.EEXIST,
    errno.EFBIG,
    errno.EIO,
    errno.EISDIR,
    errno.ELOOP,
    errno.ENAMETOOLONG,
    errno.ENOENT,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.ENXIO,
    errno.EPERM,
    errno.EROFS,
}


PLAIN_LETTERS: Final = {MINUS: "-", "\N{PLUS-MINUS SIGN}": "+-", "\N{MULTIPLICATION SIGN}": "x"}
"""What a terminal shows whose letters lack a sign of numbers."""


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Put plain letters, or the escaped form, for characters that cannot be encoded; see `codecs.register_error`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = "".join(PLAIN_LETTERS.get(one, one) for one in error.object[error.start : error.end])
    return plain.encode("ascii", "backslashreplace").decode(), error.end


codecs.register_error("psoas", _in_plain_letters)


def tolerant_streams() -> None:
    """Print characters that the terminal lacks in plain letters or escaped; what has nowhere to go is dropped."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="psoas")  # type: ignore[union-attr]


def check_target(place: str | Path | None, option: str = "--json") -> None:
    """Check before the work is done that a file can be written.

    Args:
        place: path of the file; ``-`` is standard output, None is no file.
        option: name of the option, for the message.

    Raises:
        UsageError: the path is a folder, or its folder does not exist.
        InputError: the user may not write there.
    """
    if place is None or place == "-":
        return
    path = Path(place)
    if path.is_dir():
        raise UsageError(
            _("{option} {place} is a folder; give the name of a file", option=option, place=place)
        )
    if path.exists() and not path.is_file():
        if not os.access(path, os.W_OK):
            raise InputError(
                _("{path} may not be written by you; choose another for {option}", path=path, option=option)
            )
        return
    folder = Path(os.path.realpath(path)).parent if path.is_symlink() else path.parent
    if not folder.is_dir():
        raise UsageError(
            _("there is no folder {folder} for {option}; make it first", folder=folder, option=option)
        )
    if not os.access(folder, os.W_OK):
        raise InputError(
            _(
                "the folder {folder} may not be written by you; choose another for {option}",
                folder=folder,
                option=option,
            )
        )


def check_png(place: Path | None, option: str) -> None:
    """Refuse a picture of another format.

    Raises:
        UsageError: the path does not end in ``.png``.
    """
    if place is not None and place.suffix.lower() != ".png":
        raise UsageError(
            _(
                "the picture is written as .png, not as {place}; change the end of {option}",
                place=place.name,
                option=option,
            )
        )


def check_apart(places: Mapping[str, str | Path | None]) -> None:
    """Refuse two outputs with the same path, of which the later would replace the earlier.

    Args:
        places: paths of files and folders, by the option or the words that name them; ``-`` and None are no path.

    Raises:
        UsageError: two paths are the same; a device, such as the null device, takes any number of outputs.
    """
    seen: dict[str, str] = {}
    for option, place in places.items():
        if (
            place is None
            or place == "-"
            or (Path(place).exists() and not (Path(place).is_file() or Path(place).is_dir()))
        ):
            continue
        real = os.path.realpath(place)
        if real in seen:
            raise UsageError(
                _(
                    "{seen} and {option} are both {place}; give each a place of its own",
                    seen=seen[real],
                    option=option,
                    place=place,
                )
            )
        seen[real] = option


def check_height(height_cm: float | None) -> None:
    """Refuse a height for which the body has no table.

    Raises:
        UsageError: the height is outside of the range in ``person.json``.
    """
    from psoas.body import person_table

    least, most = (round(100 * end, 6) for end in person_table()["heights_m"])
    if height_cm is not None and not least <= height_cm <= most:
        raise UsageError(
            _(
                "--height {height_cm:g} cm is not a person's; give {least:g} to {most:g} cm",
                height_cm=height_cm,
                least=least,
                most=most,
            )
        )


def write_json(value: Any, json_to: str) -> None:
    """Print JSON where ``json_to`` is ``-``, or write it to that path."""
    text = json.dumps(value, allow_nan=False) + "\n"
    if json_to == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    write_whole(text.encode(), Path(json_to))


def write_whole(content: bytes, path: Path) -> None:
    """Write a file beside its place and rename it, so that nobody sees half of it.

    A link is followed. A device, a pipe and the file behind standard output are written directly and stay as they are.

    Raises:
        OSError: the file cannot be written; the error names ``path``.
    """
    part: Path | None = None
    try:
        kind = _kind(path)
        if kind is not None and _is_stdout(kind):
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
        elif kind is not None and not stat.S_ISREG(kind.st_mode):
            path.write_bytes(content)
        else:
            place = Path(os.path.realpath(path))
            part = place_beside(place)
            part.write_bytes(content)
            part.replace(place)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _kind(path: Path) -> os.stat_result | None:
    """Read the status of a path behind all links; None where it does not exist."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_stdout(kind: os.stat_result) -> bool:
    """Tell whether a file is the one behind standard output, under its own name or as ``/dev/stdout``."""
    with suppress(OSError, ValueError, AttributeError):
        return os.path.samestat(kind, os.fstat(sys.stdout.fileno()))
    return False


def show_result(json_to: str | None, content: Callable[[], Any], show: Callable[[], None]) -> None:
    """Write the JSON where it is requested, and print for a person unless standard output is for the JSON.

    Args:
        json_to: a path, ``-`` for standard output, or None for no JSON.
        content: makes the JSON.
        show: prints for a person.
    """
    if json_to is not None:
        write_json(content(), json_to)
    if json_to != "-":
        show()
        sys.stdout.flush()


def print_written(*places: str | Path | None) -> None:
    """Print the path of each file that was written; None is no file."""
    for place in places:
        if place is not None:
            print(_("Written: {place}", place=place))


def verb(work: Callable[P, int | None]) -> Callable[P, NoReturn]:
    """Make a verb of the function that does its work and gives an exit code, None being 0.

    The verb ends the program with that code or with that of an error, which is reported in one sentence; with 130
    where it was stopped.
    """

    @wraps(work)
    def run(*args: P.args, **named: P.kwargs) -> NoReturn:
        tolerant_streams()
        try:
            done, code = attempt(lambda: work(*args, **named), "")
        except KeyboardInterrupt:
            complain(_("stopped; nothing half-written is left behind"))
            raise typer.Exit(STOPPED) from None
        raise typer.Exit(done or code)

    return run


def attempt(work: Callable[[], T], what: str) -> tuple[T | None, int]:
    """Do the work: give its result and 0, or None and an exit code after one line on standard error."""
    try:
        return work(), 0
    except PsoasError as error:
        _debug()
        complain(str(error))
        return None, error.exit_code
    except BrokenPipeError:
        _silence()
        return None, 0
    except ModuleNotFoundError as error:
        sentence = missing_part(error)
        if sentence is None:
            return None, _crashed(error, what)
        _debug()
        complain(sentence)
        return None, UNREADABLE
    except OSError as error:
        if error.errno in _NO_PLACE:
            _debug()
            _silence()
            place = error.filename or _("the output")
            if error.errno in (errno.EACCES, errno.EPERM):
                complain(
                    _(
                        "{place} may not be read or written by you; change its permissions or choose another "
                        "place",
                        place=place,
                    )
                )
            else:
                complain(
                    _(
                        "{place} cannot be written ({reason}); make room or choose another place",
                        place=place,
                        reason=system_reason(error),
                    )
                )
            return None, UNREADABLE
        return None, _crashed(error, what)
    except Exception as error:  # noqa: BLE001 - the last resort: no user sees a traceback
        return None, _crashed(error, what)


def _crashed(error: Exception, what: str) -> int:
    _debug()
    where = _(" at {what}", what=what) if what else ""
    complain(
        _(
            "something went wrong inside psoas{where} ({name}); please report it, with what "
            "PSOAS_DEBUG=1 shows",
            where=where,
            name=type(error).__name__,
        )
    )
    return CRASHED


def _debug() -> None:
    if os.environ.get("PSOAS_DEBUG"):
        traceback.print_exc()


def complain(message: str) -> None:
    """Print one line on standard error."""
    with suppress(OSError):
        print("psoas:", " ".join(message.split()), file=sys.stderr, flush=True)


def _silence() -> None:
    """Discard the rest of standard output, so that leaving does not fail on it a second time."""
    with suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
