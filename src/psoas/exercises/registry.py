"""The scored exercises, in one place: add a row here to add one."""

from typing import Final

from psoas.exercises import half_kneeling
from psoas.exercises.exercise import Exercise

EXERCISES: Final[tuple[Exercise, ...]] = (half_kneeling.EXERCISE,)


def exercise_of(movement: str) -> Exercise | None:
    """The scored exercise that a movement (see `psoas.quantities.MOVEMENTS`) is; None for one only measured."""
    return next((exercise for exercise in EXERCISES if exercise.movement == movement), None)
