"""Plots over time for a page: curves with their error band, gaps as gaps, repetitions shaded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from markupsafe import Markup

from psoas.body import COORDINATES
from psoas.draw.axis import Axis, axis_between, axis_over, multiples, number, step_of
from psoas.draw.canvas import ChartFrame, Ink
from psoas.draw.chart import Chart, Level, Line, Panel, Span, page_svg
from psoas.exercises import Repetition
from psoas.findings import TIMES, signed
from psoas.sides import WORD, side_word
from psoas.timeseries import Array, TimeSeries
from psoas.words import _, ngettext

FRAME = ChartFrame(width=0, left=0, right=0, top=26, bottom=42, plot=190, tick=(0, 5), bins=320)
SHORTEST_AXIS = {"°": 20.0, " mm": 10.0, " N": 50.0}
ROOM = {"°": 1.0, " mm": 1.0, " N": 0.0}
"""Between the curves and the ends of the axis; forces stand on its zero."""
CROWDED = 12
"""More repetitions than this have only every tenth number."""
CLOCK_S = 180.0
"""A longer time is written in minutes and seconds."""


@dataclass(frozen=True)
class Curve:
    """A line of a plot.

    Attributes:
        label: plain words.
        values: (T,) in the unit of the plot; NaN is a gap.
        band: half of the height of the error band, one or (T,), or (T,) its lower and its upper end; None where it is
            not known.
    """

    label: str
    values: Array
    band: float | Array | tuple[Array, Array] | None = None

    @property
    def ends(self) -> tuple[Array, Array] | None:
        """(T,) lower and upper end of the band."""
        if self.band is None or isinstance(self.band, tuple):
            return self.band
        return self.values - self.band, self.values + self.band


@dataclass(frozen=True)
class Plot:
    """A plot over time.

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


def angle_plot(
    angles: TimeSeries,
    bands: Mapping[str, float | None],
    title: str,
    names: Sequence[str],
    *,
    absolute: bool = False,
    limit: float | None = None,
    limit_label: str = "",
) -> Plot:
    """The plot of the angles among some names that were measured.

    Args:
        angles: (T, N) [rad].
        bands: coordinate to half of its error band [deg].
        title: of the plot.
        names: of the angles; the first names the plot, and says what its positive side means.
        absolute: True where the angles have a zero of their own, False where they are changes from the start.
        limit: a line to draw [deg]; limit_label: its words.
    """
    words = {f"_{side}": side_word(word) for side, word in WORD.items()}
    curves = []
    for name in names:
        if name in angles:
            coordinate = COORDINATES[name]
            label = words.get(name[-2:], coordinate.absolute_label if absolute else coordinate.label)
            curves.append(Curve(label, np.degrees(angles[name]), bands.get(name)))
    return Plot(
        name=f"plot-{names[0].replace('_', '-')}",
        title=title,
        positive=COORDINATES[names[0]].positive,
        time=angles.time,
        curves=tuple(curves),
        limit=limit,
        limit_label=limit_label,
    )


def svg_plot(plot: Plot, repetitions: Sequence[Repetition] = ()) -> Markup:
    """Draw a plot as an ``<svg>`` element that stretches to its column.

    Classes ``curve-1`` and on take their colours from the page.

    Args:
        plot: what to draw.
        repetitions: shaded, the hold darker.

    Returns:
        SVG text, ``role="img"`` with ``<title>`` and ``<desc>``; an empty string where nothing was measured.
    """
    shown = [curve for curve in plot.curves if np.isfinite(curve.values).any()]
    span = float(plot.time[-1] - plot.time[0]) if len(plot.time) else 0.0
    if not shown or span <= 0:
        return Markup()
    up = _up(plot, shown)
    panel = Panel(
        up,
        lines=tuple(
            Line(plot.time, curve.values, Ink(f"curve curve-{place}"), curve.ends)
            for place, curve in enumerate(shown, start=1)
        ),
        levels=() if plot.limit is None else (Level(plot.limit, plot.limit_label),),
        spans=tuple(_spans(repetitions)),
        right=() if plot.once is None else multiples(up, plot.once, TIMES),
    )
    label = _("time [min:s]") if span >= CLOCK_S else _("time [s]")
    says = _description(plot, shown, repetitions)
    chart = Chart(plot.title, says, _across(plot.time, span), label, (panel,), FRAME)
    return page_svg(chart, "plot" if plot.once is None else "plot twin", plot.name)


def _up(plot: Plot, curves: Sequence[Curve]) -> Axis:
    """An axis that holds zero, the limit and the bands."""
    levels = [] if plot.limit is None else [np.array([plot.limit])]
    drawn = [part for curve in curves for part in (curve.values, *(curve.ends or ()))]
    return axis_over(
        np.concatenate([*drawn, *levels]),
        room=ROOM[plot.unit],
        shortest=SHORTEST_AXIS[plot.unit],
        words=lambda value: _value(value, plot.unit, plot.unit if plot.unit == "°" else ""),
    )


def _across(time: Array, span: float) -> Axis:
    def clock(moment: float) -> str:
        return number(moment) if span < CLOCK_S else f"{int(moment) // 60}:{int(moment) % 60:02d}"

    step = step_of(span, 6)
    if span >= 360:
        step = next((one for one in (60, 120, 300, 600, 900, 1800, 3600) if one >= span / 6), 7200.0)
    return axis_between(time, step, clock)


def _spans(repetitions: Sequence[Repetition]) -> Iterator[Span]:
    for count, one in enumerate(repetitions, start=1):
        named = len(repetitions) <= CROWDED or count % 10 == 0
        yield Span(one.start_s, one.end_s, Ink("rep"))
        yield Span(one.hold_start_s, one.hold_end_s, Ink("hold"), str(count) if named else "")


def _value(value: float, unit: str, shown: str) -> str:
    """A value of an axis or in words; a force has no sign."""
    return f"{number(round(value))}{shown}" if unit == " N" else signed(value, shown)


def _description(plot: Plot, curves: Sequence[Curve], repetitions: Sequence[Repetition]) -> str:
    ranges = "; ".join(
        _(
            "{curve} from {low} to {high}",
            curve=curve.label,
            low=_value(np.nanmin(curve.values).item(), plot.unit, plot.unit),
            high=_value(np.nanmax(curve.values).item(), plot.unit, plot.unit),
        )
        for curve in curves
    )
    says = [
        _(
            "Over {seconds:.0f} seconds: {ranges}.",
            seconds=float(plot.time[-1] - plot.time[0]),
            ranges=ranges,
        )
    ]
    if plot.positive:
        says.append(_("Positive means: {meaning}.", meaning=plot.positive))
    if repetitions:
        says.append(
            ngettext("{count} repetition is shaded.", "{count} repetitions are shaded.", len(repetitions))
        )
    return " ".join(says)
