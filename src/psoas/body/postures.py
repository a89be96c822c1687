"""Named postures of the body, as angles with the reason for each; the figures are in ``postures.json``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from psoas.body.coordinates import BODY_COORDINATES
from psoas.data import read_data
from psoas.errors import UsageError


@dataclass(frozen=True)
class Posture:
    """One posture.

    Attributes:
        name: such as ``sitting_upright``.
        says: what it is, in plain words.
        because: where its angles come from.
        degrees: coordinates that are not zero [deg].
    """

    name: str
    says: str
    because: str
    degrees: Mapping[str, float]

    @property
    def coordinates(self) -> dict[str, float]:
        """The same in radians, as ``Body.poses`` takes them."""
        return {name: float(np.radians(value)) for name, value in self.degrees.items()}


@cache
def named_postures() -> Mapping[str, Posture]:
    """All postures by name, standing first."""
    rows = _table()["postures"]
    return MappingProxyType(
        {
            name: Posture(name, row["says"], row["because"], MappingProxyType(both_sides(row["degrees"])))
            for name, row in rows.items()
        }
    )


def named_posture(name: str) -> Posture:
    """One posture.

    Args:
        name: of one in ``named_postures``; ``sitting`` is ``sitting_upright``.

    Raises:
        UsageError: an unknown name; the message lists the known ones.
    """
    postures = named_postures()
    found = postures.get(_table()["aliases"].get(name, name))
    if found is None:
        raise UsageError(f"no posture {name!r}; there is: {', '.join(postures)}")
    return found


def both_sides(degrees: Mapping[str, float]) -> dict[str, float]:
    """A value for either side where a name that the body has on both stands for both."""
    spread: dict[str, float] = {}
    for name, value in degrees.items():
        for full in (name,) if name in BODY_COORDINATES else (f"{name}_r", f"{name}_l"):
            spread[full] = float(value)
    return spread


@cache
def _table() -> dict[str, Any]:
    return read_data("psoas.body", "postures.json")
