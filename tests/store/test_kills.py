"""Killed at any moment, or writing two at once, nothing that was saved is lost."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest
from sqlalchemy.engine import make_url

from psoas.errors import UsageError
from psoas.plan.records import Bout, RepetitionRecord
from psoas.store.store import Store
from tests.store.made import AT, DAY
from tests.store.writer import repetition

Saved = set[tuple[int, int]]
"""Set and number of each repetition that a writer was told to be saved."""

Program = subprocess.Popen[str]


@pytest.fixture(scope="module")
def programs() -> Iterator[list[Program]]:
    """Two programs that can start writers."""
    command = [sys.executable, "-m", "tests.store.writer"]
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
            )
            for _ in range(2)
        ]


def live(programs: Sequence[Program], url: str, life: str) -> Saved:
    """What writers have saved, one in each program, all at once, before they were killed."""
    for one in programs:
        assert one.stdin is not None
        one.stdin.write(f"{url} {life}\n")
    saved: Saved = set()
    for one in programs:
        assert one.stdout is not None
        while (line := one.stdout.readline().split())[0] == "saved":
            saved.add((int(line[1]), int(line[2])))
        assert line == ["killed"]
    return saved


def kept(url: str) -> dict[int, tuple[RepetitionRecord, ...]]:
    with Store.open(url) as store:
        return {
            one.id: one.repetitions
            for session in store.sessions(store.profiles()[0].id)
            for one in session.sets
        }


def check_saved(url: str, saved: Saved) -> None:
    """All of it is there, whole; in each set at most the last one was not told."""
    sets = kept(url)
    assert saved <= {(number, one.number) for number, repetitions in sets.items() for one in repetitions}
    for number, repetitions in sets.items():
        assert repetitions == tuple(repetition(one) for one in range(1, len(repetitions) + 1))
        assert not repetitions[:-1] or (number, len(repetitions) - 1) in saved


def test_fifty_kills_lose_no_repetition(programs: list[Program], empty_url: str, kind: str) -> None:
    moments = random.Random(5)
    lives = [f"saved {moments.uniform(0.0, 0.06)}" for _ in range(35)]
    lives += [f"now {moments.uniform(0.0, 0.1)}" for _ in range(15)]
    moments.shuffle(lives)
    if kind == "postgresql":
        lives = lives[::3]  # its writer is a process of its own that nobody kills
    saved: Saved = set()
    for life in lives:
        saved |= live(programs[:1], empty_url, life)
    assert len(saved) > len(lives)
    check_saved(empty_url, saved)
    url = make_url(empty_url)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_two_processes_open_a_new_database_and_write_at_once(programs: list[Program], empty_url: str) -> None:
    saved = live(programs, empty_url, "saved 0.5")
    check_saved(empty_url, saved)
    assert len({of for of, _ in saved}) == 2


def test_threads_open_a_new_database_at_once(empty_url: str) -> None:
    def open_it(_: int) -> list[str]:
        with Store.open(empty_url) as store:
            return [profile.name for profile in store.profiles()]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(open_it, range(6))) == [["Me"]] * 6


def test_threads_write_at_once(store: Store, set_id: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.save_repetition(set_id, repetition(number)), range(1, 81)))
        assert len(store.session(1).sets[0].repetitions) == 80
        list(pool.map(lambda _: store.save_repetition(set_id, repetition(7)), range(16)))
        list(pool.map(lambda _: store.end_set(set_id, AT, [repetition(1)]), range(4)))
        list(pool.map(lambda start: store.save_day(1, DAY, [Bout(DAY, start, 1440, "desk")]), range(16)))
    (session,) = store.sessions(1)
    assert session.sets[0].repetitions == (repetition(1),)
    assert len(store.bouts(1, DAY, DAY)) == 1


def test_threads_that_remove_everyone_at_once_leave_one(store: Store) -> None:
    people = [store.profiles()[0].id, *(store.add_profile("Other").id for _ in range(5))]

    def remove(person: int) -> bool:
        try:
            store.remove_profile(person)
        except UsageError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(remove, people)) == 5
    assert len(store.profiles()) == 1
