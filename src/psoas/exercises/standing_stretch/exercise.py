"""The standing hip-flexor stretch: one foot stands back, its heel up, and the pelvis goes forward."""

from typing import Final

from psoas.exercises.hip_stretch import hip_stretch
from psoas.words import N_

EXERCISE: Final = hip_stretch(
    movement="standing_hip_flexor_stretch",
    package="psoas.exercises.standing_stretch",
    no_arch=N_(
        "the outline of the lower back could not be seen; film from the side with both hands "
        "in front of the body and close-fitting clothes"
    ),
    no_pelvis=N_(
        "the tilt of the pelvis could not be seen; film from the side with both hands in front of the body"
    ),
    postures=("standing_stretch", "standing_stretch_arched"),
)
