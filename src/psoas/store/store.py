"""The store: people, their sessions, days and answers."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import delete, insert, select

from psoas.day import Observation, StepPart, ZoneHint
from psoas.errors import InputError, UsageError
from psoas.plan import (
    FIRST_EXERCISE,
    Bout,
    Method,
    Profile,
    Purpose,
    RepetitionRecord,
    Screening,
    SessionRecord,
)
from psoas.sides import SideWord
from psoas.store import device_rows
from psoas.store.backup import backup_open
from psoas.store.client_table import ClientTable
from psoas.store.database import Database
from psoas.store.device_rows import DeviceFile, FileContent
from psoas.store.homework_table import HomeworkTable
from psoas.store.note_table import NoteTable
from psoas.store.reminder_table import ReminderTable
from psoas.store.row_changes import change_row, insert_row, insert_rows
from psoas.store.row_locks import lock_row, nobody
from psoas.store.rows import bands_row, check_day, profile_of, profile_row, repetition_row
from psoas.store.schema import BOUTS, PROFILES, REPETITIONS, SCREENINGS, SESSIONS, SETS
from psoas.store.session_history import SessionHistory, read_sessions
from psoas.words import _


class Store:
    """People, sessions and days in a database. Every method is one short transaction and can run in any thread.

    Data are on the disk when a method returns. Each raises `UsageError` for an unknown id and for a value that breaks a
    rule, and `InputError` where the database fails; nothing is saved then.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.reminders = ReminderTable(database)
        self.history = SessionHistory(database)
        self.homework = HomeworkTable(database)
        self.notes = NoteTable(database)
        self.clients = ClientTable(database)

    @classmethod
    def open(cls, url: str | None = None, wait_s: float | None = None) -> Self:
        """Open a database, make it where it is missing, bring it to the newest schema.

        Args:
            url: ``sqlite:///PATH`` or ``postgresql://USER:PASSWORD@HOST/NAME``; None for `psoas.db` in `data_folder`.
            wait_s: longest wait of one statement for a lock or for the server [s]; None is ten seconds.

        Raises:
            UsageError: the URL is of another kind.
            InputError: the database cannot be opened, or is of another program or of a newer psoas.
        """
        return cls(Database(url, wait_s))

    def one_moment(self) -> AbstractContextManager[None]:
        """Let all that the calling thread reads in a block be of one moment, by one transaction instead of many."""
        return self._database.one_moment()

    def back_up(self, path: Path) -> None:
        """Write all that is kept into one file, as `psoas.store.backup` does."""
        backup_open(self._database, path)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def profiles(self) -> list[Profile]:
        """Read all people, oldest first; there is at least one.

        Raises:
            InputError: another program has removed everybody.
        """
        with self._database.reading() as connection:
            rows = connection.execute(select(PROFILES).order_by(PROFILES.c.id)).mappings().all()
        if not rows:
            raise InputError(
                _(
                    "The database {place} holds nobody; bring a back-up in with `psoas coach restore FILE`.",
                    place=self._database.place,
                )
            )
        return [profile_of(row) for row in rows]

    def add_profile(self, name: str, height_m: float | None = None) -> Profile:
        """Add a person with the default settings.

        Args:
            name: 1 to 100 characters.
            height_m: standing height [m].
        """
        new = Profile(0, name, datetime.now(UTC), height_m)
        with self._database.writing() as connection:
            row = {"created_at": new.created_at, **profile_row(new)}
            added = connection.execute(insert(PROFILES).values(**row).returning(PROFILES))
            return profile_of(added.mappings().one())

    def change_profile(self, profile: Profile) -> None:
        """Save a person's name, height and settings."""
        with self._database.writing() as connection:
            change_row(connection, PROFILES, profile.id, profile_row(profile))

    def remove_profile(self, profile_id: int) -> None:
        """Remove a person with all their data.

        Raises:
            UsageError: the person is the last one.
        """
        with self._database.writing() as connection:
            ids = connection.scalars(select(PROFILES.c.id).order_by(PROFILES.c.id).with_for_update()).all()
            if profile_id not in ids:
                raise nobody(PROFILES, profile_id)
            if len(ids) == 1:
                raise UsageError(_("The last profile cannot be removed; add another one first."))
            connection.execute(delete(PROFILES).where(PROFILES.c.id == profile_id))

    def begin_session(
        self,
        profile_id: int,
        purpose: Purpose,
        at: datetime,
        *,
        pain_before: int | None = None,
        exercise: str = FIRST_EXERCISE,
    ) -> int:
        """Begin a session, and return its id.

        Args:
            at: its start, aware.
            pain_before: 0 to 10.
        """
        row = {
            "profile_id": profile_id,
            "purpose": purpose,
            "started_at": at,
            "pain_before": pain_before,
            "exercise": exercise,
        }
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            return insert_row(connection, SESSIONS, row)

    def begin_set(
        self,
        session_id: int,
        side: SideWord,
        method: Method,
        at: datetime,
        *,
        weights: str | None = None,
        bands: Mapping[str, float] | None = None,
        exercise: str | None = None,
        unmeasured: Mapping[str, str] | None = None,
    ) -> int:
        """Begin a set, and return its id.

        Args:
            side: the leg that kneels.
            at: its start, aware.
            weights: of the pose network, ``full`` or ``lite``.
            bands: one standard error of a repetition's value [deg] by its name without ``_deg``.
            exercise: its name; None for the session's exercise.
            unmeasured: why a figure of the repetitions was not measured, by its name without ``_deg``.
        """
        row = {
            "session_id": session_id,
            "side": side,
            "method": method,
            "started_at": at,
            "weights": weights,
            "bands": bands_row(bands or {}),
            "unmeasured": dict(unmeasured or {}),
        }
        with self._database.writing() as connection:
            session = lock_row(connection, SESSIONS, session_id)
            return insert_row(connection, SETS, {**row, "exercise": exercise or session["exercise"]})

    def save_repetition(self, set_id: int, repetition: RepetitionRecord) -> None:
        """Add a repetition, or replace the one of its number."""
        row = repetition_row(set_id, repetition)
        key = (REPETITIONS.c.set_id == set_id) & (REPETITIONS.c.number == row["number"])
        with self._database.writing() as connection:
            lock_row(connection, SETS, set_id)
            connection.execute(delete(REPETITIONS).where(key))
            connection.execute(insert(REPETITIONS), row)

    def end_set(
        self,
        set_id: int,
        at: datetime,
        repetitions: Sequence[RepetitionRecord] | None = None,
        unmeasured: Mapping[str, str] | None = None,
    ) -> None:
        """End a set.

        Args:
            at: its end, aware.
            repetitions: final ones that replace all saved ones; None leaves those.
            unmeasured: final reasons, as in `begin_set`; None leaves the saved ones.
        """
        final = {} if unmeasured is None else {"unmeasured": dict(unmeasured)}
        with self._database.writing() as connection:
            change_row(connection, SETS, set_id, {"ended_at": at, **final})
            if repetitions is not None:
                connection.execute(delete(REPETITIONS).where(REPETITIONS.c.set_id == set_id))
                insert_rows(connection, REPETITIONS, [repetition_row(set_id, one) for one in repetitions])

    def end_session(self, session_id: int, at: datetime, *, pain_after: int | None = None) -> None:
        """End a session.

        Args:
            at: its end, aware.
            pain_after: 0 to 10.
        """
        with self._database.writing() as connection:
            change_row(connection, SESSIONS, session_id, {"ended_at": at, "pain_after": pain_after})

    def session(self, session_id: int) -> SessionRecord:
        """Read one session with its sets and repetitions."""
        with self._database.reading() as connection:
            found = read_sessions(connection, SESSIONS.c.id == session_id)
        if not found:
            raise nobody(SESSIONS, session_id)
        return found[0]

    def sessions(self, profile_id: int, since: datetime | None = None) -> list[SessionRecord]:
        """Read a person's sessions, oldest first.

        Args:
            since: earliest start, aware; None for all.
        """
        chosen = SESSIONS.c.profile_id == profile_id
        if since is not None:
            chosen &= SESSIONS.c.started_at >= since
        with self._database.reading() as connection:
            return read_sessions(connection, chosen)

    def bouts(self, profile_id: int, first: date, last: date) -> list[Bout]:
        """Read the bouts of a person's days from the first to the last, both included, in the order of time."""
        chosen = (BOUTS.c.profile_id == profile_id) & BOUTS.c.day.between(first, last)
        columns = (BOUTS.c[field.name] for field in fields(Bout))
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns).where(chosen).order_by(BOUTS.c.day, BOUTS.c.start_min))
            return [Bout(day, start, end, activity or None) for day, start, end, activity in rows]

    def save_day(self, profile_id: int, day: date, bouts: Sequence[Bout]) -> None:
        """Replace a person's day.

        Raises:
            UsageError: bouts overlap, or one is of another day.
        """
        check_day(day, bouts)
        rows = [{"profile_id": profile_id, **vars(bout), "activity": bout.activity or ""} for bout in bouts]
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            connection.execute(delete(BOUTS).where(BOUTS.c.profile_id == profile_id, BOUTS.c.day == day))
            insert_rows(connection, BOUTS, rows)

    def save_device_file(self, profile_id: int, source: str, content: FileContent) -> int:
        """Keep what a file of a device says; what is kept already stays as it is. Returns how many parts are new."""
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            return device_rows.save_file(connection, profile_id, source, content)

    def observations(self, profile_id: int, start_s: int, end_s: int) -> dict[str, list[Observation]]:
        """Read what files of devices say of a time [s since 1970], by the name of the file, in order of time."""
        with self._database.reading() as connection:
            return device_rows.observations_between(connection, profile_id, start_s, end_s)

    def steps(self, profile_id: int, start_s: int, end_s: int) -> dict[str, list[StepPart]]:
        """Read the steps that files counted in a time [s since 1970], by the name of the file, in order of time."""
        with self._database.reading() as connection:
            return device_rows.steps_between(connection, profile_id, start_s, end_s)

    def device_files(self, profile_id: int) -> list[DeviceFile]:
        """Read of which files something is kept, the one that reaches furthest first."""
        with self._database.reading() as connection:
            return device_rows.device_files(connection, profile_id)

    def offsets(self, profile_id: int, start_s: int, end_s: int) -> dict[str, list[ZoneHint]]:
        """Read the offsets from UTC that devices had in a time [s since 1970], by the name of the file."""
        with self._database.reading() as connection:
            return device_rows.offsets_between(connection, profile_id, start_s, end_s)

    def remove_device_file(self, profile_id: int, source: str) -> FileContent:
        """Remove all that a file said; returns it, for `save_device_file` to bring it back."""
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            return device_rows.remove_file(connection, profile_id, source)

    def save_screening(self, profile_id: int, screening: Screening) -> None:
        """Add a person's answers; earlier ones stay."""
        row = {"profile_id": profile_id, **vars(screening), "flags": list(screening.flags)}
        with self._database.writing() as connection:
            lock_row(connection, PROFILES, profile_id)
            insert_row(connection, SCREENINGS, row)

    def last_screening(self, profile_id: int) -> Screening | None:
        """Read a person's newest answers; None where there are none."""
        newest = SCREENINGS.c.answered_at.desc(), SCREENINGS.c.id.desc()
        chosen = select(SCREENINGS).where(SCREENINGS.c.profile_id == profile_id).order_by(*newest).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        return None if row is None else Screening(row.answered_at, tuple(row.flags), row.cleared)
