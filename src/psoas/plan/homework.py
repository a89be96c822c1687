"""Homework: what a trainer gives a person to do at home, what came back of it, and how much of it was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import ceil
from statistics import median
from typing import Final, Literal

from psoas.errors import UsageError
from psoas.exercises import COACHED
from psoas.plan.practice import WEEK
from psoas.plan.protocol import load_protocol
from psoas.plan.records import SessionRecord
from psoas.plan.remarks import Remark
from psoas.sides import SIDE_WORDS, SideWord
from psoas.words import _

HomeworkRole = Literal["given", "received"]
"""Whether the coach that keeps it is the trainer's or that of the person who does it."""

MOST_TASKS: Final = 5
MOST_NOTE: Final = 500
MOST_NAME: Final = 100
MOST_SETS_SENT: Final = 5000
MOST_PICTURES_SENT: Final = 6
LIMITS: Final = {"sets": (1, 6), "repetitions": (1, 30), "hold_s": (1, 120), "days_a_week": (1, 7)}
"""Least and most of each figure of a task: working defaults that no person needs to leave."""


@dataclass(frozen=True)
class HomeworkTask:
    """One stretch of homework.

    Attributes:
        exercise: name of a coached exercise, or id of a form in ``protocol.json``.
        sides: the rear leg of its sets, one or both.
        sets: a side and day.
        repetitions: of a set.
        hold_s: how long each is held [s].
        days_a_week: on which it is to be done.
    """

    exercise: str
    sides: tuple[SideWord, ...] = SIDE_WORDS
    sets: int = 1
    repetitions: int = 10
    hold_s: float = 2.0
    days_a_week: int = 7

    def __post_init__(self) -> None:
        if self.exercise not in timed_names():
            raise UsageError(
                _("There is no stretch called {name} in this psoas; choose another one.", name=self.exercise)
            )
        if not self.sides or any(side not in SIDE_WORDS for side in self.sides):
            raise UsageError(_("Homework is for the left leg, the right leg or both; choose one of them."))
        if len(set(self.sides)) < len(self.sides):
            raise UsageError(_("A leg is named twice in one stretch; name it once."))
        for name, (least, most) in LIMITS.items():
            value = getattr(self, name)
            whole = name == "hold_s" or value == int(value)
            if not (least <= value <= most and whole):
                raise UsageError(_limit_words(name, least, most))


@dataclass(frozen=True)
class Homework:
    """What a trainer gives to a person.

    Attributes:
        key: random; the results name it, so that they find their homework.
        client: name of the person, as the trainer writes it.
        trainer: name of the trainer; may be empty.
        made_at: aware.
        note: of the trainer; may be empty.
    """

    key: str
    client: str
    trainer: str
    made_at: datetime
    tasks: tuple[HomeworkTask, ...]
    note: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.tasks) <= MOST_TASKS:
            raise UsageError(_("Homework has 1 to {most} stretches; change their number.", most=MOST_TASKS))
        if len(self.note) > MOST_NOTE:
            raise UsageError(
                _(
                    "The note has {count} letters; shorten it to {most}.",
                    count=len(self.note),
                    most=MOST_NOTE,
                )
            )


@dataclass(frozen=True)
class DoneSet:
    """A set that a person did for homework.

    Attributes:
        day: by their own wall clock.
        side: the rear leg.
        repetitions: that count.
        hold_s: the middle one of its holds [s].
        good: how many were good; None where none could be judged.
        pain_after: of its session, 0 to 10; None was not answered.
    """

    day: date
    exercise: str
    side: SideWord
    repetitions: int
    hold_s: float
    good: int | None = None
    pain_after: int | None = None


@dataclass(frozen=True)
class HomeworkResults:
    """What came back of homework.

    Attributes:
        key: of the homework.
        client: name of the person in their own coach.
        opened: day on which they opened it.
        written_at: aware; nothing is known of the time after it.
        sets: in the order of the days.
    """

    key: str
    client: str
    opened: date
    written_at: datetime
    sets: tuple[DoneSet, ...] = ()


@dataclass(frozen=True)
class SentPicture:
    """A picture with the remarks drawn on it, as it goes with homework.

    Attributes:
        caption: what it shows.
        jpeg: the picture alone.
        remarks: in the order in which they were drawn.
    """

    caption: str
    jpeg: bytes
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class TaskWeek:
    """Seven days of one task, counted from the day on which the homework was opened.

    Attributes:
        met: days on which all of its sets were done, not more than are aimed at.
        over: its seven days have passed.
    """

    first: date
    met: int
    aimed: int
    over: bool


@dataclass(frozen=True)
class Adherence:
    """How much of a task was done, by what came back.

    Attributes:
        weeks: oldest first; the last one may still run.
        until: the last day of which anything is known.
    """

    task: HomeworkTask
    weeks: tuple[TaskWeek, ...]
    until: date

    @property
    def share(self) -> float | None:
        """Days that were met among those aimed at, in the weeks that are over; None before the first is over."""
        over = [week for week in self.weeks if week.over]
        return sum(week.met for week in over) / sum(week.aimed for week in over) if over else None


def timed_names() -> dict[str, str]:
    """What the timer can lead through, and homework can name: exercises and other forms, their words by name."""
    forms = {
        one.id: one.name
        for one in load_protocol().exercises.values()
        if one.timed is not None and one.kind != "base" and one.id != "long_hold"
    }
    return {one.movement: one.label for one in COACHED} | forms


def done_sets(
    homework: Homework, sessions: Iterable[SessionRecord], since: date, tz: tzinfo | None = None
) -> tuple[DoneSet, ...]:
    """The sets of a person that belong to homework: those of its stretches, and of nothing else.

    Args:
        since: first day.
        tz: of the wall clock that days are counted by; None for this machine's.
    """
    names = {task.exercise for task in homework.tasks}
    found = [
        DoneSet(
            day=a_set.started_at.astimezone(tz).date(),
            exercise=a_set.exercise,
            side=a_set.side,
            repetitions=len(a_set.counted),
            hold_s=round(median(one.hold_s for one in a_set.counted), 2),
            good=_good([one.good for one in a_set.counted]),
            pain_after=session.pain_after,
        )
        for session in sessions
        for a_set in session.sets
        if a_set.exercise in names and a_set.counted
    ]
    kept = sorted((one for one in found if one.day >= since), key=lambda one: one.day)
    return tuple(kept[-MOST_SETS_SENT:])


def adherence(homework: Homework, sets: Sequence[DoneSet], opened: date, until: date) -> list[Adherence]:
    """How much of each task was done from ``opened`` up to ``until``, both included.

    A set counts with most of its repetitions and of its hold (``homework_set_share``); a day is met when each of the
    task's legs has all of its sets.
    """
    return [Adherence(task, _weeks(task, sets, opened, until), until) for task in homework.tasks]


def sets_left(task: HomeworkTask, sets: Sequence[DoneSet], day: date) -> dict[SideWord, int]:
    """Sets of a task that are still to be done on a day, by leg."""
    done = _sets_by_side(task, sets, day)
    return {side: max(task.sets - done[side], 0) for side in task.sides}


def _weeks(task: HomeworkTask, sets: Sequence[DoneSet], opened: date, until: date) -> tuple[TaskWeek, ...]:
    weeks = []
    for offset in range(0, max((until - opened).days, 0) + 1, WEEK):
        first = opened + timedelta(offset)
        days = [first + timedelta(number) for number in range(WEEK)]
        met = sum(not any(sets_left(task, sets, day).values()) for day in days if day <= until)
        weeks.append(TaskWeek(first, min(met, task.days_a_week), task.days_a_week, days[-1] <= until))
    return tuple(weeks)


def _sets_by_side(task: HomeworkTask, sets: Sequence[DoneSet], day: date) -> dict[SideWord, int]:
    share = load_protocol().figures.homework_set_share
    least = ceil(share * task.repetitions)
    counted = [
        one.side
        for one in sets
        if one.day == day
        and one.exercise == task.exercise
        and one.repetitions >= least
        and one.hold_s >= share * task.hold_s
    ]
    return {side: counted.count(side) for side in task.sides}


def _good(judged: Sequence[bool | None]) -> int | None:
    decided = [one for one in judged if one is not None]
    return sum(decided) if decided else None


def _limit_words(name: str, least: int, most: int) -> str:
    if name == "sets":
        return _("A leg has {least} to {most} sets a day; write such a number.", least=least, most=most)
    if name == "repetitions":
        return _("A set has {least} to {most} repetitions; write such a number.", least=least, most=most)
    if name == "hold_s":
        return _("A hold has {least} to {most} seconds; write such a number.", least=least, most=most)
    return _("A week has {least} to {most} days; write such a number.", least=least, most=most)
