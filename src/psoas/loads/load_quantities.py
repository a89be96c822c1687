"""The loads of joints and psoas that results hold: one key, one label and one wording for each."""

from dataclasses import dataclass
from typing import Final

from psoas.loads.joint_loads import DISCS, HIPS, PARTS
from psoas.sides import LETTER, SIDES, WORD, SideWord

SLIDING: Final = {"shear_ap": "forward", "shear_ml": "to the right"}


@dataclass(frozen=True)
class LoadQuantity:
    """A force at a joint or of a muscle [N].

    Attributes:
        part: the joint or the muscle, such as ``L4_L5``, ``hip_r`` or ``psoas_r``.
        component: of the joint's load, such as ``compression`` or ``contact``; empty for a muscle.
        label: in a table, such as ``Disc L4/L5``.
        words: in a sentence, such as ``pressing on the disc L4/L5``.
    """

    part: str
    component: str
    label: str
    words: str

    @property
    def key(self) -> str:
        """The key in results, such as ``L4_L5_compression``."""
        return f"{self.part}_{self.component}" if self.component else self.part


def _disc(part: str, component: str) -> LoadQuantity:
    name = part.replace("_", "/")
    if component == "compression":
        return LoadQuantity(part, component, f"Disc {name}", f"pressing on the disc {name}")
    way = SLIDING[component]
    return LoadQuantity(part, component, f"Disc {name}, sliding {way}", f"sliding force at {name}, {way}")


def _side(stem: str, component: str, side: SideWord) -> LoadQuantity:
    part = f"{stem}_{LETTER[side]}"
    return LoadQuantity(part, component, f"{side.capitalize()} {stem}", f"{side} {stem}")


LOAD_QUANTITIES: Final = {
    one.key: one
    for one in (
        *(_disc(disc, component) for disc in DISCS for component in PARTS),
        *(_side("hip", "contact", WORD[side]) for side in SIDES if f"hip_{side}" in HIPS),
        *(_side("psoas", "", WORD[side]) for side in SIDES),
    )
}
"""All loads by their key, in the order of `quantities`."""

OVER_TIME: Final = (
    "L4_L5_compression",
    "L5_S1_compression",
    "hip_r_contact",
    "hip_l_contact",
    "psoas_r",
    "psoas_l",
)
"""Keys of the loads of a recording."""

COMPARED: Final = (*OVER_TIME[:2], "L5_S1_shear_ap", *OVER_TIME[2:])
"""Keys of the loads in which two postures are compared."""
