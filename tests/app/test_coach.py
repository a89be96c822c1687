"""All pages of one coach share its days and its reminders."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from psoas.app.coach import Coach
from psoas.plan.records import Bout
from psoas.store.store import Store


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[Coach]:
    with Store.open(f"sqlite:///{tmp_path / 'psoas.db'}") as store:
        yield Coach(store, tmp_path)


def test_a_page_sees_that_the_reminder_edited_the_day(coach: Coach) -> None:
    me = coach.store.profiles()[0].id
    reminder = coach.reminders.of(me)
    assert coach.reminders.of(me) is reminder
    before = coach.days.edits(me)
    reminder.days.place(me, Bout(date(2026, 3, 2), 540, 600, "desk"))
    assert coach.days.edits(me) == before + 1
