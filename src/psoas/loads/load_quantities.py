"""The loads of joints and psoas that results hold: one key, one label and one wording for each."""

from dataclasses import dataclass
from typing import Final

from psoas.loads.joint_loads import DISCS, HIPS, PARTS
from psoas.sides import SIDES
from psoas.words import N_, _

LABELS: Final = {
    "compression": (N_("Disc {name}"), N_("pressing on the disc {name}")),
    "shear_ap": (N_("Disc {name}, sliding forward"), N_("sliding force at {name}, forward")),
    "shear_ml": (N_("Disc {name}, sliding to the right"), N_("sliding force at {name}, to the right")),
    "hip_r": (N_("Right hip"), N_("right hip")),
    "hip_l": (N_("Left hip"), N_("left hip")),
    "psoas_r": (N_("Right psoas"), N_("right psoas")),
    "psoas_l": (N_("Left psoas"), N_("left psoas")),
}
"""In a table and in a sentence: by the component of a disc, or by the joint or muscle."""


@dataclass(frozen=True)
class LoadQuantity:
    """A force at a joint or of a muscle [N].

    Attributes:
        part: the joint or the muscle, such as ``L4_L5``, ``hip_r`` or ``psoas_r``.
        component: of the joint's load, such as ``compression`` or ``contact``; empty for a muscle.
    """

    part: str
    component: str

    @property
    def key(self) -> str:
        """The key in results, such as ``L4_L5_compression``."""
        return f"{self.part}_{self.component}" if self.component else self.part

    @property
    def label(self) -> str:
        """The words in a table, such as ``Disc L4/L5``."""
        return self._words(0)

    @property
    def words(self) -> str:
        """The words in a sentence, such as ``pressing on the disc L4/L5``."""
        return self._words(1)

    def _words(self, where: int) -> str:
        own = LABELS.get(self.part)
        if own is not None:
            return _(own[where])
        return _(LABELS[self.component][where], name=self.part.replace("_", "/"))


LOAD_QUANTITIES: Final = {
    one.key: one
    for one in (
        *(LoadQuantity(disc, component) for disc in DISCS for component in PARTS),
        *(LoadQuantity(f"hip_{side}", "contact") for side in SIDES if f"hip_{side}" in HIPS),
        *(LoadQuantity(f"psoas_{side}", "") for side in SIDES),
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
