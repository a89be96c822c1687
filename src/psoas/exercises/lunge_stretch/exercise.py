"""The lunge stretch: a long, low step with the rear knee off the floor, and the pelvis sinks forward."""

from typing import Final

from psoas.exercises.hip_stretch import hip_stretch
from psoas.words import N_

EXERCISE: Final = hip_stretch(
    movement="lunge_stretch",
    package="psoas.exercises.lunge_stretch",
    no_arch=N_(
        "the outline of the lower back could not be seen; film from the side with both hands "
        "on the front thigh and close-fitting clothes"
    ),
    no_pelvis=N_(
        "the tilt of the pelvis could not be seen; film from the side with both hands on the front thigh"
    ),
    start_behind_deg=15.0,
    postures=("lunge_stretch", "lunge_stretch_arched"),
)
