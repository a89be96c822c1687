"""Muscles in words."""

import json
from functools import cache
from importlib.resources import files

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
    text = files("psoas.muscle").joinpath("muscle_names.json").read_text(encoding="utf-8")
    names: dict[str, str] = json.loads(text)["names"]
    return names
