"""Remarks over a picture as parts of an SVG, for pages and for paper, and in words for whoever does not see them."""

from base64 import b64encode
from html import escape
from io import BytesIO
from math import atan2, cos, pi, sin
from typing import Final

from PIL import Image

from psoas.draw import IN_A_PAGE, width_in_a_page, wrapped
from psoas.plan import Remark, SentPicture
from psoas.words import _, number

HEAD: Final = 0.04
PAPER_HEAD: Final = 0.08
"""Length of an arrow's head as a share of the picture's longer side, on a page and on paper."""

LETTERS: Final = 15
PAPER_LETTERS: Final = 30
"""Size of the letters on a page and on paper [px of the picture]."""

SMALLER: Final = (1.0, 0.8, 0.6)
MOST_LINES: Final = 2
"""Letters are made smaller by these steps where the words need more lines than that."""

BOLD: Final = 1.2
"""Bold letters are at most so many times as wide as others (ours)."""

LINE: Final = 1.15
"""From line to line, in sizes of the letters."""

EDGE: Final = 6
"""Words keep so far away from the edge of the picture [px]."""

PAPER_STYLE: Final = (
    ".remark-edge{fill:none;stroke:#10181f;stroke-opacity:.75;stroke-width:10;stroke-linecap:round}"
    ".remark-line{fill:none;stroke:#ffd23f;stroke-width:5;stroke-linecap:round}"
    ".remark-head{fill:#ffd23f;stroke:#10181f;stroke-width:2}"
    ".remark-words{fill:#ffd23f;font-family:sans-serif;font-weight:700}"
    ".remark-words-edge{fill:#10181f;stroke:#10181f;stroke-width:8;stroke-linejoin:round}"
)
"""As `static/remarks.css` draws them, bright lines with a dark edge; larger, for a picture is small on paper."""


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Width and height of a picture [px]; a square where it cannot be read."""
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as opened:
            return opened.size
    except OSError:
        return 400, 400


def address_of(jpeg: bytes) -> str:
    """A picture as an address that holds it."""
    return f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"


def remark_svg(one: Remark, width: int, height: int, *, paper: bool = False) -> str:
    """The parts of an SVG that draw a remark over a picture of this size [px], larger on paper."""
    size, head = (PAPER_LETTERS, PAPER_HEAD) if paper else (LETTERS, HEAD)
    points = [(x * width, y * height) for x, y in one.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    if one.kind == "text":
        (x, y) = points[0]
        return _words((x, y), one.words, size, (width, height))
    lines = f'<polyline points="{path}" class="remark-edge"/><polyline points="{path}" class="remark-line"/>'
    if one.kind == "arrow":
        return lines + _head(points, head * max(width, height))
    if one.kind == "angle":
        (x, y) = points[1]
        words = f"{number(one.angle_deg(width, height), '.0f')}°"
        return lines + _words((x + EDGE, y - EDGE), words, size, (width, height))
    return lines


def remark_says(one: Remark, width: int, height: int) -> str:
    """A remark in words, with where it lies on a picture of this size [px]."""
    shares = {
        f"{axis}{number}": 100 * share
        for number, point in enumerate(one.points, start=1)
        for axis, share in zip("xy", point, strict=True)
    }
    match one.kind:
        case "text":
            return _("Words “{words}” at {x1:.0f} % across and {y1:.0f} % down", words=one.words, **shares)
        case "angle":
            return _(
                "Angle of {degrees:.0f}° with its corner at {x2:.0f} % across and {y2:.0f} % down",
                degrees=one.angle_deg(width, height),
                **shares,
            )
        case "arrow":
            return _(
                "Arrow from {x1:.0f} % across, {y1:.0f} % down, to {x2:.0f} % across, {y2:.0f} % down",
                **shares,
            )
    return _("Line from {x1:.0f} % across, {y1:.0f} % down, to {x2:.0f} % across, {y2:.0f} % down", **shares)


def picture_says(picture: SentPicture) -> str:
    """What a picture shows and what was drawn on it, for a screen reader."""
    size = size_of(picture.jpeg)
    return ". ".join([picture.caption, *(remark_says(one, *size) for one in picture.remarks)])


def paper_picture(picture: SentPicture) -> str:
    """A picture with its remarks as an SVG that needs nothing else."""
    width, height = size_of(picture.jpeg)
    drawn = "".join(remark_svg(one, width, height, paper=True) for one in picture.remarks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<style>{PAPER_STYLE}</style>"
        f'<image href="{address_of(picture.jpeg)}" width="{width}" height="{height}"/>{drawn}</svg>'
    )


def _words(place: tuple[float, float], words: str, size: float, picture: tuple[int, int]) -> str:
    """Words in lines that end inside the picture; they begin at their place, or farther left or up where they must.

    They lie over a dark edge of their own: not all that draws an SVG knows ``paint-order``.
    """
    width, height = picture
    room = (width - 2 * EDGE) / (BOLD * IN_A_PAGE)
    sizes = [step * size for step in SMALLER]
    size = next((one for one in sizes if len(wrapped(words, room, one)) <= MOST_LINES), sizes[-1])
    lines = wrapped(words, room, size)
    wide = BOLD * max(width_in_a_page(line, size) for line in lines)
    x = max(EDGE, min(place[0], width - EDGE - wide))
    y = max(size, min(place[1], height - EDGE - (len(lines) - 1) * LINE * size))
    rows = [
        (f'x="{x:.1f}" y="{y + LINE * size * row:.1f}" font-size="{size:g}"', escape(line))
        for row, line in enumerate(lines)
    ]
    edges = (
        f'<text {at} class="remark-words remark-words-edge" aria-hidden="true">{line}</text>'
        for at, line in rows
    )
    return "".join((*edges, *(f'<text {at} class="remark-words">{line}</text>' for at, line in rows)))


def _head(points: list[tuple[float, float]], length: float) -> str:
    (fx, fy), (x, y) = points
    way = atan2(y - fy, x - fx)
    corners = [
        (x + length * cos(way + turn), y + length * sin(way + turn)) for turn in (0.85 * pi, -0.85 * pi)
    ]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in ((x, y), *corners))
    return f'<polygon points="{path}" class="remark-head"/>'
