"""Engines of SQLite and PostgreSQL, with psoas's settings of transactions, durability and waiting times."""

import json
import math
import sqlite3
from functools import partial
from time import monotonic, sleep
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

WAIT_S: Final = 10.0
"""Longest wait for a lock or for a server's answer [s], where nothing else is given."""

LEAST_CONNECT_S: Final = 2
"""Shortest time to connect that PostgreSQL's library takes [s]."""

AGAIN_S: Final = 0.01
"""Time until a refused change of the journal is tried again [s]."""


def make_engine(url: URL, *, migrates: bool = False, wait_s: float | None = None) -> Engine:
    """Make an engine with psoas's settings of transactions, durability and waiting times.

    Args:
        url: from `parse_url`.
        migrates: keep no connection, and let no foreign key delete rows while a table is rebuilt.
        wait_s: longest wait of one statement [s]; None is `WAIT_S`.
    """
    wait_s = WAIT_S if wait_s is None else wait_s
    options: dict[str, Any] = {"json_serializer": partial(json.dumps, allow_nan=False)}
    if migrates:
        options["poolclass"] = NullPool
    else:
        options["pool_timeout"] = wait_s
    if url.get_backend_name() == "postgresql":
        return _postgres_engine(url, wait_s, options)
    return _sqlite_engine(url, wait_s, migrates, options)


def _postgres_engine(url: URL, wait_s: float, options: dict[str, Any]) -> Engine:
    wait_ms = round(1000 * wait_s)
    defaults = {
        "connect_timeout": max(LEAST_CONNECT_S, math.ceil(wait_s)),
        "tcp_user_timeout": wait_ms,
        "options": f"-c lock_timeout={wait_ms} -c statement_timeout={wait_ms}",
    }
    chosen = {name: value for name, value in defaults.items() if name not in url.query}
    engine = create_engine(url, connect_args=chosen, pool_pre_ping=True, **options)

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, places: list[Any], named: dict[str, Any]) -> Any:
        from psoas.store.patient import patient_connect

        return patient_connect(wait_s, *places, **named)

    return engine


def _sqlite_engine(url: URL, wait_s: float, migrates: bool, options: dict[str, Any]) -> Engine:
    engine = create_engine(url, connect_args={"timeout": wait_s}, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = (
            None  # the driver begins no transaction of its own: tables are made inside ours
        )
        _write_ahead(connection, wait_s)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if migrates else 'ON'}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection, wait_s: float) -> None:
    """Keep a write-ahead log; of several that ask for it together, SQLite refuses some without waiting."""
    until = monotonic() + wait_s
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(AGAIN_S)
