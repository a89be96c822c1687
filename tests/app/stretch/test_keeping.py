"""A session is stored from its first set on, and only then."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from psoas.app.stretch.keeping import StoreKeeper
from psoas.plan.records import RepetitionRecord
from psoas.store.store import Store

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
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store:
        yield Evening(store)


def test_who_only_looks_leaves_no_session(evening: Evening) -> None:
    evening.keeper.end(0)
    assert evening.keeper.session_id is None
    assert evening.store.sessions(evening.person.id) == []


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
