"""The report page: one file that opens without a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jinja2
import numpy as np
from markupsafe import Markup

from psoas import __version__
from psoas.body import COORDINATES
from psoas.draw import BodyPicture, Plot, angle_plot, change_words, svg_plot
from psoas.errors import InputError
from psoas.exercises import Repetition
from psoas.exercises.half_kneeling import FAULT_NAMES, Thresholds, load_thresholds
from psoas.findings import (
    COORDINATE_OF,
    ID,
    MOVEMENTS,
    Analysis,
    load_safety,
    middle,
    signed,
    status,
    verdict,
    with_band,
)
from psoas.report.claims import evidence_for
from psoas.report.keyframes import KeyFrame
from psoas.report.load_section import loads_section
from psoas.report.motion_page import motion_plots
from psoas.report.page_parts import Tile
from psoas.report.psoas_section import psoas_section
from psoas.report.templates import template_environment

SHOWN_ELSEWHERE = ("verdict", "repetitions", ID, *FAULT_NAMES)
MOST_CARDS = 10
EDGES = (2.0, 98.0)


@dataclass(frozen=True)
class Chart:
    """One plot as the page shows it."""

    title: str
    positive: str
    labels: tuple[str, ...]
    svg: Markup


@dataclass(frozen=True)
class Row:
    """One repetition as the page shows it: ready words, no numbers left to format."""

    number: int
    status: str
    start: str
    held: str
    travel: str
    hip: str
    arch: str
    pelvis: str
    lean: str
    psoas: str
    faults: tuple[tuple[str, str], ...]
    stills: tuple[KeyFrame, ...]


def write_html(
    analysis: Analysis,
    path: Path,
    *,
    stills: Sequence[tuple[KeyFrame, ...]] = (),
    bodies: Sequence[BodyPicture] = (),
    clip: str | None = None,
    other_files: Sequence[str] = (),
    thresholds: Thresholds | None = None,
) -> None:
    """Write the report of `render_html`.

    Raises:
        OSError: the file cannot be written.
    """
    page = render_html(
        analysis, stills=stills, bodies=bodies, clip=clip, other_files=other_files, thresholds=thresholds
    )
    path.write_text(page, encoding="utf-8")


def render_html(
    analysis: Analysis,
    *,
    stills: Sequence[tuple[KeyFrame, ...]] = (),
    bodies: Sequence[BodyPicture] = (),
    clip: str | None = None,
    other_files: Sequence[str] = (),
    thresholds: Thresholds | None = None,
) -> str:
    """The report as one HTML page that loads nothing but the clip beside it.

    Args:
        analysis: what was measured.
        stills: still pictures that belong side by side, one group a repetition.
        bodies: drawn bodies, from `psoas.draw.psoas_pictures`.
        clip: the name of the annotated clip or picture in the same folder, None for none.
        other_files: names of the other files in the folder.
        thresholds: limits and cues; None for the package's.

    Returns:
        The text of the page.
    """
    limits = thresholds or load_thresholds()
    bands = _bands(analysis)
    rows = [
        _row(number, repetition, limits, bands, stills[number - 1] if number <= len(stills) else ())
        for number, repetition in enumerate(analysis.repetitions, start=1)
    ]
    evidence, safety = evidence_for(analysis), load_safety()
    return _template().render(
        analysis=analysis,
        movement=MOVEMENTS[analysis.movement],
        file=Path(analysis.source.file).name,
        verdict=verdict(analysis),
        cue=next((found.cue for found in analysis.findings if found.id == "verdict"), None),
        tone=_tone(analysis.repetitions),
        tiles=_tiles(analysis, bands, limits),
        rows=rows,
        stretch=analysis.movement == "half_kneeling_stretch",
        banded=any(bands.values()),
        most_cards=MOST_CARDS,
        stills=[] if rows else stills,
        findings=[found for found in analysis.findings if not _shown_elsewhere(found.id)],
        ranges=_ranges(analysis, bands),
        plots=_charts(analysis, bands, limits),
        psoas=psoas_section(analysis, bodies),
        loads=loads_section(analysis),
        safety=safety,
        evidence=evidence,
        clip=clip,
        other_files=other_files,
        limits=limits,
        version=__version__,
    )


def _template() -> jinja2.Template:
    try:
        return template_environment("psoas.report").get_template("template.html")
    except jinja2.TemplateNotFound as error:
        raise InputError(
            "The report's template is missing from the installation; install psoas again."
        ) from error


def _row(
    number: int,
    repetition: Repetition,
    limits: Thresholds,
    bands: dict[str, float | None],
    stills: tuple[KeyFrame, ...],
) -> Row:
    faults = []
    for name in repetition.faults:
        fault = limits.faults.get(name)
        faults.append((fault.says, fault.cue) if fault else (name.replace("_", " "), ""))
    return Row(
        number,
        status(repetition),
        f"{repetition.start_s:.1f} s",
        f"{repetition.hold_s:.1f} s",
        with_band(repetition.thigh_travel_deg, None),
        with_band(repetition.hip_extension_change_deg, bands["rear_hip_extension"]),
        with_band(repetition.arch_change_deg, bands["lumbar_extension"]),
        with_band(repetition.pelvis_tilt_change_deg, bands["pelvis_tilt"]),
        with_band(repetition.trunk_lean_deg, None),
        change_words(repetition.psoas_change),
        tuple(faults),
        stills,
    )


def _shown_elsewhere(name: str) -> bool:
    """Whether a finding stands in the verdict, on the cards or in the table of joint angles."""
    return name in SHOWN_ELSEWHERE or name.removesuffix("_range") in COORDINATES


def _bands(analysis: Analysis) -> dict[str, float | None]:
    """Half of the error band of each coordinate [deg], from the finding about it."""
    halves = {
        finding.id: finding.high - finding.value
        for finding in analysis.findings
        if finding.unit == "deg" and finding.value is not None and finding.high is not None
    }
    names = {coordinate: finding for finding, coordinate in COORDINATE_OF.items()}
    return {name: halves.get(names.get(name, name), halves.get(f"{name}_range")) for name in COORDINATES}


def _tone(repetitions: Sequence[Repetition]) -> str:
    kinds = {status(repetition) for repetition in repetitions}
    if not kinds:
        return "plain"
    return "change" if "change" in kinds else "undecided" if "undecided" in kinds else "good"


def _tiles(analysis: Analysis, bands: dict[str, float | None], limits: Thresholds) -> list[Tile]:
    repetitions = analysis.repetitions
    if not repetitions:
        return []
    good = sum(repetition.good is True for repetition in repetitions)
    undecided = sum(repetition.good is None for repetition in repetitions)
    count = f"{good} good" + (f", {undecided} undecided" if undecided else "")
    held = middle([repetition.hold_s for repetition in repetitions]) or 0.0
    hip = middle([repetition.hip_extension_change_deg for repetition in repetitions])
    arch = middle([repetition.arch_change_deg for repetition in repetitions])
    travel = middle([repetition.thigh_travel_deg for repetition in repetitions]) or 0.0
    well_held = limits.hold_short_s <= held <= limits.hold_long_s
    tiles = [
        Tile("Repetitions", str(len(repetitions)), count, _tone(repetitions)),
        Tile(
            "Held", f"{held:.1f} s", f"aim for {limits.hold_ideal_s:g} s", "good" if well_held else "change"
        ),
    ]
    if hip is None:
        tiles.append(Tile("Rear thigh moved", signed(travel), "the hip itself was not measured", "undecided"))
    else:
        tiles.append(
            Tile(
                "Hip opened", with_band(hip, bands["rear_hip_extension"]), "thigh against pelvis, from start"
            )
        )
    if arch is None:
        tiles.append(Tile("Lower back", "not measured", "see below what to change", "undecided"))
    else:
        kind = "change" if arch > limits.arch_deg else "good"
        note = f"arch from start; {limits.arch_deg:g}° at most"
        tiles.append(Tile("Lower back", with_band(arch, bands["lumbar_extension"]), note, kind))
    longer = next((found for found in analysis.findings if found.id == ID), None)
    if longer is not None and longer.value is not None and longer.high is not None:
        value = with_band(longer.value, longer.high - longer.value, " mm")
        tiles.append(Tile("Psoas", value, "length in the hold, from start"))
    return tiles


def _ranges(analysis: Analysis, bands: dict[str, float | None]) -> list[tuple[str, str, str, str, str]]:
    """Label, lowest, highest, range and measured share of each angle that was measured."""
    found = []
    for name, unit in zip(analysis.angles.names, analysis.angles.units, strict=True):
        values = np.degrees(analysis.angles[name])
        known = np.isfinite(values)
        if unit != "rad" or not known.any():
            continue
        low, high = (float(edge) for edge in np.percentile(values[known], EDGES))
        band = bands.get(name)
        coordinate = COORDINATES.get(name)
        label = name
        if coordinate is not None:
            label = coordinate.label if analysis.source.motion is None else coordinate.absolute_label
        found.append(
            (
                label[:1].upper() + label[1:],
                signed(low),
                signed(high),
                f"{round(high - low)}°" + (f" ± {max(1, round(band))}°" if band else ""),
                f"{known.mean():.0%}",
            )
        )
    return found


def _charts(analysis: Analysis, bands: dict[str, float | None], limits: Thresholds) -> list[Chart]:
    charts = []
    for plot in _plots(analysis, bands, limits):
        svg = svg_plot(plot, analysis.repetitions)
        if svg:
            labels = tuple(curve.label for curve in plot.curves if np.isfinite(curve.values).any())
            charts.append(Chart(plot.title, plot.positive, labels, Markup(svg)))
    return charts


def _plots(analysis: Analysis, bands: dict[str, float | None], limits: Thresholds) -> list[Plot]:
    if analysis.source.is_photo:
        return []
    if analysis.source.motion is not None:
        return motion_plots(analysis, bands, limits.arch_deg)
    plot = partial(angle_plot, analysis.angles, bands)
    if analysis.movement == "half_kneeling_stretch":
        return [
            plot("Rear thigh from vertical", ["rear_thigh_angle"]),
            plot(
                "Arch of the lower back, change from start",
                ["lumbar_extension"],
                limit=limits.arch_deg,
                limit_label=f"limit {limits.arch_deg:g}°",
            ),
            plot("Rear hip opening, change from start", ["rear_hip_extension"]),
            plot("Trunk from vertical", ["trunk_lean"]),
        ]
    plots = []
    for title, stem in (
        ("Knee", "knee_angle"),
        ("Hip, thigh against trunk", "hip_flexion"),
        ("Ankle", "ankle_angle"),
    ):
        plots.append(plot(title, [f"{stem}_l", f"{stem}_r"]))
    return [*plots, plot("Trunk from vertical", ["trunk_lean"])]
