"""Numbers as people and devices write them."""

from psoas.words.messages import MINUS


def decimal(text: str) -> float:
    """A number with a decimal point or a decimal comma, such as ``172.5`` or ``172,5``; groups of digits have no sign.

    A negative one has a hyphen before it, or the minus sign that `psoas.words.number` writes.

    Raises:
        ValueError: it is none.
    """
    try:
        plain = text.replace(MINUS, "-")
        if plain.isascii() and "_" not in plain:  # Python reads digits of other scripts and 1_0, too
            return float(plain.replace(",", "."))
    except ValueError:
        pass
    raise ValueError(f"{text!r} is not a number")
