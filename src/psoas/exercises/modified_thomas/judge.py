"""What the modified Thomas test found: thigh and knee against their limits, and what the pelvis makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import TypeVar

import numpy as np

from psoas.data import read_data
from psoas.estimate import NORMAL_95, Estimate
from psoas.exercises.clinical_test import ENDS, Examined, ExaminedLeg, Trial
from psoas.exercises.limits import read_limits
from psoas.exercises.modified_thomas.figures import CHANGE, FAULTS, KNEE, LIMITS, PACKAGE, PELVIS, THIGH
from psoas.exercises.modified_thomas.pelvis import gap_under_back
from psoas.exercises.modified_thomas.trials import Rest, find_rests, thigh_over_couch
from psoas.exercises.modified_thomas.words import headline, sentences
from psoas.exercises.verdict import Verdict, could_be_either, is_beyond, judged
from psoas.sides import LETTER
from psoas.words import N_, _

Kind = TypeVar("Kind", bound=Trial)

MOST_TURN_DEG = 20.0
"""Turn of the view from which the outline of the back is not that of its middle (ours) [deg]."""

TURNED = N_("the camera stood too far off the side; film from exactly beside")
HIDDEN = N_(
    "the lower back is not seen against the couch; film from the side at the height of "
    "the couch, nothing in front of the hips, the shirt tucked in"
)


def judge(examined: Examined) -> tuple[ExaminedLeg, ...]:
    """The legs that were tested, the one tested first in front."""
    trials = [(rest, _trial(examined, rest)) for rest in find_rests(examined)]
    legs = dict.fromkeys(rest.leg for rest, _judged in trials)
    return tuple(_leg(examined, [trial for rest, trial in trials if rest.leg == leg]) for leg in legs)


def figure_errors(level_error_deg: float | None) -> dict[str, float]:
    """One standard error of each figure [deg], by the key of its quantity.

    Args:
        level_error_deg: of the picture's horizontal; None where nothing in the picture shows it.
    """
    errors = read_data(PACKAGE, "errors.json")
    level = errors["level_unknown_deg"] if level_error_deg is None else level_error_deg
    return {
        THIGH.key: float(np.hypot(errors["thigh_deg"], level)),
        KNEE.key: errors["knee_deg"],
        PELVIS.key: errors["tilt_deg"],
        CHANGE.key: errors["change_deg"],
    }


def tilt_by_gap(gap: float) -> float:
    """Tilt of the pelvis against the couch [deg], + forward, by the gap under the lower back [trunk lengths]."""
    errors = read_data(PACKAGE, "errors.json")
    return float(errors["tilt_at_no_gap_deg"] + errors["tilt_per_gap_deg"] * gap)


def change_by_gap(change: float, lowered_deg: float) -> float:
    """Change of that tilt within one person [deg].

    Args:
        change: of the gap under the lower back [trunk lengths].
        lowered_deg: how far the thigh came down meanwhile, which moves the outline of the buttocks, too.
    """
    errors = read_data(PACKAGE, "errors.json")
    return float(errors["change_per_gap_deg"] * change + errors["change_per_lowered_deg"] * lowered_deg)


def _trial(examined: Examined, rest: Rest) -> Trial:
    thigh = thigh_over_couch(examined, rest.side)
    values = {THIGH: _median(thigh[rest.frames])}
    knee = f"knee_angle_{LETTER[rest.side]}"
    if knee in examined.angles:
        values[KNEE] = float(np.degrees(_median(examined.angles[knee][rest.frames])))
    if abs(examined.turn_deg) <= MOST_TURN_DEG:
        gap = gap_under_back(examined.captured, rest.frames)
        values[PELVIS] = tilt_by_gap(gap)
        start = gap_under_back(examined.captured, rest.before)
        values[CHANGE] = change_by_gap(gap - start, _median(thigh[rest.before]) - values[THIGH])
    errors = figure_errors(examined.level_error_deg)
    figures = {
        quantity.key: Estimate.of(value, errors[quantity.key], quantity.unit)
        for quantity, value in values.items()
        if np.isfinite(value)
    }
    return _with_verdict(Trial(rest.leg, rest.side, rest.start_s, rest.end_s, figures))


def _leg(examined: Examined, trials: Sequence[Trial]) -> ExaminedLeg:
    """The middle trial of each figure. The method errs alike in all, so that more trials do not shrink the band."""
    figures = {}
    for quantity in (THIGH, KNEE, PELVIS, CHANGE):
        known = [trial.figures[quantity.key] for trial in trials if quantity.key in trial.figures]
        if 2 * len(known) > len(trials):
            figures[quantity.key] = _middle(known)
    unmeasured = {}
    if PELVIS.key not in figures:
        unmeasured[PELVIS.key] = _(TURNED if abs(examined.turn_deg) > MOST_TURN_DEG else HIDDEN)
    if KNEE.key not in figures:
        unmeasured[KNEE.key] = _("the knee and the ankle of the leg that hangs could not be seen")
    first = trials[0]
    leg = ExaminedLeg(
        first.leg,
        first.side,
        first.start_s,
        trials[-1].end_s,
        figures,
        trials=tuple(trials),
        unmeasured=unmeasured,
    )
    leg = _with_verdict(leg)
    return replace(leg, headline=headline(leg))


def _middle(figures: Sequence[Estimate]) -> Estimate:
    """The median, with the error of one trial, or with the spread between trials where that is larger."""
    values = [figure.value for figure in figures]
    spread = float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
    error = max((figure.reach or 0.0) / NORMAL_95 for figure in figures)
    return Estimate.of(median(values), max(error, spread), figures[0].unit)


def _with_verdict(trial: Kind) -> Kind:
    """The trial with its faults, its verdict and its sentences."""
    file = read_limits(PACKAGE)
    limits = file.limits
    faults: dict[str, None] = {}
    possible: dict[str, None] = {}
    for key, figure in trial.figures.items():
        least, most = (limits[LIMITS[key][end]].value if end in LIMITS[key] else None for end in ENDS)
        if is_beyond(figure.value, least, most):
            (possible if could_be_either(figure, least, most) else faults)[FAULTS[key]] = None
    sure = tuple(name for name in file.urgency if name in faults)
    perhaps = tuple(name for name in file.urgency if name in possible and name not in faults)
    found = replace(
        trial, faults=sure, possible_faults=perhaps, verdict=_verdict(trial.figures, sure, perhaps)
    )
    return replace(found, says=sentences(found))


def _verdict(figures: Mapping[str, Estimate], faults: Sequence[str], possible: Sequence[str]) -> Verdict:
    """A fault of the hip counts only where the pelvis was seen to stay; else its angle does not speak of the hip.

    Good needs thigh and knee clear of their limits. Of the pelvis its value decides: its error is as large as its tilt.
    """
    if "pelvis_tipped" in faults:
        return "fault"
    if PELVIS.key not in figures or "pelvis_tipped" in possible:
        return "undecided"
    if faults:
        return "fault"
    limits = read_limits(PACKAGE).limits
    clear = {
        judged(
            figures[key], *(limits[LIMITS[key][end]].value if end in LIMITS[key] else None for end in ENDS)
        )
        for key in (THIGH.key, KNEE.key)
        if key in figures
    }
    return "good" if clear == {"good"} and KNEE.key in figures and THIGH.key in figures else "undecided"


def _median(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")
