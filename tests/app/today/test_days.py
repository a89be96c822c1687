"""Edits of a day: each can be undone, each is counted, and two at once do not overwrite each other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from psoas.app.today.days import Days
from psoas.day import Activity
from psoas.plan.records import Bout
from psoas.store.store import Store
from tests.store.ready import ready_file

DAY = date(2026, 3, 2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(ready_file(tmp_path)) as store:
        yield store


def bout(start: int, end: int, activity: Activity = "desk") -> Bout:
    return Bout(DAY, start, end, activity)


def test_undo_brings_back_what_an_edit_covered_and_leaves_what_came_since(store: Store) -> None:
    days, me = Days(store), store.profiles()[0].id
    days.place(me, bout(540, 600))
    days.place(me, bout(600, 660, "walking"))
    over = days.place(me, bout(570, 630, "couch"))
    assert days.bouts(me, DAY) == [bout(540, 570), bout(570, 630, "couch"), bout(630, 660, "walking")]
    days.place(me, bout(700, 720, "car"))
    days.undo(me, over)
    assert days.bouts(me, DAY) == [bout(540, 600), bout(600, 660, "walking"), bout(700, 720, "car")]


def test_a_cleared_part_is_unknown_and_undo_of_undo_clears_it_again(store: Store) -> None:
    days, me = Days(store), store.profiles()[0].id
    days.place(me, bout(540, 600))
    gone = days.clear(me, DAY, 550, 560)
    assert days.bouts(me, DAY) == [bout(540, 550), bout(560, 600)]
    back = days.undo(me, gone)
    assert days.bouts(me, DAY) == [bout(540, 600)]
    days.undo(me, back)
    assert days.bouts(me, DAY) == [bout(540, 550), bout(560, 600)]


def test_each_edit_of_a_person_makes_their_pages_stale_and_nobody_else_s(store: Store) -> None:
    days, me, other = Days(store), store.profiles()[0].id, store.add_profile("Kim").id
    assert days.edits(me) == 0
    first = days.place(me, bout(540, 600))
    days.clear(me, DAY, 540, 550)
    days.undo(me, first)
    assert (days.edits(me), days.edits(other)) == (3, 0)
    assert days.bouts(other, DAY) == days.bouts(me, DAY + timedelta(days=1)) == []


def test_edits_at_the_same_time_are_all_kept(store: Store) -> None:
    days, me = Days(store), store.profiles()[0].id
    bouts = [bout(60 * hour, 60 * hour + 30) for hour in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: days.place(me, one), bouts))
    assert days.bouts(me, DAY) == bouts
    assert days.edits(me) == len(bouts)


def test_somebody_who_was_removed_is_nobody(store: Store) -> None:
    days, kim = Days(store), store.add_profile("Kim")
    assert days.profile(kim.id) == kim
    store.remove_profile(kim.id)
    assert days.profile(kim.id) is None


def test_the_day_before_is_copied_below_what_is_drawn_and_not_into_the_future(store: Store) -> None:
    days, me, before = Days(store), store.profiles()[0].id, DAY - timedelta(days=1)
    days.place(me, Bout(before, 0, 420, "other"))
    days.place(me, Bout(before, 540, 720, "desk"))
    days.place(me, Bout(before, 1380, 1440, "other"))
    days.place(me, bout(400, 480, "walking"))
    copied = days.copy(me, before, DAY, 600)
    assert days.bouts(me, DAY) == [bout(0, 400, "other"), bout(400, 480, "walking"), bout(540, 600)]
    days.undo(me, copied)
    assert days.bouts(me, DAY) == [bout(400, 480, "walking")]
    days.copy(me, before, DAY)
    assert days.bouts(me, DAY)[-1] == bout(1380, 1440, "other")
