"""Sets and holding time by day and side, and the week of the plan that they reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Literal

from psoas.plan.protocol import Stage, load_protocol
from psoas.plan.records import SessionRecord, SetRecord
from psoas.sides import SIDE_WORDS, SideWord

WEEK = 7


@dataclass(frozen=True)
class Done:
    """Practice of one side: whole sets, long holds, and seconds held in repetitions that count."""

    sets: int = 0
    long_holds: int = 0
    held_s: float = 0.0

    def __add__(self, other: "Done") -> "Done":
        return Done(self.sets + other.sets, self.long_holds + other.long_holds, self.held_s + other.held_s)


DayMark = Literal["whole", "part"]

Days = Mapping[date, Mapping[SideWord, Done]]
"""Only days with a set in them; each with both sides."""


@dataclass(frozen=True)
class Week:
    """Seven days since the first session, or since a whole number of weeks after it.

    Attributes:
        first: its first day.
        number: of the week of the plan.
        days_met: number of days on which both sides did the dose.
        credit: the same with parts of days: half of a day's sets on both sides is half a day.
        sets: by side; of each day no more than its aim.
        aimed: sets a side in seven days.
        over: its seven days have passed.
    """

    first: date
    number: int
    stage: Stage
    days_met: int
    credit: float
    sets: Mapping[SideWord, int]
    aimed: int
    over: bool

    @property
    def counts(self) -> bool:
        """Whether the dose was done on most of its days, parts of days added up."""
        return round(self.credit, 6) >= load_protocol().figures.days_met


@dataclass(frozen=True)
class Course:
    """A person's way through the plan.

    Attributes:
        weeks: since the first session, oldest first; the last one may still run.
        number: of the plan's week today; one more than the last when all were done.
        idle_days: days since the last set; None where there was none.
    """

    weeks: tuple[Week, ...]
    number: int
    idle_days: int | None

    @property
    def stage(self) -> Stage:
        """Stage with the dose that applies today."""
        return load_protocol().stage(self.number)

    @property
    def since_week(self) -> int:
        """Weeks since the first session, the running one included; 1 before it."""
        return max(len(self.weeks), 1)

    @property
    def finished(self) -> bool:
        """Whether every week of the plan was done."""
        return self.number > load_protocol().last_week


def done_in(a_set: SetRecord) -> Done:
    """Count one set: it is whole with 8 repetitions; a hold of 60 s is a long one; every hold adds its time."""
    figures = load_protocol().figures
    repetitions = a_set.counted
    return Done(
        sets=int(len(repetitions) >= figures.repetitions_low),
        long_holds=sum(round(repetition.hold_s) >= figures.long_hold_s for repetition in repetitions),
        held_s=sum(repetition.hold_s for repetition in repetitions),
    )


def practised(sessions: Iterable[SessionRecord], tz: tzinfo | None) -> dict[date, dict[SideWord, Done]]:
    """Sum up each side's practice on each day that has a set, by the wall clock of ``tz`` (None: this machine's)."""
    days: dict[date, dict[SideWord, Done]] = {}
    for session in sessions:
        for a_set in session.sets:
            if a_set.counted:
                day = days.setdefault(
                    a_set.started_at.astimezone(tz).date(), {side: Done() for side in SIDE_WORDS}
                )
                day[a_set.side] += done_in(a_set)
    return days


def sets_towards(done: Done, stage: Stage) -> int:
    """Count the sets of a day towards a stage's aim; a day with the stage's replacement counts as all of them."""
    other = stage.instead
    if other and done.sets >= other.sets and done.long_holds >= other.long_holds:
        return stage.sets
    return min(done.sets, stage.sets)


def follow(days: Days, today: date) -> Course:
    """Walk the weeks of the plan from the first day to ``today``.

    A week of the plan is left behind only when its seven days have passed and its dose was met, on both sides, on
    most of them (``days_met``), parts of days added up; otherwise it is repeated. Each ``break_days`` without a set
    take back one stage. Days after ``today`` are ignored.
    """
    known = sorted(day for day in days if day <= today)
    if not known:
        return Course((), 1, None)
    number, last = 1, known[0]
    weeks = []
    for offset in range(0, (today - known[0]).days + 1, WEEK):
        first = known[0] + timedelta(offset)
        practice = [day for day in known if first <= day < first + timedelta(WEEK)]
        for day in practice:
            number = _after_break(number, (day - last).days)
            last = day
        week = _week(first, number, [days[day] for day in practice], today)
        weeks.append(week)
        if week.over and week.counts:
            number = min(number, load_protocol().last_week) + 1
    idle = (today - last).days
    return Course(tuple(weeks), _after_break(number, idle), idle)


def day_marks(days: Days, today: date) -> dict[date, DayMark]:
    """Mark each day with a set: its dose was done on both sides, or a part of it."""
    weeks = follow(days, today).weeks
    found: dict[date, DayMark] = {}
    for day in sorted(days):
        week = next((one for one in weeks if 0 <= (day - one.first).days < WEEK), None)
        if week is not None:
            least = min(sets_towards(days[day][side], week.stage) for side in SIDE_WORDS)
            found[day] = "whole" if least >= week.stage.sets else "part"
    return found


def held_minutes(days: Days, today: date) -> dict[SideWord, float]:
    """Sum up the minutes held a side in the seven days that end with ``today``."""
    recent = [done for day, done in days.items() if 0 <= (today - day).days < WEEK]
    return {side: sum(done[side].held_s for done in recent) / 60 for side in SIDE_WORDS}


def _week(first: date, number: int, practice: Sequence[Mapping[SideWord, Done]], today: date) -> Week:
    stage = load_protocol().stage(number)
    towards = [{side: sets_towards(done[side], stage) for side in SIDE_WORDS} for done in practice]
    return Week(
        first=first,
        number=number,
        stage=stage,
        days_met=sum(min(sets.values()) >= stage.sets for sets in towards),
        credit=sum(min(sets.values()) for sets in towards) / stage.sets,
        sets={side: sum(sets[side] for sets in towards) for side in SIDE_WORDS},
        aimed=stage.sets * WEEK,
        over=first + timedelta(WEEK) <= today,
    )


def _after_break(number: int, gap_days: int) -> int:
    protocol = load_protocol()
    back = int(gap_days // protocol.figures.break_days)
    if back == 0:
        return number
    place = protocol.stages.index(protocol.stage(number)) - back
    return protocol.stages[max(place, 0)].first_week
