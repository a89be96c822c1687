"""Of several faults the most urgent one gets the cue."""

from itertools import combinations

import pytest

from psoas.app.stretch.cues import of_now, of_repetition
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.exercises.hip_stretch.thresholds import load_thresholds
from psoas.exercises.repetition import Repetition
from psoas.findings.analysis import View
from psoas.recordings.live import Reading

LIMITS = load_thresholds()
"""The values at which each fault begins."""


def repetition(*faults: str) -> Repetition:
    return Repetition(1.0, 2.0, 4.0, 5.0, 14.2, 3.0, 1.0, 13.6, 2.2, -3.0, 0.16, faults, not faults)


def now(**values: float) -> str | None:
    """The fault whose cue is given while these are the newest values [deg]."""
    cue = of_now(EXERCISE, Reading(1.0, View("side", 2.0, True, None), now=values))
    return None if cue is None else next(name for name in EXERCISE.faults if cue == words(name))


def words(fault: str) -> str:
    return f"{EXERCISE.faults[fault].cue}."


@pytest.mark.parametrize("fault", EXERCISE.faults)
def test_each_fault_has_its_own_words(fault: str) -> None:
    assert of_repetition(EXERCISE, repetition(fault)) == words(fault)


@pytest.mark.parametrize("pair", [*combinations(EXERCISE.file.urgency, 2)])
def test_of_two_faults_the_more_urgent_is_corrected_in_whatever_order_they_came(
    pair: tuple[str, str],
) -> None:
    for faults in (pair, pair[::-1]):
        assert of_repetition(EXERCISE, repetition(*faults)) == words(pair[0])


def test_a_good_repetition_has_no_cue() -> None:
    assert of_repetition(EXERCISE, repetition()) is None


def test_a_cue_comes_only_past_its_limit() -> None:
    assert now(arch=LIMITS.arch_deg) is None
    assert now(arch=LIMITS.arch_deg + 0.1) == "arched_back"
    assert now(arch=-40.0) is None, "a flat back is no fault"
    assert now(pelvis=LIMITS.pelvis_anterior_deg + 0.1) == "anterior_tilt"
    assert now(trunk_lean=LIMITS.trunk_back_deg) is now(trunk_lean=LIMITS.trunk_forward_deg) is None
    assert now(trunk_lean=LIMITS.trunk_back_deg - 0.1) == "leaning_back"
    assert now(trunk_lean=LIMITS.trunk_forward_deg + 0.1) == "folding_forward"


def test_what_is_not_measured_is_not_corrected_and_the_worst_of_many_is() -> None:
    assert now() is None
    assert now(trunk_lean=30.0, arch=30.0, pelvis=30.0) == "arched_back"
