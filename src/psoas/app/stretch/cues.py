"""Choose one cue at a time: that of the most urgent fault."""

from collections.abc import Iterable

from psoas.exercises import Repetition
from psoas.exercises.half_kneeling import EXERCISE
from psoas.recordings import Reading


def of_repetition(repetition: Repetition) -> str | None:
    """The cue after a repetition, that of a possible fault where it has no other; None without either."""
    return _worst(repetition.faults or repetition.possible_faults)


def of_now(reading: Reading) -> str | None:
    """The cue for this moment, while the thigh is away from the start; None without a fault."""
    now = reading.now
    shown = []
    for measure in EXERCISE.measures:
        value = now.get(measure.quantity.record or "", 0.0)
        least, most = EXERCISE.limits_of(measure)
        if measure.below is not None and least is not None and value < least:
            shown.append(measure.below)
        if measure.above is not None and most is not None and value > most:
            shown.append(measure.above)
    return _worst(shown)


def _worst(faults: Iterable[str]) -> str | None:
    name = EXERCISE.worst(faults)
    return None if name is None else f"{EXERCISE.faults[name].cue}."
