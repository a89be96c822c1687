"""The sliders of the Body page."""

from dataclasses import dataclass
from typing import Final

from psoas.body import BODY_COORDINATES, COORDINATES
from psoas.words import N_, _, translated


@translated("label", "negative")
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
            return _("0° as in standing")
        word = COORDINATES[self.named].positive if degrees > 0 else self.negative
        return _("{degrees:g}° {way}", degrees=abs(degrees), way=word)


CONTROLS: Final = (
    Control("hip_flexion", N_("Hip"), N_("thigh behind")),
    Control("knee_angle", N_("Knee"), N_("straight")),
    Control("pelvis_tilt", N_("Pelvis"), N_("front of the pelvis up")),
    Control("lumbar_extension", N_("Lower back"), N_("lower back rounded")),
)
