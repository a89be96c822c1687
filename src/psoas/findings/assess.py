"""From what was measured to what is said: the findings of one recording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psoas.exercises import Repetition, Unfinished
from psoas.exercises.half_kneeling import FAULT_NAMES, Thresholds, load_thresholds
from psoas.findings.analysis import Finding, Movement, NotMeasured, View
from psoas.findings.ranges import LEAST_SEEN, range_findings
from psoas.timeseries import TimeSeries

VERDICTS = ("good", "fault", "undecided", "info")
"""What a finding can say: passed; not passed; cannot be told; a figure without a limit."""

TWO_SIDED_95 = 1.96
HOLD_ERROR_S = 0.1
"""One standard error of a hold time, from fitting made-up sessions with the noise of one camera."""
COORDINATE_OF = {
    "hip_opening": "rear_hip_extension",
    "thigh_travel": "rear_thigh_angle",
    "arch": "lumbar_extension",
    "pelvis": "pelvis_tilt",
    "trunk": "trunk_lean",
}
_CLOSED = "The rear hip did not open, it closed by {} from your own start"
_STAYED = "The rear hip did not measurably open or close: it changed by {}"
_WHY_NOT = {
    "arch": "the outline of the lower back could not be seen; film from the side with both hands on the front knee "
    "and close-fitting clothes",
    "pelvis": "the tilt of the pelvis could not be seen; film from the side with both hands on the front knee",
    "hip_opening": "the hip could not be seen well enough; film from the side with the whole body in the picture",
    "thigh_travel": "the rear thigh could not be seen well enough; film from the side of the kneeling leg",
    "trunk": "the trunk could not be seen well enough; film from the side with the whole body in the picture",
    "repetitions": "no repetition was found: start still, move the hips forward, hold for two seconds and come back",
}


@dataclass(frozen=True)
class _Measure:
    """One figure of the repetitions: its words, its limits, and the studies behind it."""

    id: str
    values: tuple[float | None, ...]
    words: str
    least: float | None = None
    most: float | None = None
    sources: tuple[str, ...] = ()


def assess(
    *,
    movement: Movement,
    view: View,
    angles: TimeSeries,
    repetitions: Sequence[Repetition] = (),
    unfinished: Sequence[Unfinished] = (),
    bands: Mapping[str, float] | None = None,
    reasons: Mapping[str, str] | None = None,
    thresholds: Thresholds | None = None,
    absolute: bool = False,
) -> tuple[list[Finding], list[NotMeasured]]:
    """What is said about one recording, the verdict first.

    Args:
        movement: what the person did; only the stretch is scored.
        view: how the camera stood. From a view that is not usable nothing is said.
        angles: joint angles [rad] and distances [m].
        repetitions: from `judge_repetitions`.
        unfinished: repetitions that the recording cuts.
        bands: one standard error [deg] by coordinate name; a finding's band is 1.96 of them to each side.
        reasons: coordinate name to why it was not measured.
        thresholds: limits; None for the package's.
        absolute: the angles have a zero of their own, as in a motion file; False where they are changes.

    Returns:
        Findings, each with a verdict of `VERDICTS`; and what was not measured, by finding id where it has one.
    """
    limits, bands, reasons = thresholds or load_thresholds(), bands or {}, reasons or {}
    if not view.usable:
        reason = view.reason or "the camera did not stand side-on"
        advice = f"; {view.advice}" if view.advice else ""
        return [
            _plain("verdict", "undecided", f"Nothing can be told from this recording: {reason}.", view.advice)
        ], [NotMeasured("view", f"{reason}{advice}")]
    if movement != "half_kneeling_stretch" or len(angles) < LEAST_SEEN:
        others = range_findings(movement, angles, bands, absolute=absolute)
        return others, [NotMeasured(name, reason) for name, reason in reasons.items()]
    if not repetitions:
        missing = [NotMeasured("repetitions", _WHY_NOT["repetitions"])]
        findings = [_plain("verdict", "undecided", "No whole repetition of the stretch was found.", None)]
        findings += _unfinished(unfinished)
        return findings, missing + [NotMeasured(_id_of(name), reason) for name, reason in reasons.items()]
    findings = [_verdict(repetitions, limits), _count(repetitions, limits), *_unfinished(unfinished)]
    findings.append(_hold(repetitions, limits))
    not_measured: list[NotMeasured] = []
    for measure in _measures(repetitions, limits):
        if any(value is not None for value in measure.values):
            findings.append(_figure(measure, bands))
        else:
            why = reasons.get(COORDINATE_OF[measure.id], _WHY_NOT[measure.id])
            not_measured.append(NotMeasured(measure.id, why))
    ratio = _ratio(repetitions, bands, limits)
    if ratio is None:
        why = reasons.get("lumbar_extension", _WHY_NOT["arch"])
        not_measured.append(NotMeasured("compensation_ratio", why))
    else:
        findings.append(ratio)
    findings += _faults(repetitions, limits)
    said = {entry.id for entry in not_measured}
    for name, reason in reasons.items():
        if _id_of(name) not in said:
            not_measured.append(NotMeasured(_id_of(name), reason))
    return findings, not_measured


def _id_of(coordinate: str) -> str:
    return next((name for name, known in COORDINATE_OF.items() if known == coordinate), coordinate)


def _plain(name: str, verdict: str, says: str, cue: str | None, sources: tuple[str, ...] = ()) -> Finding:
    return Finding(name, None, "", None, None, verdict, says, cue, sources)


def _times(count: int, of: int) -> str:
    if of == 1:
        return "In the one repetition"
    return f"In all {of} repetitions" if count == of else f"In {count} of {of} repetitions"


def _verdict(repetitions: Sequence[Repetition], limits: Thresholds) -> Finding:
    total = len(repetitions)
    counted = f"{total} repetition{'' if total == 1 else 's'}"
    shown = {name: sum(name in one.faults for one in repetitions) for name in FAULT_NAMES}
    worst = max(FAULT_NAMES, key=lambda name: shown[name])
    good = sum(one.good is True for one in repetitions)
    open_ones = sum(one.good is None for one in repetitions)
    if shown[worst]:
        fault = limits.faults[worst]
        says = f"{counted}. {_times(shown[worst], total)} {fault.says}."
        return _plain("verdict", "fault", says, fault.cue, fault.sources)
    if open_ones == total:
        says = f"{counted}; whether they were good is undecided, because not all that matters could be seen."
        return _plain(
            "verdict", "undecided", says.replace("they were", "it was") if total == 1 else says, None
        )
    if open_ones:
        says = f"{counted}: {good} good, {open_ones} undecided because not all that matters could be seen."
        return _plain("verdict", "undecided", says, None)
    says = f"{counted}, {'and it was' if total == 1 else 'all'} good: no fault was seen."
    return _plain("verdict", "good", says, None)


def _count(repetitions: Sequence[Repetition], limits: Thresholds) -> Finding:
    small = sum("small_travel" in one.faults for one in repetitions)
    whole = len(repetitions) - small
    says = f"{whole} repetition{'' if whole == 1 else 's'} counted."
    if small:
        says += f" {small} smaller move{' was' if small == 1 else 's were'} under {limits.travel_counts_deg:g} degrees."
    return Finding(
        "repetitions",
        float(whole),
        "repetitions",
        float(whole),
        float(len(repetitions)),
        "info",
        says,
        None,
        (),
    )


def _unfinished(unfinished: Sequence[Unfinished]) -> list[Finding]:
    if not unfinished:
        return []
    parts = {"start": "begins in the middle of one", "end": "stops in the middle of one"}
    said = " and ".join(dict.fromkeys(parts[one.missing] for one in unfinished))
    says = f"The recording {said}; it is not counted."
    cue = "Start and end the recording while you kneel still"
    return [Finding("unfinished", float(len(unfinished)), "repetitions", None, None, "info", says, cue, ())]


def _hold(repetitions: Sequence[Repetition], limits: Thresholds) -> Finding:
    value = float(np.median([one.hold_s for one in repetitions]))
    error = TWO_SIDED_95 * HOLD_ERROR_S
    right = limits.hold_short_s <= value <= limits.hold_long_s
    says = f"Held for {value:.1f} s; aim for {limits.hold_ideal_s:g} s."
    says += _either(value, error, limits.hold_short_s, limits.hold_long_s)
    cue = None if right else limits.faults["short_hold" if value < limits.hold_short_s else "long_hold"].cue
    if value > 20.0:
        says += " A long still hold is a harder form of the stretch, and no mistake if you meant it."
    sources = (_source(limits, "hold_ideal_s"),)
    low, high = max(0.0, value - error), value + error
    return Finding("hold", value, "s", low, high, "good" if right else "fault", says, cue, sources)


def _measures(repetitions: Sequence[Repetition], limits: Thresholds) -> list[_Measure]:
    arched = limits.faults["arched_back"].sources
    trunk = tuple(one.trunk_lean_deg if np.isfinite(one.trunk_lean_deg) else None for one in repetitions)
    return [
        _Measure(
            "hip_opening",
            tuple(one.hip_extension_change_deg for one in repetitions),
            "The rear hip opened by {} from your own start",
            sources=arched,
        ),
        _Measure(
            "thigh_travel",
            tuple(one.thigh_travel_deg for one in repetitions),
            "The rear thigh moved back by {}",
            least=limits.travel_counts_deg,
            sources=(_source(limits, "travel_counts_deg"),),
        ),
        _Measure(
            "arch",
            tuple(one.arch_change_deg for one in repetitions),
            "The arch of the lower back changed by {} (plus is more arched, minus is flatter)",
            most=limits.arch_deg,
            sources=(_source(limits, "arch_deg"), *arched),
        ),
        _Measure(
            "pelvis",
            tuple(one.pelvis_tilt_change_deg for one in repetitions),
            "The front of the pelvis moved by {} (plus is down, minus is tucked)",
            most=limits.pelvis_anterior_deg,
            sources=(_source(limits, "pelvis_anterior_deg"), *limits.faults["anterior_tilt"].sources),
        ),
        _Measure(
            "trunk",
            trunk,
            "In the hold the upper body leaned by {} (plus is forward, minus is back)",
            least=limits.trunk_back_deg,
            most=limits.trunk_forward_deg,
            sources=(_source(limits, "trunk_forward_deg"),),
        ),
    ]


def _figure(measure: _Measure, bands: Mapping[str, float]) -> Finding:
    known = [value for value in measure.values if value is not None]
    value = float(np.median(known))
    band = bands.get(COORDINATE_OF[measure.id])
    error = None if band is None else TWO_SIDED_95 * band
    signed = measure.id in ("arch", "pelvis", "trunk")
    words = measure.words
    if measure.id == "hip_opening" and error is not None and abs(value) < error:
        words, signed = _STAYED, True
    elif measure.id == "hip_opening" and value < 0:
        words = _CLOSED
    said = f"{round(value):+d}" if signed else f"{abs(round(value)):d}"
    said += " degrees" if error is None else f" degrees, give or take {error:.0f}"
    says = f"{words.format(said)}."
    if len(known) < len(measure.values):
        says += f" It was seen in {len(known)} of {len(measure.values)} repetitions."
    says += _either(value, error, measure.least, measure.most)
    below = measure.least is not None and value < measure.least
    above = measure.most is not None and value > measure.most
    limited = measure.least is not None or measure.most is not None
    verdict = "info" if not limited else "fault" if below or above else "good"
    if _either(value, error, measure.least, measure.most):
        verdict = "undecided"
    low, high = (None, None) if error is None else (value - error, value + error)
    return Finding(measure.id, value, "deg", low, high, verdict, says, None, measure.sources)


def _either(value: float, error: float | None, *edges: float | None) -> str:
    """Says so where the error band holds both sides of a limit."""
    if error is not None and any(edge is not None and abs(value - edge) < error for edge in edges):
        return " This is so close to the limit that, with this error, it could be either."
    return ""


def _ratio(
    repetitions: Sequence[Repetition], bands: Mapping[str, float], limits: Thresholds
) -> Finding | None:
    known = [one.compensation_ratio for one in repetitions if one.compensation_ratio is not None]
    if not known:
        return None
    value = float(np.median(known))
    travel = float(np.median([one.thigh_travel_deg for one in repetitions]))
    of_back = [bands[name] for name in ("lumbar_extension", "pelvis_tilt") if name in bands]
    error = None
    if of_back and travel > 0:
        error = (
            TWO_SIDED_95 * float(np.hypot(max(of_back), value * bands.get("rear_thigh_angle", 0.0))) / travel
        )
    if value <= limits.ratio_good:
        verdict, words = "good", "the back stayed quiet"
    elif error is not None and value - error <= limits.ratio_back_works < value:
        verdict, words = "undecided", "the back or the pelvis may have moved instead of the hip"
    elif value <= limits.ratio_back_works:
        verdict, words = "info", "the back helped a little"
    else:
        verdict, words = "fault", "the back or the pelvis moved instead of the hip"
    says = f"For each degree of the thigh the back or the pelvis moved {value:.1f}: {words}."
    says += _either(value, error, limits.ratio_back_works)
    low, high = (None, None) if error is None else (max(0.0, value - error), value + error)
    sources = (_source(limits, "ratio_back_works"), *limits.faults["arched_back"].sources)
    cue = limits.faults["arched_back"].cue if verdict == "fault" else None
    return Finding("compensation_ratio", value, "1", low, high, verdict, says, cue, sources)


def _faults(repetitions: Sequence[Repetition], limits: Thresholds) -> list[Finding]:
    findings = []
    for name in FAULT_NAMES:
        count = sum(name in one.faults for one in repetitions)
        if count:
            fault = limits.faults[name]
            says = f"{_times(count, len(repetitions))} {fault.says}."
            findings.append(
                Finding(
                    name, float(count), "repetitions", None, None, "fault", says, fault.cue, fault.sources
                )
            )
    return findings


def _source(limits: Thresholds, name: str) -> str:
    entry = limits.entries[name]
    return entry.source if entry.doi is None else f"{entry.source}, doi {entry.doi}"
