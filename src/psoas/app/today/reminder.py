"""Reminders of those who sit: one task a person that reads the surroundings, stores the day, and notifies."""

import asyncio
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta

from psoas.app import clock
from psoas.app.today.days import Days
from psoas.app.today.surroundings import read_surroundings
from psoas.app.today.tools import notify
from psoas.day import Activity
from psoas.errors import PsoasError
from psoas.plan import (
    Bout,
    ReminderAnswer,
    ReminderRecord,
    Rules,
    Surroundings,
    Watch,
    breaks,
    duration,
    pieces,
    rules_for,
)
from psoas.words import N_, _

EVERY_S = 15.0
TITLE = N_("Time to stand up")


@dataclass(eq=False)
class Reminder:
    """One person's reminder. The sitting up to the last sign, and each reminder, are in the store after each step.

    Attributes:
        days: of all people.
        profile_id: of the person.
        clock: reads the time; it is aware.
        look: reads the surroundings.
        tell: shows title and text outside the browser.
        every_s: time between two steps [s].
        watch, rules: state and settings.
        activity: the kind of sitting.
        pages: open pages by client, and whether their browser may show a notification.
        trouble: why the day could not be saved, or None.
    """

    days: Days
    profile_id: int
    _by_name: KW_ONLY
    clock: Callable[[], datetime] = clock.local_now
    look: Callable[[], Surroundings] = read_surroundings
    tell: Callable[[str, str], object] = notify
    every_s: float = EVERY_S
    watch: Watch = field(default_factory=Watch, init=False)
    rules: Rules = field(default_factory=lambda: rules_for(0), init=False)
    activity: Activity = field(default="desk", init=False)
    pages: dict[str, bool] = field(default_factory=dict, init=False)
    trouble: str | None = field(default=None, init=False)
    _unsaved: list[Bout] = field(default_factory=list, init=False)
    _unanswered: ReminderRecord | None = field(default=None, init=False)
    _unsaved_reminders: list[ReminderRecord] = field(default_factory=list, init=False)
    _task: asyncio.Task[None] | None = field(default=None, init=False)

    @property
    def sitting(self) -> bool:
        """Whether a sitting goes on."""
        return self.watch.sat_since is not None

    async def sit_down(self, activity: Activity) -> None:
        """Begin a sitting, or change the activity of the present one."""
        await self._learn()
        if self.sitting:
            self._touch()
        else:
            self.watch = breaks.sat_down(self.watch, self.clock())
        self.activity = activity
        await self._save()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def stand_up(self) -> None:
        """End the sitting now."""
        self._touch()
        self._answer("stood_up")
        self.watch = breaks.stood_up(self.watch)
        await self._save()

    async def interrupt(self, since: datetime) -> None:
        """Enter another activity, such as the stretch, from ``since`` (aware) until now, and begin a new sitting.

        Nothing changes where no sitting goes on.
        """
        sat_since, now = self.watch.sat_since, self.clock()
        if sat_since is None:
            return
        self._touch()
        self._answer("stretched")
        self._unsaved += pieces(max(since, sat_since).astimezone(now.tzinfo), now, "other")
        self.watch = breaks.sat_down(self.watch, now)
        await self._save()

    def postpone(self) -> None:
        """Put off the reminder, once a sitting."""
        if self.watch.can_postpone:
            self._answer("postponed")
        self.watch = breaks.postponed(self.watch, self.clock(), self.rules)

    def pause(self, minutes: int | None) -> None:
        """Pause the reminder for some minutes; None: until tomorrow."""
        now = self.clock()
        if self.watch.showing:
            self._answer("paused")
        until = breaks.tomorrow(now) if minutes is None else now + timedelta(minutes=minutes)
        self.watch = breaks.paused(self.watch, until)

    def resume(self) -> None:
        """End the pause."""
        self.watch = breaks.paused(self.watch, None)

    @property
    def paused(self) -> bool:
        """Whether a pause goes on."""
        return self.watch.paused_until is not None and self.clock() < self.watch.paused_until

    def words(self) -> list[str]:
        """State the sitting and the next reminder, in sentences."""
        return breaks.words(self.watch, self.rules, self.clock())

    def text(self) -> str:
        """Write the text of the reminder; empty where nobody sits."""
        if self.watch.sat_since is None or self.watch.seen_at is None:
            return ""
        sat = int((self.watch.seen_at - self.watch.sat_since).total_seconds()) // 60
        return _("You have been sitting for {time}. A short walk is a good break.", time=duration(sat))

    async def step(self) -> None:
        """Read the surroundings, store the sitting, and notify where it is due."""
        if not await self._learn():
            self.watch, self._unsaved, self._unsaved_reminders = Watch(), [], []
            return
        around = await asyncio.to_thread(self.look)
        rang_at = self.watch.rang_at
        self._observe(around)
        await self._save()
        if self.watch.showing and self.watch.rang_at != rang_at and not any(self.pages.values()):
            await asyncio.to_thread(self.tell, _(TITLE), self.text())

    def close(self) -> None:
        """End the task; the sitting up to the last step is in the store."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while self.sitting:
            try:
                await self.step()
            except PsoasError as error:
                self.trouble = str(error)
            await asyncio.sleep(self.every_s)

    async def _learn(self) -> bool:
        """Read the person's time to a reminder; False where they were removed."""
        profile = await asyncio.to_thread(self.days.profile, self.profile_id)
        if profile is not None:
            self.rules = rules_for(profile.settings.remind_after_min)
        return profile is not None

    def _touch(self) -> None:
        """Count a press of a button as a sign of the person."""
        self._observe(replace(self.watch.surroundings, idle_s=0.0, locked=False))

    def _observe(self, around: Surroundings) -> None:
        before = self.watch
        self.watch = after = breaks.observed(before, around, self.clock(), self.rules)
        if before.seen_at is None or after.seen_at is None or after.sat_since is None:
            return
        if after.sat_since != before.sat_since:
            self._answer("left", before.seen_at)
        if after.rang_at is not None and after.rang_at != before.rang_at:
            self._unanswered = ReminderRecord(after.rang_at, after.sat_since)
            self._unsaved_reminders.append(self._unanswered)
        start = before.seen_at if after.sat_since == before.sat_since else after.sat_since
        self._unsaved += pieces(start, after.seen_at, self.activity)

    def _answer(self, answer: ReminderAnswer, at: datetime | None = None) -> None:
        """Note what followed the last reminder of this sitting, where nothing did so far."""
        if self._unanswered is not None:
            followed = replace(self._unanswered, answer=answer, answered_at=at or self.clock())
            self._unsaved_reminders.append(followed)
        self._unanswered = None

    async def _save(self) -> None:
        waiting, self._unsaved = self._unsaved, []
        reminders, self._unsaved_reminders = self._unsaved_reminders, []
        try:
            while waiting:
                await asyncio.to_thread(self.days.place, self.profile_id, waiting[0])
                waiting.pop(0)
            while reminders:
                await asyncio.to_thread(self.days.keep_reminder, self.profile_id, reminders[0])
                reminders.pop(0)
            self.trouble = None
        except PsoasError as error:
            self.trouble = str(error)
        finally:
            self._unsaved = waiting + self._unsaved
            self._unsaved_reminders = reminders + self._unsaved_reminders


class Reminders:
    """The reminders of one coach by person."""

    def __init__(self, make: Callable[[int], Reminder]) -> None:
        self._make = make
        self._all: dict[int, Reminder] = {}

    def of(self, profile_id: int) -> Reminder:
        """Find this person's reminder, or make one that waits until they sit down."""
        if profile_id not in self._all:
            self._all[profile_id] = self._make(profile_id)
        return self._all[profile_id]

    def close(self) -> None:
        """End every task."""
        for reminder in self._all.values():
            reminder.close()
