"""Weeks of the plan, forms of the stretch and doses, from ``protocol.json``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from psoas.data import read_data
from psoas.day import Activity, load_activities
from psoas.exercises import Threshold
from psoas.exercises.hip_stretch import load_thresholds
from psoas.findings import Verdict
from psoas.words import speaking, translated

FormKind = Literal["base", "easier", "harder", "break"]


@dataclass(frozen=True)
class Figures:
    """Values of the figures by name; ``protocol.json`` gives unit, meaning and source of each."""

    repetitions_low: float
    repetitions_high: float
    long_hold_least_s: float
    long_hold_s: float
    plateau_min: float
    days_met: float
    fewer_weeks: float
    break_days: float
    pain_rise: float
    recent_sessions: float
    good_share_high: float
    good_share_low: float
    fault_share: float
    decided_least: float
    retest_days: float
    retest_trials: float
    trial_weeks: float
    hold_error_s: float
    homework_set_share: float
    homework_share_low: float


@dataclass(frozen=True)
class Instead:
    """Sets and long holds a side that, on one day, replace a stage's sets."""

    sets: int
    long_holds: int


@translated("says")
@dataclass(frozen=True)
class Stage:
    """Weeks of the plan that share one dose.

    Attributes:
        first_week, last_week: of the plan, both included.
        sets: a side and day.
        instead: sets and long holds that serve as well, or None.
        says: the dose in words.
    """

    id: str
    first_week: int
    last_week: int
    sets: int
    instead: Instead | None
    says: str
    source: str


@translated("go", "back")
@dataclass(frozen=True)
class TimedWords:
    """What the timer says: at the begin of the move, and after the hold."""

    go: str
    back: str


@translated("name", "when", "how", "note")
@dataclass(frozen=True)
class ExerciseForm:
    """A form of the stretch, or a move that breaks up sitting.

    Attributes:
        when: when it applies.
        from_week: of the plan, from which it is offered.
        how: plain sentences in order.
        activity: of a move that breaks up sitting, as in the record of a day; note and source are the activity's.
        note: a caveat, or None.
        verdict: of the evidence for the claim that it is a break for the psoas, or for the note.
        evidence: ids in ``findings/evidence.json``.
        helps: faults that it makes less likely.
        timed: words of the timer; None where it is not timed.
    """

    id: str
    name: str
    kind: FormKind
    when: str
    from_week: int
    how: tuple[str, ...]
    activity: Activity | None
    note: str | None
    verdict: Verdict | None
    source: str
    doi: str | None
    evidence: tuple[str, ...]
    helps: tuple[str, ...]
    timed: TimedWords | None


@dataclass(frozen=True)
class Protocol:
    """All of ``protocol.json``.

    Attributes:
        entries: each figure with its unit, source and meaning, by name.
        figures: their values.
        stages: in the order of the weeks.
        exercises: by id, in the order of the page.
    """

    entries: Mapping[str, Threshold]
    figures: Figures
    stages: tuple[Stage, ...]
    exercises: Mapping[str, ExerciseForm]

    @property
    def last_week(self) -> int:
        """The last week of the plan."""
        return self.stages[-1].last_week

    def stage(self, week: int) -> Stage:
        """Find the stage of a week of the plan; the first and the last stage reach beyond the plan."""
        return next((stage for stage in self.stages if week <= stage.last_week), self.stages[-1])

    def smaller(self, stage: Stage) -> Stage | None:
        """The stage before one, whose dose is smaller; None before the first."""
        place = self.stages.index(stage)
        return self.stages[place - 1] if place else None


@cache
@speaking("en")
def load_protocol() -> Protocol:
    """Load the package's protocol, put together in English, whoever loads it first."""
    content = read_data("psoas.plan", "protocol.json")
    entries = {
        name: Threshold(**content["figures"][name]) for name in (field.name for field in fields(Figures))
    }
    stages = [
        Stage(**{**stage, "instead": Instead(**stage["instead"]) if stage["instead"] else None})
        for stage in content["stages"]
    ]
    exercises = [_exercise(item) for item in content["exercises"]]
    return Protocol(
        entries=MappingProxyType(entries),
        figures=Figures(**{name: float(entry.value) for name, entry in entries.items()}),
        stages=tuple(stages),
        exercises=MappingProxyType({exercise.id: exercise for exercise in exercises}),
    )


def aimed_minutes(stage: Stage, repetitions: int) -> float:
    """Compute the holding time a side and week [min] of a stage: sets x repetitions x hold x 7 days.

    One set of 10 x 2 s a day is 140 s, 2.3 minutes a week. Only the hold counts, without the way in and back.
    """
    return stage.sets * repetitions * load_thresholds().hold_ideal_s * 7 / 60


def planned_seconds(week: int, weeks: int, repetitions: int = 10) -> tuple[float, ...]:
    """The holding time a side [s] of each of the next weeks of the plan; after its end the last dose goes on.

    Args:
        week: of the plan, that the first of them is.
        weeks: how many.
        repetitions: of a set, a side.
    """
    stages = (load_protocol().stage(week + number) for number in range(weeks))
    return tuple(60 * aimed_minutes(stage, repetitions) for stage in stages)


def _exercise(item: dict[str, Any]) -> ExerciseForm:
    listed = {name: tuple(item[name]) for name in ("how", "evidence", "helps")}
    timed = TimedWords(**item["timed"]) if item["timed"] else None
    exercise = ExerciseForm(**{**item, **listed, "timed": timed})
    if exercise.activity is None:
        return exercise
    kind = load_activities().kinds[exercise.activity]
    return replace(exercise, note=kind.note, source=kind.source or exercise.source)
