"""Changes of rows that the tables have in common."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, update

from psoas.store.row_locks import nobody


def insert_row(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Add a row, and return its id."""
    return int(connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one())


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows; none of them is no error."""
    if rows:
        connection.execute(insert(table), rows)


def change_row(connection: Connection, table: Table, number: int, values: Mapping[str, Any]) -> None:
    """Change a row.

    Raises:
        UsageError: there is none of this id.
    """
    if not connection.execute(update(table).where(table.c.id == number).values(**values)).rowcount:
        raise nobody(table, number)


def remove_row(connection: Connection, table: Table, profile_id: int, number: int) -> None:
    """Remove a row of a person, with what belongs to it.

    Raises:
        UsageError: the person has none of this id.
    """
    chosen = (table.c.id == number) & (table.c.profile_id == profile_id)
    if not connection.execute(delete(table).where(chosen)).rowcount:
        raise nobody(table, number)
