"""A forecast as a chart: the measured points, and the bands of what tests will show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from markupsafe import Markup
from PIL import Image

from psoas.draw.axis import Axis, axis_over
from psoas.draw.canvas import ChartFrame, Ink, Rgb
from psoas.draw.chart import FILE, Chart, Line, Marker, Panel, Span, chart_picture, chart_svg, page_svg
from psoas.estimate import Estimate
from psoas.timeseries import Array
from psoas.words import _, date_words

PAGE: Final = ChartFrame(width=820, left=40, right=24, top=26, bottom=28, plot=250, tick=(0, 5))
NARROW: Final = ChartFrame(width=376, left=34, right=16, top=26, bottom=28, plot=230, tick=(0, 5))
"""On a phone."""
COLOURS: Final[tuple[Rgb, ...]] = ((0, 114, 178), (179, 71, 0), (0, 103, 76), (120, 94, 160))
"""By scenario, the one with the bands first."""
GREY: Final[Rgb] = (120, 128, 138)
PALE_SPAN: Final[Rgb] = (245, 246, 247)
MOST_DATES: Final = 7
LEAST_APART: Final = 62.0
"""Distance of two dates across [px]."""


@dataclass(frozen=True)
class OutlookLine:
    """A line over days.

    Attributes:
        label: plain words.
        days: (N,) as `date.toordinal`.
        values: (N,).
        bands: (N,) lower and upper ends, the widest first.
    """

    label: str
    days: Array
    values: Array
    bands: tuple[tuple[Array, Array], ...] = ()


@dataclass(frozen=True)
class Outlook:
    """One plot of a forecast.

    Attributes:
        title: plain words.
        past: what tests would have shown so far; None without a test.
        lines: the scenarios; the first is drawn with its bands.
        points: the measured values with their bands, by day.
        today: where the past ends.
    """

    title: str
    past: OutlookLine | None
    lines: Sequence[OutlookLine]
    points: Sequence[tuple[date, Estimate]]
    today: date


def outlook_svg(outlook: Outlook, says: str, name: str) -> Markup:
    """A plot as two ``<svg>`` elements, ``wide`` and ``narrow``: the page shows one, and gives the colours.

    Args:
        outlook: what is drawn.
        says: what it shows, for people who do not see it.
        name: letters, digits and ``-``, unique in the page.
    """
    return Markup("").join(
        page_svg(
            Chart(outlook.title, says, _across([outlook], frame), "", (_panel(outlook),), frame),
            " ".join(("outlook", look)),
            f"{name}-{look}",
        )
        for frame, look in ((PAGE, "wide"), (NARROW, "narrow"))
    )


def outlook_file_svg(outlooks: Sequence[Outlook], title: str, says: str) -> str:
    """Plots one above the other as an SVG file."""
    return chart_svg(_file(outlooks, title, says))


def outlook_picture(outlooks: Sequence[Outlook], title: str, says: str) -> Image.Image:
    """Plots one above the other as a picture."""
    return chart_picture(_file(outlooks, title, says))


def _file(outlooks: Sequence[Outlook], title: str, says: str) -> Chart:
    panels = tuple(
        replace(_panel(one), title=one.title, legend=_legend(one) if place == 0 else ())
        for place, one in enumerate(outlooks)
    )
    frame = replace(FILE, plot=260, legend=(0, 34), top=124, tick=(260, 0))
    return Chart(title, says, _across(outlooks, frame), "", panels, frame)


def _legend(outlook: Outlook) -> tuple[tuple[str, Ink], ...]:
    return tuple((line.label, _ink(place)) for place, line in enumerate(outlook.lines))


def _ink(place: int) -> Ink:
    return Ink(f"curve curve-{place + 1}", COLOURS[place % len(COLOURS)], 2.4, dashed=place > 0)


def _panel(outlook: Outlook) -> Panel:
    main = outlook.lines[0]
    lines = [_banded(main, band, _ink(0)) for band in main.bands]
    if outlook.past is not None:
        grey = Ink("curve curve-norm", GREY, 1.6)
        lines = [_banded(outlook.past, band, grey) for band in outlook.past.bands] + lines
    lines += [Line(line.days, line.values, _ink(place)) for place, line in enumerate(outlook.lines) if place]
    markers = tuple(Marker(day.toordinal(), one, Ink("mark round")) for day, one in outlook.points)
    ends = [end for _day_of, one in outlook.points for end in one.ends]
    up = axis_over(np.concatenate([np.ravel(part) for line in lines for part in _values(line)] + [ends]))
    span = Span(float(main.days[0]), float(main.days[-1]), Ink("rep", PALE_SPAN), _("forecast"))
    return Panel(up, lines=tuple(lines), markers=markers, spans=(span,))


def _banded(line: OutlookLine, band: tuple[Array, Array], ink: Ink) -> Line:
    return Line(line.days, line.values, ink, band)


def _values(line: Line) -> list[Array]:
    return [line.values, *(line.band or ())]


def _across(outlooks: Sequence[Outlook], frame: ChartFrame) -> Axis:
    """The axis of days, with marks at whole weeks from today."""
    shown = [one for outlook in outlooks for one in (outlook.past, *outlook.lines) if one is not None]
    days = np.concatenate([one.days for one in shown])
    points = [day.toordinal() for outlook in outlooks for day, _one in outlook.points]
    first, last = min([*points, float(days.min())]), float(days.max())
    today = outlooks[0].today.toordinal()
    most = min(MOST_DATES, int(frame.across / LEAST_APART))
    weeks = max(1, int(np.ceil((last - first) / 7 / most)))
    marks = np.arange(today - 7 * weeks * int((today - first) // (7 * weeks)), last + 1, 7 * weeks)
    edge = 0.01 * (last - first)
    return Axis(first - edge, last + edge, tuple((float(day), _day(int(day))) for day in marks))


def _day(ordinal: int) -> str:
    return date_words(date.fromordinal(ordinal), "d MMM")
