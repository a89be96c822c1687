"""What a scored exercise and a clinical test have in common: a movement that is judged by the limits of a folder."""

from collections.abc import Iterable
from dataclasses import dataclass

from psoas.exercises.limits import LimitsFile, Threshold, read_limits
from psoas.quantities import MOVEMENTS, Movement
from psoas.words import translated


@translated("noun")
@dataclass(frozen=True)
class JudgedMovement:
    """A movement with a folder that holds ``limits.json``: limits with sources, and faults with words and cues.

    Attributes:
        movement: as it is recognised.
        noun: how a sentence calls it.
        package: import name of the folder.
    """

    movement: Movement
    noun: str
    package: str

    @property
    def label(self) -> str:
        """Its name as a title."""
        return MOVEMENTS[self.movement].label

    @property
    def file(self) -> LimitsFile:
        """Limits, faults and cues of its folder."""
        return read_limits(self.package)

    def threshold(self, name: str) -> Threshold:
        """One limit with its source.

        Raises:
            KeyError: no limit of this name.
        """
        return self.file.limits[name]

    def worst(self, faults: Iterable[str]) -> str | None:
        """The fault to mend first; None without any."""
        shown = set(faults)
        return next((name for name in self.file.urgency if name in shown), None)
