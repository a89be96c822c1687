"""Left and right. Names of coordinates, muscles and segments end in ``_r`` or ``_l``; people read the words."""

from typing import Final, Literal

Side = Literal["r", "l"]
SideWord = Literal["right", "left"]

SIDES: Final[tuple[Side, Side]] = ("r", "l")
SIDE_WORDS: Final[tuple[SideWord, SideWord]] = ("left", "right")
"""The words in the order in which people read them."""
WORD: Final[dict[Side, SideWord]] = {"r": "right", "l": "left"}
LETTER: Final[dict[SideWord, Side]] = {"right": "r", "left": "l"}
OTHER: Final[dict[Side, Side]] = {"r": "l", "l": "r"}
OTHER_WORD: Final[dict[SideWord, SideWord]] = {"right": "left", "left": "right"}


def other_side(name: str) -> str:
    """The name on the other side, such as ``knee_angle_l`` of ``knee_angle_r``; a name without a side is unchanged."""
    for side in SIDES:
        if name.endswith(f"_{side}"):
            return name[:-1] + OTHER[side]
    return name


def both(name: str) -> tuple[str, str]:
    """The right and the left name of a coordinate, muscle or segment, such as ``knee_angle_r`` and ``knee_angle_l``."""
    return f"{name}_r", f"{name}_l"
