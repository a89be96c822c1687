"""Rows that a change rests on: locked until its transaction ends, or missed in a sentence."""

from typing import Final

from sqlalchemy import Connection, RowMapping, Table, select

from psoas.errors import UsageError
from psoas.words import N_, _

NONE_OF: Final = {
    "profiles": N_("There is no profile {number}; it may have been removed meanwhile."),
    "sessions": N_("There is no session {number}; it may have been removed meanwhile."),
    "sets": N_("There is no set {number}; it may have been removed meanwhile."),
    "homework": N_("There is no homework {number}; it may have been removed meanwhile."),
    "notes": N_("There is no note {number}; it may have been removed meanwhile."),
}
"""The sentence for a row that is missed, by table."""


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
    return UsageError(_(NONE_OF[table.name], number=number))
