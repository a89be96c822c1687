"""One cue at a time: the one that matters most."""

from collections.abc import Iterable
from dataclasses import dataclass

from psoas.app.stretch.reading import Reading
from psoas.exercises import Repetition
from psoas.exercises.half_kneeling import EXERCISE


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
    now = reading.now or {}
    shown = []
    for measure in EXERCISE.measures:
        value = now.get(measure.quantity.record or "", 0.0)
        least, most = EXERCISE.limits_of(measure)
        if measure.below is not None and least is not None and value < least:
            shown.append(measure.below)
        if measure.above is not None and most is not None and value > most:
            shown.append(measure.above)
    return _worst(shown)


def _worst(faults: Iterable[str]) -> Cue | None:
    name = EXERCISE.worst(faults)
    return None if name is None else Cue(name, f"{EXERCISE.faults[name].cue}.")
