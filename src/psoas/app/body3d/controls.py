"""The sliders of the Body page."""

from dataclasses import dataclass
from typing import Final

from psoas.body import BODY_COORDINATES, COORDINATES


@dataclass(frozen=True)
class Control:
    """One slider.

    Attributes:
        coordinate: its name, without a side where the body has it on both.
        label: plain words.
        negative: meaning of a value below zero, in the words of the table of coordinates.
    """

    coordinate: str
    label: str
    negative: str

    @property
    def sided(self) -> bool:
        """Whether each leg has its own coordinate."""
        return self.coordinate not in BODY_COORDINATES

    @property
    def named(self) -> str:
        """Coordinate of the body with the slider's range and words."""
        return f"{self.coordinate}_r" if self.sided else self.coordinate

    def says(self, degrees: float) -> str:
        """Put an angle into words, such as ``15° thigh behind``."""
        if degrees == 0:
            return "0\N{DEGREE SIGN} as in standing"
        word = COORDINATES[self.named].positive if degrees > 0 else self.negative
        return f"{abs(degrees):g}\N{DEGREE SIGN} {word}"


CONTROLS: Final = (
    Control("hip_flexion", "Hip", "thigh behind"),
    Control("knee_angle", "Knee", "straight"),
    Control("pelvis_tilt", "Pelvis", "front of the pelvis up"),
    Control("lumbar_extension", "Lower back", "lower back rounded"),
)
