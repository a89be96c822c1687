"""Reminders are kept with their answers, for their person only."""

from dataclasses import replace
from datetime import timedelta

import pytest

from psoas.errors import UsageError
from psoas.plan.records import ReminderRecord
from psoas.store.store import Store
from tests.store.made import AT

HOUR = timedelta(hours=1)
REMINDER = ReminderRecord(AT, AT - HOUR)


def test_an_answer_takes_the_place_of_none_and_never_the_other_way_round(url: str) -> None:
    answered = replace(REMINDER, answer="stood_up", answered_at=AT + HOUR)
    with Store.open(url) as store:
        me, other = store.profiles()[0].id, store.add_profile("Second").id
        for record in (REMINDER, answered, REMINDER):
            store.reminders.save(me, record)
        assert store.reminders.between(me, AT - HOUR, AT + HOUR) == [answered]
        assert store.reminders.between(me, AT + HOUR, AT + 2 * HOUR) == []
        assert store.reminders.between(other, AT - HOUR, AT + HOUR) == []
        store.remove_profile(me)
        assert store.reminders.between(me, AT - HOUR, AT + HOUR) == []


def test_rules_are_said_in_words(url: str) -> None:
    with Store.open(url) as store:
        with pytest.raises(UsageError, match="There is no profile 99"):
            store.reminders.save(99, REMINDER)
        wrong = replace(REMINDER, answer="nodded", answered_at=AT)  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="a reminder is followed by stood_up"):
            store.reminders.save(store.profiles()[0].id, wrong)
