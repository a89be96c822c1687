"""The scored exercises, in one place: add a row here to add one."""

from typing import Final

from psoas.exercises import half_kneeling
from psoas.exercises.exercise import Exercise

EXERCISES: Final[tuple[Exercise, ...]] = (half_kneeling.EXERCISE,)


def exercise_of(movement: str) -> Exercise | None:
    """The scored exercise that a movement is; None for one that is only measured.

    Args:
        movement: as it was recognised, see `psoas.quantities.MOVEMENTS`.
    """
    return next((exercise for exercise in EXERCISES if exercise.movement == movement), None)
