"""What the coach answers to one picture."""

from dataclasses import dataclass
from typing import Literal

from psoas.app.stretch.checks import Check
from psoas.capture.pose import Look, Weights
from psoas.exercises.hip_stretch import Instant
from psoas.plan import RepetitionRecord
from psoas.sides import SideWord as Side

Stage = Literal["setup", "steady", "moving", "switch", "done"]


@dataclass(frozen=True)
class Feedback:
    """The coach's answer to one picture.

    Attributes:
        instant: phase and hold; None where no set runs.
        side: the leg of the set, or the next one.
        checks: points of the set-up; empty in a set.
        now: newest values [deg] by name, see `psoas.quantities.RECORDED`.
        bands: one standard error of each [deg], for how the person is turned.
        unseen: why the lower back is not measured, or None.
        cue: what to do better; stays for some seconds.
        say: words to speak now, once.
        message: what to do next.
        repetitions: of the running set.
        trouble: why something could not be stored yet, or None.
    """

    stage: Stage
    look: Look
    instant: Instant | None
    side: Side
    count: int
    target: int
    checks: tuple[Check, ...]
    now: dict[str, float]
    bands: dict[str, float]
    unseen: str | None
    cue: str | None
    say: str | None
    message: str
    weights: Weights
    repetitions: tuple[RepetitionRecord, ...]
    trouble: str | None = None
