"""Plots over the stride for a page: the mean of both legs with its spread, over what a study found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup

from psoas.draw.axis import Axis, axis_over, number
from psoas.draw.canvas import ChartFrame, Ink
from psoas.draw.chart import Chart, Line, Panel, Span, page_svg
from psoas.findings import signed
from psoas.timeseries import Array
from psoas.words import _

FRAME = ChartFrame(width=0, left=0, right=0, top=26, bottom=42, plot=190, tick=(0, 5), bins=320)
ACROSS: Final = Axis(
    0.0, 100.0, tuple((value, number(value)) for value in (0.0, 20.0, 40.0, 60.0, 80.0, 100.0))
)
MOST_MARKS: Final = 7
"""Marks of the axis upwards."""


@dataclass(frozen=True)
class StrideLine:
    """The mean over the strides of one leg, or of both.

    Attributes:
        label: plain words.
        mean: (N,) in the unit of the plot.
        spread: (N,) half of the band; None where there is none.
    """

    label: str
    mean: Array
    spread: Array | None = None


@dataclass(frozen=True)
class StridePlot:
    """A plot over the stride.

    Attributes:
        name: letters, digits and ``-``, unique in the page.
        title: plain words.
        percent: (N,) of the stride.
        lines: left first.
        unit: behind a number, such as ``°`` or `` mm``.
        norm: percent, mean and standard deviation (M,) of a study; None for none.
        toe_off: where the foot leaves the ground [%]; None where it is not marked.
    """

    name: str
    title: str
    percent: Array
    lines: tuple[StrideLine, ...]
    unit: str = "°"
    norm: tuple[Array, Array, Array] | None = None
    toe_off: float | None = None


def stride_svg(plot: StridePlot) -> Markup:
    """Draw a plot as an ``<svg>`` element that stretches to its column; empty without a line.

    Classes ``curve-1`` and ``curve-2`` are the lines, ``curve-norm`` the study, ``hold`` the time with the foot down.
    """
    if not plot.lines:
        return Markup()
    lines = [
        Line(plot.percent, one.mean, Ink(f"curve curve-{place}"), _ends(one.mean, one.spread))
        for place, one in enumerate(plot.lines, start=1)
    ]
    if plot.norm is not None:
        percent, mean, spread = plot.norm
        lines.insert(0, Line(percent, mean, Ink("curve curve-norm"), (mean - spread, mean + spread)))
    stance = () if plot.toe_off is None else (Span(0.0, plot.toe_off, Ink("rep"), _("foot on the ground")),)
    panel = Panel(_up(lines, plot.unit), lines=tuple(lines), spans=stance)
    chart = Chart(plot.title, _says(plot), ACROSS, _("percent of the stride"), (panel,), FRAME)
    return page_svg(chart, "plot", plot.name)


def _ends(mean: Array, spread: Array | None) -> tuple[Array, Array] | None:
    return None if spread is None else (mean - spread, mean + spread)


def _up(lines: Sequence[Line], unit: str) -> Axis:
    drawn = np.concatenate([part for line in lines for part in (line.values, *(line.band or ()))])
    return axis_over(
        drawn,
        most=MOST_MARKS,
        shortest=10.0 if unit == "°" else 0.0,
        words=lambda value: number(value) + (unit if unit == "°" else ""),
    )


def _says(plot: StridePlot) -> str:
    ranges = "; ".join(
        _(
            "{curve} from {low} to {high}",
            curve=one.label,
            low=_extreme(plot, one.mean, np.nanargmin),
            high=_extreme(plot, one.mean, np.nanargmax),
        )
        for one in plot.lines
    )
    says = [_("Over one stride, from foot strike to foot strike: {ranges}.", ranges=ranges)]
    if plot.toe_off is not None:
        says.append(_("The foot leaves the ground at {percent:.0f} percent.", percent=plot.toe_off))
    if plot.norm is not None:
        says.append(_("A pale band shows what a study found."))
    return " ".join(says)


def _extreme(plot: StridePlot, values: Array, which: Callable[[Array], np.intp]) -> str:
    at = int(which(values))
    value = signed(float(values[at]), plot.unit)
    return _("{value} at {percent:.0f} percent", value=value, percent=float(plot.percent[at]))
