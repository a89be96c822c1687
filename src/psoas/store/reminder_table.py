"""Reminders that came, in the database."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, insert, select

from psoas.plan import ReminderRecord
from psoas.store.database import Database
from psoas.store.row_locks import lock_row
from psoas.store.schema import PROFILES, REMINDERS


class ReminderTable:
    """Everyone's reminders; the part of `Store` that keeps them, with its promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, profile_id: int, record: ReminderRecord) -> None:
        """Keep a reminder, or what followed the one of the same moment; an answer that is kept is never lost."""
        same = (REMINDERS.c.profile_id == profile_id) & (REMINDERS.c.rang_at == record.rang_at)
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            if record.answer is None and connection.execute(select(REMINDERS).where(same)).first():
                return
            connection.execute(delete(REMINDERS).where(same))
            connection.execute(insert(REMINDERS).values(profile_id=profile_id, **vars(record)))

    def between(self, profile_id: int, start: datetime, end: datetime) -> list[ReminderRecord]:
        """Read a person's reminders from ``start`` up to ``end`` (aware), in the order of time."""
        columns = (REMINDERS.c[field.name] for field in fields(ReminderRecord))
        chosen = (REMINDERS.c.profile_id == profile_id) & (REMINDERS.c.rang_at >= start)
        query = select(*columns).where(chosen & (REMINDERS.c.rang_at < end)).order_by(REMINDERS.c.rang_at)
        with self._database.reading() as connection:
            return [ReminderRecord(*row) for row in connection.execute(query)]
