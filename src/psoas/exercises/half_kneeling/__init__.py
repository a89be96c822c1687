"""The half-kneeling hip-flexor stretch: its position, its start and its limits."""

from psoas.exercises.half_kneeling.exercise import EXERCISE

__all__ = ["EXERCISE"]
