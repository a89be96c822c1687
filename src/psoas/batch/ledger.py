"""The memory of a batch between runs: what became of each recording, in SQLite; in PostgreSQL see `postgres_ledger`."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Final, Self

from psoas.batch.manifest import BatchClip
from psoas.errors import InputError, UsageError
from psoas.words import NC_, _, pgettext

LEDGER: Final = "ledger.sqlite"
LOCK: Final = "ledger.lock"
DONE: Final = NC_("of a recording", "done")
CANNOT_TELL: Final = NC_("of a recording", "cannot tell")
UNREADABLE: Final = NC_("of a recording", "unreadable")
FAULT: Final = NC_("of a recording", "fault in psoas")
TOO_LONG: Final = NC_("of a recording", "too long")
TOO_LARGE: Final = NC_("of a recording", "too much memory")
KILLED: Final = NC_("of a recording", "killed")
STATES: Final = (DONE, CANNOT_TELL, UNREADABLE, FAULT, TOO_LONG, TOO_LARGE, KILLED)
"""What becomes of a recording: its figures were measured; it was read, but shows nothing; it cannot be read; psoas made
a mistake; it reached the limit of time, or of memory; its process was ended from outside. They are kept in English;
`state_words` has them for people."""
WITH_RESULT: Final = (DONE, CANNOT_TELL)
AT_ONCE: Final = 500
"""Recordings that are looked up in one statement."""
LOCK_S: Final = 0.5
"""Time after which another run holds the lock [s]: of two that take it at the same moment, SQLite may refuse both."""


def state_words(state: str) -> str:
    """One of `STATES` in the language of now."""
    return pgettext("of a recording", state)


@dataclass(frozen=True)
class LedgerRow:
    """What became of one recording.

    Attributes:
        name: of the recording in the manifest.
        stamp: size and time of its files, by which an unchanged file is known without reading it.
        file_hash: SHA-256 of its content, and of the forces beside it.
        settings_hash, version: what the result depends on, see `BatchSettings.hash_for` and `BatchVersions`.
        state: one of `STATES`.
        reason: why, in an English sentence; empty where it is done.
        seconds, processor_s: of the last attempt [s].
        memory_mb: the most that it needed [MB].
        attempts: processes that were started for it.
        time_limit_s, memory_limit_mb: the limits that it had.
    """

    name: str
    stamp: str
    file_hash: str
    settings_hash: str
    version: str
    state: str
    reason: str
    seconds: float
    processor_s: float
    memory_mb: float
    attempts: int
    time_limit_s: float
    memory_limit_mb: float


COLUMNS: Final = [field.name for field in fields(LedgerRow)]


def in_use(folder: Path) -> UsageError:
    """The error where another run holds the ledger of a folder."""
    return UsageError(_("another psoas batch is at work in {folder}; wait for its end", folder=folder))


class Ledger:
    """The ledger in a folder; one run at a time holds it, and a run that is killed lets go of it.

    Raises:
        UsageError: another run holds it.
        InputError: the file is no ledger, or cannot be written; so do `rows` and `record`.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LEDGER
        with self._translated():
            self._lock = sqlite3.connect(folder / LOCK, timeout=LOCK_S)
        try:
            with self._translated():
                self._lock.execute("BEGIN EXCLUSIVE")
                self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        """Open the table, and make it where it is missing."""
        self._rows = sqlite3.connect(self._path, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = NORMAL")
        types = ", ".join(f"{name} NOT NULL" for name in COLUMNS[1:])
        self._rows.execute(f"CREATE TABLE IF NOT EXISTS recordings (name PRIMARY KEY, {types})")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Say in one sentence what SQLite finds wrong."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise in_use(self._path.parent) from None
            if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
                raise InputError(
                    _(
                        "{file} cannot grow, the disk is full or fails; make room and run the batch again",
                        file=self._path,
                    )
                ) from None
            raise InputError(
                _(
                    "{file} cannot be read ({error}); choose another folder for --out",
                    file=self._path,
                    error=error,
                )
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another run in."""
        if hasattr(self, "_rows"):
            self._rows.close()
        self._lock.close()

    def rows(self, clips: Iterable[BatchClip]) -> Iterator[tuple[BatchClip, LedgerRow | None]]:
        """Each recording with what became of it; they are looked up `AT_ONCE` at a time."""
        waiting = iter(clips)
        while some := list(islice(waiting, AT_ONCE)):
            known = self._known([clip.name for clip in some])
            yield from ((clip, known.get(clip.name)) for clip in some)

    def _known(self, names: Sequence[str]) -> dict[str, LedgerRow]:
        marks = ", ".join("?" * len(names))
        with self._translated():
            found = self._rows.execute(
                f"SELECT {', '.join(COLUMNS)} FROM recordings WHERE name IN ({marks})", names
            ).fetchall()
        return {one[0]: LedgerRow(*one) for one in found}

    def record(self, row: LedgerRow) -> None:
        """Keep what became of a recording; it survives the end of this process at once."""
        marks = ", ".join("?" * len(COLUMNS))
        with self._translated():
            self._rows.execute(
                f"INSERT OR REPLACE INTO recordings ({', '.join(COLUMNS)}) VALUES ({marks})", astuple(row)
            )
