"""The half-kneeling hip-flexor stretch: repetitions, holds, faults and limits."""

from psoas.exercises.half_kneeling.exercise import EXERCISE
from psoas.exercises.half_kneeling.phases import Instant, Phases
from psoas.exercises.half_kneeling.start import start_level
from psoas.exercises.half_kneeling.thresholds import load_thresholds

__all__ = ["EXERCISE", "Instant", "Phases", "load_thresholds", "start_level"]
