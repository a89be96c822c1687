"""Left and right. Names of coordinates, muscles and segments end in ``_r`` or ``_l``; people read the words."""

from typing import Final, Literal

from psoas.words import N_, _

Side = Literal["r", "l"]
SideWord = Literal["right", "left"]

SIDES: Final[tuple[Side, Side]] = ("r", "l")
SIDE_WORDS: Final[tuple[SideWord, SideWord]] = ("left", "right")
"""The words in the order in which people read them."""
WORD: Final[dict[Side, SideWord]] = {"r": "right", "l": "left"}
LETTER: Final[dict[SideWord, Side]] = {"right": "r", "left": "l"}
_SHOWN: Final[dict[SideWord, str]] = {"right": N_("right"), "left": N_("left")}
_LEGS: Final[dict[SideWord, str]] = {"right": N_("Right leg"), "left": N_("Left leg")}
_HIPS: Final[dict[SideWord, str]] = {"right": N_("Right hip"), "left": N_("Left hip")}
OTHER: Final[dict[Side, Side]] = {"r": "l", "l": "r"}
OTHER_WORD: Final[dict[SideWord, SideWord]] = {"right": "left", "left": "right"}
AHEAD: Final[dict[SideWord, float]] = {"right": 1.0, "left": -1.0}
"""The sign of the picture's x that is ahead of a person who faces that side of it."""


def side_word(side: SideWord) -> str:
    """A side in the language of now, as it stands alone or behind a comma."""
    return _(_SHOWN[side])


def leg_on(side: SideWord) -> str:
    """The leg of a side in the language of now, such as ``Left leg`` at the start of a line."""
    return _(_LEGS[side])


def hip_on(side: SideWord) -> str:
    """The same of the hip."""
    return _(_HIPS[side])


def other_side(name: str) -> str:
    """The name on the other side, such as ``knee_angle_l`` of ``knee_angle_r``; a name without a side is unchanged."""
    for side in SIDES:
        if name.endswith(f"_{side}"):
            return name[:-1] + OTHER[side]
    return name


def without_side(name: str) -> str:
    """The name without its side, such as ``knee_angle`` of ``knee_angle_r``; a name without a side is unchanged."""
    return name.removesuffix("_r").removesuffix("_l")


def both(name: str) -> tuple[str, str]:
    """The right and the left name of a coordinate, muscle or segment, such as ``knee_angle_r`` and ``knee_angle_l``."""
    return f"{name}_r", f"{name}_l"
