"""Muscles in words."""

from functools import cache

from psoas.data import read_data

SIDES = {"_r": "right", "_l": "left"}


def plain_name(muscle: str) -> str:
    """A muscle of the body in words, such as ``right calf (soleus)``.

    Raises:
        KeyError: no name in ``muscle_names.json`` fits.
    """
    names = _names()
    begin = max((one for one in names if muscle.startswith(one)), key=len, default=None)
    if begin is None:
        raise KeyError(f"no words for the muscle {muscle}; add it to muscle_names.json")
    side = SIDES.get(muscle[-2:])
    return names[begin] if side is None else f"{side} {names[begin]}"


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = read_data("psoas.muscle", "muscle_names.json")["names"]
    return names
