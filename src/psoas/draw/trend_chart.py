"""Charts of weeks as SVG text that takes its colours from the page: points with bands, and bars beside their aim."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from psoas.findings import MINUS

WIDTH, HEIGHT = 320, 200
LEFT, RIGHT, TOP, BOTTOM = 36, 8, 14, 28
MOST_LABELS = 5
APART = 7.0
"""Between the sides of one week [px]."""


@dataclass(frozen=True)
class Dot:
    """A value, the ends of its band where they are known, and its day."""

    day: date
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Row:
    """The values of one side over time; ``mark`` tells it apart without colour: ``round``, or ``square`` and hollow."""

    mark: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Limit:
    """A level that is drawn across, with its words above or below it."""

    value: float
    words: str
    above: bool = True


@dataclass(frozen=True)
class Bar:
    """One bar of a week and the aim beside it, None where there is none."""

    day: date
    value: float
    aim: float | None


def dots_svg(label: str, rows: Sequence[Row], limits: Sequence[Limit] = ()) -> Markup:
    """Points with their bands, one row for each side.

    Args:
        label: what the chart shows, for those who do not see it.
        rows: at least one with a point.
        limits: levels drawn across.
    """
    dots = [dot for row in rows for dot in row.dots]
    values = [end for dot in dots for end in (dot.value, dot.low, dot.high) if end is not None]
    scale = _Scale([*values, *(limit.value for limit in limits)], [dot.day for dot in dots])
    parts = scale.axes()
    for limit in limits:
        y = scale.up(limit.value)
        parts.append(f'<line class="limit" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(
            _text(WIDTH - RIGHT, y - 4 if limit.above else y + 12, limit.words, "end", "limit-words")
        )
    for place, row in enumerate(rows):
        shift = APART * (place - (len(rows) - 1) / 2)
        at = [(scale.across(dot.day) + shift, scale.up(dot.value)) for dot in row.dots]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        parts.append(f'<g class="row {row.mark}"><polyline points="{way}"/>')
        for (x, y), dot in zip(at, row.dots, strict=True):
            if dot.low is not None and dot.high is not None:
                low, high = scale.up(dot.low), scale.up(dot.high)
                ends = "".join(f"M{x - 3:.1f} {y_end:.1f}h6" for y_end in (low, high))
                parts.append(f'<path class="band" d="M{x:.1f} {low:.1f}V{high:.1f}{ends}"/>')
            parts.append(_mark(row.mark, x, y))
        parts.append("</g>")
    return _svg(label, parts)


def bars_svg(label: str, rows: Sequence[tuple[str, Sequence[Bar]]]) -> Markup:
    """Bars by week, side by side for each row (its mark, its bars), with a line across at each aim.

    Args:
        label: what the chart shows, for those who do not see it.
        rows: at least one with a bar.
    """
    bars = [bar for _, row in rows for bar in row]
    days = sorted({bar.day for bar in bars})
    tops = [0.0, *(bar.value for bar in bars), *(bar.aim for bar in bars if bar.aim is not None)]
    scale = _Scale(tops, days, margin=0.5)
    parts = scale.axes()
    room = min(34.0, 0.75 * scale.apart(len(days)))
    width = room / len(rows)
    for place, (mark, row) in enumerate(rows):
        parts.append(f'<g class="row {mark}">')
        for bar in row:
            x = scale.across(bar.day) - room / 2 + place * width
            top = scale.up(bar.value)
            size = f'width="{width - 1:.1f}" height="{scale.up(0) - top:.1f}"'
            parts.append(f'<rect class="bar" x="{x + 0.5:.1f}" y="{top:.1f}" {size}/>')
            if bar.aim is not None:
                y = scale.up(bar.aim)
                parts.append(
                    f'<line class="limit" x1="{x:.1f}" x2="{x + width:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
                )
        parts.append("</g>")
    return _svg(label, parts)


class _Scale:
    """From days and values to places; the axis of values holds zero."""

    def __init__(self, values: Sequence[float], days: Sequence[date], margin: float = 0.12) -> None:
        low, high = min(0.0, *values), max(0.0, *values)
        self.step = _step(max(high - low, 1e-6))
        self.low = self.step * math.floor(low / self.step + 1e-9)
        self.high = max(self.step * math.ceil(high / self.step - 1e-9), self.low + self.step)
        self.days = sorted(set(days))
        self.margin = margin

    def across(self, day: date) -> float:
        room = WIDTH - LEFT - RIGHT
        span = (self.days[-1] - self.days[0]).days
        edge = self.margin * self.apart(len(self.days)) if span else room / 2
        share = (day - self.days[0]).days / span if span else 0.0
        return LEFT + edge + share * (room - 2 * edge)

    def apart(self, weeks: int) -> float:
        return (WIDTH - LEFT - RIGHT) / weeks

    def up(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    def axes(self) -> list[str]:
        parts = []
        for index in range(round(self.low / self.step), round(self.high / self.step) + 1):
            value = index * self.step
            y = self.up(value)
            kind = "zero" if index == 0 else "grid"
            parts.append(f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
            parts.append(_text(LEFT - 6, y + 4, f"{round(value, 6):g}".replace("-", MINUS), "end"))
        every = math.ceil(len(self.days) / MOST_LABELS)
        floor = HEIGHT - BOTTOM + 17
        return parts + [
            _text(self.across(day), floor, f"{day.day} {day:%b}", "middle") for day in self.days[::every]
        ]


def _step(span: float) -> float:
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= span / 4 * 0.999)


def _mark(mark: str, x: float, y: float) -> str:
    if mark == "square":
        return f'<rect class="mark" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
    return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="4.4"/>'


def _text(x: float, y: float, words: str, anchor: str, kind: str = "tick") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(label: str, parts: Sequence[str]) -> Markup:
    head = f'<svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
    return Markup(head + "".join(parts) + "</svg>")
