"""The half-kneeling hip-flexor stretch: repetitions, holds, faults and limits."""

from psoas.exercises.half_kneeling.calm import start_window
from psoas.exercises.half_kneeling.faults import judge_repetitions
from psoas.exercises.half_kneeling.repetitions import Unfinished, find_repetitions, find_unfinished
from psoas.exercises.half_kneeling.thresholds import FAULT_NAMES, Threshold, Thresholds, load_thresholds

__all__ = [
    "FAULT_NAMES",
    "Threshold",
    "Thresholds",
    "Unfinished",
    "find_repetitions",
    "find_unfinished",
    "judge_repetitions",
    "load_thresholds",
    "start_window",
]
