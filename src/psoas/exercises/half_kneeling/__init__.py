"""The half-kneeling hip-flexor stretch: repetitions, holds, faults and limits."""

from psoas.exercises.half_kneeling.calm import start_window
from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.exercises.half_kneeling.faults import judge_repetitions
from psoas.exercises.half_kneeling.repetitions import find_repetitions
from psoas.exercises.half_kneeling.thresholds import load_thresholds

__all__ = ["EXERCISE", "find_repetitions", "judge_repetitions", "load_thresholds", "start_window"]
