"""The scored exercises and the clinical tests, in one place: add a row here to add one."""

from typing import Final

from psoas.exercises import half_kneeling, lunge_stretch, modified_thomas, standing_stretch
from psoas.exercises.clinical_test import ClinicalTest
from psoas.exercises.exercise import Exercise

EXERCISES: Final[tuple[Exercise, ...]] = (
    half_kneeling.EXERCISE,
    standing_stretch.EXERCISE,
    lunge_stretch.EXERCISE,
)
CLINICAL_TESTS: Final[tuple[ClinicalTest, ...]] = (modified_thomas.TEST,)

COACHED: Final = tuple(one for one in EXERCISES if one.coach is not None)
"""The exercises that can be done with the live coach."""


def exercise_of(movement: str) -> Exercise | None:
    """The scored exercise that a movement (see `psoas.quantities.MOVEMENTS`) is; None for one only measured."""
    return next((exercise for exercise in EXERCISES if exercise.movement == movement), None)


def clinical_test_of(movement: str) -> ClinicalTest | None:
    """The clinical test that a movement is; None for one that is none."""
    return next((one for one in CLINICAL_TESTS if one.movement == movement), None)
