"""Rows that a change rests on: locked until its transaction ends, or missed in a sentence."""

from typing import Final

from sqlalchemy import Connection, RowMapping, Table, select

from psoas.errors import UsageError

WORDS: Final = {
    "profiles": "profile",
    "sessions": "session",
    "sets": "set",
    "homework": "homework",
    "notes": "note",
}


def lock_row(connection: Connection, table: Table, number: int) -> RowMapping:
    """Keep others from changing or removing a row until the transaction ends.

    Returns:
        The row.

    Raises:
        UsageError: there is none of this id.
    """
    locked = select(table).where(table.c.id == number).with_for_update()
    row = connection.execute(locked).mappings().one_or_none()
    if row is None:
        raise nobody(table, number)
    return row


def nobody(table: Table, number: int) -> UsageError:
    """The error where a table has no row of this id."""
    return UsageError(f"There is no {WORDS[table.name]} {number}; it may have been removed meanwhile.")
