"""A folder of files that appears all at once, or not at all."""

import errno
import glob
import json
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from time import monotonic, sleep
from typing import Any, Final, Literal, TypeVar

from psoas.child_processes import place_beside
from psoas.errors import UsageError
from psoas.words import N_, _, system_reason

if sys.platform != "win32":
    import fcntl

T = TypeVar("T")
Ours = Callable[[Path], Collection[str] | None]
"""The files of an earlier folder, as paths within it with ``/``; None where it is not one of the same kind."""

FolderKind = Literal["report", "export", "dataset"]
KIND_WORDS: Final[dict[FolderKind, str]] = {
    "report": N_("a report of psoas"),
    "export": N_("an export of psoas"),
    "dataset": N_("a dataset of psoas"),
}

LOCK_S: Final = 2.0
"""Longest wait for other runs that move folders in the same place [s]."""
AGAIN_S: Final = 0.01
"""Time until it is looked again whether they have ended [s]."""

OF_THE_DESKTOP = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""Files that Finder and Explorer leave in every folder they show; they may be replaced."""


def earlier_result(path: Path, schema: str) -> dict[str, Any] | None:
    """The content of an earlier folder's own JSON file; None where there is no file of this schema."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("schema") == schema else None


def write_folder(target: Path, fill: Callable[[Path], T], *, what: FolderKind, ours: Ours) -> T:
    """Fill a folder beside its place, then move it there in one step.

    Args:
        target: the absolute place; an earlier folder of the same kind there is replaced, unless it holds more than
            was written into it; anything else is left alone.
        fill: writes everything into the folder that it is given.
        what: the folder is, for the messages.
        ours: what belongs to an existing folder of the same kind.

    Returns:
        What ``fill`` gives.

    Raises:
        UsageError: the place holds something else, or cannot be written (a full disk, no permission).
    """
    with _alone_in(target.parent):
        with suppress(OSError):
            _bring_back(target)
        check_place(target, what, ours)
    made: list[Path] = []
    beside: Path | None = None
    try:
        made = _make_parents(target.parent)
        beside = place_beside(target)
        beside.mkdir()
        filled = fill(beside)
        with _alone_in(target.parent):
            check_place(target, what, ours)
            _move(beside, target)
    except BaseException as error:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
        for parent in reversed(made):
            try:
                parent.rmdir()
            except OSError:
                break
        if isinstance(error, OSError):
            raise UsageError(_why(target, error)) from error
        raise
    return filled


def check_place(target: Path, what: FolderKind, ours: Ours) -> None:
    """Refuse a place that holds anything but a folder of ours; see `write_folder`.

    Raises:
        UsageError: a file, or a folder with something else in it.
    """
    try:
        if not target.exists() and not target.is_symlink():
            return
        if target.is_dir() and not target.is_symlink():
            if not any(target.iterdir()):
                return
            known = ours(target)
            if known is not None:
                foreign = _foreign(target, known)
                if foreign is None:
                    return
                raise UsageError(
                    _(
                        "{folder} holds {name} beside {what}; move it away or choose another folder.",
                        folder=target,
                        name=foreign,
                        what=_(KIND_WORDS[what]),
                    )
                )
            raise UsageError(
                _(
                    "{folder} holds something other than {what}; choose another folder.",
                    folder=target,
                    what=_(KIND_WORDS[what]),
                )
            )
    except OSError as error:
        raise UsageError(_why(target, error)) from error
    raise UsageError(_("{path} is not a folder; choose another name for the folder.", path=target))


def _foreign(folder: Path, known: Collection[str]) -> str | None:
    """The first unknown file or folder within a folder, which would be lost with it; None without one."""
    folders = {str(parent) for name in known for parent in PurePosixPath(name).parents}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        ours = name in folders if path.is_dir() and not path.is_symlink() else name in known
        if not ours and path.name not in OF_THE_DESKTOP:
            return name
    return None


def _make_parents(folder: Path) -> list[Path]:
    """Make a folder and its parents; returns the folders that were missing, outermost first."""
    missing = [folder, *folder.parents]
    missing = [path for path in missing if not path.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other runs from moving something in a folder during the block, where its disk knows such a lock.

    Who holds it for longer than `LOCK_S` moves nothing: it is another program, such as one that started this one.
    """
    with ExitStack() as stack:
        if sys.platform != "win32":
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
                stack.callback(os.close, handle)
                until = monotonic() + LOCK_S
                while monotonic() < until:
                    with suppress(BlockingIOError):
                        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        break
                    sleep(AGAIN_S)
        yield


def _move(beside: Path, target: Path) -> None:
    """Put the finished folder in its place; an earlier folder is removed only after that."""
    if not target.exists():
        beside.rename(target)
        return
    old = beside.with_suffix(".replaced")
    target.rename(old)
    try:
        beside.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _bring_back(target: Path) -> None:
    """Bring an earlier folder back that a run had moved aside when it was killed."""
    if not target.exists():
        for old in sorted(target.parent.glob(f".{glob.escape(target.name)}.*.replaced")):
            old.rename(target)
            return


def _why(target: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _(
            "{folder} cannot be written because the disk is full; make room or choose another folder.",
            folder=target,
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _(
            "{folder} cannot be written because you may not write there; choose another folder.",
            folder=target,
        )
    reason = system_reason(error)
    return _("{folder} cannot be written ({reason}); choose another folder.", folder=target, reason=reason)
