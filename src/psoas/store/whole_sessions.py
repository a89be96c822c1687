"""Whole sessions, with their sets, repetitions and corrections: read, removed, put back."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from psoas.plan import RepetitionRecord, SessionRecord, SetRecord
from psoas.store.rows import repetition_of, repetition_row, set_of
from psoas.store.schema import CORRECTIONS, PROFILES, REPETITIONS, SESSIONS, SETS
from psoas.store.statements import insert_rows, lock_row, missing_row


def read_sessions(connection: Connection, chosen: Any) -> list[SessionRecord]:
    """Read sessions, oldest first.

    Args:
        chosen: condition on the table of sessions.
    """
    ids = select(SESSIONS.c.id).where(chosen)
    of_sessions = select(SETS).where(SETS.c.session_id.in_(ids))
    set_ids = of_sessions.with_only_columns(SETS.c.id)
    corrections: dict[tuple[int, int], dict[str, bool]] = defaultdict(dict)
    for one in connection.execute(select(CORRECTIONS).where(CORRECTIONS.c.set_id.in_(set_ids))):
        corrections[one.set_id, one.number][one.fault] = one.present
    repetitions: dict[int, list[RepetitionRecord]] = defaultdict(list)
    of_sets = select(REPETITIONS).where(REPETITIONS.c.set_id.in_(set_ids))
    for row in connection.execute(of_sets.order_by(REPETITIONS.c.number)).mappings():
        said = corrections.get((row["set_id"], row["number"]), {})
        repetitions[row["set_id"]].append(repetition_of(row, said))
    sets: dict[int, list[SetRecord]] = defaultdict(list)
    for row in connection.execute(of_sessions.order_by(SETS.c.id)).mappings():
        sets[row["session_id"]].append(set_of(row, repetitions[row["id"]]))
    ordered = select(SESSIONS).where(chosen).order_by(SESSIONS.c.started_at, SESSIONS.c.id)
    rows = connection.execute(ordered).mappings()
    return [SessionRecord(**row, sets=tuple(sets[row["id"]])) for row in rows]


def remove_session(connection: Connection, session_id: int) -> SessionRecord:
    """Remove a session with all of its sets, and return it as it was.

    Raises:
        UsageError: there is no such session.
    """
    lock_row(connection, SESSIONS, session_id)
    (session,) = read_sessions(connection, SESSIONS.c.id == session_id)
    connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session_id))
    return session


def insert_session(connection: Connection, session: SessionRecord) -> None:
    """Insert a session as it was before it was removed, under the same ids.

    Raises:
        UsageError: the person is not there any more, or the session is.
    """
    lock_row(connection, PROFILES, session.profile_id)
    connection.execute(
        insert(SESSIONS), {name: value for name, value in vars(session).items() if name != "sets"}
    )
    for one in session.sets:
        row = {name: value for name, value in vars(one).items() if name != "repetitions"}
        connection.execute(insert(SETS), {**row, "session_id": session.id})
        insert_rows(connection, REPETITIONS, [repetition_row(one.id, kept) for kept in one.repetitions])
        for kept in one.repetitions:
            insert_rows(connection, CORRECTIONS, correction_rows(one.id, kept.number, dict(kept.corrections)))


def replace_corrections(connection: Connection, set_id: int, number: int, said: dict[str, bool]) -> None:
    """Replace what a person says of the faults of one repetition.

    Raises:
        UsageError: there is no such set or repetition.
    """
    lock_row(connection, SETS, set_id)
    chosen = (REPETITIONS.c.set_id == set_id) & (REPETITIONS.c.number == number)
    if connection.execute(select(REPETITIONS.c.number).where(chosen)).one_or_none() is None:
        raise missing_row(REPETITIONS, number)
    key = (CORRECTIONS.c.set_id == set_id) & (CORRECTIONS.c.number == number)
    connection.execute(delete(CORRECTIONS).where(key))
    insert_rows(connection, CORRECTIONS, correction_rows(set_id, number, said))


def correction_rows(set_id: int, number: int, said: dict[str, bool]) -> list[dict[str, Any]]:
    """Make the rows of a repetition's corrections."""
    return [
        {"set_id": set_id, "number": number, "fault": fault, "present": present}
        for fault, present in said.items()
    ]
