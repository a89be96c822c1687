"""Words for one exercise: how to take its position, and one cue at a time, that of the most urgent fault."""

from collections.abc import Iterable

from psoas.app.parts import sentence
from psoas.errors import UsageError
from psoas.exercises import CoachWords, Exercise, Repetition
from psoas.recordings import Reading
from psoas.sides import SideWord
from psoas.words import _


def position_words(exercise: Exercise, side: SideWord) -> str:
    """How to take the position with this leg behind, such as ``kneel on your right knee``."""
    words = coach_words(exercise)
    return words.position_right if side == "right" else words.position_left


def turn_words(exercise: Exercise, side: SideWord) -> str:
    """How to go on with this side."""
    return _("Turn round, and {position}.", position=position_words(exercise, side))


def coach_words(exercise: Exercise) -> CoachWords:
    """The words of an exercise that can be done with the coach.

    Raises:
        UsageError: it cannot.
    """
    if exercise.coach is None:
        raise UsageError(_("The coach does not know how to guide the exercise {name}.", name=exercise.label))
    return exercise.coach


def of_repetition(exercise: Exercise, repetition: Repetition) -> str | None:
    """The cue after a repetition, that of a possible fault where it has no other; None without either."""
    return _worst(exercise, repetition.faults or repetition.possible_faults)


def of_now(exercise: Exercise, reading: Reading) -> str | None:
    """The cue for this moment, while the thigh is away from the start; None without a fault."""
    now = reading.now
    shown = []
    for measure in exercise.measures:
        value = now.get(measure.quantity.record or "", 0.0)
        least, most = exercise.limits_of(measure)
        if measure.below is not None and least is not None and value < least:
            shown.append(measure.below)
        if measure.above is not None and most is not None and value > most:
            shown.append(measure.above)
    return _worst(exercise, shown)


def _worst(exercise: Exercise, faults: Iterable[str]) -> str | None:
    name = exercise.worst(faults)
    return None if name is None else sentence(exercise.faults[name].cue)
