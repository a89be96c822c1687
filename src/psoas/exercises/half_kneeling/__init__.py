"""The half-kneeling hip-flexor stretch: repetitions, holds, faults and limits."""

from psoas.exercises.half_kneeling.faults import judge_repetitions
from psoas.exercises.half_kneeling.phases import Instant, Phases
from psoas.exercises.half_kneeling.start import find_timeline, start_level
from psoas.exercises.half_kneeling.thresholds import FAULT_NAMES, Threshold, Thresholds, load_thresholds

__all__ = [
    "FAULT_NAMES",
    "Instant",
    "Phases",
    "Threshold",
    "Thresholds",
    "find_timeline",
    "judge_repetitions",
    "load_thresholds",
    "start_level",
]
