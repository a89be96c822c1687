"""Plain names of muscles."""

from typing import Final

from psoas.data import read_data
from psoas.sides import Side
from psoas.words import N_, _

SIDED: Final[dict[Side, str]] = {"r": N_("right {muscle}"), "l": N_("left {muscle}")}


def plain_name(muscle: str) -> str:
    """A muscle of the body in words, such as ``right calf (soleus)``.

    Raises:
        KeyError: no name in ``muscle_names.json`` fits.
    """
    name = name_on_both_sides(muscle)
    sided = next((words for side, words in SIDED.items() if muscle.endswith(f"_{side}")), None)
    return name if sided is None else _(sided, muscle=name)


def name_on_both_sides(muscle: str) -> str:
    """The same without its side, such as ``calf (soleus)``.

    Raises:
        KeyError: no name in ``muscle_names.json`` fits.
    """
    names: dict[str, str] = read_data("psoas.muscle", "muscle_names.json")["names"]
    prefix = max((one for one in names if muscle.startswith(one)), key=len, default=None)
    if prefix is None:
        raise KeyError(f"no words for the muscle {muscle}; add it to muscle_names.json")
    return _(names[prefix])
