"""Whole sessions, with their sets, repetitions and corrections: read, removed, put back."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from psoas.errors import UsageError
from psoas.plan import RepetitionRecord, SessionRecord, SetRecord
from psoas.store.rows import repetition_of, repetition_row, set_of
from psoas.store.schema import CORRECTIONS, REPETITIONS, SESSIONS, SETS


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
    """Remove a session that is there, with all of its sets, and return it as it was."""
    (session,) = read_sessions(connection, SESSIONS.c.id == session_id)
    connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session_id))
    return session


def insert_session(connection: Connection, session: SessionRecord) -> None:
    """Insert a session as it was before it was removed, under the same ids.

    Raises:
        UsageError: it is there already.
    """
    if connection.execute(select(SESSIONS.c.id).where(SESSIONS.c.id == session.id)).one_or_none():
        raise UsageError(f"The session {session.id} is kept already, so nothing was brought back.")
    connection.execute(insert(SESSIONS).values(**_row_of(session, "sets")))
    for one in session.sets:
        row = {**_row_of(one, "repetitions"), "bands": dict(one.bands), "unmeasured": dict(one.unmeasured)}
        connection.execute(insert(SETS).values(**row, session_id=session.id))
        for kept in one.repetitions:
            connection.execute(insert(REPETITIONS).values(**repetition_row(one.id, kept)))
            _insert_corrections(connection, one.id, kept.number, kept.corrections)


def replace_corrections(connection: Connection, set_id: int, number: int, said: Mapping[str, bool]) -> None:
    """Replace what a person says of the faults of one repetition.

    Raises:
        UsageError: the set has no such repetition.
    """
    chosen = (REPETITIONS.c.set_id == set_id) & (REPETITIONS.c.number == number)
    if connection.execute(select(REPETITIONS.c.number).where(chosen)).one_or_none() is None:
        raise UsageError(f"There is no repetition {number} in this set; load the page again.")
    key = (CORRECTIONS.c.set_id == set_id) & (CORRECTIONS.c.number == number)
    connection.execute(delete(CORRECTIONS).where(key))
    _insert_corrections(connection, set_id, number, said)


def _insert_corrections(connection: Connection, set_id: int, number: int, said: Mapping[str, bool]) -> None:
    for fault, present in said.items():
        row = {"set_id": set_id, "number": number, "fault": fault, "present": present}
        connection.execute(insert(CORRECTIONS).values(**row))


def _row_of(record: SessionRecord | SetRecord, without: str) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name != without}
