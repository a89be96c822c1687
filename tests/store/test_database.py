"""A database that cannot be opened says why and what to do, in one sentence without its password."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from psoas.errors import InputError, PsoasError, UsageError
from psoas.store import engine
from psoas.store.database import Database, data_folder, parse_url, place_of
from psoas.store.engine import make_engine
from psoas.store.store import Store
from tests.store.made import AT, fill
from tests.store.postgres import PASSWORD, Server, free_port

NOBODY = 65534


def refusal(url: str | None, error: type[PsoasError] = InputError) -> str:
    with pytest.raises(error) as caught:
        Store.open(url)
    words = str(caught.value)
    assert words.endswith(".")
    assert "\n" not in words
    assert PASSWORD not in words
    return words


def change(url: str, statement: str) -> None:
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody else, where the tests run as root, who may do everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def a_text(path: Path) -> None:
    path.write_text("this is a letter and no database. " * 100)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_damaged_one(path: Path) -> None:
    with Store.open(f"sqlite:///{path}") as store:
        fill(store)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x55" * (len(content) - 4096))


@pytest.mark.parametrize(
    ("make", "says"),
    [(a_text, "not a database of psoas"), (a_folder, "cannot be opened"), (a_damaged_one, "damaged")],
)
def test_a_file_that_is_no_database_is_refused(
    make: Callable[[Path], None], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "psoas.db"
    make(path)
    words = refusal(f"sqlite:///{path}")
    assert says in words
    assert str(path) in words


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    assert "its folder exists" in refusal(f"sqlite:///{tmp_path}/none/psoas.db")


def test_a_file_without_rights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "psoas.db"
    Store.open(f"sqlite:///{path}").close()
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        with without_rights():
            assert "rights" in refusal(f"sqlite:///{path}") or "may write" in refusal(f"sqlite:///{path}")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_that_another_program_locks_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_S", 0.05)
    path = tmp_path / "psoas.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE one (two)")
        other.execute("BEGIN EXCLUSIVE")
        assert "locked" in refusal(f"sqlite:///{path}")


def test_the_tables_of_another_program_are_left_alone(empty_url: str) -> None:
    change(empty_url, "CREATE TABLE bookmarks (title varchar)")
    assert "another program" in refusal(empty_url)
    engine = make_engine(parse_url(empty_url))
    with engine.connect() as connection:
        assert engine.dialect.get_table_names(connection) == ["bookmarks"]
    engine.dispose()


def test_a_database_of_a_newer_psoas_is_left_alone(url: str) -> None:
    Store.open(url).close()
    change(url, "UPDATE psoas_schema SET version_num = '9999'")
    assert "newer psoas" in refusal(url)


def test_a_server_that_cannot_be_used_is_told(server: Server) -> None:
    assert "user and password" in refusal(server.url("ready", password=PASSWORD + "x"))
    assert "does not exist" in refusal(server.url("nothing"))
    down = refusal(server.url("ready", port=free_port()))
    assert "cannot be reached" in down
    assert "ready on 127.0.0.1" in down
    assert "cannot be reached" in refusal(f"postgresql://u:{PASSWORD[:3]}@nowhere.invalid/one")


def test_both_spellings_of_postgresql_are_understood(server: Server) -> None:
    Store.open(server.ready_database().replace("postgresql://", "postgres://")).close()
    Store.open(server.ready_database().replace("postgresql://", "postgresql+psycopg://")).close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "psoas.db",
        "mysql://me:s3cret@host/name",
        "postgresql://me:s3cret@host:port/name",
        "postgresql+asyncpg://me:s3cret@host/name",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_other_urls_are_refused(url: str) -> None:
    words = refusal(url, UsageError)
    assert "write sqlite:///PATH or postgresql://" in words
    assert "s3cret" not in words


def test_the_place_in_messages_has_no_password() -> None:
    assert (
        place_of(parse_url("postgresql://me:s3cret@clinic:5433/psoas?password=s3cret"))
        == "psoas on clinic:5433"
    )


def test_the_user_s_own_file_lies_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deep" / "Zoë's data 100%"
    monkeypatch.setenv("PSOAS_DATA", str(folder))
    assert data_folder() == folder
    with Store.open() as store:
        store.begin_session(store.profiles()[0].id, "practice", AT)
    assert (folder / "psoas.db").is_file()
    assert folder.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("PSOAS_DATA", "")
    assert data_folder().name == "psoas"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_only_this_account_may_read_the_file_in_a_folder_that_was_there(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "psoas.db"
    with Store.open(f"sqlite:///{path}") as store:
        store.begin_session(store.profiles()[0].id, "practice", AT)
        names = sorted(one.name for one in tmp_path.iterdir())
        assert names == ["psoas.db", "psoas.db-shm", "psoas.db-wal"]
        assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}
    path.chmod(0o640)
    Store.open(f"sqlite:///{path}").close()
    assert path.stat().st_mode & 0o777 == 0o640, "who shares it on purpose may"


def test_a_data_folder_that_cannot_be_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "file" / "folder"))
    assert "PSOAS_DATA" in refusal(None)


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'psoas.db'}")) as opened, opened.writing() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert values == ["wal", 2, 1]


def test_opening_prints_nothing_and_leaves_nothing_in_the_working_folder(tmp_path: Path) -> None:
    program = "import psoas.store, sys; psoas.store.Store.open(sys.argv[1]).close()"
    work = tmp_path / "work"
    work.mkdir()
    command = [sys.executable, "-W", "error", "-c", program, f"sqlite:///{tmp_path / 'psoas.db'}"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr, list(work.iterdir())) == ("", "", [])
