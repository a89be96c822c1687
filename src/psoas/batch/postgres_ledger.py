"""The ledger of a batch in PostgreSQL: a server that is killed or away for a while costs no entry."""

import time
from collections.abc import Callable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, Final, TypeVar

from psoas.batch.ledger import COLUMNS, Ledger, LedgerRow, in_use
from psoas.errors import InputError, UsageError
from psoas.words import _

R = TypeVar("R")
SCHEMES: Final = ("postgresql://", "postgres://")
AWAY_S: Final = 120.0
"""So long a server that does not answer is waited for [s]."""
RETRY_S: Final = 0.5
STATEMENT_S: Final = 10
"""Longest time of one statement, and of connecting [s]."""
AWAY: Final = ("08", "57P")
"""First characters of the SQLSTATE where the server is away, or is just starting or ending."""
LOCK_KEY: Final = 0x7073
"""First key of the advisory lock of a batch: the letters ps."""
_TYPES: Final = {str: "text", float: "double precision", int: "bigint"}


def open_ledger(folder: Path, url: str | None) -> Ledger:
    """Open the ledger of a folder.

    Args:
        url: ``postgresql://...``; None is the file in the folder.

    Raises:
        UsageError: another run holds it, or the URL is of another kind.
        InputError: the ledger cannot be opened.
    """
    if url is None:
        return Ledger(folder)
    if not url.startswith(SCHEMES):
        raise UsageError(_("--ledger takes a PostgreSQL database, such as postgresql://USER@HOST/NAME"))
    return PostgresLedger(folder, url)


class PostgresLedger(Ledger):
    """The ledger as a table ``psoas_batch``, in which each batch is known by its folder.

    Each statement can be given twice with the same result. Where the server is lost, it is given again once the server
    answers; `AWAY_S` later the run ends, and what it has no entry of is found by its results when it goes on.

    Raises:
        UsageError: another run holds it.
        InputError: the server does not answer, or refuses; so do `rows` and `record`.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self._url = url
        self._batch = str(folder.resolve())
        self._connection: Any = None
        super().__init__(folder)

    def _open(self) -> None:
        types = ", ".join(f"{name} {_TYPES[LedgerRow.__annotations__[name]]} NOT NULL" for name in COLUMNS)
        table = f"CREATE TABLE IF NOT EXISTS psoas_batch (batch text, {types}, PRIMARY KEY (batch, name))"
        # while another run makes the table, PostgreSQL waits for it, and then reports that the table is there
        make = (
            f"DO $$ BEGIN {table}; EXCEPTION "
            "WHEN unique_violation OR duplicate_object OR duplicate_table THEN NULL; END $$"
        )
        self._answered(lambda connection: connection.execute(make), patience_s=0)

    def close(self) -> None:
        """Let another run in."""
        self._leave()
        super().close()

    def _known(self, names: Sequence[str]) -> dict[str, LedgerRow]:
        select = f"SELECT {', '.join(COLUMNS)} FROM psoas_batch WHERE batch = %s AND name = ANY(%s)"
        found = self._answered(
            lambda connection: connection.execute(select, (self._batch, [*names])).fetchall()
        )
        return {one[0]: LedgerRow(*one) for one in found}

    def record(self, row: LedgerRow) -> None:
        """Keep what became of a recording; it survives the end of this process and of the server at once."""
        marks = ", ".join(["%s"] * len(COLUMNS))
        renewed = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[1:])
        insert = (
            f"INSERT INTO psoas_batch (batch, {', '.join(COLUMNS)}) VALUES (%s, {marks}) "
            f"ON CONFLICT (batch, name) DO UPDATE SET {renewed}"
        )
        self._answered(lambda connection: connection.execute(insert, (self._batch, *astuple(row))))

    def _answered(self, ask: Callable[[Any], R], patience_s: float = AWAY_S) -> R:
        """What the server answers; asked again for a while where it is away."""
        from psycopg import Error, InterfaceError

        until = time.monotonic() + patience_s
        while True:
            try:
                if self._connection is None:
                    self._connect(until)
                return ask(self._connection)
            except Error as error:
                lost = isinstance(error, InterfaceError) or (error.sqlstate or "08").startswith(AWAY)
                self._leave()
                if not lost or time.monotonic() > until:
                    raise InputError(
                        _(
                            "the ledger in the database {place} cannot be used ({error}); what was finished is kept: "
                            "give the same command once the server answers",
                            place=self._place(),
                            error=" ".join(str(error).split()),
                        )
                    ) from None
                time.sleep(RETRY_S)

    def _connect(self, until: float) -> None:
        """Connect, and hold the batch against other runs; the server may hold it for a connection that was cut."""
        import psycopg

        self._connection = psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=STATEMENT_S,
            tcp_user_timeout=1000 * STATEMENT_S,
            options=f"-c statement_timeout={1000 * STATEMENT_S}",
        )
        lock = "SELECT pg_try_advisory_lock(%s, hashtext(%s))"
        while not self._connection.execute(lock, (LOCK_KEY, self._batch)).fetchone()[0]:
            if time.monotonic() > until:
                raise in_use(Path(self._batch))
            time.sleep(RETRY_S)

    def _leave(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _place(self) -> str:
        """The database without user and password."""
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict

        try:
            parts = conninfo_to_dict(self._url)
        except ProgrammingError:
            return "postgresql://"
        host, port = parts.get("host", ""), parts.get("port")
        return f"postgresql://{host}{f':{port}' if port else ''}/{parts.get('dbname', '')}"
