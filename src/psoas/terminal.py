"""What every verb needs: one sentence for an error, its exit code, and files written whole or not at all."""

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from psoas.errors import InputError, PsoasError, UsageError

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
    errno.ENAMETOOLONG,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}


def tolerant_streams() -> None:
    """Let a name that the terminal's alphabet lacks be printed in its escaped form."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def check_target(place: str | Path | None, option: str = "--json") -> None:
    """Look whether a file can be written before the work is done.

    Args:
        place: of the file; ``-`` is standard output, None is no file.
        option: which asks for it, for the message.

    Raises:
        UsageError: a folder, or in a folder that does not exist.
        InputError: in a folder that may not be written.
    """
    if place is None or place == "-":
        return
    path = Path(place)
    if path.is_dir():
        raise UsageError(f"{option} {place} is a folder; give the name of a file")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} for {option}; make it first")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"the folder {path.parent} may not be written by you; choose another for {option}")


def write_json(value: Any, json_to: str) -> None:
    """Print JSON where ``json_to`` is ``-``, or write it to that path."""
    text = json.dumps(value, allow_nan=False) + "\n"
    if json_to == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    write_whole(text.encode(), Path(json_to))


def write_whole(content: bytes, path: Path) -> None:
    """Write beside the place and rename, so that no half of a file is ever seen.

    Raises:
        OSError: the file cannot be written; it names ``path``.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)


def run_verb(work: Callable[[], int]) -> int:
    """Run all of a verb that works on one thing.

    Args:
        work: gives the exit code.

    Returns:
        That code, or that of the error, which was told in one sentence; 130 where it was stopped.
    """
    tolerant_streams()
    try:
        done, code = attempt(work, "")
    except KeyboardInterrupt:
        complain("stopped; nothing half-written is left behind")
        return STOPPED
    return code if done is None else done


def attempt(work: Callable[[], T], what: str) -> tuple[T | None, int]:
    """What ``work`` gives and 0, or None and an exit code after one line on standard error."""
    try:
        return work(), 0
    except PsoasError as error:
        _debug()
        complain(str(error))
        return None, error.exit_code
    except BrokenPipeError:
        _silence()
        return None, 0
    except OSError as error:
        if error.errno in _NO_PLACE:
            _debug()
            _silence()
            place = error.filename or "the output"
            complain(f"{place} cannot be written ({error.strerror}); make room or choose another place")
            return None, UNREADABLE
        return None, _crashed(error, what)
    except Exception as error:  # noqa: BLE001 - the last resort: no user sees a traceback
        return None, _crashed(error, what)


def _crashed(error: Exception, what: str) -> int:
    _debug()
    where = f" at {what}" if what else ""
    complain(
        f"something went wrong inside psoas{where} ({type(error).__name__}); please report it, "
        "with what PSOAS_DEBUG=1 shows"
    )
    return CRASHED


def _debug() -> None:
    if os.environ.get("PSOAS_DEBUG"):
        traceback.print_exc()


def complain(message: str) -> None:
    """One line on standard error."""
    with suppress(OSError):
        print("psoas:", " ".join(message.split()), file=sys.stderr, flush=True)


def _silence() -> None:
    """Send the rest of standard output nowhere, so that leaving does not fail on it a second time."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
