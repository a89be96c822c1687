"""The part of the page about loads: how hard discs and hips are pressed and the psoas pulls, over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from psoas.draw import Curve, Plot
from psoas.findings import TIMES, Analysis, Evidence, LoadsOverTime, load_evidence
from psoas.loads import LOAD_QUANTITIES, OVER_TIME
from psoas.recordings import (
    CLAIM,
    DISC,
    GROUND,
    HOLDS,
    LIKELY_OFF,
    MIDDLE,
    PEAK,
    START,
    PartLoad,
    band_of,
    disc_sentences,
    equilibrium_words,
    hips_measured,
    how_words,
    leg_words,
    mass_words,
    newtons,
    parts_of,
    psoas_measured,
    rear_side,
    span,
    times,
    weights,
)
from psoas.report.page_parts import PagePlot, Tile, page_plots
from psoas.sides import SIDES, Side
from psoas.words import N_, _, inside

TableRow = tuple[str, tuple[tuple[str, str], ...]]
"""A heading, and for each column a value and its band."""
Parts = Mapping[str, Mapping[str, PartLoad]]
"""The loads by quantity and by part of the recording."""

DISC_IN: Final = {
    START: N_("Disc L4/L5 before"),
    HOLDS: N_("Disc L4/L5 in the holds"),
    MIDDLE: N_("Disc L4/L5 typically"),
    PEAK: N_("Disc L4/L5 at most"),
}
"""The heading of a tile of the disc by part of the recording, in English."""
COLUMNS: Final = {
    MIDDLE: N_("Typically"),
    START: N_("Before the repetitions"),
    HOLDS: N_("In the holds"),
    PEAK: N_("Highest"),
}
"""The heading of a column by part of the recording, in English."""

PLOTS: Final = (
    (
        "discs",
        N_("How hard the lowest discs are pressed"),
        N_(
            "Compression of the discs L4/L5, between the 4th and the 5th lumbar vertebra, and L5/S1, between the 5th "
            "and the sacrum. The band is that of L4/L5; that of L5/S1 is in the table."
        ),
        (DISC, "L5_S1_compression"),
    ),
    (
        "hips",
        N_("How hard the hips are pressed"),
        N_(
            "Contact force: how hard the head of the thigh bone and its socket press on each other. Muscles add to "
            "what the leg bears, so that it can be several times the body's weight."
        ),
        ("hip_l_contact", "hip_r_contact"),
    ),
    (
        "psoas",
        N_("How hard the psoas pulls"),
        N_(
            "All eleven attachments of one side together: the muscle's own work and the pull of its stretched fibres."
        ),
        ("psoas_l", "psoas_r"),
    ),
)
"""Name, title and meaning in English, and quantities of each plot; left first, so that it has one colour everywhere."""


@dataclass(frozen=True)
class LoadsSection:
    """The ready words and plots for the template.

    Attributes:
        lead: sentences with the result.
        tiles: large numbers.
        plots: over time.
        columns: titles of the table; rows: heading, and a value for each column.
        mass: of the model.
        off: which figures are likely off, and to which side.
        ground: source of the ground forces; equilibrium: the share of frames that are in equilibrium.
        how: paragraphs on the method, and what is left out.
        evidence: what studies say of pressure and a short psoas.
    """

    lead: tuple[str, ...]
    tiles: tuple[Tile, ...]
    plots: list[PagePlot]
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    mass: str
    off: str
    ground: str
    equilibrium: str
    how: tuple[str, ...]
    evidence: Evidence


def loads_section(analysis: Analysis) -> LoadsSection | None:
    """The part of the page about loads; None where they were not requested."""
    loads = analysis.loads
    if loads is None:
        return None
    parts = {name: parts_of(analysis, loads, name) for name in OVER_TIME}
    columns, rows = _table(analysis, loads, parts)
    return LoadsSection(
        lead=tuple(disc_sentences(analysis, loads)),
        tiles=_tiles(analysis, loads, parts),
        plots=_plots(analysis, loads),
        columns=columns,
        rows=rows,
        mass=mass_words(loads),
        off=_(LIKELY_OFF),
        ground=_(GROUND[loads.ground]),
        equilibrium=equilibrium_words(loads),
        how=how_words(analysis, loads),
        evidence=load_evidence()[CLAIM],
    )


def _tiles(analysis: Analysis, loads: LoadsOverTime, parts: Parts) -> tuple[Tile, ...]:
    def peak(side: Side) -> float:
        hip = parts[f"hip_{side}_contact"]
        return hip[PEAK].estimate.value if hip else 0.0

    rear = rear_side(analysis)
    side: Side = max(SIDES, key=peak) if rear is None else rear
    leg = leg_words(analysis)[side]
    late = HOLDS if HOLDS in parts[DISC] else PEAK
    early = START if late == HOLDS and START in parts[DISC] else MIDDLE
    shown = (
        (DISC, _(DISC_IN[early]), early),
        (DISC, _(DISC_IN[late]), late),
        (f"hip_{side}_contact", _("Hip, {leg}", leg=leg), late),
        (f"psoas_{side}", _("Psoas, {leg}", leg=leg), late),
    )
    tiles = []
    for name, label, part in shown:
        if part in parts[name]:
            one = parts[name][part].estimate
            in_label = name == DISC and part in (HOLDS, MIDDLE)
            when = () if in_label else (inside(_(COLUMNS[part])),)
            note = "; ".join((*when, span(one), weights(one.value, loads.weight)))
            tiles.append(Tile(label, f"{newtons(one.value)} N", note))
    return tuple(tiles)


def _table(
    analysis: Analysis, loads: LoadsOverTime, parts: Parts
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    """Every quantity in every part of the recording in which one of them is known."""
    columns = [part for part in (MIDDLE, START, HOLDS, PEAK) if any(part in one for one in parts.values())]

    def cell(one: PartLoad | None) -> tuple[str, str]:
        if one is None:
            return _("not told"), ""
        value = one.estimate.value
        return f"{newtons(value)} N, {times(value, loads.weight)}{TIMES}", span(one.estimate)

    rows = [
        (_label(analysis, name), tuple(cell(parts[name].get(column)) for column in columns))
        for name in OVER_TIME
    ]
    return tuple(_(COLUMNS[column]) for column in columns), tuple(rows) if columns else ()


def _label(analysis: Analysis, name: str) -> str:
    """A quantity with the words for its leg, such as ``Hip, right, kneeling leg``."""
    stem, _line, side = LOAD_QUANTITIES[name].part.partition("_")
    leg = leg_words(analysis).get(side)
    if leg is None:
        return LOAD_QUANTITIES[name].label
    return _("Hip, {leg}", leg=leg) if stem == "hip" else _("Psoas, {leg}", leg=leg)


def _curve_label(analysis: Analysis, name: str) -> str:
    """A quantity below the title of its plot: the leg, or the level of the disc, such as ``L4/L5``."""
    part = LOAD_QUANTITIES[name].part
    return leg_words(analysis).get(part.partition("_")[2]) or part.replace("_", "/")


def _plots(analysis: Analysis, loads: LoadsOverTime) -> list[PagePlot]:
    plots = []
    measured = {"hips": hips_measured(), "psoas": psoas_measured()}
    for stem, title, says, names in PLOTS:
        curves = tuple(
            Curve(
                _curve_label(analysis, name),
                loads.value[name],
                None if name == "L5_S1_compression" else band_of(loads, name),
            )
            for name in names
        )
        plot = Plot(f"plot-load-{stem}", _(title), "", loads.value.time, curves, unit=" N", once=loads.weight)
        plots.append((plot, " ".join(filter(None, (_(says), measured.get(stem))))))
    return page_plots(plots, analysis.repetitions)
