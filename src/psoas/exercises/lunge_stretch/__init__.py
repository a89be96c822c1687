"""The lunge stretch: a long, low step with the rear knee off the floor, and the pelvis sinks forward."""

from psoas.exercises.lunge_stretch.exercise import EXERCISE

__all__ = ["EXERCISE"]
