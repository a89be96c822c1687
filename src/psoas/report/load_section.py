"""The part of the page about loads: how hard discs and hips are pressed and the psoas pulls, over time."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup

from psoas.draw import Curve, Plot, svg_plot
from psoas.findings import TIMES, Analysis, Evidence, LoadMotion, load_evidence
from psoas.recordings import (
    DISCS,
    EDGES,
    GROUND,
    HIPS_OFF,
    HOLDS,
    LIKELY_OFF,
    MIDDLE,
    NAMES,
    PEAK,
    PSOAS_OFF,
    START,
    Carried,
    band_of,
    banded,
    carried_words,
    compared,
    hold_change,
    how_words,
    leg_words,
    mass_words,
    newtons,
    parts_of,
    rear_side,
    span,
    times,
    weights,
)
from psoas.report.page_parts import Tile

EVIDENCE: Final = "pressure_on_the_back"

Row = tuple[str, tuple[tuple[str, str], ...]]
"""What, and for each column a value and its band."""

IN_SHORT: Final = {START: "before", HOLDS: HOLDS, MIDDLE: MIDDLE, PEAK: "at most"}
"""The parts of a recording in a heading."""


@dataclass(frozen=True)
class LoadPlot:
    """One plot as the page shows it: heading, what it means, names of its curves."""

    title: str
    says: str
    labels: tuple[str, ...]
    svg: Markup


@dataclass(frozen=True)
class LoadsSection:
    """What the template shows, in ready words.

    Attributes:
        lead: sentences with the result.
        tiles: large numbers.
        plots: over time.
        columns: titles of the table; rows: what, and a value for each column.
        mass: of the body that was reckoned with.
        off: which figures are likely off, and to which side.
        ground: where its forces come from; carried: of how much of the recording.
        how: paragraphs on how it was reckoned, and what is left out.
        evidence: what studies say of pressure and a short psoas.
    """

    lead: tuple[str, ...]
    tiles: tuple[Tile, ...]
    plots: tuple[LoadPlot, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    mass: str
    off: str
    ground: str
    carried: str
    how: tuple[str, ...]
    evidence: Evidence


def loads_section(analysis: Analysis) -> LoadsSection | None:
    """The part of the page about loads; None where they were not asked for."""
    loads = analysis.loads
    if loads is None:
        return None
    told = {name: parts_of(analysis, loads, name) for name in NAMES}
    columns, rows = _table(analysis, loads, told)
    return LoadsSection(
        lead=_lead(analysis, loads, told["L4_L5"]),
        tiles=_tiles(analysis, loads, told),
        plots=_plots(analysis, loads),
        columns=columns,
        rows=rows,
        mass=mass_words(loads),
        off=LIKELY_OFF,
        ground=GROUND[loads.ground],
        carried=carried_words(loads),
        how=how_words(analysis, loads),
        evidence=load_evidence()[EVIDENCE],
    )


def _lead(analysis: Analysis, loads: LoadMotion, disc: dict[str, Carried]) -> tuple[str, ...]:
    if not disc:
        return ()
    middle, peak = disc[MIDDLE].figure, disc[PEAK]
    weight, moment = loads.weight, peak.time_s or 0.0
    ends = "" if loads.ground == "held still" else f" ({EDGES})"
    said = [
        "In the model, the disc between the 4th and the 5th lumbar vertebra, L4/L5, was typically pressed with about "
        f"{banded(middle)}: {times(middle.value, weight)} times the body's weight. At the hardest moment, at "
        f"{moment:.1f} s, it was {banded(peak.figure)}: {times(peak.figure.value, weight)} times{ends}."
    ]
    if HOLDS in disc and START in disc:
        held, start = disc[HOLDS].figure, disc[START].figure
        change = hold_change(analysis, loads, "L4_L5")
        words = "" if change is None else f", {compared(change)}"
        said.append(
            f"In the holds it was {banded(held)}, in the calm before the first repetition {banded(start)}{words}."
        )
    return tuple(said)


def _tiles(analysis: Analysis, loads: LoadMotion, told: dict[str, dict[str, Carried]]) -> tuple[Tile, ...]:
    side = rear_side(analysis) or max("rl", key=lambda one: _peak(told[f"hip_{one}"]))
    leg = leg_words(analysis)[side]
    late = HOLDS if HOLDS in told["L4_L5"] else PEAK
    early = START if late == HOLDS and START in told["L4_L5"] else MIDDLE
    shown = (
        ("L4_L5", f"Disc L4/L5 {IN_SHORT[early]}", early),
        ("L4_L5", f"Disc L4/L5 {IN_SHORT[late]}", late),
        (f"hip_{side}", f"Hip, {leg}", late),
        (f"psoas_{side}", f"Psoas, {leg}", late),
    )
    tiles = []
    for name, label, part in shown:
        one = told[name].get(part)
        if one is not None:
            when = () if label.endswith(part) else (part,)
            note = "; ".join((*when, span(one.figure), weights(one.figure.value, loads.weight)))
            tiles.append(Tile(label, f"{newtons(one.figure.value)} N", note))
    return tuple(tiles)


def _peak(parts: dict[str, Carried]) -> float:
    return parts[PEAK].figure.value if parts else 0.0


def _table(
    analysis: Analysis, loads: LoadMotion, told: dict[str, dict[str, Carried]]
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Every quantity in every part of the recording that one of them is known in."""
    parts = [part for part in (MIDDLE, START, HOLDS, PEAK) if any(part in one for one in told.values())]
    legs = leg_words(analysis)
    rows: list[Row] = []
    for name in NAMES:
        stem, _, side = name.partition("_")
        label = DISCS.get(name) or f"{stem.capitalize()}, {legs[side]}"
        cells = [_cell(told[name].get(part), loads.weight) for part in parts]
        rows.append((label, tuple(cells)))
    return tuple(part.capitalize() for part in parts), tuple(rows) if parts else ()


def _cell(one: Carried | None, weight: float) -> tuple[str, str]:
    if one is None:
        return "not told", ""
    return f"{newtons(one.figure.value)} N, {times(one.figure.value, weight)}{TIMES}", span(one.figure)


def _plots(analysis: Analysis, loads: LoadMotion) -> tuple[LoadPlot, ...]:
    legs = leg_words(analysis)
    sides = {side: legs[side] for side in "rl"}
    wanted = (
        (
            "How hard the lowest discs are pressed",
            "Compression of the discs L4/L5, between the 4th and the 5th lumbar vertebra, and L5/S1, between the "
            "5th and the sacrum. The band is that of L4/L5; that of L5/S1 is in the table.",
            "discs",
            [_curve(loads, "L4_L5", "L4/L5"), _curve(loads, "L5_S1", "L5/S1", band=False)],
        ),
        (
            "How hard the hips are pressed",
            "Contact force: how hard the head of the thigh bone and its socket press on each other. Muscles add to "
            f"what the leg bears, so that it can be several times the body's weight. {HIPS_OFF}",
            "hips",
            [_curve(loads, f"hip_{side}", words) for side, words in sides.items()],
        ),
        (
            "How hard the psoas pulls",
            "All eleven attachments of one side together: the muscle's own work and the pull of its stretched fibres. "
            f"{PSOAS_OFF}",
            "psoas",
            [_curve(loads, f"psoas_{side}", words) for side, words in sides.items()],
        ),
    )
    plots = []
    for title, says, name, curves in wanted:
        plot = Plot(
            f"plot-load-{name}", title, "", loads.value.time, tuple(curves), unit=" N", once=loads.weight
        )
        svg = svg_plot(plot, analysis.repetitions)
        if svg:
            labels = tuple(curve.label for curve in curves if np.isfinite(curve.values).any())
            plots.append(LoadPlot(title, says, labels, svg))
    return tuple(plots)


def _curve(loads: LoadMotion, name: str, label: str, *, band: bool = True) -> Curve:
    edges = band_of(loads, name) if band else None
    return Curve(label, loads.value[name], edges)
