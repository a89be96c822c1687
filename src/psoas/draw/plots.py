"""Plots over time as inline SVG: curves with their error band, gaps as gaps, repetitions marked."""

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np

from psoas.exercises import Repetition
from psoas.findings import TIMES, signed
from psoas.timeseries import Array

HEIGHT = 190
TOP = 26
BINS = 320
WIDE = 1000.0
SHORTEST_AXIS = {"°": 20.0, " mm": 10.0, " N": 50.0}
ROOM = {"°": 1.0, " mm": 1.0, " N": 0.0}
"""Between the curves and the ends of the axis; forces stand on its zero."""


@dataclass(frozen=True)
class Curve:
    """One line of a plot.

    Attributes:
        label: plain words.
        values: (T,) in the unit of the plot; NaN is a gap.
        band: half of the height of the error band, one or (T,), None where it is not known.
        edges: (T,) lower and upper end of a band that is not even, in place of ``band``.
    """

    label: str
    values: Array
    band: float | Array | None = None
    edges: tuple[Array, Array] | None = None

    @property
    def ends(self) -> tuple[Array, Array] | None:
        """(T,) lower and upper end of the band; NaN where the curve or one of them is not known."""
        if self.edges is not None:
            low, high = self.edges
        elif self.band is not None:
            low, high = self.values - self.band, self.values + self.band
        else:
            return None
        known = np.isfinite(self.values) & np.isfinite(low) & np.isfinite(high)
        return np.where(known, low, np.nan), np.where(known, high, np.nan)


@dataclass(frozen=True)
class Plot:
    """One plot.

    Attributes:
        name: letters, digits and ``-``, unique in the page.
        title: plain words.
        positive: what a positive value means, in plain words; nothing where the unit says it.
        time: (T,) [s].
        curves: up to three.
        limit: a level to draw as a dashed line, None for none.
        limit_label: what the level is.
        unit: behind a number, degrees, millimetres or newtons.
        once: what stands as once at a second axis on the right, such as the body's weight; None for no such axis.
    """

    name: str
    title: str
    positive: str
    time: Array
    curves: tuple[Curve, ...]
    limit: float | None = None
    limit_label: str = ""
    unit: Literal["°", " mm", " N"] = "°"
    once: float | None = None


def svg_plot(plot: Plot, repetitions: Sequence[Repetition] = ()) -> str:
    """One plot as an ``<svg>`` element that stretches to its column while its text keeps its size.

    The box of the element is the plotting area; tick labels stand outside of it, in the margin that the style
    of the page leaves. Classes ``curve-1`` and on take their colours from there. Long series are drawn by the
    lowest and the highest value of each of 320 bins, so that the size does not grow with the length.

    Args:
        plot: what to draw.
        repetitions: shaded, the hold darker.

    Returns:
        SVG text, ``role="img"`` with ``<title>`` and ``<desc>``; an empty string where nothing was measured.
    """
    shown = [curve for curve in plot.curves if np.isfinite(curve.values).any()]
    if not shown or not len(plot.time):
        return ""
    start, end = float(plot.time[0]), float(plot.time[-1])
    span = end - start
    if span <= 0:
        return ""
    low, high, step = _range(shown, plot)

    def across(moment: float) -> float:
        return min(max((moment - start) / span, 0.0), 1.0) * 100

    def down(value: float) -> float:
        return TOP + (high - value) / (high - low) * HEIGHT

    parts = [
        f'<svg class="plot{"" if plot.once is None else " twin"}" role="img" '
        f'aria-labelledby="{plot.name}-t {plot.name}-d" height="{TOP + HEIGHT + 42}">',
        f'<title id="{plot.name}-t">{escape(plot.title)}</title>',
        f'<desc id="{plot.name}-d">{escape(_description(plot, shown, repetitions))}</desc>',
    ]
    parts += _repetitions(repetitions, across)
    tick_unit = plot.unit if plot.unit == "°" else ""
    for value in _ticks(low, high, step):
        y = down(value)
        parts.append(
            f'<line class="{"zero" if value == 0 else "grid"}" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(
            f'<text class="tick" x="0" dx="-8" y="{y + 4:.1f}" text-anchor="end">'
            f"{_told(value, plot.unit, tick_unit)}</text>"
        )
    if plot.once is not None:
        parts += _multiples(plot.once, low, high, down)
    if plot.limit is not None:
        y = down(plot.limit)
        parts.append(f'<line class="limit" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(
            f'<text class="limit-label" x="100%" dx="-4" y="{y - 5:.1f}" text-anchor="end">'
            f"{escape(plot.limit_label)}</text>"
        )
    parts.append(
        f'<svg x="0" y="{TOP}" width="100%" height="{HEIGHT}" viewBox="0 0 {WIDE:g} {HEIGHT}" '
        'preserveAspectRatio="none">'
    )
    for number, curve in enumerate(shown, start=1):
        xs = (plot.time - start) / span * WIDE
        if curve.ends is not None:
            for under, over in zip(*(_pieces(xs, end) for end in curve.ends), strict=True):
                parts.append(_band(under, over, number, low, high))
        parts += [_line(piece, number, low, high) for piece in _pieces(xs, curve.values)]
    parts.append("</svg>")
    for moment in _ticks(start, end, _step(span, 6, clock=True)):
        x, y = across(moment), TOP + HEIGHT
        anchor = "start" if x < 2 else "end" if x > 98 else "middle"
        parts.append(f'<line class="zero" x1="{x:.2f}%" x2="{x:.2f}%" y1="{y}" y2="{y + 5}"/>')
        parts.append(
            f'<text class="tick" x="{x:.2f}%" y="{y + 19}" text-anchor="{anchor}">'
            f"{_clock(moment, span)}</text>"
        )
    unit = "time [min:s]" if span >= 180 else "time [s]"
    parts.append(f'<text class="tick" x="50%" y="{TOP + HEIGHT + 36}" text-anchor="middle">{unit}</text>')
    parts.append("</svg>")
    return "".join(parts)


def _repetitions(repetitions: Sequence[Repetition], across: Callable[[float], float]) -> Iterator[str]:
    crowded = len(repetitions) > 12
    for number, repetition in enumerate(repetitions, start=1):
        for kind, begin, stop in (
            ("rep", repetition.start_s, repetition.end_s),
            ("hold", repetition.hold_start_s, repetition.hold_end_s),
        ):
            left, right = across(begin), across(stop)
            yield (
                f'<rect class="{kind}" x="{left:.2f}%" y="{TOP}" width="{max(right - left, 0.05):.2f}%" '
                f'height="{HEIGHT}"/>'
            )
        if not crowded or number % 10 == 0:
            middle = (across(repetition.hold_start_s) + across(repetition.hold_end_s)) / 2
            place = f'x="{middle:.2f}%" y="{TOP - 8}" text-anchor="middle"'
            yield f'<text class="rep-label" {place}>{number}</text>'


Piece = tuple[Array, Array, Array]
"""One gapless piece of a curve: (N,) places across, the lowest and the highest value there."""


def _band(under: Piece, over: Piece, number: int, low: float, high: float) -> str:
    """The error band of one gapless piece, between its lower and its upper edge."""
    scale = HEIGHT / (high - low)
    upper = zip(over[0], (high - over[2]) * scale, strict=True)
    lower = zip(under[0][::-1], (high - under[1][::-1]) * scale, strict=True)
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*upper, *lower))
    return f'<polygon class="band band-{number}" points="{corners}"/>'


def _line(piece: Piece, number: int, low: float, high: float) -> str:
    """The curve of one gapless piece."""
    xs, lows, highs = piece
    scale = HEIGHT / (high - low)
    points = []
    for x, bottom, top in zip(xs, (high - lows) * scale, (high - highs) * scale, strict=True):
        points.append(f"{x:.1f},{bottom:.1f}")
        if abs(bottom - top) > 0.5:
            points.append(f"{x:.1f},{top:.1f}")
    if len(points) == 1:
        points.append(points[0])
    return f'<polyline class="curve curve-{number}" points="{" ".join(points)}"/>'


def _pieces(xs: Array, values: Array) -> Iterator[Piece]:
    """Gapless pieces of (x, lowest, highest), of at most 320 bins in all."""
    if len(xs) > 2 * BINS:
        bins = np.minimum((xs / WIDE * BINS).astype(int), BINS - 1)
        lows, highs = np.full(BINS, np.inf), np.full(BINS, -np.inf)
        known = np.isfinite(values)
        np.minimum.at(lows, bins[known], values[known])
        np.maximum.at(highs, bins[known], values[known])
        empty = ~np.isfinite(lows)
        lows[empty] = highs[empty] = np.nan
        xs = (np.arange(BINS) + 0.5) / BINS * WIDE
    else:
        lows = highs = values
    holes = np.diff(xs, prepend=xs[0]) > 2.5 * float(np.median(np.diff(xs)))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], np.isfinite(lows), [False]]).astype(int)))
    for begin, stop in zip(edges[::2], edges[1::2], strict=True):
        cuts = [begin, *(np.flatnonzero(holes[begin + 1 : stop]) + begin + 1).tolist(), stop]
        for first, last in itertools.pairwise(cuts):
            yield xs[first:last], lows[first:last], highs[first:last]


def _range(curves: Sequence[Curve], plot: Plot) -> tuple[float, float, float]:
    """Lowest, highest and step of the axis; it holds zero, the limit and the bands, and noise looks small."""
    drawn = np.concatenate([part for curve in curves for part in (curve.values, *(curve.ends or ()))])
    levels = [0.0, *([plot.limit] if plot.limit is not None else [])]
    beside = ROOM[plot.unit]
    low = min(float(np.nanmin(drawn)), *levels) - beside
    high = max(float(np.nanmax(drawn)), *levels) + beside
    room = max(0.0, SHORTEST_AXIS[plot.unit] - (high - low))
    low, high = (low, high + room) if low == 0 else (low - room / 2, high + room / 2)
    step = _step(high - low, 5)
    return step * math.floor(low / step), step * math.ceil(high / step), step


def _multiples(once: float, low: float, high: float, down: Callable[[float], float]) -> Iterator[str]:
    """The axis on the right."""
    for share in _ticks(low / once, high / once, _step((high - low) / once, 4)):
        y = down(share * once)
        yield f'<text class="tick" x="100%" dx="8" y="{y + 4:.1f}">{share:g}{TIMES}</text>'


def _told(value: float, unit: str, shown: str) -> str:
    """A value of an axis or in words; a force has no sign."""
    return f"{round(value)}{shown}" if unit == " N" else signed(value, shown)


def _step(span: float, most: int, *, clock: bool = False) -> float:
    """A round step that gives at most about ``most`` ticks; of minutes where a clock has them."""
    rough = span / most
    if clock and rough >= 60:
        return next((step for step in (60, 120, 300, 600, 900, 1800, 3600) if step >= rough), 7200.0)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= rough * 0.999)


def _ticks(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _clock(moment: float, span: float) -> str:
    if span < 180:
        return f"{moment:g}"
    return f"{int(moment) // 60}:{int(moment) % 60:02d}"


def _description(plot: Plot, curves: Sequence[Curve], repetitions: Sequence[Repetition]) -> str:
    ranges = "; ".join(
        f"{curve.label} from {_told(np.nanmin(curve.values).item(), plot.unit, plot.unit)} "
        f"to {_told(np.nanmax(curve.values).item(), plot.unit, plot.unit)}"
        for curve in curves
    )
    positive = f" Positive means: {plot.positive}." if plot.positive else ""
    marked = f" {len(repetitions)} repetitions are shaded." if repetitions else ""
    seconds = float(plot.time[-1] - plot.time[0])
    return f"Over {seconds:.0f} seconds: {ranges}.{positive}{marked}"
