"""An exercise is found by the movement that it scores."""

from psoas.exercises.registry import CLINICAL_TESTS, EXERCISES, clinical_test_of, exercise_of
from psoas.quantities import MOVEMENTS


def test_a_movement_that_is_no_exercise_has_none() -> None:
    assert exercise_of("walking") is None


def test_every_exercise_is_found_by_its_movement_and_no_two_share_one() -> None:
    assert [exercise_of(exercise.movement) for exercise in EXERCISES] == list(EXERCISES)
    scored = [movement for movement in MOVEMENTS if exercise_of(movement) is not None]
    assert sorted(scored) == sorted(exercise.movement for exercise in EXERCISES)


def test_a_clinical_test_is_no_exercise_and_is_found_by_its_movement() -> None:
    for test in CLINICAL_TESTS:
        assert clinical_test_of(test.movement) is test
        assert exercise_of(test.movement) is None
