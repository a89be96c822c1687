"""The psoas in one posture, compared with standing."""

from collections.abc import Mapping
from dataclasses import dataclass

from psoas.body import Body, Fascicle, psoas_fascicles
from psoas.muscle.paths import muscle_paths
from psoas.timeseries import Array


@dataclass(frozen=True, eq=False)
class PosedPsoas:
    """Lengths of all attachments in one posture.

    Attributes:
        pose: the coordinates away from zero [rad, m].
        fascicles: the F attachments, right side first.
        length: (F,) [m].
        standing_length: (F,) with all coordinates at zero [m].
    """

    pose: Mapping[str, float]
    fascicles: tuple[Fascicle, ...]
    length: Array
    standing_length: Array

    @property
    def change(self) -> Array:
        """(F,) length minus that in standing [m]."""
        return self.length - self.standing_length

    @property
    def stretch(self) -> Array:
        """(F,) change over the length in standing."""
        return self.change / self.standing_length


def posed_psoas(body: Body, pose: Mapping[str, float]) -> PosedPsoas:
    """Measure the psoas of a body in a posture.

    Args:
        pose: coordinates [rad, m]; those left out are zero, as in standing.

    Raises:
        UsageError: an unknown coordinate, or a value out of its range.
    """
    columns = [body.muscle_index(fascicle.name) for fascicle in psoas_fascicles()]
    length = muscle_paths(body, body.poses(pose)).lengths[0, columns]
    standing = muscle_paths(body, body.poses()).lengths[0, columns]
    return PosedPsoas(dict(pose), psoas_fascicles(), length, standing)
