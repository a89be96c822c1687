"""Line charts, one above the other over the same axis, as SVG text or as a picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, Protocol

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from psoas.timeseries import Array

Rgb = tuple[int, int, int]
Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]

WIDTH, TOP, LEFT, RIGHT, BOTTOM = 900, 92, 74, 24, 52
PANEL, GAP = 210, 46
INK, FAINT, GRID, PAPER = (30, 34, 40), (105, 112, 122), (226, 229, 233), (255, 255, 255)
WIDE_RIGHT = 64
BESIDE = 290
"""From a panel's left edge to the legend beside its title [px]."""
PALE = 0.2
DASH = 6.0
"""Length of a dash, and of the gap behind it [px]."""
FINE = 2
"""A picture is drawn this many times as large as the SVG, for sharp screens."""


@dataclass(frozen=True)
class Line:
    """One line of a panel: (N,) values, NaN is a gap."""

    values: Array
    colour: Rgb
    width: float = 1.4
    dashed: bool = False


@dataclass(frozen=True)
class Band:
    """What lies between two curves of a panel: (N,) low and high, NaN is a gap."""

    low: Array
    high: Array
    colour: Rgb


@dataclass(frozen=True)
class Panel:
    """One chart of several.

    Attributes:
        title: what is up, with its unit.
        lines: drawn in this order.
        bands: below the lines, pale.
        once: what stands as 1 at a second scale on the right; None for no such scale.
        legend: of its own lines, beside the title: words, colour, and whether it is dashed.
    """

    title: str
    lines: tuple[Line, ...]
    bands: tuple[Band, ...] = ()
    once: float | None = None
    legend: tuple[tuple[str, Rgb, bool], ...] = ()


@dataclass(frozen=True)
class Chart:
    """Panels over one axis.

    Attributes:
        title, subtitle: plain words above.
        across: (N,) shared by all lines, N >= 1.
        across_label: what it is, with its unit.
        panels: from the top down.
        legend: words, colour, and whether it is dashed.
    """

    title: str
    subtitle: str
    across: Array
    across_label: str
    panels: tuple[Panel, ...]
    legend: tuple[tuple[str, Rgb, bool], ...]

    @property
    def height(self) -> int:
        """[px]"""
        return TOP + len(self.panels) * (PANEL + GAP) - GAP + BOTTOM


class Canvas(Protocol):
    """What a chart is drawn on; x to the right, y down [px]."""

    def line(self, points: Sequence[Point], colour: Rgb, width: float, dashed: bool = False) -> None:
        """A line through points."""

    def area(self, corners: Sequence[Point], colour: Rgb) -> None:
        """A pale area."""

    def text(self, at: Point, words: str, size: float, colour: Rgb, anchor: Anchor) -> None:
        """Words on a baseline."""


def chart_svg(chart: Chart) -> str:
    """The chart as a file for browsers and documents."""
    canvas = _Svg()
    _draw(chart, canvas)
    size = f'width="{WIDTH}" height="{chart.height}" viewBox="0 0 {WIDTH} {chart.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif">\n'
        f"<title>{escape(chart.title)}</title>\n<desc>{escape(chart.subtitle)}</desc>\n"
        f'<rect width="100%" height="100%" fill="{_hex(PAPER)}"/>\n' + "\n".join(canvas.parts) + "\n</svg>\n"
    )


def chart_picture(chart: Chart) -> Image.Image:
    """The chart as a picture, twice as large."""
    picture = Image.new("RGB", (WIDTH * FINE * 2, chart.height * FINE * 2), PAPER)
    _draw(chart, _Picture(ImageDraw.Draw(picture, "RGBA"), FINE * 2))
    return picture.reduce(2)


def _draw(chart: Chart, canvas: Canvas) -> None:
    canvas.text((LEFT, 30), chart.title, 19, INK, "start")
    canvas.text((LEFT, 51), chart.subtitle, 13, FAINT, "start")
    _draw_legend(canvas, chart.legend, (LEFT, 67))
    low, high = float(chart.across.min()), float(chart.across.max())
    if low == high:
        low, high = low - 1, high + 1
    right = WIDTH - (RIGHT if all(panel.once is None for panel in chart.panels) else WIDE_RIGHT)

    def across(value: float) -> float:
        return LEFT + (value - low) / (high - low) * (right - LEFT)

    for number, panel in enumerate(chart.panels):
        top = TOP + number * (PANEL + GAP)
        ends = [end for band in panel.bands for end in (band.low, band.high)]
        least, most, step = _range([*(line.values for line in panel.lines), *ends])
        canvas.text((LEFT, top + 12), panel.title, 13, INK, "start")
        _draw_legend(canvas, panel.legend, (LEFT + BESIDE, top + 8))
        floor, ceiling = top + PANEL, top + 24

        def up(
            value: float, least: float = least, most: float = most, floor: int = floor, ceiling: int = ceiling
        ) -> float:
            return floor - (value - least) / (most - least) * (floor - ceiling)

        for value in _ticks(low, high, _step(high - low, 8)):
            canvas.line([(across(value), floor), (across(value), ceiling)], GRID, 1)
            canvas.text((across(value), floor + 17), _number(value), 12, FAINT, "middle")
        for value in _ticks(least, most, step):
            canvas.line([(LEFT, up(value)), (right, up(value))], FAINT if value == 0 else GRID, 1)
            canvas.text((LEFT - 8, up(value) + 4), _number(value), 12, FAINT, "end")
        if panel.once is not None:
            for value in _ticks(least / panel.once, most / panel.once, _step((most - least) / panel.once, 4)):
                words = f"{_number(value)} x"
                canvas.text((right + 8, up(value * panel.once) + 4), words, 12, FAINT, "start")
        for band in panel.bands:
            for under, over in _edges(chart.across, band):
                corners = [*under, *over[::-1]]
                canvas.area([(across(a), up(b)) for a, b in corners], band.colour)
        for line in panel.lines:
            for piece in _pieces(chart.across, line.values):
                canvas.line([(across(a), up(b)) for a, b in piece], line.colour, line.width, line.dashed)
    canvas.text(((LEFT + right) / 2, chart.height - 14), chart.across_label, 13, INK, "middle")


def _draw_legend(canvas: Canvas, legend: Sequence[tuple[str, Rgb, bool]], at: Point) -> None:
    """Lines with their words, one beside the other."""
    x, y = at
    for words, colour, dashed in legend:
        canvas.line([(x, y), (x + 18, y)], colour, 3, dashed)
        canvas.text((x + 24, y + 4), words, 12, FAINT, "start")
        x += 24 + 6.6 * len(words) + 20


def _pieces(across: Array, values: Array) -> list[list[Point]]:
    """Runs of finite points; a single one becomes a short dash."""
    pieces: list[list[Point]] = [[]]
    for a, b in zip(across.tolist(), values.tolist(), strict=True):
        if math.isfinite(b):
            pieces[-1].append((a, b))
        elif pieces[-1]:
            pieces.append([])
    return [piece if len(piece) > 1 else [(piece[0][0] - 0.2, piece[0][1]), (piece[0][0] + 0.2, piece[0][1])]
            for piece in pieces if piece]  # fmt: skip


def _edges(across: Array, band: Band) -> list[tuple[list[Point], list[Point]]]:
    """The lower and the upper edge of each gapless piece of a band."""
    known = np.isfinite(band.low) & np.isfinite(band.high)
    under, over = (_pieces(across, np.where(known, end, np.nan)) for end in (band.low, band.high))
    return list(zip(under, over, strict=True))


def _dashes(points: Sequence[Point]) -> list[list[Point]]:
    """The dashes of a line, which Pillow does not draw by itself."""
    places = np.array(points)
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    parts = []
    for start in np.arange(0.0, way[-1], 2 * DASH):
        end = min(start + DASH, way[-1])
        stops = [start, *way[(way > start) & (way < end)], end]
        parts.append(
            [(float(np.interp(s, way, places[:, 0])), float(np.interp(s, way, places[:, 1]))) for s in stops]
        )
    return parts


def _range(lines: Sequence[Array]) -> tuple[float, float, float]:
    """Lowest, highest and step of an axis that holds zero."""
    values = np.concatenate([[0.0], *lines])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if high - low < 1e-9:
        low, high = low - 1, high + 1
    step = _step(high - low, 5)
    return step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9), step


def _step(span: float, most: int) -> float:
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= span / most * 0.999)


def _ticks(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _number(value: float) -> str:
    return f"{round(value, 9):g}".replace("-", "\N{MINUS SIGN}")


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


class _Svg:
    def __init__(self) -> None:
        self.parts: list[str] = []

    def line(self, points: Sequence[Point], colour: Rgb, width: float, dashed: bool = False) -> None:
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashes = f' stroke-dasharray="{DASH:g} {DASH:g}"' if dashed else ""
        self.parts.append(
            f'<polyline points="{corners}" fill="none" stroke="{_hex(colour)}" stroke-width="{width:g}" '
            f'stroke-linejoin="round"{dashes}/>'
        )

    def area(self, corners: Sequence[Point], colour: Rgb) -> None:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
        self.parts.append(f'<polygon points="{points}" fill="{_hex(colour)}" fill-opacity="{PALE}"/>')

    def text(self, at: Point, words: str, size: float, colour: Rgb, anchor: Anchor) -> None:
        self.parts.append(
            f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}" fill="{_hex(colour)}" '
            f'text-anchor="{anchor}">{escape(words)}</text>'
        )


class _Picture:
    def __init__(self, draw: ImageDraw.ImageDraw, fine: int) -> None:
        self._draw, self._fine = draw, fine

    def line(self, points: Sequence[Point], colour: Rgb, width: float, dashed: bool = False) -> None:
        for part in _dashes(points) if dashed else [points]:
            corners = [(x * self._fine, y * self._fine) for x, y in part]
            self._draw.line(corners, fill=colour, width=max(1, round(width * self._fine)), joint="curve")

    def area(self, corners: Sequence[Point], colour: Rgb) -> None:
        placed = [(x * self._fine, y * self._fine) for x, y in corners]
        self._draw.polygon(placed, fill=(*colour, round(255 * PALE)))

    def text(self, at: Point, words: str, size: float, colour: Rgb, anchor: Anchor) -> None:
        font = ImageFont.load_default(size=size * self._fine)
        # Pillow's own font has no minus sign
        words = words.replace("\N{MINUS SIGN}", "-")
        place = (at[0] * self._fine, at[1] * self._fine)
        self._draw.text(
            place, words, font=font, fill=colour, anchor={"start": "ls", "middle": "ms", "end": "rs"}[anchor]
        )
