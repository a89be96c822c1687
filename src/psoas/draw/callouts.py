"""Names of what is seen around the psoas, in plain words, and where each belongs in a posture."""

from dataclasses import dataclass
from typing import Final

import mujoco
import numpy as np

from psoas.body import psoas_fascicles
from psoas.draw.bellies import Bellies
from psoas.sides import SIDES, Side
from psoas.timeseries import Array
from psoas.words import N_, _

WORDS: Final = {
    "spine": (N_("Lower spine"), N_("the psoas begins on its five vertebrae and the discs between them")),
    "psoas": (N_("Psoas"), N_("runs from the spine to the thigh")),
    "iliacus": (N_("Iliacus"), N_("fills the bowl of the hip bone and joins the psoas")),
    "brim": (N_("Front of the hip"), N_("both muscles turn over the edge of the pelvis")),
    "end": (N_("Thigh bone"), N_("both end on a small knob on its inner side")),
}
"""By place: a name, and one sentence about it without capital and full stop."""


@dataclass(frozen=True, eq=False)
class Callout:
    """A name that points at a place.

    Attributes:
        name: a word or two.
        says: what it is.
        at: (3,) in the room [m].
    """

    name: str
    says: str
    at: Array


def callouts(data: mujoco.MjData, muscles: Bellies, side: Side) -> tuple[Callout, ...]:
    """Name what is seen on one side, from the top down.

    Args:
        data: after ``mj_kinematics``.
        muscles: in the same posture.
        side: of the psoas that is named.
    """
    count = len(psoas_fascicles()) // 2
    first = SIDES.index(side) * (len(muscles.names) // 2)
    psoas, iliacus = first + count // 2, first + count + 2
    centres = muscles.rings.centres
    rings = centres.shape[1]
    brim = np.linalg.norm(centres[psoas] - data.geom(f"psoas_brim_{side}").xpos, axis=1).argmin()
    places = {
        "spine": data.body("lumbar2").xpos,
        "psoas": _front(muscles, psoas, rings // 3),
        "iliacus": _front(muscles, iliacus, rings // 3),
        "brim": _front(muscles, psoas, int(brim)),
        "end": centres[first, -1],
    }
    return tuple(
        Callout(_(WORDS[place][0]), _(WORDS[place][1]), np.array(at)) for place, at in places.items()
    )


def _front(muscles: Bellies, strand: int, ring: int) -> Array:
    """(3,) the outer side of a ring [m]."""
    place: Array = muscles.rings.centres[strand, ring] + muscles.rings.across[strand, ring]
    return place
