"""What the hip-flexor stretches share: start, repetitions, holds, faults, words, and the phases while a camera runs."""

from psoas.exercises.hip_stretch.exercise import NO_START, START_TRUNK, at_start, hip_stretch
from psoas.exercises.hip_stretch.phases import Instant, Phases
from psoas.exercises.hip_stretch.start import start_level
from psoas.exercises.hip_stretch.thresholds import load_thresholds

__all__ = [
    "NO_START",
    "START_TRUNK",
    "Instant",
    "Phases",
    "at_start",
    "hip_stretch",
    "load_thresholds",
    "start_level",
]
