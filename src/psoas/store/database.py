"""Connections to SQLite and PostgreSQL, and the migration to the newest schema."""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import (
    URL,
    Connection,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from psoas.child_processes import sweep
from psoas.errors import InputError, UsageError
from psoas.plan import Settings
from psoas.store.engine import make_engine
from psoas.store.failures import translated_errors
from psoas.store.schema import PROFILES, SCHEMA
from psoas.words import N_, _, system_reason

FILE = "psoas.db"
VERSION_TABLE = "psoas_schema"
CLINIC = "clinic"
"""Name of the schema that only a clinic's database has, see `psoas.clinic`."""

MIGRATIONS = Path(__file__).parent / "migrations"
FIRST_NAME = N_("Me")
"""Name of the first person, until they give their own."""

PLACE = ".psoas-restore"
"""Beginning of the name of the folder in which a back-up is unpacked, see `folder_of`."""

MOST_IDENTITY = 2**31 - 1
"""SQLite keeps 32 bits."""

MIGRATION_KEY = 0x70736F6173
"""Key of PostgreSQL's advisory lock: the letters of psoas."""

_migrating = threading.Lock()
"""Alembic's context is global to the process."""


def data_folder() -> Path:
    """Find the folder of the user's data: ``PSOAS_DATA``, or the system's own place. It may not exist yet."""
    chosen = os.environ.get("PSOAS_DATA")
    return Path(chosen) if chosen else user_data_path("psoas", appauthor=False)


class Database:
    """A database of the newest schema.

    A restored back-up gives it another identity. A connection of before notices that, and changes nothing more: the
    people and sessions that it knows by number are others now.

    Attributes:
        url: of the database.
        place: the URL without user and password, for messages.
        is_new: whether it was empty.
    """

    def __init__(self, url: str | None = None, wait_s: float | None = None) -> None:
        """Open the database; make it where it is missing, and migrate it where it is older.

        Args:
            url: ``sqlite:///PATH`` or ``postgresql://...``; None for the file in `data_folder`.
            wait_s: longest wait of one statement for a lock or for the server's answer [s]; None is `engine.WAIT_S`.

        Raises:
            UsageError: the URL is of another kind.
            InputError: the database cannot be opened, or is of another program or of a newer psoas.
        """
        self.url = parse_url(url)
        self.place = place_of(self.url)
        beside = folder_of(self.url)
        make_file(self.url)
        sweep(beside, f"{PLACE}-")
        self._engine = make_engine(self.url, wait_s=wait_s)
        self._moment = threading.local()
        try:
            self.is_new = self._bring_up_to_date()
            with self.reading() as connection:
                self._identity = _identity_of(connection)
        except BaseException:
            self.close()
            raise

    def _bring_up_to_date(self) -> bool:
        """Migrate the database where it is older; whether it was empty."""
        with self.reading() as connection:
            version = schema_version(connection, self.place)
            if has_schema(connection, CLINIC):
                raise UsageError(
                    _("The database {place} is a clinic's; open it with `psoas serve`.", place=self.place)
                )
        if version != SCHEMA:
            migrate(self.url)
        return version is None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database: that of `one_moment` where this thread is in one."""
        if (shared := getattr(self._moment, "connection", None)) is not None:
            with translated_errors(self.place):
                yield shared
        else:
            with self._reading() as connection:
                yield connection

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Let all reads of this thread see the same moment, by one connection; what the block writes, they do not."""
        if getattr(self._moment, "connection", None) is not None:
            yield
            return
        with self._reading() as connection:
            self._moment.connection = connection
            try:
                yield
            finally:
                self._moment.connection = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Open a connection that sees one moment of the database."""
        with translated_errors(self.place), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection whose changes are on the disk when the block ends, and undone when it raises.

        Raises:
            UsageError: a back-up was restored since the database was opened.
        """
        with translated_errors(self.place), self._engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection
                # at the end: what a restore does meanwhile waits for this one, or this one has waited for it
                if _identity_of(connection) != self._identity:
                    raise UsageError(
                        _(
                            "A back-up was restored into {place} meanwhile, and nothing was changed in it; stop the "
                            "coach with Ctrl+C and start it again.",
                            place=self.place,
                        )
                    )

    def renew_identity(self, connection: Connection) -> None:
        """Give the database another identity, in the transaction of ``connection``."""
        self._identity = secrets.randbelow(MOST_IDENTITY) + 1
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"COMMENT ON TABLE {VERSION_TABLE} IS '{self._identity}'")
        else:
            connection.exec_driver_sql(f"PRAGMA user_version = {self._identity}")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _identity_of(connection: Connection) -> int:
    """Read the identity; 0 where no back-up was ever restored."""
    if connection.dialect.name == "postgresql":
        query = f"SELECT obj_description('{VERSION_TABLE}'::regclass, 'pg_class')"
    else:
        query = "PRAGMA user_version"
    return int(connection.exec_driver_sql(query).scalar() or 0)


def parse_url(url: str | None) -> URL:
    """Parse a URL, and set the driver that psoas uses.

    Raises:
        UsageError: the URL is none of SQLite or PostgreSQL. The message repeats nothing of it: it may hold a password.
    """
    if url is None:
        return URL.create("sqlite", database=str(data_folder() / FILE))
    try:
        parsed = make_url(
            url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url
        )
    except (ArgumentError, ValueError) as error:
        raise UsageError(
            _(
                "The database's URL cannot be read; write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME."
            )
        ) from error
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    kind = f"sqlite:///{parsed.database or ''}" if parsed.drivername == "sqlite" else parsed.drivername
    says = _(
        "psoas keeps nothing in {kind}; write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.",
        kind=kind,
    )
    raise UsageError(says)


def folder_of(url: URL) -> Path:
    """The folder beside a database: that of SQLite's file, or the user's own for a server.

    Raises:
        InputError: the user's own cannot be made.
    """
    if url.get_backend_name() == "sqlite" and url.database != str(data_folder() / FILE):
        return Path(str(url.database)).parent
    make_folder(data_folder())
    return data_folder()


def place_of(url: URL) -> str:
    """Name the place of a database, without user and password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    port = f":{url.port}" if url.port else ""
    name = url.database or "postgres"
    if url.host:
        return _("{name} on {host}", name=name, host=url.host + port)
    return _("{name} on this machine{port}", name=name, port=port)


def schema_version(connection: Connection, place: str) -> str | None:
    """Read the schema's revision; None in an empty database.

    Raises:
        InputError: the tables are another program's, or those of a newer psoas.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if VERSION_TABLE not in tables:
        raise InputError(
            _(
                "The database {place} holds another program's tables; name an empty one, or a new file.",
                place=place,
            )
        )
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if version is not None and str(version) > SCHEMA:
        raise InputError(
            _(
                "The database {place} was made by a newer psoas; install the newest version and try again.",
                place=place,
            )
        )
    return version


def has_schema(connection: Connection, name: str) -> bool:
    """Whether a PostgreSQL database has a schema of this name; SQLite has none."""
    return connection.dialect.name == "postgresql" and inspect(connection).has_schema(name)


def migrate(url: URL, to: str = SCHEMA, *, first_person: bool = True) -> None:
    """Bring a database to the revision ``to`` in one transaction.

    In the newest one ``first_person`` makes the first profile, where there is none.

    Raises:
        InputError: see `Database`.
    """
    from alembic import command
    from alembic.config import Config

    engine = make_engine(url, migrates=True)
    place = place_of(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _migrating, translated_errors(place), engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_KEY)))
            schema_version(connection, place)
            config.attributes.update(connection=connection, version_table=VERSION_TABLE)
            command.upgrade(config, to)
            if (
                first_person
                and to == SCHEMA
                and not connection.scalar(select(func.count()).select_from(PROFILES))
            ):
                nobody_yet = {"name": _(FIRST_NAME), "created_at": datetime.now(UTC), **vars(Settings())}
                connection.execute(insert(PROFILES).values(**nobody_yet))


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into, where it is missing.

    Raises:
        InputError: the folder cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            _(
                "The data folder {folder} cannot be made ({why}); set PSOAS_DATA to a folder of your own.",
                folder=folder,
                why=system_reason(error),
            )
        ) from error


def make_file(url: URL) -> None:
    """Make SQLite's file, which only its owner may read and write, where it is missing; SQLite reports a failure."""
    if url.get_backend_name() == "sqlite" and "uri" not in url.query:
        with suppress(OSError):
            Path(str(url.database)).touch(mode=0o600, exist_ok=False)
