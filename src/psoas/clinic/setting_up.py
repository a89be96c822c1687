"""Make a clinic of a PostgreSQL database, or bring one to this version; run by whoever may make roles and tables."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, text

from psoas.clinic.address import checked_address
from psoas.clinic.keys import Keys, lock_secrets
from psoas.clinic.limits import limits
from psoas.clinic.rights import statements, unforced_statements
from psoas.errors import UsageError
from psoas.store import (
    CLINIC,
    has_schema,
    make_engine,
    migrate,
    parse_url,
    place_of,
    translated_errors,
)
from psoas.words import _

CLINIC_SCHEMA: Final = "psoas.clinic/4"
"""Version of the tables, functions and rights that `set_up` makes; it stands as a comment on the schema."""

SQL: Final = Path(__file__).parent / "sql"
FUNCTIONS: Final = ("trail", "sign_in", "accounts", "people", "tokens")
"""Files of functions, which are made anew at every run."""

CALLABLE: Final = (
    *("who", "begin_attempt", "fail_attempt", "begin_session", "begin_code", "pass_code", "end_session"),
    *("change_password", "propose_totp", "confirm_totp", "invite", "invite_again", "invitation", "redeem"),
    *("all_accounts", "end_account", "unlock", "change_account"),
    *("open_person", "readable_person", "changeable_person", "people", "carers", "give_care", "end_care"),
    *("add_person", "remove_person", "trail"),
    *("use_token", "make_token", "end_token", "all_tokens", "token_people", "token_open_person"),
)
"""Functions that the application may call; it has no other right in the schema of the clinic."""

ONE_AT_A_TIME: Final = text("SELECT pg_advisory_lock(hashtext('psoas.clinic.keys'))")
"""Waits for another that sets this clinic up or renews its keys; held as long as the connection is open."""

SECRET_BYTES: Final = 32
LONGEST_ROLE: Final = 63
"""Most bytes of the name of a role in PostgreSQL."""


@dataclass(frozen=True)
class SetUpClinic:
    """What a set-up made.

    Attributes:
        url: for the server, with the password of the application's role; None where that role was there already.
        invitation: secret of the link for the first owner; None without one.
    """

    url: str | None
    invitation: str | None


def new_secret() -> str:
    """Make a secret of 256 random bits, for a link or a cookie."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> bytes:
    """The hash by which the database knows a secret; the secret is random, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode()).digest()


def check_kind(url: URL) -> None:
    """Check that a database can be a clinic's.

    Raises:
        UsageError: it is none of PostgreSQL.
    """
    if url.get_backend_name() != "postgresql":
        raise UsageError(_("A clinic needs PostgreSQL; write postgresql://USER:PASSWORD@HOST/NAME."))


def application_role(url: URL) -> str:
    """Name of the role that the server of this database runs as."""
    return f"{url.database or 'postgres'}_{CLINIC}"


def keeper_role(url: URL) -> str:
    """Name of the role that owns the tables and functions of the clinic; nobody signs in as it."""
    return f"{url.database or 'postgres'}_keeper"


def act_as_keeper(connection: Connection, url: URL) -> None:
    """Act as the keeper; a transaction that is kept ends with `leave_keeper`, one that is undone needs nothing."""
    keeper = connection.dialect.identifier_preparer.quote_identifier(keeper_role(url))
    run_sql(connection, f"GRANT {keeper} TO CURRENT_USER")
    run_sql(connection, f"SET LOCAL ROLE {keeper}")


def leave_keeper(connection: Connection, url: URL) -> None:
    """Act as oneself again and leave the keeper's role: its members would see everybody's rows, whatever is forced."""
    keeper = connection.dialect.identifier_preparer.quote_identifier(keeper_role(url))
    run_sql(connection, "RESET ROLE")
    run_sql(connection, f"REVOKE {keeper} FROM CURRENT_USER")


def set_up(url: str, first_owner: str | None = None, *, new_password: bool = False) -> SetUpClinic:
    """Make the clinic's roles, tables, functions and rights, or bring them to this version.

    People whom a coach kept in this database become people of the clinic; an owner assigns them to clinicians.

    Args:
        url: of the database, with a user that may make roles and tables in it.
        first_owner: address of the first owner, who gets an invitation; None where there is an owner.
        new_password: give the application's role a new password.

    Raises:
        UsageError: the database is none of PostgreSQL, or has an owner already, or the address is none.
        InputError: the database fails, or is of another program or of a newer psoas.
    """
    parsed = parse_url(url)
    check_kind(parsed)
    owner = None if first_owner is None else checked_address(first_owner)
    names = [application_role(parsed), keeper_role(parsed)]
    if max(len(name.encode()) for name in names) > LONGEST_ROLE:
        raise UsageError(_("The name of the database is too long for a clinic; shorten it to 50 letters."))
    with _administering(parsed) as waiting:
        waiting.execute(ONE_AT_A_TIME)
        return _set_up(parsed, names, owner, new_password=new_password)


def _set_up(parsed: URL, names: list[str], owner: str | None, *, new_password: bool) -> SetUpClinic:
    with _administering(parsed) as connection:
        is_new = not has_schema(connection, CLINIC)
        if not is_new:
            for statement in unforced_statements():
                run_sql(connection, statement)
    migrate(parsed, first_person=False)
    with _administering(parsed) as connection:
        quote = connection.dialect.identifier_preparer.quote_identifier
        application, keeper = map(quote, names)
        password = _make_roles(connection, names, renew=new_password)
        with _acting_as(connection, keeper):
            _make_schema(connection, application, is_new)
            invitation = None if owner is None else _invite_owner(connection, owner)
            lock_secrets(connection, Keys())
        for statement in statements(application, keeper):
            run_sql(connection, statement)
        leave_keeper(connection, parsed)
    if password is None:
        return SetUpClinic(None, invitation)
    served = parsed.set(drivername="postgresql", username=names[0], password=password)
    return SetUpClinic(served.render_as_string(hide_password=False), invitation)


@contextmanager
def _administering(url: URL) -> Iterator[Connection]:
    engine = make_engine(url, migrates=True)
    with translated_errors(place_of(url)), engine.connect() as connection, connection.begin():
        yield connection


def run_sql(connection: Connection, statements_of_sql: str) -> None:
    """Run SQL as it stands, also several statements."""
    connection.execution_options(no_parameters=True).exec_driver_sql(statements_of_sql)
    connection.execution_options(no_parameters=False)


def _make_roles(connection: Connection, names: list[str], *, renew: bool) -> str | None:
    """Make the roles that are missing; the new password of the application's, where it got one."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    password = None
    for name, options in zip(names, ("LOGIN", "NOLOGIN"), strict=True):
        there = connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :name"), {"name": name})
        if not there:
            run_sql(connection, f"CREATE ROLE {quote(name)} {options} NOINHERIT")
        if options == "LOGIN" and (renew or not there):
            password = new_secret()
            run_sql(connection, f"ALTER ROLE {quote(name)} PASSWORD '{password}'")
    return password


@contextmanager
def _acting_as(connection: Connection, keeper: str) -> Iterator[None]:
    """Own what is made in the block by the keeper's role. Membership stays until `leave_keeper`."""
    run_sql(connection, f"GRANT {keeper} TO CURRENT_USER")
    if not has_schema(connection, CLINIC):
        run_sql(connection, f"CREATE SCHEMA {CLINIC} AUTHORIZATION {keeper}")
        run_sql(connection, f"GRANT REFERENCES ON public.profiles TO {keeper}")
    run_sql(connection, f"SET LOCAL ROLE {keeper}")
    yield
    run_sql(connection, "RESET ROLE")


def _make_schema(connection: Connection, application: str, is_new: bool) -> None:
    if is_new:
        run_sql(connection, (SQL / "tables.sql").read_text(encoding="utf-8"))
    run_sql(connection, (SQL / "tokens_table.sql").read_text(encoding="utf-8"))
    run_sql(connection, "SET LOCAL check_function_bodies = off")  # they name each other
    for name in FUNCTIONS:
        run_sql(connection, (SQL / f"{name}.sql").read_text(encoding="utf-8"))
    if is_new:
        run_sql(connection, (SQL / "trail_triggers.sql").read_text(encoding="utf-8"))
    for name, value in limits().items():
        row = {"name": name, "value": value}
        connection.execute(
            text(
                "INSERT INTO clinic.limits VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value"
            ),
            row,
        )
    run_sql(connection, f"REVOKE ALL ON SCHEMA {CLINIC} FROM PUBLIC, {application}")
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        run_sql(connection, f"REVOKE ALL ON ALL {kind} IN SCHEMA {CLINIC} FROM PUBLIC, {application}")
    run_sql(connection, f"GRANT USAGE ON SCHEMA {CLINIC} TO {application}")
    run_sql(connection, f"COMMENT ON SCHEMA {CLINIC} IS '{CLINIC_SCHEMA}'")
    for name in CALLABLE:
        run_sql(connection, f"GRANT EXECUTE ON FUNCTION {CLINIC}.{name} TO {application}")


def _invite_owner(connection: Connection, email: str) -> str:
    owner = text("SELECT true FROM clinic.accounts WHERE role = 'owner' AND ended_at IS NULL")
    if connection.scalar(owner):
        raise UsageError(_("The clinic has an owner; who is signed in as one invites others under Accounts."))
    secret = new_secret()
    name = email.partition("@")[0].title()
    row = {"secret": hash_of(secret), "email": email, "name": name, "wait": limits()["invitation_s"]}
    connection.execute(text("DELETE FROM clinic.invitations WHERE role = 'owner' OR email = :email"), row)
    connection.execute(
        text(
            "INSERT INTO clinic.invitations (secret, email, name, role, until) "
            "VALUES (:secret, :email, :name, 'owner', clock_timestamp() + make_interval(secs => :wait))"
        ),
        row,
    )
    return secret
