"""Plain names of muscles."""

from psoas.data import read_data
from psoas.sides import WORD


def plain_name(muscle: str) -> str:
    """A muscle of the body in words, such as ``right calf (soleus)``.

    Raises:
        KeyError: no name in ``muscle_names.json`` fits.
    """
    names: dict[str, str] = read_data("psoas.muscle", "muscle_names.json")["names"]
    prefix = max((one for one in names if muscle.startswith(one)), key=len, default=None)
    if prefix is None:
        raise KeyError(f"no words for the muscle {muscle}; add it to muscle_names.json")
    words = [word for side, word in WORD.items() if muscle.endswith(f"_{side}")]
    return " ".join([*words, names[prefix]])
