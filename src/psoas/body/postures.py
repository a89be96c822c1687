"""Named postures of the body: their angles, with the reason for each, are in ``postures.json``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from psoas.body.coordinates import BODY_COORDINATES
from psoas.data import read_data
from psoas.errors import UsageError
from psoas.sides import both
from psoas.words import _, translated


@translated("title", "says", "mirrored", "because")
@dataclass(frozen=True)
class Posture:
    """A named posture.

    Attributes:
        name: such as ``sitting_upright``.
        title: in a word or two.
        says: description in plain words.
        mirrored: the same with left and right exchanged.
        because: source of its angles.
        degrees: coordinates that are not zero [deg].
    """

    name: str
    title: str
    says: str
    mirrored: str
    because: str
    degrees: Mapping[str, float]

    @property
    def coordinates(self) -> dict[str, float]:
        """The angles in radians, as ``Body.poses`` takes them."""
        return {name: float(np.radians(value)) for name, value in self.degrees.items()}


@cache
def named_postures() -> Mapping[str, Posture]:
    """All postures by name, standing first."""
    rows = _table()["postures"]
    return MappingProxyType(
        {
            name: Posture(
                name,
                row["title"],
                row["says"],
                row.get("mirrored", row["says"]),
                row["because"],
                MappingProxyType(both_sides(row["degrees"])),
            )
            for name, row in rows.items()
        }
    )


def named_posture(name: str) -> Posture:
    """Find a posture by its name.

    Args:
        name: a key of ``named_postures``, or an alias: ``sitting`` is ``sitting_upright``.

    Raises:
        UsageError: an unknown name; the message lists the known ones.
    """
    postures = named_postures()
    found = postures.get(_table()["aliases"].get(name, name))
    if found is None:
        raise UsageError(
            _("no posture {name!r}; there is: {postures}", name=name, postures=", ".join(postures))
        )
    return found


def both_sides(degrees: Mapping[str, float]) -> dict[str, float]:
    """Spread each value whose name has no side, such as ``hip_flexion``, to the coordinates of both sides."""
    return {
        full: float(value)
        for name, value in degrees.items()
        for full in ((name,) if name in BODY_COORDINATES else both(name))
    }


def _table() -> dict[str, Any]:
    return read_data("psoas.body", "postures.json")
