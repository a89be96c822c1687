"""How often each value occurs: columns over a range of values."""

from typing import Final

import numpy as np
from markupsafe import Markup

from psoas.draw.axis import axis_between, axis_over
from psoas.draw.canvas import ChartFrame, Ink
from psoas.draw.chart import Chart, Column, Panel, page_svg
from psoas.timeseries import Array

FRAME: Final = ChartFrame(width=320, left=40, right=14, top=10, bottom=30, plot=130)
MOST_COLUMNS: Final = 24
GAP_PX: Final = 1.5


def histogram_svg(says: str, values: Array) -> Markup:
    """A histogram for a page.

    Args:
        says: what the chart shows, for people who do not see it.
        values: (N,) finite; at least one.
    """
    across = axis_between(values)
    count = int(np.clip(round(np.sqrt(len(values))), 1, MOST_COLUMNS))
    heights, edges = np.histogram(values, bins=count, range=(across.low, across.high))
    gap = GAP_PX * (across.high - across.low) / FRAME.across
    columns = tuple(
        Column(float(left), float(right - left - gap), float(height), Ink("bar"))
        for height, left, right in zip(heights, edges, edges[1:], strict=False)
    )
    panel = Panel(axis_over(np.asarray(heights, float), most=4), columns=columns)
    return page_svg(Chart("", says, across, "", (panel,), FRAME), "histogram")
