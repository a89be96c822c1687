"""A trainer's clients: whether somebody is one, which copies the trainer holds of them, and how that ends."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, insert, select

from psoas.errors import UsageError
from psoas.store.database import Database
from psoas.store.row_changes import change_row
from psoas.store.row_locks import lock_row, nobody
from psoas.store.schema import KEY_FRAMES, PROFILES, SESSIONS, SETS
from psoas.store.trainer_tables import HOMEWORK, NOTES, TRAINER_SESSIONS
from psoas.words import _


@dataclass(frozen=True)
class ClientCopies:
    """Copies of a client that a trainer holds, each counted.

    Attributes:
        sessions: that came from clips which the trainer gave.
        pictures: of those sessions.
        results: homework that was answered.
        reports: names of the folders that hold the reports of those clips.
    """

    notes: int
    homework: int
    results: int
    sessions: int
    pictures: int
    reports: tuple[str, ...] = ()


class ClientTable:
    """Every client; the part of `Store` that knows who is one, with its promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self, profile_id: int) -> None:
        """Refuse whoever is no client, or none any more.

        Raises:
            UsageError: the person is unknown, or no client.
        """
        with self._database.reading() as connection:
            _check(connection, profile_id)

    def mark_session(self, profile_id: int, session_id: int, reports: Iterable[str] = ()) -> None:
        """Keep that a session of a client is a trainer's copy, and which folders hold its reports.

        Raises:
            UsageError: the person is no client, or has no such session.
        """
        with self._database.writing() as connection:
            _check(connection, profile_id)
            if lock_row(connection, SESSIONS, session_id)["profile_id"] != profile_id:
                raise nobody(SESSIONS, session_id)
            known = reports_of(connection, session_id)
            kept = sorted({*(known or ()), *reports})
            connection.execute(delete(TRAINER_SESSIONS).where(TRAINER_SESSIONS.c.session_id == session_id))
            connection.execute(insert(TRAINER_SESSIONS).values(session_id=session_id, reports=kept))

    def is_copy(self, session_id: int) -> bool:
        """Whether a session is a trainer's copy."""
        with self._database.reading() as connection:
            return reports_of(connection, session_id) is not None

    def copies(self, profile_id: int) -> ClientCopies:
        """Count the copies that the trainer holds of a client.

        Raises:
            UsageError: the person is no client.
        """
        with self._database.reading() as connection:
            _check(connection, profile_id)
            return _copies(connection, profile_id)

    def end(self, profile_id: int) -> ClientCopies:
        """End the access to a client: delete every copy, and return what there was. The person's own data stay.

        Raises:
            UsageError: the person is no client.
        """
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            _check(connection, profile_id)
            found = _copies(connection, profile_id)
            connection.execute(delete(SESSIONS).where(SESSIONS.c.id.in_(_sessions(profile_id))))
            connection.execute(delete(HOMEWORK).where(_given(profile_id)))
            connection.execute(delete(NOTES).where(NOTES.c.profile_id == profile_id))
            change_row(connection, PROFILES, profile_id, {"client": False})
        return found


def reports_of(connection: Connection, session_id: int) -> list[str] | None:
    """The reports of a session that is a trainer's copy; None of any other session."""
    chosen = select(TRAINER_SESSIONS.c.reports).where(TRAINER_SESSIONS.c.session_id == session_id)
    row = connection.execute(chosen).one_or_none()
    return None if row is None else list(row.reports)


def _check(connection: Connection, profile_id: int) -> None:
    client = connection.scalar(select(PROFILES.c.client).where(PROFILES.c.id == profile_id))
    if not client:
        raise UsageError(_("There is no such client; choose one on the page Clients."))


def _sessions(profile_id: int) -> Select[tuple[int]]:
    joined = select(SESSIONS.c.id).join(TRAINER_SESSIONS, TRAINER_SESSIONS.c.session_id == SESSIONS.c.id)
    return joined.where(SESSIONS.c.profile_id == profile_id)


def _given(profile_id: int) -> ColumnElement[bool]:
    return (HOMEWORK.c.profile_id == profile_id) & (HOMEWORK.c.role == "given")


def _copies(connection: Connection, profile_id: int) -> ClientCopies:
    def count(table: Table, chosen: ColumnElement[bool]) -> int:
        return int(connection.scalar(select(func.count()).select_from(table).where(chosen)) or 0)

    sessions = _sessions(profile_id)
    sets = select(SETS.c.id).where(SETS.c.session_id.in_(sessions))
    reports = connection.scalars(
        select(TRAINER_SESSIONS.c.reports).where(TRAINER_SESSIONS.c.session_id.in_(sessions))
    )
    return ClientCopies(
        notes=count(NOTES, NOTES.c.profile_id == profile_id),
        homework=count(HOMEWORK, _given(profile_id)),
        results=count(HOMEWORK, _given(profile_id) & HOMEWORK.c.written_at.is_not(None)),
        sessions=count(SESSIONS, SESSIONS.c.id.in_(sessions)),
        pictures=count(KEY_FRAMES, KEY_FRAMES.c.set_id.in_(sets)),
        reports=tuple(name for names in reports for name in names),
    )
