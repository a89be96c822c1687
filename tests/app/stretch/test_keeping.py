"""A session is stored from its first set on, and only then; a database that does not answer does not stop it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from psoas.app.stretch.keeping import StoreKeeper
from psoas.plan.records import RepetitionRecord
from psoas.store.store import Store
from tests.store.ready import ready_file

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Evening:
    """A keeper of one person's session, whose clock moves on by a minute at each look."""

    def __init__(self, store: Store) -> None:
        self.store, self.person, self.looks = store, store.profiles()[0], 0
        self.keeper = StoreKeeper(store, self.person.id, "camera", "practice", 3, "lunge_stretch", self.now)

    def now(self) -> datetime:
        self.looks += 1
        return NOON + timedelta(minutes=self.looks)


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    with Store.open(ready_file(tmp_path), wait_s=0.2) as store:
        yield Evening(store)


def test_who_only_looks_leaves_no_session(evening: Evening) -> None:
    evening.keeper.end(0)
    assert evening.keeper.session_id is None
    assert evening.store.sessions(evening.person.id) == []


def test_a_clock_that_is_set_back_ends_nothing_before_it_began(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = evening.keeper.begin_set("right", None, {})
    monkeypatch.setattr(evening.keeper, "now", lambda: NOON - timedelta(hours=2))
    evening.keeper.end_set(number, (), {})
    evening.keeper.end(None)
    (session,) = evening.store.sessions(evening.person.id)
    assert session.ended_at == session.started_at
    assert session.sets[0].ended_at == session.sets[0].started_at


def test_both_sides_are_sets_of_one_session(evening: Evening) -> None:
    keeper = evening.keeper
    numbers = [keeper.begin_set("right", "full", {"arch": 2.0}), keeper.begin_set("left", None, {})]
    keeper.end(1)
    (session,) = evening.store.sessions(evening.person.id)
    assert [one.id for one in session.sets] == numbers
    assert [(one.side, one.weights, dict(one.bands)) for one in session.sets] == [
        ("right", "full", {"arch": 2.0}),
        ("left", None, {}),
    ]
    assert (session.id, session.started_at) == (keeper.session_id, keeper.began_at)
    assert (session.purpose, session.pain_before, session.pain_after) == ("practice", 3, 1)
    assert session.started_at <= session.sets[0].started_at < session.sets[1].started_at
    assert session.ended_at is not None
    assert session.ended_at > session.sets[1].started_at


def test_a_repetition_is_there_at_once_and_a_better_measurement_replaces_it(evening: Evening) -> None:
    keeper = evening.keeper
    first, better = (RepetitionRecord(1, 0.0, 4.0, 2.0, arch_deg=arch) for arch in (None, 4.0))
    number = keeper.begin_set("right", "full", {})
    for one in (first, better):
        keeper.save(number, one)
        (session,) = evening.store.sessions(evening.person.id)
        assert session.sets[0].repetitions == (one,)
        assert session.ended_at is None
    keeper.end_set(number, (better, RepetitionRecord(2, 5.0, 9.0, 2.0)), {"arch": "the shirt is loose"})
    (session,) = evening.store.sessions(evening.person.id)
    assert [one.number for one in session.sets[0].repetitions] == [1, 2]
    assert session.sets[0].unmeasured == {"arch": "the shirt is loose"}
    assert session.sets[0].ended_at is not None


def test_a_locked_database_holds_up_nothing_and_gets_all_of_it_later(
    evening: Evening, tmp_path: Path
) -> None:
    keeper = evening.keeper
    repetitions = tuple(RepetitionRecord(number, 5.0 * number, 5.0 * number + 4, 2.0) for number in (1, 2, 3))
    with closing(sqlite3.connect(tmp_path / "psoas.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        number = keeper.begin_set("right", "full", {})
        for one in repetitions:
            keeper.save(number, one)
        keeper.end_set(number, repetitions, {})
        keeper.end(2)
        assert time.monotonic() - began < 2, "only the first one waits for the lock"
        assert keeper.trouble is not None
        assert "is locked by another program; close that program and try again." in keeper.trouble
        assert keeper.trouble.endswith("is kept in memory until it can be stored.")
        assert evening.store.sessions(evening.person.id) == []
        assert not keeper.is_stored(0.1)
        other.execute("ROLLBACK")
    assert keeper.is_stored(20.0)
    assert keeper.unsaved == 0
    assert (keeper.trouble or "") == ""
    (session,) = evening.store.sessions(evening.person.id)
    assert (session.id, session.pain_after) == (keeper.session_id, 2)
    assert session.sets[0].repetitions == repetitions


def test_what_breaks_a_rule_is_said_and_holds_up_nothing_else(evening: Evening) -> None:
    keeper = evening.keeper
    number = keeper.begin_set("right", "full", {})
    keeper.save(number, RepetitionRecord(1, 4.0, 3.0, 2.0))
    keeper.save(number, RepetitionRecord(2, 4.0, 8.0, 2.0))
    assert keeper.is_stored(5.0)
    assert keeper.trouble is not None
    assert "a repetition ends after it began" in keeper.trouble
    (session,) = evening.store.sessions(evening.person.id)
    assert [one.number for one in session.sets[0].repetitions] == [2]


def test_a_person_who_was_removed_meanwhile_gets_no_session(evening: Evening) -> None:
    evening.store.add_profile("Other")
    evening.store.remove_profile(evening.person.id)
    keeper = evening.keeper
    keeper.save(keeper.begin_set("right", "full", {}), RepetitionRecord(1, 0.0, 4.0, 2.0))
    assert keeper.is_stored(5.0)
    assert keeper.trouble is not None
    assert "may have been removed meanwhile" in keeper.trouble


def test_a_session_that_was_cut_off_goes_on_in_its_own_set_and_only_in_one_of_its_side(
    evening: Evening,
) -> None:
    first = evening.keeper
    number = first.begin_set("right", "full", {})
    first.save(number, RepetitionRecord(1, 0.0, 4.0, 2.0))
    (session,) = evening.store.sessions(evening.person.id)
    keeper = StoreKeeper(
        evening.store, evening.person.id, "camera", "practice", 3, session.exercise, evening.now
    )
    keeper.resume(session.id, session.sets[0])
    keeper.save(keeper.begin_set("left", "full", {}), RepetitionRecord(1, 0.0, 4.0, 2.0))
    keeper.save(keeper.begin_set("right", "full", {}), RepetitionRecord(2, 6.0, 10.0, 2.0))
    keeper.end(1)
    (session,) = evening.store.sessions(evening.person.id)
    assert {one.side: len(one.repetitions) for one in session.sets} == {"right": 2, "left": 1}
    assert session.ended_at is not None
