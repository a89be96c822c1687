"""Whole sessions, with their sets, repetitions and corrections: read, removed, put back, corrected."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from psoas.errors import UsageError
from psoas.plan import (
    KeptPicture,
    Moment,
    Remark,
    RepetitionRecord,
    SessionRecord,
    SetRecord,
    remark_rows,
    remarks_of,
)
from psoas.store.client_table import reports_of
from psoas.store.database import Database
from psoas.store.row_changes import insert_rows
from psoas.store.row_locks import lock_row
from psoas.store.rows import repetition_of, repetition_row, set_of
from psoas.store.schema import CORRECTIONS, KEY_FRAMES, PROFILES, REPETITIONS, SESSIONS, SETS
from psoas.store.trainer_tables import TRAINER_SESSIONS
from psoas.words import _


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


@dataclass(frozen=True)
class RemovedSession:
    """A session that was removed, with all that belongs to it.

    Attributes:
        key_frames: by the id of their set.
        reports: of a session that is a trainer's copy; None of any other.
    """

    session: SessionRecord
    key_frames: Mapping[int, tuple[KeptPicture, ...]]
    reports: Sequence[str] | None = None


MOST_PICTURES = 128 << 20
"""Most that all pictures take together [bytes], so that a back-up stays below its limit: some 250 sessions."""


class SessionHistory:
    """Everyone's past sessions; the part of `Store` that removes and corrects them, with its promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remove(self, session_id: int) -> RemovedSession:
        """Remove a session with all of its sets and pictures; what it returns can be put back."""
        with self._database.writing() as connection:
            lock_row(connection, SESSIONS, session_id)
            (found,) = read_sessions(connection, SESSIONS.c.id == session_id)
            frames, reports = _key_frames(connection, session_id), reports_of(connection, session_id)
            connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session_id))
        return RemovedSession(found, frames, reports)

    def put_back(self, removed: RemovedSession) -> None:
        """Keep a removed session again as it was, under the same ids."""
        session = removed.session
        with self._database.writing() as connection:
            if connection.execute(select(SESSIONS.c.id).where(SESSIONS.c.id == session.id)).first():
                raise UsageError(
                    _("The session {number} is kept already, so nothing was brought back.", number=session.id)
                )
            lock_row(connection, PROFILES, session.profile_id)
            connection.execute(insert(SESSIONS).values(**_row_of(session, "sets")))
            if removed.reports is not None:
                copy = {"session_id": session.id, "reports": list(removed.reports)}
                connection.execute(insert(TRAINER_SESSIONS).values(**copy))
            for one in session.sets:
                row = {
                    **_row_of(one, "repetitions"),
                    "bands": dict(one.bands),
                    "unmeasured": dict(one.unmeasured),
                }
                connection.execute(insert(SETS).values(**row, session_id=session.id))
                insert_rows(
                    connection, REPETITIONS, [repetition_row(one.id, kept) for kept in one.repetitions]
                )
                for kept in one.repetitions:
                    _insert_corrections(connection, one.id, kept.number, kept.corrections)
                _insert_key_frames(connection, one.id, removed.key_frames.get(one.id, ()))

    def keep_frames(self, set_id: int, frames: Sequence[KeptPicture]) -> None:
        """Keep pictures of a set in place of those that it has; above `MOST_PICTURES` the oldest sets lose theirs."""
        with self._database.writing() as connection:
            lock_row(connection, SETS, set_id)
            connection.execute(delete(KEY_FRAMES).where(KEY_FRAMES.c.set_id == set_id))
            _insert_key_frames(connection, set_id, frames)
            _drop_oldest(connection)

    def frames_of(self, session_id: int) -> dict[tuple[int, int], tuple[Moment, ...]]:
        """Which pictures of a session are kept: their moments by set and number of the repetition."""
        columns = KEY_FRAMES.c.set_id, KEY_FRAMES.c.number, KEY_FRAMES.c.moment
        found: dict[tuple[int, int], tuple[Moment, ...]] = defaultdict(tuple)
        with self._database.reading() as connection:
            for one in connection.execute(select(*columns).where(_of_session(session_id))):
                found[one.set_id, one.number] += (one.moment,)
        return {place: tuple(sorted(moments, reverse=True)) for place, moments in found.items()}

    def frame(self, profile_id: int, set_id: int, number: int, moment: str) -> bytes | None:
        """One picture as JPEG; None where the person has no such picture."""
        chosen = _one_of(profile_id, set_id, number, moment)
        with self._database.reading() as connection:
            return connection.scalar(select(KEY_FRAMES.c.picture).where(chosen))

    def pictures(self, session_id: int) -> dict[int, tuple[KeptPicture, ...]]:
        """All kept pictures of a session with their remarks, by the id of their set."""
        with self._database.reading() as connection:
            return _key_frames(connection, session_id)

    def remark(
        self, profile_id: int, set_id: int, number: int, moment: str, remarks: tuple[Remark, ...]
    ) -> None:
        """Replace the remarks on a picture of a person.

        Raises:
            UsageError: the person has no such picture, or there are too many remarks.
        """
        chosen = _one_of(profile_id, set_id, number, moment)
        rows = remark_rows(remarks)
        with self._database.writing() as connection:
            if not connection.execute(update(KEY_FRAMES).where(chosen).values(remarks=rows)).rowcount:
                raise UsageError(_("This picture is not kept any more; load the page again."))

    def remove_frames(self, profile_id: int) -> int:
        """Remove all pictures of a person's repetitions, and return how many there were."""
        with self._database.writing() as connection:
            return connection.execute(delete(KEY_FRAMES).where(_of_person(profile_id))).rowcount

    def correct(self, set_id: int, number: int, said: Mapping[str, bool]) -> None:
        """Replace what a person says of the faults of one repetition; what was measured stays.

        Args:
            number: of the repetition in its set.
            said: whether a fault was there, by its name; faults that are left out are not corrected.
        """
        chosen = (REPETITIONS.c.set_id == set_id) & (REPETITIONS.c.number == number)
        key = (CORRECTIONS.c.set_id == set_id) & (CORRECTIONS.c.number == number)
        with self._database.writing() as connection:
            if not connection.execute(select(REPETITIONS.c.number).where(chosen).with_for_update()).first():
                raise UsageError(
                    _("There is no repetition {number} in this set; load the page again.", number=number)
                )
            connection.execute(delete(CORRECTIONS).where(key))
            _insert_corrections(connection, set_id, number, said)


def _insert_corrections(connection: Connection, set_id: int, number: int, said: Mapping[str, bool]) -> None:
    rows = [
        {"set_id": set_id, "number": number, "fault": fault, "present": present}
        for fault, present in said.items()
    ]
    insert_rows(connection, CORRECTIONS, rows)


def _of_session(session_id: int) -> ColumnElement[bool]:
    return KEY_FRAMES.c.set_id.in_(select(SETS.c.id).where(SETS.c.session_id == session_id))


def _of_person(profile_id: int) -> ColumnElement[bool]:
    sets = select(SETS.c.id).join(SESSIONS, SESSIONS.c.id == SETS.c.session_id)
    return KEY_FRAMES.c.set_id.in_(sets.where(SESSIONS.c.profile_id == profile_id))


def _one_of(profile_id: int, set_id: int, number: int, moment: str) -> ColumnElement[bool]:
    """One picture, where the person has it."""
    chosen = (KEY_FRAMES.c.set_id == set_id) & (KEY_FRAMES.c.number == number)
    return chosen & (KEY_FRAMES.c.moment == moment) & _of_person(profile_id)


def _key_frames(connection: Connection, session_id: int) -> dict[int, tuple[KeptPicture, ...]]:
    """All pictures of a session, by the id of their set."""
    ordered = select(KEY_FRAMES).where(_of_session(session_id)).order_by(*KEY_FRAMES.primary_key)
    found: dict[int, tuple[KeptPicture, ...]] = defaultdict(tuple)
    for one in connection.execute(ordered):
        found[one.set_id] += (KeptPicture(one.number, one.moment, one.picture, remarks_of(one.remarks)),)
    return dict(found)


def _drop_oldest(connection: Connection) -> None:
    """Remove the pictures of the oldest sets until the others are small enough; the newest set keeps its own."""
    size = func.sum(func.length(KEY_FRAMES.c.picture))
    of_sets = (
        select(KEY_FRAMES.c.set_id, size).group_by(KEY_FRAMES.c.set_id).order_by(KEY_FRAMES.c.set_id.desc())
    )
    total = 0
    for number, (set_id, size_bytes) in enumerate(connection.execute(of_sets).all()):
        total += size_bytes
        if number and total > MOST_PICTURES:
            connection.execute(delete(KEY_FRAMES).where(KEY_FRAMES.c.set_id <= set_id))
            return


def _insert_key_frames(connection: Connection, set_id: int, frames: Sequence[KeptPicture]) -> None:
    rows = [
        {
            "set_id": set_id,
            "number": one.number,
            "moment": one.moment,
            "picture": one.jpeg,
            "remarks": remark_rows(one.remarks),
        }
        for one in frames
    ]
    insert_rows(connection, KEY_FRAMES, rows)


def _row_of(record: SessionRecord | SetRecord, without: str) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name != without}
