"""The reminder keeps the day as the sitting goes on, and calls once."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from psoas.app.today.days import Days
from psoas.app.today.reminder import Reminder, Reminders
from psoas.errors import UsageError
from psoas.plan.breaks import Surroundings, Watch
from psoas.plan.records import Bout
from psoas.store.store import Store
from tests.store.ready import ready_file

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = NINE.date()
HERE = Surroundings(camera=False, microphone=False, full_screen=False, idle_s=0.0, locked=False)


class Office:
    """One person, their database, a clock that is moved by hand, and what they were told."""

    def __init__(self, store: Store) -> None:
        self.store, self.days = store, Days(store)
        self.person = store.profiles()[0]
        self.now, self.around = NINE, HERE
        self.told: list[str] = []
        self.reminders = Reminders(self.make)
        self.reminder = self.reminders.of(self.person.id)

    def make(self, profile_id: int) -> Reminder:
        return Reminder(
            self.days,
            profile_id,
            clock=lambda: self.now,
            look=lambda: self.around,
            tell=lambda title, text: self.told.append(text),
            every_s=3600,
        )

    async def pass_by(self, minutes: int, around: Surroundings = HERE) -> None:
        """Lets minutes pass with a look at each."""
        for minute in range(minutes):
            self.now += timedelta(minutes=1)
            idle = around.idle_s
            self.around = replace(around, idle_s=idle + 60 * (minute + 1) if idle else idle)
            await self.reminder.step()

    def bouts(self) -> list[tuple[int, int, str]]:
        return [
            (one.start_min, one.end_min, str(one.activity)) for one in self.days.bouts(self.person.id, DAY)
        ]


def disk_is_full(*_: object) -> None:
    raise UsageError("the disk is full")


def live(morning: Callable[[], Coroutine[None, None, None]]) -> None:
    """Runs in a thread of its own: the browser's tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(morning())).result()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Store.open(ready_file(tmp_path)) as store:
        yield Office(store)


def test_every_look_leaves_the_sitting_in_the_store(office: Office) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        await office.pass_by(10)
        assert office.bouts() == [(540, 550, "desk")]
        await office.reminder.sit_down("couch")
        await office.pass_by(5)
        await office.reminder.stand_up()
        office.reminders.close()

    live(morning)
    assert office.bouts() == [(540, 550, "desk"), (550, 555, "couch")]


def test_it_tells_the_desktop_once_where_no_page_can(office: Office) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        await office.pass_by(35)
        office.reminders.close()

    live(morning)
    assert office.told == ["You have been sitting for 30 min. A short walk is a good break."]


def test_a_page_that_may_notify_does_it_instead_of_the_desktop(office: Office) -> None:
    async def morning() -> None:
        office.reminder.pages["a page"] = True
        await office.reminder.sit_down("desk")
        await office.pass_by(35)
        office.reminders.close()

    live(morning)
    assert office.told == []
    assert office.reminder.watch.showing


def test_the_time_away_stays_unknown(office: Office) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        await office.pass_by(10)
        await office.pass_by(8, replace(HERE, idle_s=1e-9))
        await office.pass_by(5)
        office.reminders.close()

    live(morning)
    assert office.bouts() == [(540, 550, "desk"), (559, 563, "desk")]


def test_what_was_entered_by_hand_meanwhile_is_kept(office: Office) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        await office.pass_by(10)
        office.days.place(office.person.id, Bout(DAY, 543, 546, "walking"))
        await office.pass_by(5)
        office.reminders.close()

    live(morning)
    assert office.bouts() == [(540, 543, "desk"), (543, 546, "walking"), (546, 555, "desk")]


def test_a_store_that_fails_is_told_of_and_made_up_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        with monkeypatch.context() as patch:
            patch.setattr(office.days, "place", disk_is_full)
            await office.pass_by(10)
            assert office.reminder.trouble == "the disk is full"
        await office.pass_by(1)
        assert office.reminder.trouble is None
        office.reminders.close()

    live(morning)
    assert office.bouts() == [(540, 551, "desk")]


def test_the_person_s_own_time_holds_and_a_removed_person_is_left_alone(office: Office) -> None:
    office.store.change_profile(
        replace(office.person, settings=replace(office.person.settings, remind_after_min=12))
    )

    async def morning() -> None:
        await office.reminder.sit_down("desk")
        await office.pass_by(12)
        assert office.reminder.watch.showing
        office.store.add_profile("Next")
        office.store.remove_profile(office.person.id)
        await office.pass_by(1)
        assert office.reminder.watch == Watch()
        office.reminders.close()

    live(morning)


def test_a_stretch_interrupts_the_sitting_that_goes_on(office: Office) -> None:
    async def morning() -> None:
        await office.reminder.interrupt(NINE)
        assert office.bouts() == []
        await office.reminder.sit_down("desk")
        await office.pass_by(25)
        await office.reminder.interrupt(office.now - timedelta(minutes=4))
        assert office.bouts() == [(540, 561, "desk"), (561, 565, "other")]
        await office.pass_by(29)
        assert not office.reminder.watch.showing
        await office.pass_by(1)
        assert office.reminder.watch.showing
        office.reminders.close()

    live(morning)
    assert office.bouts() == [(540, 561, "desk"), (561, 565, "other"), (565, 595, "desk")]
    assert len(office.told) == 1


def test_postponing_and_pausing_close_what_shows(office: Office) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        await office.pass_by(30)
        office.reminder.postpone()
        assert not office.reminder.watch.showing
        await office.pass_by(10)
        assert office.reminder.watch.showing
        office.reminder.pause(None)
        assert office.reminder.paused
        assert "Reminders are paused until tomorrow." in office.reminder.words()
        office.reminder.resume()
        await office.pass_by(1)
        assert office.reminder.watch.showing
        office.reminders.close()

    live(morning)
    assert len(office.told) == 3


def test_an_edit_can_be_undone_and_touches_nothing_beside_it(office: Office) -> None:
    person = office.person.id
    office.days.place(person, Bout(DAY, 540, 600, "desk"))
    change = office.days.place(person, Bout(DAY, 560, 570, "walking"))
    office.days.place(person, Bout(DAY, 600, 620, "car"))
    office.days.undo(person, change)
    assert office.bouts() == [(540, 600, "desk"), (600, 620, "car")]
    assert office.days.edits(person) == 4


def records(office: Office) -> list[tuple[int, str | None, int | None]]:
    """Minutes from nine at which each reminder came and was answered, and the answer."""

    def minute(moment: datetime) -> int:
        return round((moment - NINE).total_seconds() / 60)

    return [
        (minute(one.rang_at), one.answer, None if one.answered_at is None else minute(one.answered_at))
        for one in office.store.reminders.between(office.person.id, NINE, NINE + timedelta(days=1))
    ]


def test_each_reminder_and_what_followed_it_is_kept(office: Office) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        await office.pass_by(30)
        assert records(office) == [(30, None, None)]
        await office.pass_by(2)
        office.reminder.postpone()
        await office.pass_by(10)
        await office.pass_by(1)
        await office.reminder.stand_up()
        await office.reminder.sit_down("desk")
        await office.pass_by(60)
        await office.pass_by(9, replace(HERE, idle_s=1e-9))
        await office.pass_by(31)
        office.reminder.pause(30)
        await office.pass_by(31)
        await office.reminder.interrupt(office.now - timedelta(minutes=2))
        await office.reminder.stand_up()
        office.reminders.close()

    live(morning)
    assert records(office) == [
        (30, "postponed", 32),
        (42, "stood_up", 43),
        (73, None, None),
        (103, "left", 103),
        (143, "paused", 143),
        (173, "stretched", 174),
    ]


def test_a_reminder_that_could_not_be_kept_is_kept_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def morning() -> None:
        await office.reminder.sit_down("desk")
        with monkeypatch.context() as patch:
            patch.setattr(office.days, "keep_reminder", disk_is_full)
            await office.pass_by(31)
            assert office.reminder.trouble == "the disk is full"
        await office.reminder.stand_up()
        assert office.reminder.trouble is None
        office.reminders.close()

    live(morning)
    assert records(office) == [(30, "stood_up", 31)]
    assert office.bouts() == [(540, 571, "desk")]
