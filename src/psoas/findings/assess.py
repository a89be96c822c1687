"""From the figures of one recording to findings: each a statement with its verdict, error band and sources."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from psoas.estimate import Estimate, degrees, or_take
from psoas.exercises import (
    Exercise,
    Measure,
    MeasureGroup,
    Missing,
    Repetition,
    exercise_of,
    judged,
)
from psoas.findings.analysis import Finding, NotMeasured, View
from psoas.findings.compensation import certain_faults, compensation_finding, either_words
from psoas.findings.counted import count_of, faults_of, stated, times_of, verdict_of
from psoas.findings.partial import static_hold, unfinished_moves
from psoas.findings.ranges import LEAST_SEEN, range_findings
from psoas.quantities import MeasuredQuantity, Movement, MovementSegment, finding_of
from psoas.timeseries import TimeSeries
from psoas.words import _, capital, in_series, number

VERDICTS = ("good", "fault", "undecided", "info")
"""Verdicts of a finding: passed; not passed; not decided; a figure without a limit."""

HARDER_S = 20.0
"""A hold longer than this is meant: the static form of a stretch [s]."""


def assess(
    *,
    movement: Movement,
    view: View,
    angles: TimeSeries,
    repetitions: Sequence[Repetition] = (),
    unfinished: Sequence[Missing] = (),
    bands: Mapping[str, float] | None = None,
    reasons: Mapping[str, str] | None = None,
    absolute: bool = False,
    speed_doubt: str | None = None,
    segments: Sequence[MovementSegment] = (),
) -> tuple[list[Finding], list[NotMeasured]]:
    """State the findings about one recording, the verdict first.

    Args:
        view: how the camera stood. From a view that is not usable nothing is said.
        angles: joint angles [rad] and distances [m].
        repetitions: from the exercise's ``judge``.
        unfinished: the missing part of each repetition that the recording cuts.
        bands: one standard error [deg] by coordinate name; a finding's band is 1.96 of them to each side.
        reasons: coordinate name to why it was not measured.
        absolute: the angles have a zero of their own, as in a motion file; False where they are changes.
        speed_doubt: why the speed does not look real; times are not judged then. None where it may be real.
        segments: what is done when.

    Returns:
        Findings, each with a verdict of `VERDICTS`; and what was not measured, by finding id where it has one.
    """
    bands, reasons = bands or {}, reasons or {}
    if not view.usable:
        reason = view.reason or _("the camera did not stand side-on")
        advice = f"; {view.advice}" if view.advice else ""
        says = _("Nothing can be told from this recording: {reason}.", reason=reason)
        return [stated("undecided", says, view.advice)], [NotMeasured("view", f"{reason}{advice}")]
    exercise = exercise_of(movement)
    if exercise is None or len(angles) < LEAST_SEEN:
        others = range_findings(
            movement, angles, bands, absolute=absolute, segments=segments, from_front=view.kind == "front"
        )
        return others, _doubted(speed_doubt, "times") + [
            NotMeasured(name, reason) for name, reason in reasons.items()
        ]
    if not repetitions:
        missing = [NotMeasured("repetitions", exercise.no_repetition_reason), *_doubted(speed_doubt)]
        says = _("No whole repetition of the {exercise} was found.", exercise=exercise.noun)
        findings = [
            stated("undecided", says, exercise.no_repetition_cue),
            *unfinished_moves(unfinished, exercise),
        ]
        findings += static_hold(angles, [one for one in segments if one.movement == movement])
        return findings, missing + [NotMeasured(finding_of(name), reason) for name, reason in reasons.items()]
    moves = repetitions
    repetitions = [
        one for one in moves if exercise.counts(one)
    ] or moves  # all figures are of those that count
    findings = [
        count_of(moves, exercise),
        *unfinished_moves(unfinished, exercise),
        *(_hold(repetitions, exercise) if speed_doubt is None else ()),
    ]
    not_measured = _doubted(speed_doubt)

    def add(key: str, finding: Finding | None, quantity: MeasuredQuantity, why_not: str) -> None:
        if speed_doubt is not None and quantity.unit == "s":
            not_measured.append(NotMeasured(key, speed_doubt))
        elif finding is not None:
            findings.append(finding)
        else:
            not_measured.append(NotMeasured(key, reasons.get(quantity.coordinate or "", why_not)))

    for measure in exercise.measures:
        figure = _figure(measure, repetitions, exercise, bands)
        add(measure.quantity.key, figure, measure.quantity, measure.why_not)
    if (compensation := exercise.compensation) is not None:
        ratio = compensation_finding(compensation, repetitions, exercise, bands)
        add("compensation_ratio", ratio, compensation.by[0], compensation.why_not)
    findings += faults_of(repetitions, moves, exercise)
    for group in exercise.groups:
        first = group.measures[0]
        add(group.key, _group(group, repetitions, exercise, bands), first.quantity, first.why_not)
    # a fault of the start or the pace makes no repetition bad, but the headline does not hide it
    head = verdict_of(moves, exercise, not_measured)
    better = [finding.cue for finding in findings if finding.verdict == "fault" and finding.cue]
    if head.verdict == "good" and better:
        head = replace(head, cue=better[0])
    said = {entry.id for entry in not_measured}
    for name, reason in reasons.items():
        if finding_of(name) not in said:
            not_measured.append(NotMeasured(finding_of(name), reason))
    return [head, *findings], not_measured


def _doubted(speed_doubt: str | None, key: str = "hold") -> list[NotMeasured]:
    return [] if speed_doubt is None else [NotMeasured(key, speed_doubt)]


def _hold(repetitions: Sequence[Repetition], exercise: Exercise) -> list[Finding]:
    hold = exercise.hold
    if hold is None:
        return []
    length = Estimate.of(float(np.median([one.hold_s for one in repetitions])), hold.standard_error, "s")
    least, ideal, most = (exercise.threshold(name) for name in (hold.short, hold.ideal, hold.long))
    says = [_("Held for {held:.1f} s; aim for {ideal:g} s.", held=length.value, ideal=ideal.value)]
    says += either_words(length, least.value, most.value)
    verdict, cue = judged(length, least.value, most.value), None
    if not least.value <= length.value <= most.value:
        cue = exercise.faults[hold.too_short if length.value < least.value else hold.too_long].cue
    if length.value > HARDER_S:
        says.append(_("A long still hold is a harder form of the stretch, and no mistake if you meant it."))
    return [Finding("hold", length.at_least(0.0), verdict, " ".join(says), cue, (ideal.reference,))]


def _estimate(
    measure: Measure, repetitions: Sequence[Repetition], bands: Mapping[str, float]
) -> Estimate | None:
    """The median of the repetitions in which it was measured; None without any."""
    known = [value for one in repetitions if (value := one.value_of(measure.quantity)) is not None]
    if not known:
        return None
    error = bands.get(measure.quantity.coordinate or "", measure.standard_error)
    return Estimate.of(float(np.median(known)), error, measure.quantity.unit)


def _figure(
    measure: Measure, repetitions: Sequence[Repetition], exercise: Exercise, bands: Mapping[str, float]
) -> Finding | None:
    figure = _estimate(measure, repetitions, bands)
    if figure is None:
        return None
    words, signed = measure.words, measure.signed
    near_zero = figure.reach is not None and abs(figure.value) < figure.reach
    if measure.when_near_zero is not None and near_zero:
        words, signed = measure.when_near_zero, True
    elif measure.when_negative is not None and figure.value < 0:
        words = measure.when_negative
    says = [f"{words.format(_said(figure, signed, with_error=True))}."]
    known = sum(one.value_of(measure.quantity) is not None for one in repetitions)
    if known < len(repetitions):
        says.append(_("It was seen in {count} of {total} repetitions.", count=known, total=len(repetitions)))
    limits = exercise.limits_of(measure)
    verdict = judged(figure, *limits)
    certain = certain_faults(repetitions, measure.below, measure.above)
    if verdict == "undecided" and certain:
        fault = exercise.faults[certain[0]]
        times = times_of(len(certain), len(repetitions))
        verdict = "fault"
        says.append(_("The middle of all repetitions is too near the limit to tell."))
        says.append(_("{times} all that was seen leaves no doubt: {fault}.", times=times, fault=fault.says))
    else:
        says += either_words(figure, *limits)
    sources = _references(measure, exercise)
    if measure.studies_of is not None:
        sources += exercise.faults[measure.studies_of].sources
    return Finding(measure.quantity.key, figure, verdict, " ".join(says), None, sources)


def _group(
    group: MeasureGroup, repetitions: Sequence[Repetition], exercise: Exercise, bands: Mapping[str, float]
) -> Finding | None:
    """The finding of a group; None where nothing of it was measured."""
    parts = [
        (measure, figure)
        for measure in group.measures
        if (figure := _estimate(measure, repetitions, bands)) is not None
    ]
    if not parts:
        return None

    def urgency(part: tuple[Measure, Estimate]) -> tuple[int, float]:
        least, most = exercise.limits_of(part[0])
        outside = max(
            -np.inf if least is None else least - part[1].value,
            -np.inf if most is None else part[1].value - most,
        )
        return ("good", "undecided", "fault").index(judged(part[1], least, most)), float(outside)

    measure, worst = max(parts, key=urgency)
    limits = exercise.limits_of(measure)
    verdict = judged(worst, *limits)
    said = [one.words.format(_said(figure, one.signed, with_error=False)) for one, figure in parts]
    says = [f"{group.words.format(in_series(said))}."]
    if verdict != "good":
        says.append(capital(_beside(measure, worst, *limits)))
    unseen = [one.quantity.name for one in group.measures if one not in [part[0] for part in parts]]
    if unseen:
        says.append(_("Not seen: {figures}.", figures=", ".join(unseen)))
        verdict = "undecided" if verdict == "good" else verdict
    says += either_words(worst, *limits)
    cue = exercise.file.cues[group.key] if verdict == "fault" else None
    sources = tuple(dict.fromkeys(source for one in group.measures for source in _references(one, exercise)))
    return Finding(group.key, worst, verdict, " ".join(says), cue, sources)


def _beside(measure: Measure, figure: Estimate, least: float | None, most: float | None) -> str:
    """Where the limits of a figure lie."""
    values = {"figure": measure.quantity.name, "unit": _("degrees") if figure.unit == "deg" else figure.unit}
    if least is not None and most is not None and least == -most:
        return _(
            "The {figure} should be within {most:g} {unit} of {zero}.", most=most, zero=measure.zero, **values
        )
    if least is not None and most is not None:
        return _(
            "The {figure} should be between {least:g} and {most:g} {unit}.", least=least, most=most, **values
        )
    if most is None:
        return _("The {figure} should be at least {least:g} {unit}.", least=least, **values)
    return _("The {figure} should be at most {most:g} {unit}.", most=most, **values)


def _said(figure: Estimate, signed: bool, *, with_error: bool) -> str:
    """A value in words, with its error where that is known and wanted."""
    if figure.unit != "deg":
        return f"{number(figure.value, '.1f')} {figure.unit}"
    whole = round(figure.value)
    said = number(whole, "+d") if signed else number(abs(whole))
    return degrees(said) + (or_take(figure) if with_error else "")


def _references(measure: Measure, exercise: Exercise) -> tuple[str, ...]:
    names = (measure.within, measure.least, measure.most)
    return tuple(dict.fromkeys(exercise.threshold(name).reference for name in names if name is not None))
