"""The standing hip-flexor stretch: one foot stands back, its heel up, and the pelvis goes forward."""

from typing import Final

from psoas.exercises.hip_stretch import hip_stretch

EXERCISE: Final = hip_stretch(
    movement="standing_hip_flexor_stretch",
    package="psoas.exercises.standing_stretch",
    hands="both hands in front of the body",
    postures=("standing_stretch", "standing_stretch_arched"),
)
