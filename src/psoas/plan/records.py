"""Records of what a person did: sessions with their sets and repetitions, and days with their bouts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from psoas.day import Activity, Worn
from psoas.exercises.half_kneeling import EXERCISE
from psoas.plan.remarks import Remark
from psoas.sides import SideWord

FIRST_EXERCISE: Final = EXERCISE.movement
"""Name of the exercise that a session and a set are of unless another one is given."""

Method = Literal["camera", "clip", "timer"]
"""Devices that count the repetitions of a set; the timer measures nothing."""

Purpose = Literal["practice", "retest"]

Moment = Literal["start", "deepest", "worst"]
"""Moments of a repetition that a picture can be kept of; the worst one is where its gravest fault was largest."""

ReminderAnswer = Literal["stood_up", "stretched", "postponed", "paused", "left"]
"""What followed a reminder: a button, or no sign of the person for so long that they had left."""

MINUTES = 24 * 60
"""Length of a day [min]."""


@dataclass(frozen=True)
class RepetitionRecord:
    """One repetition. Angles are changes from the person's own start [deg], times are since the set began [s].

    Attributes:
        number: from 1, in its set.
        hold_s: how long the end position was held.
        thigh_travel_deg, hip_opening_deg, arch_deg, pelvis_deg, trunk_lean_deg: None was not measured.
        faults: names of the faults of the exercise, by the values alone.
        good: None is undecided.
        figures: of an exercise or a clinical test that has others, by the key of their quantity.
        possible_faults: those of the faults that the error of their value leaves open.
        corrections: what the person says of a fault, beside what was measured: True it was there, False it was not.
    """

    number: int
    start_s: float
    end_s: float
    hold_s: float
    thigh_travel_deg: float | None = None
    hip_opening_deg: float | None = None
    arch_deg: float | None = None
    pelvis_deg: float | None = None
    trunk_lean_deg: float | None = None
    faults: tuple[str, ...] = ()
    good: bool | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    possible_faults: tuple[str, ...] = ()
    corrections: Mapping[str, bool] = field(default_factory=dict)

    @property
    def certain_faults(self) -> tuple[str, ...]:
        """The faults that the error of their value does not leave open."""
        return tuple(name for name in self.faults if name not in self.possible_faults)

    @property
    def counts(self) -> bool:
        """Whether it moved far enough to count; with a timer all do."""
        return "small_travel" not in self.faults


@dataclass(frozen=True)
class KeptPicture:
    """A small picture of one repetition, kept where the person chose that.

    Attributes:
        number: of the repetition in its set.
        jpeg: the picture.
        remarks: that were drawn on it.
    """

    number: int
    moment: Moment
    jpeg: bytes
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class SetRecord:
    """Repetitions of one side, one after the other.

    Attributes:
        side: the rear leg, whose psoas is stretched; in a clinical test the leg that is tested.
        weights: of the pose network, ``full`` or ``lite``; None where nothing was measured.
        bands: one standard error of a repetition's value [deg] by its name without ``_deg``, such as ``arch``.
        ended_at: None where it was cut off.
        exercise: name of the exercise that the set is of.
        unmeasured: why a figure of the repetitions was not measured and what to do, by its name without ``_deg``.
    """

    id: int
    side: SideWord
    method: Method
    started_at: datetime
    ended_at: datetime | None = None
    weights: str | None = None
    bands: Mapping[str, float] = field(default_factory=dict)
    repetitions: tuple[RepetitionRecord, ...] = ()
    exercise: str = FIRST_EXERCISE
    unmeasured: Mapping[str, str] = field(default_factory=dict)

    @property
    def counted(self) -> tuple[RepetitionRecord, ...]:
        """The repetitions that moved far enough to count: the number that is said everywhere."""
        return tuple(one for one in self.repetitions if one.counts)

    @property
    def why_unjudged(self) -> str | None:
        """Why the lower back was not measured in some repetition, and what to do; None where it was in all."""
        names = ("arch", "pelvis", "hip_opening", "trunk_lean")
        missing = [name for name in names if any(getattr(one, f"{name}_deg") is None for one in self.counted)]
        return next((self.unmeasured[name] for name in missing if name in self.unmeasured), None)


@dataclass(frozen=True)
class SessionRecord:
    """One session of stretching, from the first question to the last. Times are aware, in UTC.

    Attributes:
        pain_before, pain_after: 0 to 10, None was not answered.
        ended_at: None where it was cut off.
        exercise: name of the exercise that the session is for.
    """

    id: int
    profile_id: int
    purpose: Purpose
    started_at: datetime
    ended_at: datetime | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    sets: tuple[SetRecord, ...] = ()
    exercise: str = FIRST_EXERCISE


@dataclass(frozen=True, order=True)
class Bout:
    """A part of a day that one activity fills: minutes since midnight by the wall clock, the end not included.

    Without an activity the person says that it is not known, whatever a device says.
    """

    day: date
    start_min: int
    end_min: int
    activity: Activity | None

    def __post_init__(self) -> None:
        if not 0 <= self.start_min < self.end_min <= MINUTES:
            raise ValueError(
                f"a bout from minute {self.start_min} to {self.end_min} does not lie in a day of {MINUTES}"
            )


@dataclass(frozen=True)
class Screening:
    """Answers to the safety questions before the first stretch.

    Attributes:
        flags: the signs that were ticked, as in ``findings/safety.json``.
        cleared: the person says that a clinician has agreed.
    """

    answered_at: datetime
    flags: tuple[str, ...] = ()
    cleared: bool = False

    @property
    def stops(self) -> bool:
        """Whether a sign was ticked and no clinician has agreed."""
        return bool(self.flags) and not self.cleared


@dataclass(frozen=True)
class Settings:
    """A person's choices.

    Attributes:
        target_repetitions: a side, 8 to 10.
        speech: cues are spoken.
        remind_after_min: minutes of sitting before a reminder; 0 is off.
        theme: ``auto`` follows the system.
        sleep_from_min, sleep_to_min: when they usually sleep, minutes since midnight; None where they did not say.
        evening_from_min, evening_to_min: when they usually sit at home in the evening.
        standing_desk: they also stand at the computer.
        time_zone: name of their own time zone; None for that of this computer.
        sensor_worn: where they wear sensors whose files do not say it; None where they did not say.
        keep_pictures: small pictures of each repetition before the camera or in a clip are kept with its session.
        goal_days: days a week that they want to stretch on, 1 to 7; None without such a goal.
        goal_opening_deg: opening of the hip that they want to reach; None without such a goal.
        client: they are a client of the trainer who uses this coach.
    """

    target_repetitions: int = 10
    speech: bool = True
    remind_after_min: int = 30
    theme: Literal["auto", "light", "dark"] = "auto"
    sleep_from_min: int | None = None
    sleep_to_min: int | None = None
    evening_from_min: int | None = None
    evening_to_min: int | None = None
    standing_desk: bool = False
    time_zone: str | None = None
    sensor_worn: Worn | None = None
    keep_pictures: bool = False
    goal_days: int | None = None
    goal_opening_deg: float | None = None
    client: bool = False


@dataclass(frozen=True)
class Profile:
    """A person on this machine."""

    id: int
    name: str
    created_at: datetime
    height_m: float | None = None
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class ReminderRecord:
    """A reminder to stand up that was shown. Times are aware.

    Attributes:
        rang_at: when it came.
        sat_since: the sitting had begun.
        answer: None where none came.
        answered_at: None without an answer.
    """

    rang_at: datetime
    sat_since: datetime
    answer: ReminderAnswer | None = None
    answered_at: datetime | None = None
