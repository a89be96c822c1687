"""Homework that was given or received, its pictures, and what came back, in the database."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select

from psoas.errors import UsageError
from psoas.plan import (
    DoneSet,
    Homework,
    HomeworkResults,
    HomeworkRole,
    HomeworkTask,
    SentPicture,
    remark_rows,
    remarks_of,
)
from psoas.store.database import Database
from psoas.store.row_changes import change_row, insert_row, insert_rows, remove_row
from psoas.store.row_locks import lock_row
from psoas.store.schema import PROFILES
from psoas.store.trainer_tables import HOMEWORK, HOMEWORK_PICTURES, HOMEWORK_SETS
from psoas.words import _


@dataclass(frozen=True)
class KeptHomework:
    """Homework as it is kept.

    Attributes:
        profile_id: of the person who does it.
        role: ``given`` by the trainer whose coach this is, or ``received`` by the person whose coach this is.
        kept_at: when it was given, or opened; aware.
        results: the newest that came back; None before.
    """

    id: int
    profile_id: int
    role: HomeworkRole
    homework: Homework
    kept_at: datetime
    results: HomeworkResults | None = None


class HomeworkTable:
    """Everyone's homework; the part of `Store` that keeps it, with its promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        profile_id: int,
        role: HomeworkRole,
        homework: Homework,
        at: datetime,
        pictures: Sequence[SentPicture] = (),
    ) -> bool:
        """Keep homework of a person, and return whether it is new; what is kept already stays as it is.

        Raises:
            UsageError: it is kept for another person.
        """
        row = {
            "profile_id": profile_id,
            "role": role,
            **{name: getattr(homework, name) for name in ("key", "client", "trainer", "made_at", "note")},
            "tasks": [{**vars(task), "sides": list(task.sides)} for task in homework.tasks],
            "kept_at": at,
        }
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            known = _find(connection, role, homework.key)
            if known is not None:
                if known.profile_id != profile_id:
                    name = connection.scalar(select(PROFILES.c.name).where(PROFILES.c.id == known.profile_id))
                    raise UsageError(
                        _("This homework is kept for {name} already, so nothing was changed.", name=name)
                    )
                return False
            added = insert_row(connection, HOMEWORK, row)
            rows = [
                {
                    "homework_id": added,
                    "number": number,
                    "caption": one.caption,
                    "picture": one.jpeg,
                    "remarks": remark_rows(one.remarks),
                }
                for number, one in enumerate(pictures, start=1)
            ]
            insert_rows(connection, HOMEWORK_PICTURES, rows)
        return True

    def of(self, profile_id: int, role: HomeworkRole) -> list[KeptHomework]:
        """Read a person's homework, newest first."""
        chosen = (HOMEWORK.c.profile_id == profile_id) & (HOMEWORK.c.role == role)
        query = select(HOMEWORK).where(chosen).order_by(HOMEWORK.c.id.desc())
        with self._database.reading() as connection:
            return [_kept(connection, row) for row in connection.execute(query).mappings()]

    def pictures(self, homework_id: int) -> tuple[SentPicture, ...]:
        """The pictures that go with homework, in their order."""
        chosen = select(HOMEWORK_PICTURES).where(HOMEWORK_PICTURES.c.homework_id == homework_id)
        with self._database.reading() as connection:
            rows = connection.execute(chosen.order_by(HOMEWORK_PICTURES.c.number)).all()
        return tuple(SentPicture(one.caption, one.picture, remarks_of(one.remarks)) for one in rows)

    def keep_results(self, results: HomeworkResults) -> tuple[int, bool]:
        """Keep what came back of homework that was given here.

        Returns:
            The id of the person, and whether the results are newer than those that are kept; older ones change nothing.

        Raises:
            UsageError: the homework was not given here, or was removed.
        """
        with self._database.writing() as connection:
            known = _find(connection, "given", results.key)
            if known is None:
                raise UsageError(
                    _(
                        "These results of {name} answer no homework that was given here, so nothing was kept; open "
                        "them in the coach that made the homework.",
                        name=results.client,
                    )
                )
            lock_row(connection, HOMEWORK, known.id)
            if known.written_at is not None and known.written_at >= results.written_at:
                return int(known.profile_id), False
            news = {"opened": results.opened, "written_at": results.written_at}
            change_row(connection, HOMEWORK, known.id, news)
            connection.execute(delete(HOMEWORK_SETS).where(HOMEWORK_SETS.c.homework_id == known.id))
            rows = [
                {"homework_id": known.id, "number": number, **vars(one)}
                for number, one in enumerate(results.sets, start=1)
            ]
            insert_rows(connection, HOMEWORK_SETS, rows)
        return int(known.profile_id), True

    def remove(self, profile_id: int, homework_id: int) -> None:
        """Remove homework of a person with its pictures and results; sessions stay."""
        with self._database.writing() as connection:
            remove_row(connection, HOMEWORK, profile_id, homework_id)


def _find(connection: Connection, role: HomeworkRole, key: str) -> Any:
    chosen = (HOMEWORK.c.role == role) & (HOMEWORK.c.key == key)
    return connection.execute(select(HOMEWORK).where(chosen)).one_or_none()


def _kept(connection: Connection, row: RowMapping) -> KeptHomework:
    homework = Homework(
        row["key"], row["client"], row["trainer"], row["made_at"], _tasks(row["tasks"]), row["note"]
    )
    return KeptHomework(
        row["id"], row["profile_id"], row["role"], homework, row["kept_at"], _results(connection, row)
    )


def _tasks(rows: Sequence[dict[str, Any]]) -> tuple[HomeworkTask, ...]:
    return tuple(HomeworkTask(**{**row, "sides": tuple(row["sides"])}) for row in rows)


def _results(connection: Connection, row: RowMapping) -> HomeworkResults | None:
    if row["written_at"] is None:
        return None
    columns = [HOMEWORK_SETS.c[field.name] for field in fields(DoneSet)]
    chosen = select(*columns).where(HOMEWORK_SETS.c.homework_id == row["id"]).order_by(HOMEWORK_SETS.c.number)
    sets = tuple(DoneSet(*one) for one in connection.execute(chosen))
    return HomeworkResults(row["key"], row["client"], row["opened"], row["written_at"], sets)
