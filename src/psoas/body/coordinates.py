"""The table of coordinates, ``coordinates.json``: name, unit, sign, range, and the joints that each moves.

Coordinates of the body move its joints; the other quantities are measured in a clip and move nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, radians
from typing import Any

import numpy as np

from psoas.data import read_data
from psoas.sides import LETTER, SIDE_WORDS, WORD, Side, other_side, side_word
from psoas.words import translated


@dataclass(frozen=True)
class Move:
    """A joint that follows a coordinate x: ``c0 + c1 x + c2 x^2 + ...`` [rad, or m in the unscaled body]."""

    joint: str
    polynomial: tuple[float, ...]


@translated("positive", "title", "absolute_title")
@dataclass(frozen=True)
class Coordinate:
    """One named quantity of the body.

    Attributes:
        name: OpenSim's name where it has one.
        unit: unit inside the program, ``rad`` or ``m``.
        positive: meaning of a positive value.
        title, absolute_title: plain words for plots, and those where the source has a zero of its own.
        side: of the leg or arm; None where it has none.
        opensim_sign: OpenSim's raw value for our positive one, in the model of Rajagopal 2016
            (doi:10.1109/TBME.2016.2586891); None where OpenSim has no such coordinate.
        range: least and greatest value for which the body holds [unit].
        moves: the joints that it moves; none where it is only measured in a clip.
    """

    name: str
    unit: str
    positive: str
    title: str
    absolute_title: str
    side: Side | None = None
    opensim_sign: float | None = None
    range: tuple[float, float] = (-inf, inf)
    moves: tuple[Move, ...] = ()

    @property
    def label(self) -> str:
        """Plain words for plots."""
        return self._with_side(self.title)

    @property
    def absolute_label(self) -> str:
        """The label where the source has a zero of its own."""
        return self._with_side(self.absolute_title)

    def _with_side(self, title: str) -> str:
        return title if self.side is None else f"{title}, {side_word(WORD[self.side])}"


def _coordinates() -> Iterator[Coordinate]:
    for row in read_data("psoas.body", "coordinates.json")["coordinates"]:
        if row.get("sides"):
            for word in SIDE_WORDS:
                yield _coordinate(row, LETTER[word])
        else:
            yield _coordinate(row)


def _coordinate(row: Mapping[str, Any], side: Side | None = None) -> Coordinate:
    """A coordinate of the file, of one side where it has two."""
    ending = "" if side is None else f"_{side}"
    low, high = row.get("metres", (-inf, inf))
    if "degrees" in row:
        low, high = (radians(angle) for angle in row["degrees"])
    moves = row.get("moves", {}).items()
    return Coordinate(
        name=row["name"] + ending,
        unit=row["unit"],
        positive=row["positive"],
        title=row["label"],
        absolute_title=row.get("absolute_label", row["label"]),
        side=side,
        opensim_sign=row.get("opensim_sign"),
        range=(low, high),
        moves=tuple(Move(joint + ending, tuple(polynomial)) for joint, polynomial in moves),
    )


COORDINATES: Mapping[str, Coordinate] = {one.name: one for one in _coordinates()}

BODY_COORDINATES: tuple[str, ...] = tuple(
    name for name, coordinate in COORDINATES.items() if coordinate.moves
)
"""The independent coordinates of the body, in the order in which a pose lists them."""

ANTISYMMETRIC = ("pelvis_list", "pelvis_rotation", "pelvis_tz", "lumbar_bending", "lumbar_rotation")
"""Coordinates of the body whose sign changes when left and right are exchanged."""


def mirrored_coordinate(name: str) -> tuple[str, float]:
    """The coordinate of the mirrored body that has this one's value, and its sign."""
    return other_side(name), -1.0 if name in ANTISYMMETRIC else 1.0


def in_own_unit(name: str, shown: Any) -> Any:
    """Values of a coordinate in its unit [rad, m], from degrees or metres."""
    return np.radians(shown) if COORDINATES[name].unit == "rad" else shown
