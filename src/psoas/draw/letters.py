"""The letters of pictures: one typeface that has the letters of every language of the program.

Pillow's own typeface has neither accents nor a minus sign. This is Atkinson Hyperlegible Next, under the SIL Open Font
License 1.1, which lies beside it.
"""

import io
import math
from functools import lru_cache
from typing import Final

from PIL import ImageFont

from psoas.data import read_bytes

Letters = ImageFont.FreeTypeFont
SMALLEST: Final = 6
"""Letters of a picture are never smaller [px]."""
IN_A_PAGE: Final = 1.1
"""Letters of a page are at most so many times as wide as these (ours)."""


@lru_cache(maxsize=64)
def letters(size: float) -> Letters:
    """Letters of a size [px]."""
    file = io.BytesIO(read_bytes("psoas.draw.font", "AtkinsonHyperlegibleNext.ttf"))
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


def letters_that_fit(words: str, width: float, size: float) -> Letters:
    """Letters of a size [px], or smaller where the words would be wider than ``width`` [px]."""
    fitting = letters(size)
    while (wide := fitting.getlength(words)) > width and fitting.size > SMALLEST:
        # again, because widths of letters are whole pixels and do not shrink evenly
        fitting = letters(
            max(SMALLEST, min(math.ceil(fitting.size) - 1, math.ceil(fitting.size * width / wide)))
        )
    return fitting


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Lines no wider than a width [px], broken between words."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and letters(size).getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def width_in_a_page(words: str, size: float) -> float:
    """Room for words in an SVG [px], whose typeface the reader's device chooses."""
    return IN_A_PAGE * letters(size).getlength(words)
