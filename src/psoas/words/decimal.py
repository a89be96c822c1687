"""Numbers as people and devices write them."""


def decimal(text: str) -> float:
    """A number with a decimal point or a decimal comma, such as ``172.5`` or ``172,5``; groups of digits have no sign.

    Raises:
        ValueError: it is none.
    """
    try:
        if text.isascii() and "_" not in text:  # Python reads digits of other scripts and 1_0, too
            return float(text.replace(",", "."))
    except ValueError:
        pass
    raise ValueError(f"{text!r} is not a number")
