"""The part of the page about strides: both legs over the stride, the psoas, and the figures beside the norms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from psoas.estimate import Estimate
from psoas.findings import (
    STRIDE_CURVES,
    STRIDE_LABELS,
    Analysis,
    banded_words,
    difference_words,
    mean_words,
    norm_words,
    spread_words,
    stride_counts,
    stride_mean,
    value_words,
)
from psoas.report.page_parts import PagePlot, Tile
from psoas.report.stride_curves import joint_curves, psoas_curves
from psoas.report.templates import template_environment
from psoas.sides import SideWord, side_word
from psoas.strides import (
    FIGURES,
    Gait,
    Norm,
    SideFigure,
    Stride,
    camera_error_words,
    norm_curves,
    stride_norms,
)
from psoas.words import N_, _, capital

TILES: Final = (
    ("thigh_behind_vertical_deg", N_("Thigh behind vertical"), N_("at most, in a stride")),
    ("peak_hip_extension_deg", N_("Hip extension"), N_("the part that the hip gives")),
    ("pelvis_tilt_deg", N_("Pelvic tilt"), N_("the part that the tipped pelvis gives")),
    ("lumbar_extension_deg", N_("Lower back"), N_("+ arched, \N{MINUS SIGN} flattened, at that moment")),
    ("cadence_steps_min", N_("Cadence"), ""),
)
"""Figures of the large numbers, each with its label and what it is, in English."""
MOST_STRIDES = 40
"""Strides in the table of each one."""


@dataclass(frozen=True)
class StrideSection:
    """The ready words and plots for the template.

    Attributes:
        gait: ``walking`` or ``running``.
        counts: how many strides of which leg, in words.
        curves: of the joints, each with the words for its norm.
        psoas: of the psoas, each with words.
        columns: titles of the table of sides; rows: name, sign, and for each column a value with a note.
        each: titles and rows of the table of single strides.
        more: strides that the table leaves out.
        banded: the error of a figure is known.
        second_hand: a curve of a study was not read in the study itself.
        sources: of the norms.
        camera: what is known about the error of a side camera; empty of a motion file.
    """

    gait: Gait
    counts: str
    curves: tuple[tuple[PagePlot, str], ...]
    psoas: tuple[tuple[PagePlot, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    each: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
    more: int
    banded: bool
    second_hand: bool
    sources: tuple[str, ...]
    camera: str


def stride_section(analysis: Analysis) -> StrideSection | None:
    """The part of the page about strides; None without a stride of the movement that fills most of the recording."""
    strides = analysis.main_strides
    if not strides:
        return None
    gait, sides = strides[0].movement, analysis.stride_side_words
    norms = stride_norms(gait)
    curves = [curve for name, curve in norm_curves(gait).items() if name in STRIDE_CURVES]
    shown = [one for one in analysis.stride_sides if one.name in norms]
    return StrideSection(
        gait=gait,
        counts=stride_counts(strides),
        curves=joint_curves(analysis, strides, gait),
        psoas=psoas_curves(analysis, strides),
        columns=(*(capital(side_word(word)) for word in sides), _("Left less right"), _("In a study")),
        rows=tuple(_row(one, norms.get(one.name), sides) for one in analysis.stride_sides),
        each=_each(strides),
        more=max(0, len(strides) - MOST_STRIDES),
        banded=any(mean.reach is not None for one in analysis.stride_sides for mean in one.mean.values()),
        second_hand=any(curve.is_second_hand for curve in curves),
        sources=tuple(
            dict.fromkeys([*(curve.source for curve in curves), *(norms[one.name].source for one in shown)])
        ),
        camera="" if analysis.source.motion is not None else camera_error_words(),
    )


def stride_tiles(analysis: Analysis) -> list[Tile]:
    """Large numbers over all strides of both legs: where the thigh's way back comes from, and the cadence."""
    means = [(stride_mean(analysis.main_strides, name), label, note) for name, label, note in TILES]
    return [
        Tile(_(label), banded_words(mean), _(note) if note else "")
        for mean, label, note in means
        if mean is not None
    ]


def strides_html(analysis: Analysis) -> Markup | None:
    """The part of the page about strides by itself, without the rules of `strides_css`; None without a stride."""
    section = stride_section(analysis)
    if section is None:
        return None
    template = template_environment("psoas.report").get_template("strides.html")
    return Markup(template.render(strides=section, analysis=analysis))


def strides_css() -> str:
    """Rules for `strides_html` in an element of class ``strides``, for pages that refuse styles that stand inline."""
    environment = template_environment("psoas.report")
    rules = "".join(environment.get_template(name).render() for name in ("stacked.css", "plots.css"))
    return f".strides {{\n{rules}}}\n"


def _row(
    figure: SideFigure, norm: Norm | None, sides: Sequence[SideWord]
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    label, sign = STRIDE_LABELS[figure.name]
    cells = [(mean_words(figure, word), spread_words(figure, word)) for word in sides]
    return _(label), _(sign) if sign else "", (*cells, difference_words(figure.difference), norm_words(norm))


def _each(strides: Sequence[Stride]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Every stride, one row each: leg, times and figures that were measured at least once."""
    names = [name for name in FIGURES if any(one.figure(name) is not None for one in strides)]
    heads = (_("Leg"), _("Foot strike"), _("Toe-off"), *(_(STRIDE_LABELS[name][0]) for name in names))
    rows = []
    for one in strides[:MOST_STRIDES]:
        values = tuple(_cell(one.figure(name)) for name in names)
        rows.append(
            (
                capital(side_word(one.side)),
                _("{seconds:.2f} s", seconds=one.foot_strike_s),
                "" if one.toe_off_s is None else _("{seconds:.2f} s", seconds=one.toe_off_s),
                *values,
            )
        )
    return heads, tuple(rows)


def _cell(figure: Estimate | None) -> str:
    return "" if figure is None else value_words(figure.value, figure.unit)
