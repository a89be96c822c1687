"""Back-up and restore of a database by one file, the same for SQLite and PostgreSQL.

The file is a zip with ``backup.json`` (format, revision of the schema, number of rows of each table) and a file for
each table, such as ``sessions.jsonl``, one row a line.
"""

import json
import os
import sqlite3
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    JSON,
    URL,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)

from psoas.child_processes import own_folder, place_beside
from psoas.errors import InputError, UsageError
from psoas.store.archive import ABOUT, FORMAT, open_archive, read_about, read_rows, refuse
from psoas.store.database import (
    PLACE,
    VERSION_TABLE,
    Database,
    folder_of,
    migrate,
    parse_url,
    place_of,
)
from psoas.store.engine import make_engine
from psoas.store.failures import translated_errors
from psoas.store.schema import METADATA, PROFILES, SCHEMA
from psoas.words import _, system_reason

ROWS = 500
"""Number of rows in one statement."""


def backup(url: str | None, path: Path) -> Path:
    """Write all of a database into one file, which appears whole or not at all.

    Args:
        url: of the database; None for the user's own.
        path: of the file; an earlier back-up there is replaced, anything else is left alone.

    Returns:
        The file.

    Raises:
        UsageError: the place holds another file.
        InputError: there is nothing to back up, the database fails, or the file cannot be written.
    """
    _check_place(path)
    source = _source_of(url)
    if source.get_backend_name() == "sqlite" and not _may_write(Path(str(source.database))):
        with _private_folder(path.parent) as folder:
            between = _copy_of(Path(str(source.database)), folder)
            with closing(Database(between)) as database, database.reading() as connection:
                _dump(connection, path)
    else:
        with closing(Database(url)) as database, database.reading() as connection:
            _dump(connection, path)
    return path


def backup_open(database: Database, path: Path) -> None:
    """Write all of an open database into one file; see `backup`."""
    _check_place(path)
    with database.reading() as connection:
        _dump(connection, path)


def restore(url: str | None, path: Path) -> Path | None:
    """Replace all of a database by a back-up, in one transaction.

    Args:
        url: of the database, made where it is missing; None for the user's own.
        path: a file of `backup`, of this schema or an older one.

    Returns:
        A back-up of the database before: beside it, for PostgreSQL in `data_folder`. None where it was empty.

    Raises:
        InputError: the file is no back-up, is damaged or of a newer psoas, or the database fails. Nothing is changed.
    """
    with open_archive(path) as archive:
        schema = read_about(path, archive)["schema"]
    with _private_folder(folder_of(parse_url(url))) as folder:
        between = f"sqlite:///{folder / 'restored.db'}"
        _load(path, between, schema)
        with closing(Database(between)) as source, closing(Database(url)) as target:
            safe = None if target.is_new else _safe_place(target)
            with source.reading() as given, target.writing() as taking:
                if taking.dialect.name == "postgresql":
                    names = ", ".join(METADATA.tables)
                    taking.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
                if safe is not None:
                    _dump(taking, safe)
                _replace(given, taking)
                target.renew_identity(taking)
    return safe


def _dump(connection: Connection, path: Path) -> None:
    counts: dict[str, int] = {}
    partial: Path | None = None
    try:
        partial = place_beside(path)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in METADATA.sorted_tables:
                    counts[table.name] = _dump_table(connection, table, archive)
                made_at = datetime.now(UTC).isoformat()
                about = {"format": FORMAT, "schema": SCHEMA, "made_at": made_at, "rows": counts}
                archive.writestr(ABOUT, json.dumps(about, indent=1))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException as error:
        if partial is not None:
            partial.unlink(missing_ok=True)
        if isinstance(error, OSError):
            why = system_reason(error)
            raise InputError(
                _("The back-up {path} cannot be written ({why}); choose another place.", path=path, why=why)
            ) from error
        raise


def _dump_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> int:
    count = 0
    with archive.open(f"{table.name}.jsonl", "w") as file:
        ordered = select(table).order_by(*table.primary_key)
        for row in connection.execute(ordered).mappings():
            line = json.dumps(dict(row), default=_plain, allow_nan=False)
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _plain(value: Any) -> str:
    """A time or a picture as JSON has it."""
    return b64encode(value).decode() if isinstance(value, bytes) else value.isoformat()


def _load(path: Path, url: str, schema: str) -> None:
    """Fill a new SQLite database of the back-up's own schema, whose rules check the rows."""
    migrate(parse_url(url), schema)
    engine = make_engine(parse_url(url))
    try:
        with (
            open_archive(path) as archive,
            translated_errors(place_of(engine.url)),
            engine.begin() as connection,
        ):
            about = read_about(path, archive)
            tables = MetaData()
            tables.reflect(connection, only=lambda name, _table: name != VERSION_TABLE)
            for table in tables.sorted_tables:
                connection.execute(delete(table))
                if _load_table(connection, table, archive) != about["rows"][table.name]:
                    refuse(path)
            if not about["rows"][PROFILES.name]:
                raise InputError(_("The back-up {path} holds nobody; name another file.", path=path))
    finally:
        engine.dispose()


def _load_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> int:
    count = 0
    with closing(read_rows(archive, table.name)) as coming:
        while rows := [_parse_row(table, row) for row in islice(coming, ROWS)]:
            connection.execute(insert(table), rows)
            count += len(rows)
    return count


def _parse_row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {column.name: _parse(column, row[column.name]) for column in table.columns}


def _parse(column: Column[Any], value: Any) -> Any:
    if "\\u0000" in json.dumps(value):
        raise ValueError(f"{column.name} holds a character that PostgreSQL cannot keep")
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return b64decode(value, validate=True)
    kind = column.type.python_type
    if not isinstance(value, (float, int) if kind is float else kind):
        raise TypeError(f"{column.name} is {value!r}")
    return value


def _replace(given: Connection, taking: Connection) -> None:
    for table in reversed(METADATA.sorted_tables):
        taking.execute(delete(table))
    for table in METADATA.sorted_tables:
        for rows in given.execute(select(table)).mappings().partitions(ROWS):
            taking.execute(insert(table), [dict(row) for row in rows])
        if taking.dialect.name == "postgresql" and "id" in table.columns:
            sequence = func.pg_get_serial_sequence(table.name, "id")
            following = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
            taking.execute(select(func.setval(sequence, following, False)))


def _check_place(path: Path) -> None:
    if not os.access(path, os.F_OK):
        return
    try:
        with open_archive(path) as archive:
            read_about(path, archive)
    except InputError as error:
        raise UsageError(
            _("{path} is there already and is no back-up of psoas; choose another name.", path=path)
        ) from error


def _source_of(url: str | None) -> URL:
    source = parse_url(url)
    if source.get_backend_name() == "sqlite" and not os.access(str(source.database), os.F_OK):
        raise InputError(
            _(
                "There is no database {path}, so there is nothing to back up; check its name.",
                path=source.database,
            )
        )
    return source


def _may_write(path: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent))


def _copy_of(path: Path, folder: Path) -> str:
    """Copy a database that may only be read, with what is still in its log, and return the copy's URL."""
    log = path.with_name(f"{path.name}-wal")
    still = log.exists() and log.stat().st_size > 0
    place = folder / "copied.db"
    modes = ["mode=ro"] if still else ["mode=ro", "mode=ro&immutable=1"]
    for mode in modes:
        try:
            with (
                closing(sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True)) as source,
                closing(sqlite3.connect(place)) as copied,
            ):
                source.backup(copied)
            return f"sqlite:///{place}"
        except sqlite3.Error as error:
            failed = error
    raise InputError(
        _(
            "The database {path} cannot be read ({why}); check the rights on the file and its folder.",
            path=path,
            why=failed,
        )
    ) from failed


@contextmanager
def _private_folder(beside: Path) -> Iterator[Path]:
    try:
        with own_folder(beside, PLACE) as folder:
            yield folder
    except OSError as error:
        raise InputError(
            _(
                "The folder {folder} cannot be written ({why}); check that it exists and its rights.",
                folder=beside,
                why=system_reason(error),
            )
        ) from error


def _safe_place(database: Database) -> Path:
    name = f"psoas-before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.zip"
    return folder_of(database.url) / name
