"""Charts of weeks for a page: points with bands, and columns beside their aim."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal

import numpy as np
from markupsafe import Markup

from psoas.draw.axis import Axis, axis_over
from psoas.draw.canvas import ChartFrame, Ink
from psoas.draw.chart import ROUND, Chart, Column, Level, Line, Marker, Panel, page_svg
from psoas.estimate import Estimate
from psoas.words import date_words

FRAME = ChartFrame(width=320, left=36, right=20, top=14, bottom=28, plot=158)
Mark = Literal["round", "square"]
"""Distinguishes the sides without colour; a square is hollow."""
SHAPES: Final[dict[Mark, tuple[int, float]]] = {"round": (ROUND, 4.4), "square": (4, 5.6)}
"""Corners of a point, and how far they are from its middle [px]."""
MOST_LABELS = 5
APART = 7.0
"""Between the sides of one week [px]."""
WIDEST = 34.0
"""The columns of one week together [px]."""


def dots_svg(
    says: str, rows: Mapping[Mark, Sequence[tuple[date, Estimate]]], limits: Sequence[Level] = ()
) -> Markup:
    """Points with their bands, one row for each side.

    Args:
        says: what the chart shows, for people who do not see it.
        rows: the values of each side over time; at least one side with a value.
        limits: levels drawn across.
    """
    across, pixel = _days([day for row in rows.values() for day, _ in row], margin=0.12)
    lines, markers = [], []
    for place, (mark, row) in enumerate(rows.items()):
        shift = APART * pixel * (place - (len(rows) - 1) / 2)
        at = [day.toordinal() + shift for day, _ in row]
        heights = np.array([one.value for _, one in row])
        lines.append(Line(np.array(at), heights, Ink(f"way {mark}")))
        markers += [
            Marker(x, one, Ink(f"mark {mark}"), *SHAPES[mark]) for x, (_, one) in zip(at, row, strict=True)
        ]
    ends = [end for one in markers for end in (one.estimate.value, one.estimate.low, one.estimate.high)]
    up = axis_over([*(end for end in ends if end is not None), *(limit.value for limit in limits)], most=4)
    return _svg(says, across, Panel(up, tuple(lines), tuple(markers), levels=tuple(limits)))


def columns_svg(says: str, rows: Mapping[Mark, Sequence[tuple[date, float, float | None]]]) -> Markup:
    """Columns by week, side by side for each row, with a line across at each aim.

    Args:
        says: what the chart shows, for people who do not see it.
        rows: the total of each side by week with its aim, None where there is none; at least one side with a value.
    """
    days = sorted({day for row in rows.values() for day, _, _ in row})
    across, pixel = _days(days, margin=0.5)
    room = min(WIDEST, 0.75 * FRAME.across / len(days)) * pixel
    width = room / len(rows)
    columns = tuple(
        Column(
            day.toordinal() - room / 2 + place * width,
            width - pixel,
            value,
            Ink(f"bar {mark}"),
            aim,
        )
        for place, (mark, row) in enumerate(rows.items())
        for day, value, aim in row
    )
    up = axis_over([end for one in columns for end in (one.value, one.aim) if end is not None], most=4)
    return _svg(says, across, Panel(up, columns=columns))


def _days(days: Sequence[date], margin: float) -> tuple[Axis, float]:
    """The axis of some days, with a margin in shares of a week's room, and how many days are one pixel."""
    shown = sorted(set(days))
    first, last = shown[0].toordinal(), shown[-1].toordinal()
    edge = margin * FRAME.across / len(shown) if last > first else FRAME.across / 2
    pixel = max(last - first, 1) / (FRAME.across - 2 * edge) if last > first else 1 / FRAME.across
    labels = shown[:: math.ceil(len(shown) / MOST_LABELS)]
    ticks = tuple((float(day.toordinal()), date_words(day, "d MMM")) for day in labels)
    return Axis(first - edge * pixel, last + edge * pixel, ticks), pixel


def _svg(says: str, across: Axis, panel: Panel) -> Markup:
    return page_svg(Chart("", says, across, "", (panel,), FRAME), "trend")
