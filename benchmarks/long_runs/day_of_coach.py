"""Whole days of the coach by a simulated clock: what the reminder, the days and the sessions keep is what happened.

The clock of this process and its time zone are set by the simulation, second by second; the store is a real one. The
truth, who sat when, is kept beside it by a clock that is never set.
"""

import itertools
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from benchmarks.long_runs.own_loop import run_aside
from benchmarks.long_runs.progress import Progress
from benchmarks.rows import Row
from psoas.app import clock
from psoas.app.stretch.keeping import StoreKeeper
from psoas.app.stretch.timer import GuidedTimer
from psoas.app.today.days import Days
from psoas.app.today.reminder import EVERY_S, Reminder
from psoas.exercises import EXERCISES
from psoas.plan import Surroundings
from psoas.store import Store

HOUR: Final = 3600.0


@dataclass
class World:
    """The machine and the person.

    Attributes:
        real_s: seconds that have passed; never set.
        wrong_s: by how much the wall clock is wrong.
        begin: when it was; zone: that the machine is set to.
        at_desk: somebody sits there; left_s: when they left it, in real time.
        told: reminders that were shown.
    """

    begin: datetime
    zone: str
    real_s: float = 0.0
    wrong_s: float = 0.0
    at_desk: bool = True
    left_s: float = 0.0
    told: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        """The wall clock, in the zone of the machine."""
        return (self.begin + timedelta(seconds=self.real_s + self.wrong_s)).astimezone()

    def look(self) -> Surroundings:
        """The surroundings as the desktop reports them."""
        idle = 0.0 if self.at_desk else self.real_s - self.left_s
        return Surroundings(camera=False, microphone=False, full_screen=False, idle_s=idle, locked=False)

    def move_to(self, zone: str) -> None:
        """Set the machine to another zone."""
        self.zone = os.environ["TZ"] = zone
        time.tzset()

    def leave(self) -> None:
        """Leave the desk."""
        self.at_desk, self.left_s = False, self.real_s


Event = Callable[[World], None]


@dataclass(frozen=True)
class Scenario:
    """A day: where and when it begins, and what happens at which hour of real time.

    Attributes:
        hours: its length.
        events: by hour.
        sleeps: from which to which hour the machine sleeps.
        hidden_min: minutes of it that the wall clock shows twice, or a flight: they are counted once.
    """

    name: str
    begin: datetime
    zone: str
    hours: float
    events: Mapping[float, Event] = field(default_factory=dict)
    sleeps: tuple[tuple[float, float], ...] = ()
    hidden_min: float = 0.0


def _at(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type, misc]


def _set_by(seconds: float) -> Event:
    def change(world: World) -> None:
        world.wrong_s += seconds

    return change


SET_MIN: Final = 3 * 60.0 + 65
"""Minutes hidden where the clock is set."""

PARIS: Final = "Europe/Paris"
SCENARIOS: Final = (
    Scenario("a plain day over midnight", _at(PARIS, 2026, 3, 3, 9), PARIS, 24),
    Scenario("summer time begins", _at(PARIS, 2026, 3, 28, 12), PARIS, 24),
    Scenario("summer time ends", _at(PARIS, 2026, 10, 24, 12), PARIS, 24, hidden_min=60),
    Scenario(
        "half an hour of summer time",
        _at("Australia/Lord_Howe", 2026, 4, 4, 12),
        "Australia/Lord_Howe",
        24,
        hidden_min=30,
    ),
    Scenario(
        "the clock is set forward by three hours, and back",
        _at(PARIS, 2026, 3, 3, 9),
        PARIS,
        24,
        {3.3: _set_by(3 * HOUR), 9.7: _set_by(-3 * HOUR)},
        hidden_min=SET_MIN,
    ),
    Scenario(
        "the clock is set back by two hours",
        _at(PARIS, 2026, 3, 3, 9),
        PARIS,
        24,
        {4.2: _set_by(-2 * HOUR)},
        hidden_min=SET_MIN,
    ),
    Scenario(
        "the clock is five years ahead for an hour",
        _at(PARIS, 2026, 3, 3, 9),
        PARIS,
        24,
        {2.2: _set_by(5 * 365 * 24 * HOUR), 3.2: _set_by(-5 * 365 * 24 * HOUR)},
        hidden_min=SET_MIN,
    ),
    Scenario(
        "small steps of a time server",
        _at(PARIS, 2026, 3, 3, 9),
        PARIS,
        24,
        {hour + 0.4: _set_by(-40.0 if hour % 2 else 35.0) for hour in range(24)},
    ),
    Scenario(
        "the machine sleeps at night and at noon",
        _at(PARIS, 2026, 3, 3, 9),
        PARIS,
        30,
        sleeps=((3.5, 4.6), (13.2, 21.9)),
    ),
    Scenario(
        "from Paris to Tokyo and to Los Angeles",
        _at(PARIS, 2026, 3, 3, 9),
        PARIS,
        36,
        {
            5.1: lambda world: world.move_to("Asia/Tokyo"),
            20.1: lambda world: world.move_to("America/Los_Angeles"),
        },
        hidden_min=17 * 60,
    ),
)


def rows(state: Path, step_s: float = EVERY_S) -> Iterator[Row]:
    """A row for each day; ``step_s`` is the time between two looks of the reminder."""
    for scenario in SCENARIOS:
        progress = Progress(state, scenario.name)
        if not progress.done:
            progress.add(faults(scenario, step_s))
            progress.save()
        what = f"{scenario.hours:g} h: {scenario.name}"
        yield progress.row(what, "what is kept is what happened", good="so it is")


def faults(scenario: Scenario, step_s: float) -> list[str]:
    """Live a day; what is wrong with what is kept of it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _machine(scenario) as world,
        Store.open(f"sqlite:///{Path(folder) / 'psoas.db'}") as store,
    ):
        run = _Run(world, store, scenario)
        run_aside(run.live(step_s))
        return run.faults()


@contextmanager
def _machine(scenario: Scenario) -> Iterator[World]:
    """The clock and zone of this process as the scenario has them."""
    before = clock.read_system, clock.monotonic, os.environ.get("TZ")
    world = World(scenario.begin.astimezone(UTC), scenario.zone)
    world.move_to(scenario.zone)
    clock.read_system, clock.monotonic = world.now, lambda: world.real_s
    try:
        yield world
    finally:
        clock.read_system, clock.monotonic = before[:2]
        os.environ.pop("TZ") if before[2] is None else os.environ.update(TZ=before[2])
        time.tzset()


class _Run:
    """One day of one person."""

    def __init__(self, world: World, store: Store, scenario: Scenario) -> None:
        self.world, self.store, self.scenario = world, store, scenario
        self.person = store.profiles()[0].id
        self.days = Days(store)
        self.reminder = Reminder(
            self.days,
            self.person,
            clock=clock.local_now,
            look=world.look,
            tell=lambda title, text: world.told.append(text),
        )
        self.dice = random.Random(scenario.name)
        self.sat_s = 0.0
        self.rang: list[tuple[float, float]] = []
        self.sat_since_s = 0.0
        self.quiet_s = 0.0
        self.sessions: list[int] = []
        self.wrong: list[str] = []

    async def live(self, step_s: float) -> None:
        """Sit for most of the day, with breaks, naps of the machine, sessions, and what the scenario brings."""
        world, events = self.world, sorted(self.scenario.events.items())
        self.reminder.every_s = 1e9  # steps are made here
        await self.reminder.sit_down("desk")
        back_s, away_s, stretch_s = 0.0, 40 * 60.0, 2.6 * HOUR
        last_rang = self.reminder.watch.rang_at
        while world.real_s < self.scenario.hours * HOUR:
            world.real_s += step_s
            while events and events[0][0] * HOUR <= world.real_s:
                events.pop(0)[1](world)
            if any(first * HOUR <= world.real_s < last * HOUR for first, last in self.scenario.sleeps):
                world.leave() if world.at_desk else None
                back_s = world.real_s + step_s
                continue
            if world.at_desk and world.real_s >= away_s:
                world.leave()
                back_s = world.real_s + self.dice.choice((120.0, 1200.0))
            elif not world.at_desk and world.real_s >= back_s:
                gone_s = world.real_s - world.left_s
                if gone_s >= self.reminder.rules.away.total_seconds():
                    self.sat_since_s = world.real_s
                else:
                    self.sat_s += gone_s - step_s  # too short for a break
                world.at_desk, away_s = True, world.real_s + self.dice.uniform(600, 6000)
            if world.at_desk:
                self.sat_s += step_s
            if world.real_s >= stretch_s:
                await self._stretch()
                stretch_s += 2.6 * HOUR
            await self.reminder.step()
            self._check_words()
            rang = self.reminder.watch.rang_at
            if rang is not None and rang != last_rang:
                self.rang.append((world.real_s, self.sat_since_s))
            last_rang = rang
            since_s = max(self.sat_since_s, self.rang[-1][0] if self.rang else 0.0)
            self.quiet_s = max(self.quiet_s, world.real_s - since_s if world.at_desk else 0.0)
        await self.reminder.stand_up()

    async def _stretch(self) -> None:
        """A session by the timer, in which the clock may be set."""
        world = self.world
        began = clock.utc_now()
        exercise = EXERCISES[0]
        keeper = StoreKeeper(
            self.store, self.person, "timer", "practice", 1, exercise.movement, clock.utc_now
        )
        timer = GuidedTimer(keeper, "left", 2, clock.monotonic, exercise)
        events = iter((-90.0, 90.0)) if self.scenario.events else iter(())
        for tick in itertools.count():
            world.real_s += 0.5
            if tick % 60 == 59:
                world.wrong_s += next(events, 0.0)
            if timer.tick().stage == "done":
                break
        keeper.end(0)
        if not keeper.is_stored(10.0) or keeper.trouble is not None:
            self.wrong.append(f"a session is not kept: {keeper.trouble}")
        self.sessions.append(2 * 2)
        self.sat_since_s, world.at_desk = world.real_s, True
        await self.reminder.interrupt(began)

    def _check_words(self) -> None:
        if self.reminder.trouble is not None:
            self.wrong.append(f"trouble: {self.reminder.trouble}")
        _ = self.reminder.words(), self.reminder.text()

    def faults(self) -> list[str]:
        """What is wrong with what is kept."""
        wrong = list(dict.fromkeys(self.wrong))
        wrong += self._faulty_sessions()
        wrong += self._faulty_bouts()
        wrong += self._faulty_reminders()
        return wrong

    def _faulty_sessions(self) -> Iterator[str]:
        kept = self.store.sessions(self.person)
        counts = [sum(len(one.repetitions) for one in session.sets) for session in kept]
        if sorted(counts) != sorted(self.sessions):
            yield f"sessions hold {counts} repetitions and not {self.sessions}"
        for session in kept:
            ends = [(one.started_at, one.ended_at) for one in session.sets]
            for start, end in [(session.started_at, session.ended_at), *ends]:
                if end is None or end < start:
                    yield "a session or a set ends before it begins"

    def _faulty_bouts(self) -> Iterator[str]:
        total = 0
        days = [self.scenario.begin.date() + timedelta(days=day) for day in range(-1, 4)]
        for day in days:
            bouts = self.days.bouts(self.person, day)
            total += sum(one.end_min - one.start_min for one in bouts if one.activity == "desk")
            if any(a.end_min > b.start_min for a, b in itertools.pairwise(bouts)):
                yield f"bouts of {day} overlap"
        most = self.sat_s / 60 + len(self.rang)
        if total > most:
            yield f"{total} min of sitting are kept, {self.sat_s / 60:.0f} were sat"
        least = 0.8 * self.sat_s / 60 - self.scenario.hidden_min
        if total < least:
            yield f"only {total} min of sitting are kept, {self.sat_s / 60:.0f} were sat"

    def _faulty_reminders(self) -> Iterator[str]:
        remind_s = self.reminder.rules.remind_after.total_seconds()
        if self.quiet_s > 2 * remind_s + 600:
            yield f"no reminder in {self.quiet_s / 60:.0f} min of sitting"
        for (before, _), (after, _) in itertools.pairwise(self.rang):
            if after - before < remind_s - 120:
                yield f"two reminders within {after - before:.0f} s"
        early = [at - since for at, since in self.rang if at - since < remind_s - 120]
        if early:
            yield f"a reminder after {min(early):.0f} s of sitting"
        if len(self.world.told) != len(self.rang):
            yield f"{len(self.rang)} reminders came, {len(self.world.told)} were shown"
