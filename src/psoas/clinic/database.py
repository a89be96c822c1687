"""The database of a clinic, as the role of the application sees it: nothing without a session and an entry."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final, Literal

from sqlalchemy import Connection, RowMapping, text

from psoas.clinic.limits import limits
from psoas.clinic.setting_up import CLINIC_SCHEMA, check_kind
from psoas.clinic.words import refused, translated_refusals
from psoas.errors import InputError, UsageError
from psoas.store import CLINIC, METADATA, SCHEMA, Database, has_schema, schema_version, translated_errors
from psoas.words import _

Opening = Literal["read", "change"]


_PAST_RULES: Final = text("""
    SELECT rolsuper OR rolbypassrls OR rolcreaterole
        OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)
        OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
    FROM pg_roles WHERE rolname = current_user
""")
_FORCED: Final = text("""
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND relforcerowsecurity
""")
_VERSION: Final = text("SELECT obj_description('clinic'::regnamespace, 'pg_namespace')")
_NAME: Final = "SELECT set_config('psoas.session', :secret, true), set_config('psoas.entry', :entry, true)"
_READABLE: Final = text(f"WITH named AS MATERIALIZED ({_NAME}) SELECT clinic.readable_person() FROM named")
"""What is materialized has run before the row that it gives is used."""


class ClinicDatabase(Database):
    """A clinic's database, opened by the restricted role of the application."""

    def _bring_up_to_date(self) -> bool:
        """Check that the database is a clinic of this version, and that this user cannot go past its rules."""
        check_kind(self.url)
        with self.reading() as connection:
            if not has_schema(connection, CLINIC):
                raise InputError(
                    _(
                        "The database {place} is no clinic yet; run `psoas serve setup --database URL` with a user "
                        "that may make roles and tables.",
                        place=self.place,
                    )
                )
            if connection.scalar(_PAST_RULES):
                raise UsageError(
                    _(
                        "The user of the database's URL could go past the rules of the clinic; give the URL that "
                        "`psoas serve setup` printed."
                    )
                )
            forced = set(connection.scalars(_FORCED))
            versions = schema_version(connection, self.place), connection.scalar(_VERSION)
            if versions != (SCHEMA, CLINIC_SCHEMA) or not forced >= set(METADATA.tables):
                raise InputError(
                    _(
                        "The clinic in {place} is of an older psoas; run `psoas serve setup --database URL` with a "
                        "user that may make roles and tables.",
                        place=self.place,
                    )
                )
        return False

    def call(self, secret: str | None, function: str, *values: object) -> Sequence[RowMapping]:
        """Call a function of the clinic in a transaction of its own.

        Args:
            secret: of the session of whoever calls; None for nobody.
            function: its name.
            values: its arguments.

        Returns:
            The rows that it gives.

        Raises:
            RefusedError: the caller has no right to it.
            UsageError: a value breaks a rule.
            InputError: the database fails.
        """
        with self.writing() as connection, translated_refusals():
            return called(connection, secret, function, *values)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection whose changes are kept when the block ends; no back-up of the coach is restored here."""
        with translated_errors(self.place), self._engine.begin() as connection:
            yield connection

    def of_person(self, secret: str, person: int, subject: str) -> "PersonDatabase":
        """The same database as one session sees it that reads or changes one person's data.

        Args:
            secret: of the session.
            person: id of the profile.
            subject: for what, in the words of the audit trail.
        """
        return PersonDatabase(self, secret, person, subject)


class PersonDatabase(ClinicDatabase):
    """A clinic's database with the rows of one person, for one session.

    Every transaction names an entry in the audit trail that precedes it; without one it sees no row. Reads that follow
    each other, as those of a page do while it is built, name the same entry.
    """

    def __init__(self, clinic: ClinicDatabase, secret: str, person: int, subject: str) -> None:
        self.url, self.place, self.is_new = clinic.url, clinic.place, False
        self._engine, self._identity = clinic._engine, clinic._identity
        self._clinic, self._secret, self._person, self._subject = clinic, secret, person, subject
        self._moment = threading.local()
        self._entry_lasts_s = limits()["page_s"]
        self._entry: tuple[int, float] | None = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Open a connection that sees one moment of the person's data.

        Raises:
            RefusedError: the person's data are not open to the session.
        """
        entry, is_new = self._entry_to_read()
        with super()._reading() as connection:
            if is_new:
                name(connection, self._secret, entry)
            elif connection.scalar(_READABLE, _names(self._secret, entry)) != self._person:
                self._entry = None
                self._write_entry("read")  # the right has ended since: that is written down, and raises
                raise refused("no_access")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection that changes the person's data; see `_reading`."""
        entry = self._write_entry("change")
        with super().writing() as connection:
            name(connection, self._secret, entry)
            yield connection

    def close(self) -> None:
        """Leave the connections to the clinic, whose they are."""

    def _entry_to_read(self) -> tuple[int, bool]:
        """The entry that a read names, and whether it was written for this one."""
        if self._entry is not None and monotonic() < self._entry[1]:
            return self._entry[0], False
        entry = self._write_entry("read")
        self._entry = entry, monotonic() + self._entry_lasts_s
        return entry, True

    def _write_entry(self, opening: Opening) -> int:
        return self._opened("open_person", self._person, opening, self._subject)

    def _opened(self, function: str, *values: object) -> int:
        """The entry that a function of the clinic writes.

        Raises:
            RefusedError: the person's data are not open to the session.
        """
        (row,) = self._clinic.call(self._secret, function, *values)
        if row[function] is None:
            raise refused("no_access")
        return int(row[function])


class TokenPersonDatabase(PersonDatabase):
    """A person's data as a token of a program sees them: it reads, and changes nothing."""

    def _write_entry(self, opening: Opening) -> int:
        if opening == "change":
            raise refused("no_access")
        return self._opened("token_open_person", self._person, self._subject)


def name(connection: Connection, secret: str | None, entry: int | None = None) -> None:
    """Name the session, and the entry of the audit trail, of the transaction that runs."""
    connection.execute(text(_NAME), _names(secret, entry))


def _names(secret: str | None, entry: int | None) -> dict[str, str]:
    return {"secret": secret or "", "entry": "" if entry is None else str(entry)}


def called(
    connection: Connection, secret: str | None, function: str, *values: object
) -> Sequence[RowMapping]:
    """Call a function of the clinic in the transaction of a connection, and return its rows."""
    name(connection, secret)
    named: Mapping[str, Any] = {f"value_{place}": value for place, value in enumerate(values)}
    places = ", ".join(f":{key}" for key in named)
    return connection.execute(text(f"SELECT * FROM {CLINIC}.{function}({places})"), named).mappings().all()
