"""Private places that a process makes for itself, and the removal of those whose process was killed."""

import glob
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_OWN: Final[set[str]] = set()
"""Names that this process has made."""

LEFT_S: Final = 86_400.0
"""Age from which a place is one of an earlier run, even where a process of its number runs [s]."""


def own_name() -> str:
    """A name that no other place has, and that tells by which process it was made: ``PID-TOKEN``."""
    name = f"{os.getpid()}-{secrets.token_urlsafe(8)}"
    _OWN.add(name)
    return name


@contextmanager
def own_folder(beside: Path, prefix: str) -> Iterator[Path]:
    """Make a folder ``PREFIX-PID-TOKEN`` that only its owner may look into, for the block; it is removed after it.

    Those that killed processes have left there are removed, too.

    Raises:
        OSError: the folder cannot be made.
    """
    sweep(beside, f"{prefix}-")
    folder = beside / f"{prefix}-{own_name()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path, prefix: str = "") -> None:
    """Remove the files and folders ``PREFIX`` + `own_name` + anything whose process has ended, where that is allowed."""
    try:
        places = list(folder.glob(f"{glob.escape(prefix)}*"))
    except OSError:
        return
    for place in places:
        name = place.name.removeprefix(prefix)
        if any(name.startswith(own) for own in _OWN):
            continue
        try:
            left = time.time() - place.stat().st_mtime > LEFT_S
        except OSError:  # another process has just removed it
            continue
        if left or not _runs(name.partition("-")[0]):
            if place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
            else:
                with suppress(OSError):
                    place.unlink()


def _runs(pid: str) -> bool:
    """Whether another process of this number runs; on Windows any may."""
    if not (pid.isascii() and pid.isdigit()) or int(pid) == os.getpid():
        return False
    if os.name == "nt":
        return True
    try:
        os.kill(int(pid), 0)
    except PermissionError:  # another account's
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
