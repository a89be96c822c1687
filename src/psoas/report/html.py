"""The report page: one file that opens without a network."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
import numpy as np

from psoas import __version__
from psoas.body import COORDINATES
from psoas.draw import BodyPicture, change_words
from psoas.errors import InputError
from psoas.exercises import Exercise, Repetition, clinical_test_of, exercise_of, judged
from psoas.findings import (
    ID,
    LEAST_SEEN,
    Analysis,
    Evidence,
    good_words,
    half_bands,
    load_evidence,
    load_glossary,
    load_safety,
    middle,
    pose_table,
    range_table,
    segment_words,
    status,
    trial_rows,
    unmeasured,
    unrecognised,
    verdict,
    with_band,
)
from psoas.quantities import MOVEMENTS
from psoas.recordings import camera_lines
from psoas.report.angle_plots import angle_plots
from psoas.report.camera_picture import camera_picture
from psoas.report.keyframes import KeyFrame
from psoas.report.load_section import loads_section
from psoas.report.page_parts import Tile, page_plots
from psoas.report.psoas_section import psoas_section
from psoas.report.stride_section import stride_section, stride_tiles
from psoas.report.templates import template_environment
from psoas.sides import side_word
from psoas.strides import GAITS
from psoas.words import _, capital

SHOWN_ELSEWHERE = ("verdict", "repetitions", ID)
KINDS = {"good": "good", "fault": "change", "undecided": "undecided"}
"""Look of a large number by the verdict of its finding."""
MOST_CARDS = 10
GAIT_EVIDENCE = ("walking", "runners", "one_camera")
OTHER_EVIDENCE = ("one_camera",)


def render_html(
    analysis: Analysis,
    *,
    stills: Sequence[tuple[KeyFrame, ...]] = (),
    bodies: Sequence[BodyPicture] = (),
    clip: str | None = None,
    poster: KeyFrame | None = None,
    other_files: Sequence[str] = (),
) -> str:
    """Render the report as one HTML page that loads nothing but the clip beside it.

    Args:
        stills: still pictures that belong side by side, one group a repetition.
        bodies: drawn bodies, from `psoas.draw.psoas_pictures`.
        clip: the name of the annotated clip or picture in the same folder, None for none.
        poster: what the clip shows before it plays.
        other_files: names of the other files in the folder.
    """
    bands, exercise = half_bands(analysis), exercise_of(analysis.movement)
    test = clinical_test_of(analysis.movement)
    headline, doubt = _headline(analysis)
    rows: list[dict[str, Any]] = [
        _row(number, repetition, exercise, bands, stills[number - 1] if number <= len(stills) else ())
        for number, repetition in enumerate(analysis.repetitions, start=1)
        if exercise is not None
    ]
    plots = [
        (plot, _("Degrees; + means {meaning}.", meaning=plot.positive))
        for plot in angle_plots(analysis, bands, exercise)
    ]
    strides = stride_section(analysis)
    filmed = analysis.source.motion is None and test is None and strides is None
    return report_template().render(
        analysis=analysis,
        movement=MOVEMENTS[analysis.movement].label,
        file=Path(analysis.source.file).name,
        verdict=headline,
        doubt=doubt,
        filming=camera_lines(analysis),
        cue=next((found.cue for found in analysis.findings if found.id == "verdict"), None),
        good=None if exercise is None else good_words(analysis),
        better=[] if exercise is None else _better(analysis, exercise),
        tiles=[*stride_tiles(analysis), *_test_tiles(analysis)]
        if exercise is None
        else _tiles(analysis, bands, exercise),
        test=test,
        trials=trial_rows(test, analysis.examined) if test is not None and analysis.examined else None,
        rows=rows,
        alike=len({tuple(row["seen"]) for row in rows}) == 1,
        on_cards=[] if exercise is None else [one.quantity.name for one in exercise.measures if one.headline],
        scored=exercise is not None,
        kneels=analysis.rear_leg is not None,
        banded=any(bands.values()),
        outlined=not analysis.source.is_photo and bool(np.isfinite(analysis.outline.values).any()),
        most_cards=MOST_CARDS,
        stills=[] if rows else stills,
        segments=_segments(analysis),
        findings=[found for found in analysis.findings if not _shown_elsewhere(found.id, exercise)],
        ranges=[] if analysis.source.is_photo or analysis.examined else range_table(analysis),
        pose=pose_table(analysis, bands) if analysis.source.is_photo and not analysis.examined else None,
        plots=page_plots(plots, analysis.repetitions),
        psoas=psoas_section(analysis, bodies),
        strides=strides,
        camera=camera_picture(exercise) if filmed else None,
        loads=loads_section(analysis),
        safety=load_safety(),
        glossary=load_glossary(),
        evidence=_evidence(analysis, exercise),
        clip=clip,
        poster=poster,
        other_files=other_files,
        unmeasured=[(capital(names), reason) for names, reason in unmeasured(analysis)],
        rule="" if exercise is None else exercise.rule_in_words,
        version=__version__,
    )


def report_template() -> jinja2.Template:
    """Load the template of the page; jinja2 keeps it.

    Raises:
        InputError: it is missing from the installation.
    """
    try:
        return template_environment("psoas.report").get_template("template.html")
    except jinja2.TemplateNotFound as error:
        raise InputError(
            _("The report's template is missing from the installation; install psoas again.")
        ) from error


def _row(
    number: int,
    repetition: Repetition,
    exercise: Exercise,
    bands: dict[str, float | None],
    stills: tuple[KeyFrame, ...],
) -> dict[str, Any]:
    """One repetition as the page shows it, in formatted words.

    ``figures`` are heading and value of what was measured; ``seen`` are its faults, those that are only possible last.
    """
    return {
        "number": number,
        "status": status(repetition) if exercise.counts(repetition) else "small",
        "start": _("{seconds:.1f} s", seconds=repetition.start_s),
        "held": _("{seconds:.1f} s", seconds=repetition.hold_s),
        "figures": [
            (quantity.name, with_band(repetition.value_of(quantity), bands.get(quantity.coordinate or "")))
            for quantity in exercise.quantities
        ],
        "psoas": change_words(repetition.psoas_change),
        "seen": [exercise.faults[name].says for name in repetition.faults]
        + [_("perhaps {fault}", fault=exercise.faults[name].says) for name in repetition.possible_faults],
        "stills": stills,
    }


def _headline(analysis: Analysis) -> tuple[str, str]:
    """The result, and why a movement was not recognised where it was not."""
    words = _pose_words(analysis) if analysis.source.is_photo and not analysis.examined else verdict(analysis)
    if analysis.movement != "unknown" or not analysis.view.usable:
        return words, ""
    said = unrecognised(analysis.segments, pose=len(analysis.angles) < LEAST_SEEN)
    return (said.statement, said.doubt) if said.doubt else (words, "")


def _pose_words(analysis: Analysis) -> str:
    """What a photograph shows, such as ``Half kneeling, right knee down``."""
    if analysis.movement == "unknown":
        return verdict(analysis)
    words = MOVEMENTS[analysis.movement].doing
    if analysis.rear_side == "left":
        words = _("{pose}, left knee down", pose=words)
    elif analysis.rear_side == "right":
        words = _("{pose}, right knee down", pose=words)
    if analysis.movement in ("lunge", "split_squat") and analysis.segments:
        words = segment_words(analysis.segments[0], analysis.facing)
    return _("{pose}: the joint angles of one pose", pose=capital(words))


def _shown_elsewhere(name: str, exercise: Exercise | None) -> bool:
    """Whether a finding stands in the verdict, on the cards or in the table of joint angles."""
    if exercise is not None and name in exercise.faults:
        return True
    return name in SHOWN_ELSEWHERE or name.removesuffix("_range") in COORDINATES


def _better(analysis: Analysis, exercise: Exercise) -> list[tuple[str, str]]:
    """What can be better and how: each cue once, that of the headline left out, and what is only possible last."""
    head, *others = analysis.findings
    found: dict[str, str] = {}
    for one in others:
        if one.verdict == "fault" and one.cue:
            found.setdefault(one.cue, one.says)
    counted = [one for one in analysis.repetitions if exercise.counts(one)]
    for name, fault in exercise.faults.items():
        times = sum(name in one.possible_faults for one in counted)
        if times:
            says = _(
                "Perhaps {fault}, in {count} of {total}: too close to its limit to be sure.",
                fault=fault.says,
                count=times,
                total=len(counted),
            )
            found.setdefault(fault.cue, says)
    return [(says, f"{cue}.") for cue, says in found.items() if cue != head.cue]


def _tone(repetitions: Sequence[Repetition]) -> str:
    kinds = {status(repetition) for repetition in repetitions}
    if not kinds:
        return "plain"
    return next(kind for kind in ("change", "undecided", "good") if kind in kinds)


def _test_tiles(analysis: Analysis) -> list[Tile]:
    """The figures of a clinical test, a large number each, with the limit of each."""
    test = clinical_test_of(analysis.movement)
    if test is None:
        return []
    tiles = []
    for leg in analysis.examined:
        for quantity in test.figures:
            label, figure = f"{quantity.name}, {side_word(leg.side)}", leg.figures.get(quantity.key)
            if figure is not None:
                least, most = test.limits_of(quantity)
                kind = KINDS.get(judged(figure, least, most), "")
                note = "" if most is None else _("at most {limit:g}°", limit=most)
                if least is not None:
                    note = _("at least {limit:g}°", limit=least)
                tiles.append(Tile(label, with_band(figure.value, figure.reach), note, kind))
            elif quantity.key in leg.unmeasured:
                tiles.append(Tile(label, _("not measured"), _("see below what to change"), "undecided"))
    return tiles


def _tiles(analysis: Analysis, bands: dict[str, float | None], exercise: Exercise) -> list[Tile]:
    repetitions: Sequence[Repetition] = analysis.repetitions
    if not repetitions:
        return []
    kinds = {finding.id: KINDS.get(finding.verdict, "") for finding in analysis.findings}
    counted = [one for one in repetitions if exercise.counts(one)]
    tiles = [Tile(_("Repetitions"), str(len(counted)), _count_words(repetitions, counted), _tone(counted))]
    repetitions = counted or repetitions
    if exercise.hold is not None and analysis.source.filming.speed_doubt is not None:
        tiles.append(Tile(_("Held"), _("not judged"), _("the speed may not be real"), "undecided"))
    elif exercise.hold is not None:
        held = middle([repetition.hold_s for repetition in repetitions]) or 0.0
        ideal = exercise.threshold(exercise.hold.ideal).value
        tiles.append(
            Tile(
                _("Held"),
                _("{seconds:.1f} s", seconds=held),
                _("aim for {seconds:g} s", seconds=ideal),
                kinds.get("hold", ""),
            )
        )
    for measure in exercise.measures:
        if measure.headline is None:
            continue
        value = middle([one.value_of(measure.quantity) for one in repetitions])
        limit = exercise.most(measure.quantity)
        if value is None:
            tiles.append(
                Tile(measure.quantity.name, _("not measured"), _("see below what to change"), "undecided")
            )
            continue
        kind = kinds.get(measure.quantity.key, "")
        note = _(measure.headline, limit=limit)
        words = with_band(value, bands.get(measure.quantity.coordinate or ""))
        tiles.append(Tile(measure.quantity.name, words, note, kind))
    longer = next((found for found in analysis.findings if found.id == ID), None)
    if longer is not None and longer.value is not None and longer.high is not None:
        words = with_band(longer.value, longer.high - longer.value, " mm")
        tiles.append(Tile(_("Psoas"), words, _("length in the hold, from start")))
    return tiles


def _count_words(moves: Sequence[Repetition], counted: Sequence[Repetition]) -> str:
    """How many were good, how many could not be judged, and how many moves were too small to count."""
    good = sum(one.good is True for one in counted)
    parts = [_("{count} good", count=good)] if counted else []
    unjudged = sum(one.good is None for one in counted)
    parts += [_("{count} could not be judged", count=unjudged)] if unjudged else []
    small = len(moves) - len(counted)
    parts += [_("{count} too small to count", count=small)] if small else []
    return ", ".join(parts)


def _segments(analysis: Analysis) -> list[dict[str, object]]:
    """What was done when, with the share of the recording's time as a strip shows it."""
    if len(analysis.segments) < 2:
        return []
    length = max(analysis.source.duration_s, analysis.segments[-1].end_s, 1e-6)
    return [
        {
            "words": segment_words(one, analysis.facing),
            "label": "?" if one.movement == "unknown" else MOVEMENTS[one.movement].label,
            "known": one.movement != "unknown",
            "own": one.movement == analysis.movement and one.movement != "unknown",
            "start": _("{seconds:.1f} s", seconds=one.start_s),
            "end": _("{seconds:.1f} s", seconds=one.end_s),
            "why": one.why,
            "left": f"{100 * one.start_s / length:.2f}",
            "width": f"{max(100 * one.duration_s / length, 0.4):.2f}",
        }
        for one in analysis.segments
    ]


def _evidence(analysis: Analysis, exercise: Exercise | None) -> list[Evidence]:
    """The claims that belong to what the person did, in the order of the page."""
    names: tuple[str, ...] = OTHER_EVIDENCE
    test = clinical_test_of(analysis.movement)
    if exercise is not None:
        names = exercise.claims
    elif test is not None:
        names = test.claims
    elif analysis.movement in GAITS:
        names = GAIT_EVIDENCE
    known = load_evidence()
    return [known[name] for name in names if name in known]
