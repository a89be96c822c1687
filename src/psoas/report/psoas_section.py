"""The part of the page about the psoas: pictures, its length over time, and its attachments."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from markupsafe import Markup
from PIL import Image

from psoas.body import psoas_fascicles
from psoas.draw import BodyPicture, Curve, Plot, StretchScale, change_words, psoas_scale, shown, svg_plot
from psoas.exercises import Repetition
from psoas.findings import ID, Analysis, Finding, PsoasMotion, compensated, short_name, signed
from psoas.report.page_parts import data_uri
from psoas.timeseries import Array
from psoas.words import _, capital

COLUMNS = 480
ROW, ROW_GAP, LEVEL_GAP = 13, 1, 6
TOP, BOTTOM = 22, 4


@dataclass(frozen=True)
class PsoasSection:
    """The ready words and pictures for the template.

    Attributes:
        finding: the sentence and its sources; None without a repetition.
        pictures: drawn bodies.
        plot: the psoas as a whole over time; strip: each attachment over time.
        ramp: colours of the strip as a CSS gradient; its ends.
        columns: titles of the table; rows: place on the spine, and a value for each column.
    """

    finding: Finding | None
    pictures: Sequence[BodyPicture]
    plot: Markup
    strip: Markup
    ramp: str
    ends: tuple[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def psoas_section(analysis: Analysis, pictures: Sequence[BodyPicture] = ()) -> PsoasSection | None:
    """The part of the page about the psoas; None where it was not measured, in no hold, or over no time."""
    psoas = analysis.psoas
    if psoas is None or analysis.source.is_photo:
        return None
    if analysis.repetitions and all(one.psoas_change is None for one in analysis.repetitions):
        return None
    scale = psoas_scale(analysis)
    plot = Plot(
        name="plot-psoas",
        title=_("Length of the psoas, change from start"),
        positive=_("longer"),
        time=psoas.change.time,
        curves=(
            Curve(_("psoas as a whole"), 1000 * psoas.change[psoas.whole], 1000 * psoas.error[psoas.whole]),
        ),
        unit=" mm",
    )
    columns, rows = _table(analysis.repetitions, psoas)
    svg = svg_plot(plot, analysis.repetitions)
    if not svg:
        return None
    return PsoasSection(
        finding=next((found for found in analysis.findings if found.id == ID), None),
        pictures=pictures,
        plot=svg,
        strip=Markup(_strip(psoas, scale, analysis.repetitions)),
        ramp=_ramp(scale),
        ends=(signed(-scale.limit, " mm"), signed(scale.limit, " mm")),
        columns=columns,
        rows=rows,
    )


def _table(
    repetitions: Sequence[Repetition], psoas: PsoasMotion
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    chosen = shown(repetitions)
    if not chosen:
        return (), ()
    columns = [_("Repetition {number}", number=number) for number, _one in chosen]
    values = [{**one.psoas_attachments, psoas.whole: one.psoas_change} for _number, one in chosen]
    if all(compensated(one) for _number, one in chosen):
        columns.append(_("Model, still back"))
        values.append(dict(chosen[-1][1].psoas_still))
    places, rows = _places(), []
    for name in (*psoas.change.names[:-1], psoas.whole):
        place = places.get(name, _("the psoas as a whole"))
        rows.append((capital(place), *(change_words(one.get(name)) for one in values)))
    return tuple(columns), tuple(rows)


def _strip(psoas: PsoasMotion, scale: StretchScale, repetitions: Sequence[Repetition]) -> str:
    """Draw a row of colours for each attachment, over the same time as the plot, with the holds marked above."""
    time, names = psoas.change.time, psoas.change.names[:-1]
    start, span = float(time[0]), float(time[-1] - time[0])
    level = [short_name(name)[:2] for name in names]
    tops, y = [], float(TOP)
    for number, one in enumerate(level):
        y += LEVEL_GAP if number and one != level[number - 1] else 0
        tops.append(y)
        y += ROW + ROW_GAP
    height = round(y + BOTTOM)
    title = _("Each attachment of the psoas over time")
    parts = [
        f'<svg class="plot strip" role="img" aria-labelledby="strip-psoas-t strip-psoas-d" height="{height}">',
        f'<title id="strip-psoas-t">{title}</title>',
        f'<desc id="strip-psoas-d">{escape(_described(psoas))}</desc>',
    ]
    for repetition in repetitions:
        left = 100 * max(0.0, repetition.hold_start_s - start) / span
        right = 100 * min(span, repetition.hold_end_s - start) / span
        parts.append(
            f'<rect class="held" x="{left:.2f}%" y="{TOP - 10}" width="{max(right - left, 0.1):.2f}%" height="5"/>'
        )
    for name, top in zip(names, tops, strict=True):
        uri = _row(time, 1000 * psoas.change[name], scale)
        parts.append(
            f'<image href="{uri}" x="0" y="{top:g}" width="100%" height="{ROW}" preserveAspectRatio="none"/>'
        )
    for one in dict.fromkeys(level):
        inside = [top for top, mine in zip(tops, level, strict=True) if mine == one]
        middle = (inside[0] + inside[-1] + ROW) / 2
        parts.append(f'<text class="tick" x="0" dx="-8" y="{middle + 4:.1f}" text-anchor="end">{one}</text>')
    parts.append("</svg>")
    return "".join(parts)


def _row(time: Array, change_mm: Array, scale: StretchScale) -> str:
    """Make a line of pixels over time; unmeasured times are transparent."""
    count = min(COLUMNS, len(time))
    bins = np.minimum(((time - time[0]) / (time[-1] - time[0]) * count).astype(int), count - 1)
    known = np.isfinite(change_mm)
    number = np.bincount(bins[known], minlength=count)
    total = np.bincount(bins[known], weights=change_mm[known], minlength=count)
    pixels = np.zeros((1, count, 4), dtype=np.uint8)
    seen = number > 0
    pixels[0, seen, :3] = scale.colours(total[seen] / number[seen]).round()
    pixels[0, seen, 3] = 255
    return data_uri(Image.fromarray(pixels), "PNG", optimize=True)


def _ramp(scale: StretchScale) -> str:
    colours = scale.colours(np.linspace(-scale.limit, scale.limit, 11)).round().astype(int).tolist()
    return f"linear-gradient(90deg,{','.join(f'rgb({r},{g},{b})' for r, g, b in colours)})"


def _described(psoas: PsoasMotion) -> str:
    ranges = []
    for name in psoas.change.names[:-1]:
        values = 1000 * psoas.change[name]
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        ranges.append(
            _(
                "{curve} from {low} to {high}",
                curve=_places()[name],
                low=signed(low, " mm"),
                high=signed(high, " mm"),
            )
        )
    return _("From the top down: {ranges}.", ranges="; ".join(ranges))


def _places() -> dict[str, str]:
    """Place on the spine of each attachment, by its fascicle."""
    return {fascicle.name: _(fascicle.origin) for fascicle in psoas_fascicles()}
