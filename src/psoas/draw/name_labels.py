"""Names beside a drawn body, each with a line to its place."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from psoas.draw.body_layers import FAINT, INK, PAPER
from psoas.draw.letters import letters, wrapped

WIDE = 0.24
"""Width of the words as a share of the picture."""
LINE, GAP, DOT_PX = 1.25, 0.8, 3.0
"""Height of a line and distance of two names, both in letters; radius of the dot at a place."""

Named = tuple[str, str, tuple[float, float]]
"""A name, what it is, and its place in the picture [px]."""


def write_names(picture: Image.Image, named: Sequence[Named], size: float) -> None:
    """Write names at the left and the right edge, by where their places are, from the top down.

    Args:
        picture: changed in place.
        named: what is written.
        size: of the letters [px].
    """
    draw = ImageDraw.Draw(picture, "RGBA")
    font, wide = letters(size), WIDE * picture.width
    middle = sum(place[0] for *_, place in named) / max(len(named), 1)
    below = {True: 0.0, False: 0.0}
    for name, says, (x, y) in sorted(named, key=lambda one: one[2][1]):
        left = x < middle
        lines = [name, *wrapped(says, wide, size)]
        tall = LINE * size * len(lines)
        top = max(below[left], y - tall / 2)
        below[left] = top + tall + GAP * size
        edge, anchor = (0.5 * size, "la") if left else (picture.width - 0.5 * size, "ra")
        longest = max(font.getlength(line) for line in lines)
        start = edge + (longest + 0.4 * size) * (1 if left else -1)
        draw.line((start, top + tall / 2, x, y), fill=(*FAINT, 160), width=max(1, round(size / 14)))
        draw.ellipse((x - DOT_PX, y - DOT_PX, x + DOT_PX, y + DOT_PX), fill=INK)
        across = (edge, start) if left else (start, edge)
        draw.rectangle((across[0], top, across[1], top + tall), fill=(*PAPER, 190))
        for number, line in enumerate(lines):
            colour = FAINT if number else INK
            draw.text((edge, top + LINE * size * number), line, font=font, fill=colour, anchor=anchor)
