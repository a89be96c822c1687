"""One cue at a time: the one that matters most."""

from dataclasses import dataclass

from psoas.exercises import Repetition
from psoas.exercises.half_kneeling import load_thresholds
from psoas.recordings import Reading

URGENCY = (
    "arched_back",
    "anterior_tilt",
    "leaning_back",
    "folding_forward",
    "rear_knee_not_under_hip",
    "front_knee_past_toes",
    "small_travel",
    "bounce",
    "short_hold",
    "long_hold",
)
"""Faults, the worst first: what the back does in place of the hip, then where the body stands, then the timing."""


@dataclass(frozen=True)
class Cue:
    """A fault and what to do about it."""

    fault: str
    says: str


def of_repetition(repetition: Repetition) -> Cue | None:
    """What to do better after a repetition; None where nothing was wrong."""
    return _worst(repetition.faults)


def of_now(reading: Reading) -> Cue | None:
    """What to do better at this moment, while the thigh is away from the start."""
    limits, now = load_thresholds(), reading.now
    shown = []
    if now.get("arch", 0.0) > limits.arch_deg:
        shown.append("arched_back")
    if now.get("pelvis", 0.0) > limits.pelvis_anterior_deg:
        shown.append("anterior_tilt")
    if now.get("trunk_lean", 0.0) < limits.trunk_back_deg:
        shown.append("leaning_back")
    if now.get("trunk_lean", 0.0) > limits.trunk_forward_deg:
        shown.append("folding_forward")
    return _worst(tuple(shown))


def _worst(faults: tuple[str, ...]) -> Cue | None:
    for name in URGENCY:
        if name in faults:
            return Cue(name, f"{load_thresholds().faults[name].cue}.")
    return None
