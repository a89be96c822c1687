"""The finding about what moved instead of the hip, and what the repetitions leave no doubt about."""

from collections.abc import Mapping, Sequence

import numpy as np

from psoas.estimate import Estimate
from psoas.exercises import Compensation, Exercise, Repetition, could_be_either, share_of_travel
from psoas.findings.analysis import Finding
from psoas.words import _


def either_words(figure: Estimate, *limits: float | None) -> list[str]:
    """A sentence where the error band of a figure holds both sides of a limit; else none."""
    return [_("That is too close to the limit to be sure.")] if could_be_either(figure, *limits) else []


def certain_faults(repetitions: Sequence[Repetition], *faults: str | None) -> list[str]:
    """One of the faults for each repetition that shows it without doubt; what is said of a figure agrees with them."""
    shown = [next((name for name in one.faults if name in faults), None) for one in repetitions]
    return [name for name in shown if name is not None]


def compensation_finding(
    compensation: Compensation,
    repetitions: Sequence[Repetition],
    exercise: Exercise,
    bands: Mapping[str, float],
) -> Finding | None:
    """State how far the back or the pelvis moved instead of the hip; None where that was not measured.

    Args:
        bands: one standard error [deg] by coordinate name.
    """
    if all(one.compensation_ratio is None for one in repetitions):
        return None
    travel = float(np.median([one.value_of(compensation.per) or np.nan for one in repetitions]))
    # a back that moves the other way compensates for nothing, but how far it is from doing so belongs to the band
    shares = [_share(one, compensation) for one in repetitions if one.compensation_ratio is not None]
    share = float(np.median(shares))
    value = max(0.0, share)
    of_back = [bands[str(one.coordinate)] for one in compensation.by if one.coordinate in bands]
    of_travel = bands.get(str(compensation.per.coordinate), 0.0)
    ratio = share_of_travel(share * travel, travel, max(of_back, default=None), of_travel)
    quiet, works = exercise.threshold(compensation.quiet), exercise.threshold(compensation.works)
    fault = exercise.faults[compensation.fault]
    certain = value > works.value and certain_faults(repetitions, compensation.fault)
    either = [] if certain else either_words(ratio, works.value)
    if either:
        verdict, words = (
            "undecided",
            _("the back or the pelvis hardly seems to have moved instead of the hip"),
        )
        if value > quiet.value:
            words = _("the back or the pelvis may have moved instead of the hip")
    elif value <= quiet.value:
        verdict, words = "good", _("the back stayed quiet")
    elif value <= works.value:
        verdict, words = "info", _("the back helped a little")
    else:
        verdict, words = "fault", _("the back or the pelvis moved instead of the hip")
    says = _(
        "For each degree of the thigh the back or the pelvis moved {value:.1f}: {words}.",
        value=value,
        words=words,
    )
    sources = (works.reference, *fault.sources)
    cue = fault.cue if verdict == "fault" else None
    low, high = (None if end is None else max(0.0, end) for end in (ratio.low, ratio.high))
    return Finding(
        "compensation_ratio",
        Estimate(value, low, high, "1"),
        verdict,
        " ".join([says, *either]),
        cue,
        sources,
    )


def _share(one: Repetition, compensation: Compensation) -> float:
    """The larger of the changes that compensate, over the travel of the joint; - where all went the other way."""
    moved = [value for quantity in compensation.by if (value := one.value_of(quantity)) is not None]
    return max(moved) / (one.value_of(compensation.per) or np.nan)
