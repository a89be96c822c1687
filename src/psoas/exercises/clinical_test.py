"""What a clinical test is: a position that is held and measured, leg by leg, in one or more trials."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from psoas.capture.pose import Captured
from psoas.estimate import Estimate
from psoas.exercises.judged_movement import JudgedMovement
from psoas.exercises.verdict import Verdict
from psoas.motion import Leg
from psoas.quantities import MeasuredQuantity
from psoas.sides import SideWord
from psoas.timeseries import TimeSeries
from psoas.words import translated

End = Literal["least", "most"]
ENDS: Final[tuple[End, End]] = ("least", "most")


@dataclass(frozen=True, eq=False)
class Examined:
    """A recording as a clinical test is read from it.

    Attributes:
        angles: joint angles [rad] as seen from exactly beside.
        captured: what the pose network saw, the camera's roll taken out.
        facing: which way the person faces, whose side is the near one.
        turn_deg: of the person off a side view.
        level_error_deg: one standard error of the picture's horizontal; None where nothing in the picture shows it.
    """

    angles: TimeSeries
    captured: Captured
    facing: SideWord
    turn_deg: float
    level_error_deg: float | None = None


@dataclass(frozen=True)
class Trial:
    """One time that the position was held.

    Attributes:
        leg: that is tested.
        side: of the leg, as the view shows it.
        start_s, end_s: first and last moment at rest [s]; both 0 in a photograph.
        figures: by the key of their quantity; what was not measured is absent.
        faults: names of what is wrong, whatever the error of the figures.
        possible_faults: names of what is wrong by its value, while with its error it could be either.
        verdict: ``good``, ``fault`` or ``undecided``.
        says: what was found in this trial, in a few sentences.
    """

    leg: Leg
    side: SideWord
    start_s: float
    end_s: float
    figures: Mapping[str, Estimate]
    faults: tuple[str, ...] = ()
    possible_faults: tuple[str, ...] = ()
    verdict: Verdict = "undecided"
    says: str = ""


@dataclass(frozen=True)
class ExaminedLeg(Trial):
    """All trials of one leg: the middle one of each figure, with its band, and the verdict on them.

    Attributes:
        headline: the answer in one sentence.
        trials: in the order of time.
        unmeasured: why a figure was not measured, by its key.
    """

    headline: str = ""
    trials: tuple[Trial, ...] = ()
    unmeasured: Mapping[str, str] = field(default_factory=dict)


@translated("no_trial", "filming", "fault_words")
@dataclass(frozen=True)
class ClinicalTest(JudgedMovement):
    """A clinical test.

    Attributes:
        judge: the legs that were tested, the one tested first in front; none where no trial was found.
        figures: in the order of tables; the band of the first one is that of the test.
        limits: by the key of a figure, the names of its limits: ``least`` and ``most`` that it may be.
        no_trial: that no trial was found, and what to do.
        trials: that are to be done a side.
        filming: how to film it, a sentence each.
        claims: ids of the evidence that belongs to it.
        shown_at: by the key of a figure, the landmarks of the leg between which a picture shows it; the first one is
            drawn as a line beside the level.
        outline: the figure that the outline of the back shows, and its fault; None where it shows none.
        fault_words: by the name of a fault, the few words of a table.
    """

    judge: Callable[[Examined], tuple[ExaminedLeg, ...]]
    figures: tuple[MeasuredQuantity, ...]
    limits: Mapping[str, Mapping[End, str]]
    no_trial: str
    trials: int
    filming: tuple[str, ...]
    claims: tuple[str, ...] = ()
    shown_at: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outline: tuple[str, str] | None = None
    fault_words: Mapping[str, str] = field(default_factory=dict)

    def limits_of(self, quantity: MeasuredQuantity) -> tuple[float | None, float | None]:
        """The least and the most that a figure may be, in its unit; None where there is no such limit."""
        names = self.limits.get(quantity.key, {})
        least, most = (self.threshold(names[end]).value if end in names else None for end in ENDS)
        return least, most
