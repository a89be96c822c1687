"""The angles of one photograph, left beside right, as the page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psoas.body import COORDINATES
from psoas.findings.analysis import Analysis
from psoas.findings.words import with_band
from psoas.motion import SIDED
from psoas.sides import LETTER, side_word
from psoas.words import N_, _, capital

NOT_SEEN = N_("not measured")


@dataclass(frozen=True)
class PoseTable:
    """Angles of one pose.

    Attributes:
        headings: of the columns behind the name: one for each side.
        rows: name, value on each side, and what a positive value means.
        alone: name, value and meaning of the angles that have no side.
    """

    headings: tuple[str, str]
    rows: list[tuple[str, str, str, str]]
    alone: list[tuple[str, str, str]]


def pose_table(analysis: Analysis, bands: Mapping[str, float | None]) -> PoseTable:
    """Each angle once: the kneeling thigh and both knees stand at their side.

    Args:
        analysis: of a photograph.
        bands: half of the error band of each coordinate [deg].
    """

    def value(name: str) -> str:
        known = name in analysis.angles and np.isfinite(analysis.angles[name]).any()
        return (
            with_band(float(np.degrees(np.nanmedian(analysis.angles[name]))), bands.get(name))
            if known
            else _(NOT_SEEN)
        )

    words = {side: capital(side_word(side)) for side in LETTER}
    if analysis.rear_side is not None:
        words = {
            side: f"{word}, {_('rear') if side == analysis.rear_side else _('front')}"
            for side, word in words.items()
        }
    rows = []
    for name in (*SIDED, "knee_inward"):
        sides = {side: f"{name}_{letter}" for side, letter in LETTER.items()}
        if any(one in analysis.angles for one in sides.values()):
            coordinate = COORDINATES[sides["left"]]
            rows.append(
                (
                    capital(coordinate.title),
                    value(sides["left"]),
                    value(sides["right"]),
                    coordinate.positive,
                )
            )
    lean = "trunk_side_lean" if analysis.view.kind == "front" else "trunk_lean"
    trunk = COORDINATES[lean]
    alone = [(capital(trunk.title), value(lean), trunk.positive)]
    return PoseTable((words["left"], words["right"]), rows, alone)
