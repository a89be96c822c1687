"""The chart engine: lines with bands, points, columns and levels in panels over one axis.

A `Chart` says what is shown; it becomes an SVG file, a picture, or a part of a page.
"""

from dataclasses import dataclass, replace
from html import escape

import numpy as np
from markupsafe import Markup
from PIL import Image

from psoas.draw.axis import Axis
from psoas.draw.canvas import (
    DARK,
    FINE,
    PAPER,
    TICK_PX,
    WIDE,
    Anchor,
    Canvas,
    ChartFrame,
    Ink,
    PageSvg,
    Pixels,
    Rgb,
    Spot,
    Svg,
)
from psoas.draw.letters import IN_A_PAGE, wrapped
from psoas.draw.pieces import pieces
from psoas.estimate import Estimate
from psoas.timeseries import Array

FAINT: Rgb = (105, 112, 122)
PALE: Rgb = (226, 229, 233)
FILE = ChartFrame(width=900, left=74, right=24, top=116, bottom=52, plot=186, tick=(186, 0))
"""Sizes of a chart that is a file or a picture."""
SINGLE = 0.004
"""Half the width at which a single sample between gaps is drawn, as a share of the plot's width."""
ALONE = 0.1
"""Half the width at which the only sample of a line is drawn, as a share of the plot's width."""
SAYS_PX, LINE_PX = 13.0, 17.0
"""Letters of what a chart says under its title, and the distance of two lines of it [px]."""
ROUND = 24
"""Corners of a circle."""

TICK, LABEL = Ink("tick", FAINT, size=TICK_PX), Ink("tick", DARK, size=13)
GRID, ZERO = Ink("grid", PALE), Ink("zero", FAINT)


@dataclass(frozen=True)
class Line:
    """A line through samples.

    Attributes:
        across, values: (N,); a NaN value is a gap, and so is a hole in ``across``.
        ink: its class begins with ``curve``; the band has the same class with ``band``.
        band: (N,) lower and upper end; NaN where the band is not known.
    """

    across: Array
    values: Array
    ink: Ink
    band: tuple[Array, Array] | None = None


@dataclass(frozen=True)
class Marker:
    """A point with its band, round or with four corners; ``letter`` stands in it."""

    at: float
    estimate: Estimate
    ink: Ink
    corners: int = ROUND
    radius: float = 4.4
    letter: str = ""


@dataclass(frozen=True)
class Column:
    """An upright bar from zero to a value, ``width`` to the right of ``at``, and a line across at its aim."""

    at: float
    width: float
    value: float
    ink: Ink
    aim: float | None = None


@dataclass(frozen=True)
class Level:
    """A value with a line across, its words above or below the line."""

    value: float
    words: str = ""
    above: bool = True


@dataclass(frozen=True)
class Span:
    """A shaded part of the axis across; its words stand above it."""

    start: float
    end: float
    ink: Ink
    words: str = ""


@dataclass(frozen=True)
class Panel:
    """A plot of a chart.

    Attributes:
        up: its upright axis.
        title: above it.
        right: marks of a second scale at the right edge, in values of ``up``.
        legend: words and look of its lines, at the frame's place for it.
    """

    up: Axis
    lines: tuple[Line, ...] = ()
    markers: tuple[Marker, ...] = ()
    columns: tuple[Column, ...] = ()
    levels: tuple[Level, ...] = ()
    spans: tuple[Span, ...] = ()
    title: str = ""
    right: tuple[tuple[float, str], ...] = ()
    legend: tuple[tuple[str, Ink], ...] = ()


@dataclass(frozen=True)
class Chart:
    """Plots one above the other over the same axis.

    Attributes:
        title, says: plain words for people who see it and for people who do not.
        across: the shared axis; label: what it is, with its unit.
    """

    title: str
    says: str
    across: Axis
    label: str
    panels: tuple[Panel, ...]
    frame: ChartFrame

    @property
    def height(self) -> float:
        """[px]"""
        frame, count = self.frame, len(self.panels)
        return frame.top + count * (frame.plot + frame.gap) - frame.gap + frame.bottom


def chart_svg(chart: Chart) -> str:
    """The chart as an SVG file for browsers and documents."""
    chart = _with_room(chart)
    canvas = Svg(chart.frame)
    _draw_whole(chart, canvas)
    width, height = f"{chart.frame.width:g}", f"{chart.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="sans-serif">\n'
        f"<title>{escape(chart.title)}</title>\n<desc>{escape(chart.says)}</desc>\n"
        '<rect width="100%" height="100%" fill="#ffffff"/>\n'
        + "\n".join([*canvas.shapes, *canvas.words, "</svg>\n"])
    )


def chart_picture(chart: Chart) -> Image.Image:
    """The chart as a picture, twice as large as the SVG file."""
    chart = _with_room(chart)
    picture = Image.new("RGB", (round(chart.frame.width * FINE), round(chart.height * FINE)), PAPER)
    _draw_whole(chart, Pixels(chart.frame, picture))
    return picture.reduce(2)


def page_svg(chart: Chart, kind: str, name: str = "") -> Markup:
    """The chart as an ``<svg>`` element, whose colours come from the page.

    A frame without a width stretches to its column, while its letters keep their size. The box of the element is then
    the plot; words at its sides stand in the margin that the style of the page leaves.

    Args:
        chart: ``says`` is read to people who do not see it.
        kind: class of the element.
        name: of a chart with a title; letters, digits and ``-``, unique in the page.
    """
    canvas = PageSvg(chart.frame)
    _draw_panels(chart, canvas)
    shapes, words, height = "".join(canvas.shapes), "".join(canvas.words), f"{chart.height:g}"
    if not chart.frame.width:
        box = f'viewBox="0 0 {WIDE:g} {height}" preserveAspectRatio="none" overflow="visible"'
        shapes = f'<svg width="100%" height="{height}" {box}>{shapes}</svg>'
    size = f'viewBox="0 0 {chart.frame.width:g} {height}"' if chart.frame.width else f'height="{height}"'
    spoken, says = f'aria-label="{escape(chart.says)}"', ""
    if name:
        spoken = f'aria-labelledby="{name}-t {name}-d"'
        says = f'<title id="{name}-t">{escape(chart.title)}</title><desc id="{name}-d">{escape(chart.says)}</desc>'
    return Markup(f'<svg class="{kind}" role="img" {spoken} {size}>{says}{shapes}{words}</svg>')


def _draw_whole(chart: Chart, canvas: Canvas) -> None:
    """Draw a chart with its title and its words."""
    canvas.text(Spot(0, 30), chart.title, Ink(size=19))
    for number, line in enumerate(_lines(chart)):
        canvas.text(Spot(0, 51 + number * LINE_PX), line, Ink(colour=FAINT, size=SAYS_PX))
    _draw_panels(chart, canvas)


def _lines(chart: Chart) -> list[str]:
    """What a chart says, in lines that are not wider than the chart."""
    return wrapped(chart.says, chart.frame.across / IN_A_PAGE, SAYS_PX)


def _with_room(chart: Chart) -> Chart:
    """The chart with room above its plots for all lines that it says, and of its first legend."""
    legend = [
        above
        for _shift, above in chart.frame.legend_places([words for words, _ink in chart.panels[0].legend])
    ]
    more = LINE_PX * max(0, len(_lines(chart)) - 1) + max(legend, default=0.0)
    return replace(chart, frame=replace(chart.frame, top=chart.frame.top + more))


def _draw_panels(chart: Chart, canvas: Canvas) -> None:
    frame = chart.frame
    for index, panel in enumerate(chart.panels):
        ceiling = frame.top + index * (frame.plot + frame.gap)
        canvas.text(Spot(0, ceiling - 12), panel.title, LABEL)
        places = frame.legend_places([words for words, _ink in panel.legend])
        for (words, ink), (shift, above) in zip(panel.legend, places, strict=True):
            y = ceiling - frame.legend[1] - above
            canvas.draw((Spot(0, y, shift), Spot(0, y, shift + 18)), ink, "rule")
            canvas.text(Spot(0, y + 4, shift + 24), words, TICK)
        _Plot(chart, panel, canvas, ceiling).draw()
    canvas.text(Spot(0.5, chart.height - frame.bottom + 37), chart.label, LABEL, "middle")


class _Plot:
    """A panel on a canvas, with its upper edge at ``ceiling`` [px]."""

    def __init__(self, chart: Chart, panel: Panel, canvas: Canvas, ceiling: float) -> None:
        self._chart, self._panel, self._canvas = chart, panel, canvas
        self._ceiling, self._floor = ceiling, ceiling + chart.frame.plot

    def draw(self) -> None:
        """Draw from the back to the front."""
        panel = self._panel
        for span in panel.spans:
            self._span(span)
        self._axes()
        for level in panel.levels:
            self._level(level)
        for column in panel.columns:
            self._column(column)
        for line in panel.lines:
            self._band(line)
        for line in panel.lines:
            self._line(line)
        for marker in panel.markers:
            self._marker(marker)

    def _at(self, across: float, value: float) -> Spot:
        up = self._floor - self._panel.up.share(value) * self._chart.frame.plot
        return Spot(self._chart.across.share(across), up)

    def _rule(self, start: Spot, end: Spot, ink: Ink) -> None:
        self._canvas.draw((start, end), ink, "rule")

    def _box(self, start: Spot, end: Spot, ink: Ink) -> None:
        corners = (start, start._replace(share=end.share), end, end._replace(share=start.share))
        self._canvas.draw(corners, ink, "solid")

    def _span(self, span: Span) -> None:
        start, end = (min(max(self._chart.across.share(x), 0.0), 1.0) for x in (span.start, span.end))
        self._box(Spot(start, self._ceiling), Spot(max(end, start + 0.0005), self._floor), span.ink)
        middle = Spot((start + end) / 2, self._ceiling - 8)
        self._canvas.text(middle, span.words, Ink("rep-label"), "middle")

    def _axes(self) -> None:
        above, below = self._chart.frame.tick
        for value, words in self._chart.across.ticks:
            share = self._chart.across.share(value)
            ends = Spot(share, self._floor - above), Spot(share, self._floor + below)
            if above or below:
                self._rule(*ends, ZERO if below else GRID)
            # a stretched plot has no margin for the half of a word
            anchor: Anchor = "middle"
            if not self._chart.frame.width:
                anchor = "start" if share < 0.02 else "end" if share > 0.98 else "middle"
            self._canvas.text(Spot(share, self._floor + 18), words, TICK, anchor)
        for value, words in self._panel.up.ticks:
            y = self._at(0, value).y
            self._rule(Spot(0, y), Spot(1, y), GRID if value else ZERO)
            self._canvas.text(Spot(0, y + 4, -8), words, TICK, "end")
        for value, words in self._panel.right:
            self._canvas.text(Spot(1, self._at(0, value).y + 4, 8), words, TICK)

    def _level(self, level: Level) -> None:
        y = self._at(0, level.value).y
        self._rule(Spot(0, y), Spot(1, y), Ink("limit"))
        label = Spot(1, y - 5 if level.above else y + 12, -4)
        self._canvas.text(label, level.words, Ink("limit-label"), "end")

    def _column(self, column: Column) -> None:
        right = column.at + column.width
        if column.value:
            self._box(self._at(column.at, column.value), self._at(right, 0), column.ink)
        if column.aim is not None:
            self._rule(self._at(column.at, column.aim), self._at(right, column.aim), Ink("aim"))

    def _band(self, line: Line) -> None:
        if line.band is None:
            return
        known = np.isfinite(line.values) & np.isfinite(line.band[0]) & np.isfinite(line.band[1])
        bins = self._chart.frame.bins
        under, over = (pieces(line.across, np.where(known, end, np.nan), bins) for end in line.band)
        for (xs, lows, _), (_, _, highs) in zip(under, over, strict=True):
            corners = [*zip(xs, highs, strict=True), *zip(xs[::-1], lows[::-1], strict=True)]
            self._canvas.draw([self._at(*corner) for corner in corners], line.ink, "band")

    def _line(self, line: Line) -> None:
        for xs, lows, highs in pieces(line.across, line.values, self._chart.frame.bins):
            places = [
                self._at(x, y) for x, *ends in zip(xs, lows, highs, strict=True) for y in dict.fromkeys(ends)
            ]
            if len(places) == 1:
                (share, y, _), reach = places[0], SINGLE if len(line.across) > 1 else ALONE
                places = [Spot(share - reach, y), Spot(share + reach, y)]
            self._canvas.draw(places, line.ink, "line")

    def _marker(self, marker: Marker) -> None:
        place, low, high = (
            self._at(marker.at, marker.estimate.value),
            marker.estimate.low,
            marker.estimate.high,
        )
        if low is not None and high is not None:
            band = Ink(marker.ink.kind.replace("mark", "band"), marker.ink.colour)
            below, above = self._at(marker.at, low), self._at(marker.at, high)
            self._rule(below, above, band)
            for end in (below, above):
                self._rule(end._replace(shift=-3.0), end._replace(shift=3.0), band)
        turns = (np.arange(marker.corners) + 0.5) * (2 * np.pi / marker.corners)
        around = marker.radius * np.stack([np.cos(turns), np.sin(turns)], axis=1)
        self._canvas.draw([Spot(place.share, place.y + y, x) for x, y in around], marker.ink, "solid")
        self._canvas.text(place._replace(y=place.y + 4.5), marker.letter, Ink("letter"), "middle")
