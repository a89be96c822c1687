"""Every released schema is brought to the newest one with its rows, and the newest one is what the code says."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from psoas.store.database import MIGRATIONS, VERSION_TABLE, make_engine, parse_url
from psoas.store.schema import METADATA, RULES, SCHEMA
from psoas.store.store import Store
from tests.store.made import SCHEMAS, check, fill

REVISIONS = sorted(path.name[1:5] for path in (MIGRATIONS / "versions").glob("v*.py"))


def load_dump(path: Path, revision: str) -> str:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((SCHEMAS / f"{revision}.sql").read_text(encoding="utf-8"))
    return f"sqlite:///{path}"


def rules_of(engine: Engine) -> set[tuple[str, str | None, str]]:
    """Table, name and words of each check, without the brackets and casts that a database adds."""
    found = inspect(engine)
    return {
        (table, rule["name"], re.sub(r"::[a-z ]+|\W", "", rule["sqltext"]).lower())
        for table in METADATA.tables
        for rule in found.get_check_constraints(table)
    }


def test_every_migration_has_a_dump_and_the_newest_is_the_schema_of_the_code() -> None:
    assert sorted(path.stem for path in SCHEMAS.glob("*.sql")) == REVISIONS
    assert REVISIONS[-1] == SCHEMA


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_released_schema_keeps_its_rows(revision: str, tmp_path: Path) -> None:
    with Store.open(load_dump(tmp_path / "old.db", revision)) as store:
        check(store)


def test_what_migrations_make_is_what_the_code_says(url: str) -> None:
    Store.open(url).close()
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_the_rules_that_migrations_make_are_those_of_the_code(
    empty_url: str, tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    Store.open(empty_url).close()
    if kind == "sqlite":
        direct_url = f"sqlite:///{tmp_path / 'direct.db'}"
    else:
        direct_url = request.getfixturevalue("server").empty_database()
    migrated, direct = make_engine(parse_url(empty_url)), make_engine(parse_url(direct_url))
    METADATA.create_all(direct)
    rules = rules_of(migrated)
    assert rules == rules_of(direct)
    assert {name for _, name, _ in rules} == {name for name in RULES if name.startswith("ck_")}
    migrated.dispose()
    direct.dispose()


def test_a_store_that_is_opened_again_is_as_it_was_left(empty_url: str) -> None:
    with Store.open(empty_url) as store:
        fill(store)
    with Store.open(empty_url) as store:
        check(store)
