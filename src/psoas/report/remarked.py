"""Remarks over a picture as parts of an SVG, for pages and for paper, and in words for whoever does not see them."""

from base64 import b64encode
from html import escape
from io import BytesIO
from math import atan2, cos, pi, sin
from typing import Final

from PIL import Image

from psoas.plan import Remark, SentPicture
from psoas.words import _, number

HEAD: Final = 0.04
PAPER_HEAD: Final = 0.08
"""Length of an arrow's head as a share of the picture's longer side, on a page and on paper."""

PAPER_STYLE: Final = (
    ".remark-edge{fill:none;stroke:#10181f;stroke-opacity:.75;stroke-width:10;stroke-linecap:round}"
    ".remark-line{fill:none;stroke:#ffd23f;stroke-width:5;stroke-linecap:round}"
    ".remark-head{fill:#ffd23f;stroke:#10181f;stroke-width:2}"
    ".remark-words{fill:#ffd23f;font:700 30px sans-serif}"
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


def remark_svg(one: Remark, width: int, height: int, head: float = HEAD) -> str:
    """The parts of an SVG that draw a remark over a picture of this size [px]; ``head`` as of `HEAD`."""
    points = [(x * width, y * height) for x, y in one.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    if one.kind == "text":
        (x, y) = points[0]
        return _words(x, y, one.words)
    lines = f'<polyline points="{path}" class="remark-edge"/><polyline points="{path}" class="remark-line"/>'
    if one.kind == "arrow":
        return lines + _head(points, head * max(width, height))
    if one.kind == "angle":
        (x, y) = points[1]
        return lines + _words(x + 6, y - 6, f"{number(one.angle_deg(width, height), '.0f')}°")
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
    drawn = "".join(remark_svg(one, width, height, PAPER_HEAD) for one in picture.remarks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<style>{PAPER_STYLE}</style>"
        f'<image href="{address_of(picture.jpeg)}" width="{width}" height="{height}"/>{drawn}</svg>'
    )


def _words(x: float, y: float, words: str) -> str:
    """Words over a dark edge of their own: not all that draws an SVG knows ``paint-order``."""
    text = f'x="{x:.1f}" y="{y:.1f}"'
    says = escape(words)
    return (
        f'<text {text} class="remark-words remark-words-edge" aria-hidden="true">{says}</text>'
        f'<text {text} class="remark-words">{says}</text>'
    )


def _head(points: list[tuple[float, float]], length: float) -> str:
    (fx, fy), (x, y) = points
    way = atan2(y - fy, x - fx)
    corners = [
        (x + length * cos(way + turn), y + length * sin(way + turn)) for turn in (0.85 * pi, -0.85 * pi)
    ]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in ((x, y), *corners))
    return f'<polygon points="{path}" class="remark-head"/>'
