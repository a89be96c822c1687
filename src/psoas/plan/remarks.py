"""Remarks that are drawn on a picture: an arrow, a line, an angle, a word, as data."""

from collections.abc import Sized
from dataclasses import dataclass, replace
from math import acos, degrees, hypot
from typing import Any, Final, Literal, get_args

from psoas.errors import UsageError
from psoas.words import _

RemarkKind = Literal["arrow", "line", "angle", "text"]

REMARK_POINTS: Final[dict[RemarkKind, int]] = {"arrow": 2, "line": 2, "angle": 3, "text": 1}
"""How many points each has."""

MOST_REMARKS: Final = 12
MOST_WORDS: Final = 80


@dataclass(frozen=True)
class Remark:
    """One remark on a picture.

    Attributes:
        points: right and down from the upper left corner, as shares of the picture's width and height, 0 to 1: of an
            arrow its tail and its tip, of an angle a point on one leg, the corner, a point on the other leg.
        words: of a text; else empty.
    """

    kind: RemarkKind
    points: tuple[tuple[float, float], ...]
    words: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(RemarkKind) or len(self.points) != REMARK_POINTS[self.kind]:
            raise UsageError(
                _("A remark on a picture is an arrow, a line, an angle or words; draw it again.")
            )
        if not all(0 <= share <= 1 for point in self.points for share in point):
            raise UsageError(_("A remark lies outside of its picture; draw it again."))
        if len(self.words) > MOST_WORDS or (self.kind == "text" and not self.words.strip()):
            raise UsageError(
                _("The words on a picture have 1 to {most} letters; write others.", most=MOST_WORDS)
            )
        if not self.words.isprintable():
            raise UsageError(_("The words on a picture have a letter that cannot be printed; write others."))

    def moved(self, across: float, down: float) -> "Remark":
        """The same remark farther right and down by shares of the picture, no farther than its edge."""
        shift = [
            max(-min(shares), min(way, 1 - max(shares)))
            for way, shares in zip((across, down), zip(*self.points, strict=True), strict=True)
        ]
        return replace(self, points=tuple((x + shift[0], y + shift[1]) for x, y in self.points))

    def angle_deg(self, width: float, height: float) -> float:
        """The angle at the corner in the plane of the picture [deg], 0 to 180, of a picture of this size."""
        (ax, ay), (bx, by), (cx, cy) = ((x * width, y * height) for x, y in self.points)
        one, other = (ax - bx, ay - by), (cx - bx, cy - by)
        lengths = hypot(*one) * hypot(*other)
        if lengths == 0:
            return 0.0
        cosine = (one[0] * other[0] + one[1] * other[1]) / lengths
        return degrees(acos(max(-1.0, min(1.0, cosine))))


def remark_rows(remarks: tuple[Remark, ...]) -> list[dict[str, Any]]:
    """Remarks as JSON has them.

    Raises:
        UsageError: there are too many.
    """
    _check_number(remarks)
    return [
        {
            "kind": one.kind,
            "points": [[round(share, 4) for share in point] for point in one.points],
            "words": one.words,
        }
        for one in remarks
    ]


def remarks_of(rows: list[dict[str, Any]]) -> tuple[Remark, ...]:
    """Read remarks from JSON.

    Raises:
        UsageError: one breaks a rule, or there are too many.
        KeyError, TypeError, ValueError: these are no remarks.
    """
    _check_number(rows)
    return tuple(
        Remark(
            row["kind"],
            tuple((float(x), float(y)) for x, y in row["points"]),
            " ".join(str(row.get("words", "")).split()),
        )
        for row in rows
    )


def _check_number(remarks: Sized) -> None:
    if len(remarks) > MOST_REMARKS:
        raise UsageError(_("A picture has at most {most} remarks; remove some.", most=MOST_REMARKS))
