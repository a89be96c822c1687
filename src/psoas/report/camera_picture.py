"""The drawing of where the phone stands, with a person in the posture of the exercise."""

from dataclasses import dataclass
from typing import Final

from psoas.body import named_posture
from psoas.draw import StickPerson, stick_person
from psoas.exercises import Exercise

BESIDE_PX_PER_M, ABOVE_PX_PER_M = 122.0, 75.0
"""Scales of the drawing: somebody who stands fills the picture, and a lunge the mat."""

OF_OTHERS: Final = "standing"
"""The posture that stands for movements without an exercise."""


@dataclass(frozen=True)
class CameraPicture:
    """The person as the phone sees them and from above, and the posture in words."""

    beside: StickPerson
    above: StickPerson
    says: str


def camera_picture(exercise: Exercise | None) -> CameraPicture:
    """Draw a person in the posture of an exercise; None stands for somebody upright."""
    posture = OF_OTHERS if exercise is None or not exercise.postures else exercise.postures[0]
    return CameraPicture(
        stick_person(posture, BESIDE_PX_PER_M, above=False),
        stick_person(posture, ABOVE_PX_PER_M, above=True),
        named_posture(posture).says,
    )
