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
from psoas.findings.partial import static_hold, unfinished_moves
from psoas.findings.ranges import LEAST_SEEN, range_findings
from psoas.findings.words import in_series
from psoas.quantities import MeasuredQuantity, Movement, MovementSegment, finding_of
from psoas.timeseries import TimeSeries

VERDICTS = ("good", "fault", "undecided", "info")
"""Verdicts of a finding: passed; not passed; not decided; a figure without a limit."""

HARDER_S = 20.0
"""A hold longer than this is meant: the static form of a stretch [s]."""

TOO_CLOSE = "too close to its limit to be sure"
"""Why a fault is only possible, in words."""

NOT_ALL_SEEN = "not all that matters could be seen"
"""Why a repetition without a fault is not good, in words, where no reason is known."""


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
        reason = view.reason or "the camera did not stand side-on"
        advice = f"; {view.advice}" if view.advice else ""
        says = f"Nothing can be told from this recording: {reason}."
        return [_stated("undecided", says, view.advice)], [NotMeasured("view", f"{reason}{advice}")]
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
        says = f"No whole repetition of the {exercise.noun} was found."
        findings = [
            _stated("undecided", says, exercise.no_repetition_cue),
            *unfinished_moves(unfinished, exercise),
        ]
        findings += static_hold(angles, [one for one in segments if one.movement == movement])
        return findings, missing + [NotMeasured(finding_of(name), reason) for name, reason in reasons.items()]
    moves = repetitions
    repetitions = [
        one for one in moves if exercise.counts(one)
    ] or moves  # all figures are of those that count
    findings = [
        _verdict(moves, exercise),
        _count(moves, exercise),
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
    findings += _faults(repetitions, moves, exercise)
    for group in exercise.groups:
        first = group.measures[0]
        add(group.key, _group(group, repetitions, exercise, bands), first.quantity, first.why_not)
    # a fault of the start or the pace makes no repetition bad, but the headline does not hide it
    better = [finding.cue for finding in findings[1:] if finding.verdict == "fault" and finding.cue]
    if findings[0].verdict == "good" and better:
        findings[0] = replace(findings[0], cue=better[0])
    findings[0] = _with_reason(findings[0], not_measured, exercise)
    said = {entry.id for entry in not_measured}
    for name, reason in reasons.items():
        if finding_of(name) not in said:
            not_measured.append(NotMeasured(finding_of(name), reason))
    return findings, not_measured


def _doubted(speed_doubt: str | None, key: str = "hold") -> list[NotMeasured]:
    return [] if speed_doubt is None else [NotMeasured(key, speed_doubt)]


def _stated(verdict: str, says: str, cue: str | None = None, sources: tuple[str, ...] = ()) -> Finding:
    return Finding("verdict", None, verdict, says, cue, sources)


def _times(count: int, of: int) -> str:
    if of == 1:
        return "In the one repetition"
    every = "In both repetitions" if of == 2 else f"In all {of} repetitions"
    return every if count == of else f"In {count} of {of} repetitions"


def _verdict(moves: Sequence[Repetition], exercise: Exercise) -> Finding:
    """The headline: how many repetitions counted, how many were good, and what was most often wrong."""
    counted = [one for one in moves if exercise.counts(one)]
    total = len(counted)
    if not counted:
        _, small = exercise.too_small or ("", "")
        fault = exercise.faults[small]
        says = f"No repetition counted: {_small(len(moves), exercise)}."
        return _stated("fault", says, fault.cue, fault.sources)
    times = f"{total} repetition{'' if total == 1 else 's'}"
    good = sum(one.good is True for one in counted)
    open_ones = sum(one.good is None for one in counted)
    if good == total:
        return _stated("good", f"{times}, {'and it was' if total == 1 else 'all'} good: no fault was seen.")
    judged_words = f"{good or 'none'} good" + (f", {open_ones} could not be judged" if open_ones else "")
    if total == 1:
        judged_words = "and it could not be judged" if open_ones else "and it was not good"
    elif open_ones == total:
        judged_words = "none could be judged"
    name, shown = _most_frequent(exercise, [one.faults for one in counted])
    if name is not None:
        fault = exercise.faults[name]
        says = f"{times}, {judged_words}. {_times(shown, total)} {fault.says}."
        return _stated("fault", says, fault.cue, fault.sources)
    name, shown = _most_frequent(exercise, [one.possible_faults for one in counted])
    if name is not None:
        fault = exercise.faults[name]
        says = f"{times}, {judged_words}. {_times(shown, total)} perhaps {fault.says}: {TOO_CLOSE}."
        return _stated("undecided", says, fault.cue, fault.sources)
    return _stated("undecided", f"{times}, {judged_words}: {NOT_ALL_SEEN}.")


def _with_reason(verdict: Finding, not_measured: Sequence[NotMeasured], exercise: Exercise) -> Finding:
    """Let a verdict that something unseen leaves open say why, and what to do; any other stays as it is."""
    limited = {one.quantity.key for one in exercise.measures if exercise.limits_of(one) != (None, None)}
    reason = next((one.reason for one in not_measured if one.id in limited), "")
    why, _, advice = reason.partition("; ")
    if not why or not verdict.says.endswith(f"{NOT_ALL_SEEN}."):
        return verdict
    cue = f"{advice[:1].upper()}{advice[1:]}" if advice else None
    return replace(verdict, says=verdict.says.replace(NOT_ALL_SEEN, why), cue=cue)


def _most_frequent(exercise: Exercise, faults: Sequence[Sequence[str]]) -> tuple[str | None, int]:
    """The fault of most repetitions, the first of those that are as frequent, and in how many it is; None without."""
    shown = {name: sum(name in one for one in faults) for name in exercise.faults}
    name = max(shown, key=lambda name: shown[name], default=None)
    return (name, shown[name]) if name is not None and shown[name] else (None, 0)


def _small(number: int, exercise: Exercise) -> str:
    limit, _ = exercise.too_small or (None, "")
    was = "move was" if number == 1 else "moves were"
    return f"{number} {was} too small to count (under {exercise.limit(limit):g} degrees)"


def _count(moves: Sequence[Repetition], exercise: Exercise) -> Finding:
    whole = sum(exercise.counts(one) for one in moves)
    small = len(moves) - whole
    says = f"{whole} repetition{'' if whole == 1 else 's'} counted."
    if small:
        says += f" {_small(small, exercise)}."
    counted = Estimate(float(whole), float(whole), float(len(moves)), "repetitions")
    return Finding("repetitions", counted, "info", says)


def _hold(repetitions: Sequence[Repetition], exercise: Exercise) -> list[Finding]:
    hold = exercise.hold
    if hold is None:
        return []
    length = Estimate.of(float(np.median([one.hold_s for one in repetitions])), hold.standard_error, "s")
    least, ideal, most = (exercise.threshold(name) for name in (hold.short, hold.ideal, hold.long))
    says = f"Held for {length.value:.1f} s; aim for {ideal.value:g} s."
    says += either_words(length, least.value, most.value)
    verdict, cue = judged(length, least.value, most.value), None
    if not least.value <= length.value <= most.value:
        cue = exercise.faults[hold.too_short if length.value < least.value else hold.too_long].cue
    if length.value > HARDER_S:
        says += " A long still hold is a harder form of the stretch, and no mistake if you meant it."
    return [Finding("hold", length.at_least(0.0), verdict, says, cue, (ideal.reference,))]


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
    says = f"{words.format(_said(figure, signed, with_error=True))}."
    known = sum(one.value_of(measure.quantity) is not None for one in repetitions)
    if known < len(repetitions):
        says += f" It was seen in {known} of {len(repetitions)} repetitions."
    limits = exercise.limits_of(measure)
    verdict = judged(figure, *limits)
    certain = certain_faults(repetitions, measure.below, measure.above)
    if verdict == "undecided" and certain:
        fault = exercise.faults[certain[0]]
        times = _times(len(certain), len(repetitions))
        verdict = "fault"
        says += (
            " The middle of all repetitions is too near the limit to tell. "
            f"{times} all that was seen leaves no doubt: {fault.says}."
        )
    else:
        says += either_words(figure, *limits)
    sources = _references(measure, exercise)
    if measure.studies_of is not None:
        sources += exercise.faults[measure.studies_of].sources
    return Finding(measure.quantity.key, figure, verdict, says, None, sources)


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
    says = f"{group.words.format(in_series(said))}."
    if verdict != "good":
        says += f" The {measure.quantity.name} {_beside(worst, *limits, measure.zero)}."
    unseen = [one.quantity.name for one in group.measures if one not in [part[0] for part in parts]]
    if unseen:
        says += f" Not seen: {', '.join(unseen)}."
        verdict = "undecided" if verdict == "good" else verdict
    says += either_words(worst, *limits)
    cue = exercise.file.cues[group.key] if verdict == "fault" else None
    sources = tuple(dict.fromkeys(source for one in group.measures for source in _references(one, exercise)))
    return Finding(group.key, worst, verdict, says, cue, sources)


def _beside(figure: Estimate, least: float | None, most: float | None, zero: str) -> str:
    """Where the limits of a figure lie, such as ``should be between 75 and 105 degrees``."""
    unit = "degrees" if figure.unit == "deg" else figure.unit
    if least is not None and most is not None and least == -most:
        return f"should be within {most:g} {unit} of {zero}"
    if least is not None and most is not None:
        return f"should be between {least:g} and {most:g} {unit}"
    return f"should be at least {least:g} {unit}" if most is None else f"should be at most {most:g} {unit}"


def _said(figure: Estimate, signed: bool, *, with_error: bool) -> str:
    """A value in words, with its error where that is known and wanted."""
    if figure.unit != "deg":
        return f"{figure.value:.1f} {figure.unit}"
    whole = round(figure.value)
    said = f"{whole:+d}" if signed and whole else f"{abs(whole):d}"
    return degrees(said) + (or_take(figure) if with_error else "")


def _references(measure: Measure, exercise: Exercise) -> tuple[str, ...]:
    names = (measure.within, measure.least, measure.most)
    return tuple(dict.fromkeys(exercise.threshold(name).reference for name in names if name is not None))


def _faults(counted: Sequence[Repetition], moves: Sequence[Repetition], exercise: Exercise) -> list[Finding]:
    findings = []
    for name, fault in exercise.faults.items():
        count = sum(name in one.faults for one in counted)
        says = f"{_times(count, len(counted))} {fault.says}."
        if exercise.too_small is not None and name == exercise.too_small[1]:
            count = sum(not exercise.counts(one) for one in moves)
            says = f"{_small(count, exercise)}: {fault.says}."
        if count:
            seen = Estimate.of(count, None, "repetitions")
            findings.append(Finding(name, seen, "fault", says, fault.cue, fault.sources))
    return findings
