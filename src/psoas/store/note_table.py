"""A trainer's notes about clients, in the database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from psoas.store.database import Database
from psoas.store.row_changes import insert_row, remove_row
from psoas.store.row_locks import lock_row
from psoas.store.schema import PROFILES
from psoas.store.trainer_tables import NOTES


@dataclass(frozen=True)
class Note:
    """One note about a person.

    Attributes:
        written_at: aware.
    """

    id: int
    written_at: datetime
    words: str


class NoteTable:
    """Notes about everyone; the part of `Store` that keeps them, with its promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, profile_id: int, words: str, at: datetime) -> int:
        """Add a note about a person, and return its id."""
        row = {"profile_id": profile_id, "written_at": at, "words": words}
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            return insert_row(connection, NOTES, row)

    def of(self, profile_id: int) -> list[Note]:
        """Read the notes about a person, newest first."""
        chosen = select(NOTES).where(NOTES.c.profile_id == profile_id).order_by(NOTES.c.id.desc())
        with self._database.reading() as connection:
            return [Note(row.id, row.written_at, row.words) for row in connection.execute(chosen)]

    def remove(self, profile_id: int, note_id: int) -> None:
        """Remove a note about a person."""
        with self._database.writing() as connection:
            remove_row(connection, NOTES, profile_id, note_id)
