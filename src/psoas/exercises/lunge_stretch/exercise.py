"""The lunge stretch: a long, low step with the rear knee off the floor, and the pelvis sinks forward."""

from typing import Final

from psoas.exercises.hip_stretch import hip_stretch

EXERCISE: Final = hip_stretch(
    movement="lunge_stretch",
    package="psoas.exercises.lunge_stretch",
    hands="both hands on the front thigh",
    start_behind_deg=15.0,
    postures=("lunge_stretch", "lunge_stretch_arched"),
)
