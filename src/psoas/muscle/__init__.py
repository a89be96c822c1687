"""Muscles: their paths, their fibres, and the ligaments beside them."""

from psoas.muscle.architecture import muscle_parameters
from psoas.muscle.capsule import passive_hip_moment
from psoas.muscle.fibre import MuscleParameters, normalised_fibre_length, passive_force
from psoas.muscle.paths import Paths, muscle_paths
from psoas.muscle.sweep import Sweep, sweep

__all__ = [
    "MuscleParameters",
    "Paths",
    "Sweep",
    "muscle_parameters",
    "muscle_paths",
    "normalised_fibre_length",
    "passive_force",
    "passive_hip_moment",
    "sweep",
]
