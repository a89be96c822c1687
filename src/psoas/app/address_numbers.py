"""Numbers in the addresses of pages and files."""

from typing import Annotated, Final

from fastapi import Path

MOST_DIGITS: Final = 18
"""Most digits of a number in the address of a page."""

Number = Annotated[int, Path(ge=0, le=2**31 - 1)]
"""A number in the address of a file, as large as the store's; any other is no such address."""


def number_in(words: str) -> int | None:
    """The number in the address of a page, which says itself what is wrong; None where it is none."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= MOST_DIGITS else None
