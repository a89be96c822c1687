"""Back-up and restore of a database by one file, the same for SQLite and PostgreSQL.

The file is a zip with ``backup.json`` (format, revision of the schema, number of rows of each table) and a file for
each table, such as ``sessions.jsonl``, one row a line.
"""

import json
import os
import re
import tempfile
import zipfile
import zlib
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)

from psoas.errors import InputError, UsageError
from psoas.store.database import (
    VERSION_TABLE,
    Database,
    data_folder,
    make_engine,
    make_folder,
    migrate,
    parse_url,
    place_of,
)
from psoas.store.failures import translated_errors
from psoas.store.schema import METADATA, SCHEMA

FORMAT = "psoas.backup/1"
ABOUT = "backup.json"
ROWS = 500
"""Number of rows in one statement."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    UsageError,
)
"""Errors of reading a damaged file; a `UsageError` where a rule of the schema is broken."""


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
    _check_source(url)
    with closing(Database(url)) as database, database.reading() as connection:
        _dump(connection, path)
    return path


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
    schema = _read_about(path)["schema"]
    with tempfile.TemporaryDirectory(prefix="psoas-") as folder:
        between = f"sqlite:///{Path(folder) / 'restored.db'}"
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
    return safe


def _dump(connection: Connection, path: Path) -> None:
    counts: dict[str, int] = {}
    partial: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
        partial = Path(name)
        with os.fdopen(handle, "wb") as file:
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
            why = error.strerror or error
            raise InputError(
                f"The back-up {path} cannot be written ({why}); choose another place."
            ) from error
        raise


def _dump_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> int:
    count = 0
    with archive.open(f"{table.name}.jsonl", "w") as file:
        ordered = select(table).order_by(*table.primary_key)
        for row in connection.execute(ordered).mappings():
            line = json.dumps(dict(row), default=lambda time: time.isoformat(), allow_nan=False)
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _load(path: Path, url: str, schema: str) -> None:
    """Fill a new SQLite database of the back-up's own schema, whose rules check the rows."""
    migrate(parse_url(url), schema)
    engine = make_engine(parse_url(url))
    try:
        with (
            translated_errors(place_of(engine.url)),
            engine.begin() as connection,
            zipfile.ZipFile(path) as archive,
        ):
            about = json.loads(archive.read(ABOUT))
            tables = MetaData()
            tables.reflect(connection, only=lambda name, _: name != VERSION_TABLE)
            for table in tables.sorted_tables:
                connection.execute(delete(table))
                if _load_table(connection, table, archive) != about["rows"][table.name]:
                    _refuse(path)
    except DAMAGE as error:
        _refuse(path, error)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        engine.dispose()


def _load_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> int:
    count = 0
    with archive.open(f"{table.name}.jsonl") as file:
        while rows := [_parse_row(table, line) for line in islice(file, ROWS)]:
            connection.execute(insert(table), rows)
            count += len(rows)
    return count


def _parse_row(table: Table, line: bytes) -> dict[str, Any]:
    row = json.loads(line, parse_constant=_no_number)
    return {column.name: _parse(column, row[column.name]) for column in table.columns}


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _parse(column: Column[Any], value: Any) -> Any:
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
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


def _read_about(path: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read(ABOUT))
            if about["format"] != FORMAT or not re.fullmatch(r"(?!0000)\d{4}", about["schema"]):
                _refuse(path)
    except DAMAGE as error:
        _refuse(path, error)
    except OSError as error:
        raise _unreadable(path, error) from error
    if about["schema"] > SCHEMA:
        raise InputError(
            f"The back-up {path} was made by a newer psoas; install the newest version and try again."
        )
    return dict(about)


def _refuse(path: Path, error: BaseException | None = None) -> NoReturn:
    raise InputError(f"{path} is no back-up of psoas, or is damaged; name another file.") from error


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"The back-up {path} cannot be read ({error.strerror or error}); check the name and the rights."
    )


def _check_place(path: Path) -> None:
    if not path.exists():
        return
    try:
        _read_about(path)
    except InputError as error:
        raise UsageError(
            f"{path} is there already and is no back-up of psoas; choose another name."
        ) from error


def _check_source(url: str | None) -> None:
    source = parse_url(url)
    if source.get_backend_name() == "sqlite" and not Path(str(source.database)).exists():
        raise InputError(
            f"There is no database {source.database}, so there is nothing to back up; check its name."
        )


def _safe_place(database: Database) -> Path:
    name = f"psoas-before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.zip"
    if database.url.get_backend_name() == "sqlite":
        return Path(str(database.url.database)).parent / name
    make_folder(data_folder())
    return data_folder() / name
