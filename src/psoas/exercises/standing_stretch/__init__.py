"""The standing hip-flexor stretch: one foot stands back, its heel up, and the pelvis goes forward."""

from psoas.exercises.standing_stretch.exercise import EXERCISE

__all__ = ["EXERCISE"]
