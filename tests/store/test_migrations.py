"""Every released schema is brought to the newest one with its rows, and the newest one is what the code says."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from psoas.store.database import MIGRATIONS, VERSION_TABLE, migrate, parse_url
from psoas.store.engine import make_engine
from psoas.store.rules import RULES
from psoas.store.schema import METADATA, SCHEMA
from psoas.store.store import Store
from tests.store.made import AT, SCHEMAS, check, fill

REVISIONS = sorted(path.name[1:5] for path in (MIGRATIONS / "versions").glob("v*.py"))


OLD_ROWS = (
    "INSERT INTO profiles (name, created_at, target_repetitions, speech, remind_after_min, theme)"
    " VALUES ('Ann', '2026-03-01 07:30:00', 10, true, 30, 'auto')",
    "INSERT INTO sessions (profile_id, purpose, started_at) VALUES (1, 'retest', '2026-03-01 07:30:00')",
    "INSERT INTO sets (session_id, side, method, started_at, bands)"
    " VALUES (1, 'left', 'timer', '2026-03-01 07:30:00', '{}')",
    "INSERT INTO repetitions (set_id, number, start_s, end_s, hold_s, faults) VALUES (1, 1, 0, 4, 2, '[]')",
)
"""Rows of the first schema, one below the other."""


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


def test_every_migration_has_a_dump_and_a_back_up_and_the_newest_is_the_schema_of_the_code() -> None:
    for kept in ("*.sql", "*.zip"):
        assert sorted(path.stem for path in SCHEMAS.glob(kept)) == REVISIONS
    assert REVISIONS[-1] == SCHEMA


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_released_schema_keeps_its_rows(revision: str, tmp_path: Path) -> None:
    with Store.open(load_dump(tmp_path / "old.db", revision)) as store:
        check(store)


def test_sessions_of_the_first_schema_are_half_kneeling_stretches(empty_url: str, tmp_path: Path) -> None:
    """The rows of the released schema, put in before the second migration runs, are named by it."""
    url = parse_url(empty_url)
    migrate(url, "0001")
    engine = make_engine(url)
    with engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    engine.dispose()
    with Store.open(empty_url) as store:
        me = store.profiles()[0]
        (session,) = store.sessions(me.id)
        assert (session.exercise, session.sets[0].exercise) == ("half_kneeling_stretch",) * 2
        assert (session.id, session.sets[0].id, session.sets[0].repetitions[0].hold_s) == (1, 1, 2.0)
        other = store.begin_session(me.id, "practice", AT, exercise="standing_stretch")
        assert (other, store.begin_set(other, "left", "camera", AT)) == (2, 2)
        assert store.session(other).sets[0].exercise == "standing_stretch"


def test_a_fault_without_a_verdict_was_only_a_possible_one(tmp_path: Path) -> None:
    url = load_dump(tmp_path / "old.db", "0004")
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE repetitions SET faults = '[\"bounce\"]', good = NULL WHERE number = 3")
        )
    engine.dispose()
    with Store.open(url) as store:
        kept = store.sessions(store.profiles()[0].id)[0].sets[0].repetitions
    assert [one.possible_faults for one in kept] == [(), (), ("bounce",)]
    assert [one.certain_faults for one in kept] == [("short_hold", "bounce"), (), ()]


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
