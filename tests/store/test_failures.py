"""A database that fails in the middle says so in one sentence, and nothing is half-written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from benchmarks.long_runs.full_disk import no_file_longer_than
from psycopg import sql
from sqlalchemy.exc import OperationalError

from psoas.errors import InputError
from psoas.plan.records import RepetitionRecord
from psoas.store.failures import POSTGRES_SAYS, translated_errors
from psoas.store.schema import RULE_VALUES, RULES
from psoas.store.store import Store
from psoas.words import LANGUAGES, Language, _, speaking
from tests.store.made import AT
from tests.store.postgres import Server

ONE = RepetitionRecord(1, 0.0, 4.0, 2.0)
MANY = [replace(ONE, number=number, faults=("bounce",) * 40) for number in range(1, 2000)]


@contextmanager
def no_more_pages(store: Store) -> Iterator[None]:
    """SQLite itself refuses to grow, with the words that it has for a full disk."""
    with store._database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    yield
    with store._database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        action()
    words = str(caught.value)
    assert words.endswith(".")
    assert "\n" not in words
    return words


@pytest.mark.parametrize("how", ["the system", "the database"])
def test_a_full_disk_leaves_the_set_as_it_was(how: str, tmp_path: Path) -> None:
    path = tmp_path / "psoas.db"
    with Store.open(f"sqlite:///{path}") as store:
        session = store.begin_session(1, "practice", AT)
        kept = store.begin_set(session, "left", "camera", AT)
        store.save_repetition(kept, ONE)
        with no_file_longer_than(200_000) if how == "the system" else no_more_pages(store):
            assert "full" in refusal(lambda: store.end_set(kept, AT, MANY))
            assert store.session(session).sets[0].repetitions == (ONE,)
        store.save_repetition(kept, replace(ONE, number=2))
    with Store.open(f"sqlite:///{path}") as store:
        (only,) = store.session(session).sets
        assert (only.repetitions, only.ended_at) == ((ONE, replace(ONE, number=2)), None)


def test_a_disk_without_room_for_a_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "psoas.db"
    with no_file_longer_than(5000):
        assert "full" in refusal(lambda: Store.open(f"sqlite:///{path}"))
    with Store.open(f"sqlite:///{path}") as store:
        assert len(store.profiles()) == 1


def test_a_store_outlives_a_lost_connection(server: Server) -> None:
    with Store.open(server.ready_database()) as store:
        server.run(
            sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE {}").format(
                sql.Literal("test_%")
            )
        )
        assert len(store.profiles()) == 1


def test_a_server_that_goes_away_in_the_middle_is_told(server: Server) -> None:
    with Store.open(server.ready_database()) as store:

        def lose() -> None:
            with store._database.writing() as connection:
                pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
                server.run(sql.SQL("SELECT pg_terminate_backend({})").format(sql.Literal(pid)))
                connection.exec_driver_sql("SELECT 1")

        assert "127.0.0.1" in refusal(lose)


@pytest.mark.parametrize("fault", [psycopg.errors.DiskFull, psycopg.errors.InsufficientPrivilege])
def test_what_a_server_says_has_words(fault: type[psycopg.Error]) -> None:
    def fail() -> None:
        with translated_errors("psoas on clinic"):
            raise OperationalError("INSERT", {}, fault("could not extend file"))

    assert fault.sqlstate is not None
    with speaking("de"):
        assert refusal(fail).startswith("Die Datenbank psoas on clinic ")
    assert refusal(fail) == POSTGRES_SAYS[fault.sqlstate].format(place="psoas on clinic")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_values_in_every_language(language: Language) -> None:
    with speaking(language):
        for rule in RULES.values():
            assert "{" not in _(rule, **RULE_VALUES)
