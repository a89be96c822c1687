"""The ledger in its file and in PostgreSQL: the same entries, whatever happens to the server."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Timer

import psycopg
import pytest

from psoas.batch import BatchSettings, read_manifest, run_batch
from psoas.batch.ledger import AT_ONCE, LOCK, LOCK_S, Ledger, LedgerRow
from psoas.batch.manifest import BatchClip
from psoas.batch.postgres_ledger import LOCK_KEY, PostgresLedger, open_ledger
from psoas.errors import InputError, UsageError
from tests.batch.conftest import RunNames
from tests.store.postgres import Server, running_server

ROW = LedgerRow("a.mot", "1:2", "f" * 64, "s", "v", "done", "", 1.5, 0.5, 170.0, 1, 1800.0, 4000.0)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    with running_server() as made:
        yield made


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.url("postgres")


def row_of(ledger: Ledger, name: str) -> LedgerRow | None:
    ((_, row),) = ledger.rows([BatchClip(name, "")])
    return row


def test_more_recordings_than_one_statement_takes(tmp_path: Path) -> None:
    clips = [BatchClip(f"{number}.mot", "") for number in range(2 * AT_ONCE + 1)]
    with Ledger(tmp_path) as ledger:
        for clip in clips[::2]:
            ledger.record(replace(ROW, name=clip.name))
        found = list(ledger.rows(clips))
    assert [clip for clip, _ in found] == clips
    assert [clip for clip, row in found if row is not None and row.name == clip.name] == clips[::2]


def test_a_run_waits_for_another_that_is_about_to_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that take the lock at the same moment are in each other's way; one of them gets it."""
    monkeypatch.setattr("psoas.batch.ledger.LOCK_S", 30 * LOCK_S)
    with closing(sqlite3.connect(tmp_path / LOCK, check_same_thread=False)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM sqlite_master").fetchall()
        leave = Timer(0.1, other.rollback)
        leave.start()
        Ledger(tmp_path).close()
        leave.join()


def test_a_table_that_another_run_is_just_making_is_waited_for(tmp_path: Path, postgres: Server) -> None:
    url = postgres.empty_database()
    with psycopg.connect(url) as other:
        other.execute("CREATE TABLE psoas_batch (LIKE pg_am)")
        made = Timer(0.5, other.commit)
        made.start()
        open_ledger(tmp_path, url).close()
        made.join()


def test_postgresql_keeps_the_entries_of_each_batch_apart(tmp_path: Path, url: str) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    with open_ledger(one, url) as ledger, open_ledger(two, url) as other:
        ledger.record(ROW)
        ledger.record(replace(ROW, state="killed", attempts=2))
        other.record(replace(ROW, name="b.mot"))
        assert row_of(ledger, "a.mot") == replace(ROW, state="killed", attempts=2)
        assert (row_of(ledger, "b.mot"), row_of(other, "a.mot")) == (None, None)
        with pytest.raises(UsageError, match="another psoas batch is at work in"):
            open_ledger(one, url)
    with open_ledger(one, url) as ledger:
        assert row_of(ledger, "a.mot") == replace(ROW, state="killed", attempts=2)


def test_a_server_that_is_killed_costs_no_entry(tmp_path: Path, postgres: Server, url: str) -> None:
    with open_ledger(tmp_path, url) as ledger:
        ledger.record(ROW)
        postgres.stop(signal.SIGKILL)
        back = Timer(1.0, postgres.start)
        back.start()
        ledger.record(replace(ROW, name="b.mot"))
        back.join()
        assert row_of(ledger, "a.mot") == ROW
        assert row_of(ledger, "b.mot") == replace(ROW, name="b.mot")


def test_a_lock_that_a_cut_connection_still_holds_is_waited_for(tmp_path: Path, url: str) -> None:
    """As where the network was away: the server keeps the lost connection, and its lock, for a while."""
    with PostgresLedger(tmp_path, url) as ledger, psycopg.connect(url, autocommit=True) as cut:
        ledger._leave()
        cut.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (LOCK_KEY, str(tmp_path.resolve())))
        release = Timer(0.7, cut.close)
        release.start()
        ledger.record(ROW)
        release.join()
        assert row_of(ledger, "a.mot") == ROW


def test_a_batch_goes_on_from_the_ledger_of_postgresql(
    recordings: Path, tmp_path: Path, one_by_one: RunNames, url: str
) -> None:
    out, settings = tmp_path / "out", BatchSettings(ledger=url)
    first = run_batch(read_manifest(recordings, out), settings, out)
    assert dict(first.counts) == {"done": 3, "unreadable": 1}
    assert not (out / "ledger.sqlite").exists()
    second = run_batch(read_manifest(recordings, out), settings, out)
    assert (second.fresh, second.counts, len(one_by_one)) == (0, first.counts, 4)


def test_a_ledger_that_cannot_be_used_is_said_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ledger in the database postgresql://127\.0\.0\.1:1/none") as error:
        open_ledger(tmp_path, "postgresql://kim:secret@127.0.0.1:1/none")
    assert "secret" not in str(error.value)
    with pytest.raises(UsageError, match="--ledger takes a PostgreSQL database"):
        open_ledger(tmp_path, "sqlite:///ledger.db")
