"""Canvases for charts: SVG with its own colours, SVG with the colours of a page, and pixels.

A place is a share of the plot's width and a height in pixels, so that a page can stretch a plot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from psoas.draw.letters import letters, width_in_a_page

Rgb = tuple[int, int, int]
Anchor = Literal["start", "middle", "end"]
Use = Literal["line", "rule", "band", "solid"]
DARK: Rgb = (30, 34, 40)
PAPER: Rgb = (255, 255, 255)
OPACITY = 0.2
"""The opacity of a band."""
DASH = 6.0
"""Length of a dash, and of the gap behind it [px]."""
FINE = 4
"""A picture is drawn this many times as large as the SVG and then halved, for sharp screens."""
TICK_PX, LEGEND_PX = 12.0, 15.0
"""Letters of marks and legends, and the distance of two lines of a legend [px]."""
WIDE = 1000.0
"""Width of a stretched plot in units of its own."""


class Spot(NamedTuple):
    """A share of the plot's width from its left edge, a height from the top [px], and a shift to the right [px]."""

    share: float
    y: float
    shift: float = 0.0


@dataclass(frozen=True)
class Ink:
    """The look of a part: its class in the style sheet of a page, and its own look in files and pictures.

    Attributes:
        kind: one or more classes.
        width: of a line [px].
        size: of letters [px].
    """

    kind: str = ""
    colour: Rgb = DARK
    width: float = 1.0
    dashed: bool = False
    size: float = TICK_PX


@dataclass(frozen=True)
class ChartFrame:
    """Sizes of a chart [px].

    Attributes:
        width: of the whole; 0 where a page stretches it.
        left, right, top, bottom: margins around the plots.
        plot: height of one plot; gap: between two.
        tick: how far the lines at marks of the axis across reach into the plot and below it.
        legend: a legend's place beside the upper left corner of its plot: to the right, and above.
        bins: a line of more samples than twice this is drawn by the lowest and the highest value of so many bins.
    """

    width: float
    left: float
    right: float
    top: float
    bottom: float
    plot: float
    gap: float = 70
    tick: tuple[float, float] = (0, 0)
    legend: tuple[float, float] = (290, 16)
    bins: int = 1600

    @property
    def across(self) -> float:
        """Width of the plots."""
        return self.width - self.left - self.right

    def legend_places(self, words: Sequence[str]) -> list[tuple[float, float]]:
        """How far right of the legend's place and above it each of its words stands [px]; the last line is at it."""
        places, shift, line = [], self.legend[0], 0
        for one in words:
            wide = 24 + width_in_a_page(one, TICK_PX)
            if self.width and shift > self.legend[0] and self.left + shift + wide > self.width:
                shift, line = self.legend[0], line + 1
            places.append((shift, line))
            shift += wide + 20
        return [(shift, LEGEND_PX * (line - at)) for shift, at in places]

    def x(self, place: Spot) -> float:
        """The distance of a spot from the left edge of the chart; of a stretched plot in units of its own."""
        return self.left + place.share * self.across + place.shift if self.width else WIDE * place.share


class Svg:
    """An SVG file, each element with its own colours."""

    def __init__(self, frame: ChartFrame) -> None:
        self._frame = frame
        self.shapes: list[str] = []
        self.words: list[str] = []

    def draw(self, places: Sequence[Spot], ink: Ink, use: Use) -> None:
        """Draw a line through places, or fill what they surround."""
        points = [f"{self._frame.x(place):.1f},{place.y:.1f}" for place in places]
        match use:
            case "line":
                self.shapes.append(f'<polyline {self._look(ink, use)} points="{" ".join(points)}"/>')
            case "band":
                self.shapes.append(f'<polygon {self._look(ink, use)} points="{" ".join(points)}"/>')
            case "rule" | "solid":
                end = "Z" if use == "solid" else ""
                self.shapes.append(f'<path {self._look(ink, use)} d="M{" ".join(points)}{end}"/>')

    def text(self, place: Spot, words: str, ink: Ink, anchor: Anchor = "start") -> None:
        """Write words on a baseline."""
        at = f'x="{self._frame.x(place):.1f}"'
        if not self._frame.width:
            at = f'x="{round(100 * place.share, 2):g}%" dx="{place.shift:g}"'
        if words:
            self.words.append(
                f'<text {self._look(ink, "text")} {at} y="{place.y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
            )

    def _look(self, ink: Ink, use: Use | Literal["text"]) -> str:
        colour = "#{:02x}{:02x}{:02x}".format(*ink.colour)
        if use in ("line", "rule"):
            dashes = f' stroke-dasharray="{DASH:g} {DASH:g}"' if ink.dashed else ""
            return (
                f'fill="none" stroke="{colour}" stroke-width="{ink.width:g}" stroke-linejoin="round"{dashes}'
            )
        more = {"band": f' fill-opacity="{OPACITY}"', "text": f' font-size="{ink.size:g}"', "solid": ""}
        return f'fill="{colour}"{more[use]}'


class PageSvg(Svg):
    """SVG inside of a page: elements with classes, for the style sheet of the page."""

    def _look(self, ink: Ink, use: Use | Literal["text"]) -> str:
        return f'class="{ink.kind.replace("curve", "band") if use == "band" else ink.kind}"'


class Pixels:
    """A picture, `FINE` times as large as the frame."""

    def __init__(self, frame: ChartFrame, picture: Image.Image) -> None:
        self._frame, self._draw = frame, ImageDraw.Draw(picture, "RGBA")

    def draw(self, places: Sequence[Spot], ink: Ink, use: Use) -> None:
        """Draw a line through places, or fill what they surround."""
        points = [(FINE * self._frame.x(place), FINE * place.y) for place in places]
        if use in ("line", "rule"):
            for part in _dashes(points) if ink.dashed else [points]:
                self._draw.line(part, fill=ink.colour, width=max(1, round(ink.width * FINE)), joint="curve")
        else:
            self._draw.polygon(points, fill=(*ink.colour, round(255 * OPACITY) if use == "band" else 255))

    def text(self, place: Spot, words: str, ink: Ink, anchor: Anchor = "start") -> None:
        """Write words on a baseline."""
        side = {"start": "ls", "middle": "ms", "end": "rs"}[anchor]
        at = FINE * self._frame.x(place), FINE * place.y
        self._draw.text(at, words, font=letters(ink.size * FINE), fill=ink.colour, anchor=side)


Canvas = Svg | Pixels


def _dashes(points: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The dashes of a line, which Pillow does not draw by itself."""
    places, dash = np.array(points), DASH * FINE
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    parts = []
    for start in np.arange(0.0, way[-1], 2 * dash):
        end = min(start + dash, way[-1])
        stops = [start, *way[(way > start) & (way < end)], end]
        parts.append(
            [(float(np.interp(s, way, places[:, 0])), float(np.interp(s, way, places[:, 1]))) for s in stops]
        )
    return parts
