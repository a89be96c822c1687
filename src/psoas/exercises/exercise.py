"""What a scored exercise is: how its repetitions are found and judged, what is measured in them, and in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from psoas.exercises.judged_movement import JudgedMovement
from psoas.exercises.limits import Fault
from psoas.exercises.repetition import Repetition
from psoas.exercises.timeline import Timeline, empty_timeline
from psoas.quantities import QUANTITIES, MeasuredQuantity
from psoas.timeseries import TimeSeries
from psoas.words import N_, _, inside, named, translated


@translated("words", "why_not", "zero", "when_negative", "when_near_zero", "headline")
@dataclass(frozen=True)
class Measure:
    """One figure of the repetitions, its limits, and the words in which it is reported.

    Attributes:
        quantity: what is measured.
        words: a sentence without its full stop; ``{}`` stands for the value with its unit.
        why_not: why it may not be measured, and what to change.
        least, most: names of the limits; None where there is none.
        within: name of a limit for the size of the value, on both sides of zero; in place of ``least`` and ``most``.
        zero: what a value of zero is, in words.
        below, above: names of the faults of a value beyond its limit that can be called during the move.
        signed: report the sign of the value.
        when_negative, when_near_zero: other words for a negative value, and for one whose band holds zero.
        studies_of: the fault whose sources belong to this figure as well.
        standard_error: of one value, where the recording gives none for its coordinate.
        headline: a note that puts the median on top of the report, ``{limit}`` in it is the most that it may be; None
            leaves it in the tables.
    """

    quantity: MeasuredQuantity
    words: str
    why_not: str
    least: str | None = None
    most: str | None = None
    within: str | None = None
    zero: str = N_("zero")
    below: str | None = None
    above: str | None = None
    signed: bool = False
    when_negative: str | None = None
    when_near_zero: str | None = None
    studies_of: str | None = None
    standard_error: float | None = None
    headline: str | None = None


@translated("words")
@dataclass(frozen=True)
class MeasureGroup:
    """Figures that are judged together in one finding; its value is that of the figure farthest outside its limits.

    Attributes:
        key: id of the finding; its cue stands in ``limits.json`` under ``cues``.
        words: a sentence without its full stop; ``{}`` stands for the figures, one behind the other.
        measures: with both limits each, all in one unit.
    """

    key: str
    words: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Hold:
    """The hold of a repetition: names of its limits and of the faults beyond them; its standard error [s]."""

    short: str
    ideal: str
    long: str
    too_short: str
    too_long: str
    standard_error: float


@translated("why_not")
@dataclass(frozen=True)
class Compensation:
    """What must not move in place of the joint: names of the limits of the ratio and of the fault.

    Attributes:
        quiet, works: up to this ratio the back is quiet; above this one it does the work.
        fault: whose cue and sources belong to it.
        by, per: the quantities that compensate, and the one that they are set against.
        why_not: as in `Measure`.
    """

    quiet: str
    works: str
    fault: str
    by: tuple[MeasuredQuantity, ...]
    per: MeasuredQuantity
    why_not: str


@translated("title", "own_zero")
@dataclass(frozen=True)
class PlottedAngle:
    """One plot of the report.

    Attributes:
        title: of a clip, whose angles may be changes from the person's own start; ``own_zero``: where the source has a
            zero of its own.
        coordinate: the curve.
        limit: name of the limit that is drawn, as a change from the start; None for none.
        source: the kind of recording for which it is drawn.
    """

    title: str
    coordinate: str
    own_zero: str | None = None
    limit: str | None = None
    source: Literal["all", "motion file"] = "all"


@translated("position_right", "position_left", "again", "how", "reached", "near", "hands", "set_up", "move")
@dataclass(frozen=True)
class CoachWords:
    """How the coach gets a person into position.

    Attributes:
        position_right, position_left: what to do with this leg, without a full stop, such as ``kneel on your right
            knee``.
        again: after a pause in the middle of a side.
        how: the position in one sentence, for somebody who is not in it.
        reached: that the person is in it.
        near: that the working leg has to be the one at the camera.
        hands: where they are, so that the lower back can be seen.
        set_up, move: what to do before the first move, and in it, in full sentences.
    """

    position_right: str
    position_left: str
    again: str
    how: str
    reached: str
    near: str
    hands: str
    set_up: str
    move: str


@translated("no_repetition", "no_repetition_cue", "no_start", "phases")
@dataclass(frozen=True)
class Exercise(JudgedMovement):
    """A scored exercise.

    Attributes:
        judge: the judged repetitions of a recording; takes the angles [rad, m], their timeline and one standard error
            of a change [deg] by coordinate.
        no_repetition: that no repetition was found.
        no_repetition_cue: what to do so that one is.
        find_timeline: the times of a recording, found once from its angles; the usual one is empty.
        no_start: why a recording may not show the start, from which changes count, and what to change.
        measures: figures with a finding of their own, in their order.
        groups: figures that share a finding.
        hold: limits of the hold; None where nothing is held.
        too_small: limit of what counts as a repetition, and the fault of a smaller one; None where all count.
        compensation: what must not move instead; None where nothing of the kind is judged.
        rule: what counts and what is good in a few sentences; ``{name}`` stands for the limit of that name.
        phases: what to do in each phase of a repetition, spoken or shown.
        plots: of the report.
        claims: ids of the evidence that belongs to it.
        postures: names of the body's postures that show it: its start, and the same with its main fault.
        start_behind_deg: of the rear thigh from upright at the start, where the body is drawn while the camera runs.
        coach: how the live coach gets a person into position; None where it cannot be done with the coach.
        rear_knee: which knee of a picture is that of the working leg: the lower one, or the one farther back.
    """

    judge: Callable[[TimeSeries, Timeline, Mapping[str, float]], tuple[Repetition, ...]]
    no_repetition: str
    no_repetition_cue: str
    measures: tuple[Measure, ...]
    no_start: str = ""
    find_timeline: Callable[[TimeSeries], Timeline] = empty_timeline
    groups: tuple[MeasureGroup, ...] = ()
    hold: Hold | None = None
    too_small: tuple[str, str] | None = None
    compensation: Compensation | None = None
    rule: str = ""
    phases: Mapping[str, str] = field(default_factory=dict)
    plots: tuple[PlottedAngle, ...] = ()
    claims: tuple[str, ...] = ()
    postures: tuple[str, ...] = ()
    start_behind_deg: float = 0.0
    coach: CoachWords | None = None
    rear_knee: Literal["lower", "behind"] = "lower"

    @property
    def no_repetition_reason(self) -> str:
        """That no repetition was found, and what to do."""
        return named(self.no_repetition, inside(self.no_repetition_cue))

    @property
    def quantities(self) -> tuple[MeasuredQuantity, ...]:
        """The figures of a repetition, in the order of tables: those of `psoas.quantities` first."""
        own = [measure.quantity for measure in self.measures]
        return (*(one for one in QUANTITIES if one in own), *(one for one in own if one not in QUANTITIES))

    @property
    def faults(self) -> Mapping[str, Fault]:
        """Faults of a repetition by name, in their fixed order."""
        return self.file.faults

    @property
    def rule_in_words(self) -> str:
        """The rule with the values of its limits."""
        return _(self.rule, **{name: limit.value for name, limit in self.file.limits.items()})

    def counts(self, repetition: Repetition) -> bool:
        """Whether a move was large enough to count as a repetition."""
        return self.too_small is None or self.too_small[1] not in repetition.faults_by_value

    def shown_by(self, fault: str) -> tuple[str, bool] | None:
        """The coordinate that shows a fault, and whether the fault is too much of it; None where no angle shows it."""
        for one in self.measures:
            if one.quantity.coordinate is not None and fault in (one.below, one.above):
                return one.quantity.coordinate, fault == one.above
        return None

    def limit(self, name: str | None) -> float | None:
        """The value of a limit, in the unit that its name ends with; None for None."""
        return None if name is None else self.threshold(name).value

    def limits_of(self, measure: Measure) -> tuple[float | None, float | None]:
        """The least and the most that a measure may be, in its unit; None where there is no such limit."""
        within = self.limit(measure.within)
        if within is not None:
            return -within, within
        return self.limit(measure.least), self.limit(measure.most)

    def most(self, quantity: MeasuredQuantity) -> float | None:
        """The most that a quantity may be, in its unit; None where it is not judged."""
        return next((self.limits_of(one)[1] for one in self.measures if one.quantity is quantity), None)
