"""Statements about single rows that the store is built from."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, select, update

from psoas.errors import UsageError

WORDS = {"profiles": "profile", "sessions": "session", "sets": "set", "repetitions": "repetition"}


def insert_row(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Insert a row, and return its id."""
    return int(connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one())


def insert_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert any number of rows, none included."""
    if rows:
        connection.execute(insert(table), rows)


def lock_row(connection: Connection, table: Table, number: int) -> RowMapping:
    """Keep others from changing or removing a row until the transaction ends, and return the row.

    Raises:
        UsageError: there is no such row.
    """
    locked = select(table).where(table.c.id == number).with_for_update()
    row = connection.execute(locked).mappings().one_or_none()
    if row is None:
        raise missing_row(table, number)
    return row


def change_row(connection: Connection, table: Table, number: int, values: Mapping[str, Any]) -> None:
    """Change a row.

    Raises:
        UsageError: there is no such row.
    """
    if not connection.execute(update(table).where(table.c.id == number).values(**values)).rowcount:
        raise missing_row(table, number)


def missing_row(table: Table, number: int) -> UsageError:
    """The error for a row that is not there."""
    return UsageError(f"There is no {WORDS[table.name]} {number}; it may have been removed meanwhile.")
