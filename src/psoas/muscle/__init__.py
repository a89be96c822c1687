"""Muscles: their paths and fibres, and the passive moments of ligaments."""

from psoas.muscle.architecture import hip_range, muscle_parameters, trunk_range
from psoas.muscle.capsule import (
    hip_moment_band,
    knee_moment_band,
    measured_hip_moments,
    measured_knee_moments,
    moment_scale,
    passive_hip_moment,
    passive_knee_moment,
    total_passive_hip_moment,
    total_passive_knee_moment,
)
from psoas.muscle.curves import load_curves
from psoas.muscle.fibre import (
    MuscleParameters,
    force_capacity,
    normalised_fibre_length,
    parameters_by_frame,
    passive_multiplier,
)
from psoas.muscle.lumbar_passive import (
    passive_lumbar_band,
    passive_lumbar_moment,
    posterior_ligament_force,
)
from psoas.muscle.names import name_on_both_sides, plain_name
from psoas.muscle.path_layout import PathLayout, SolvedPaths, path_layout
from psoas.muscle.paths import by_parts, gathered, joint_arms, muscle_paths, parts_of
from psoas.muscle.posed import PosedPsoas, posed_psoas
from psoas.muscle.psoas_change import (
    LengthChange,
    PsoasAngles,
    change_from_standing,
    length_change,
    psoas_spread,
)
from psoas.muscle.psoas_length import PsoasLengths, psoas_of, tabulated
from psoas.muscle.sweep import Sweep, stepped, sweep

__all__ = [
    "LengthChange",
    "MuscleParameters",
    "PathLayout",
    "PosedPsoas",
    "PsoasAngles",
    "PsoasLengths",
    "SolvedPaths",
    "Sweep",
    "by_parts",
    "change_from_standing",
    "force_capacity",
    "gathered",
    "hip_moment_band",
    "hip_range",
    "joint_arms",
    "knee_moment_band",
    "length_change",
    "load_curves",
    "measured_hip_moments",
    "measured_knee_moments",
    "moment_scale",
    "muscle_parameters",
    "muscle_paths",
    "name_on_both_sides",
    "normalised_fibre_length",
    "parameters_by_frame",
    "parts_of",
    "passive_hip_moment",
    "passive_knee_moment",
    "passive_lumbar_band",
    "passive_lumbar_moment",
    "passive_multiplier",
    "path_layout",
    "plain_name",
    "posed_psoas",
    "posterior_ligament_force",
    "psoas_of",
    "psoas_spread",
    "stepped",
    "sweep",
    "tabulated",
    "total_passive_hip_moment",
    "total_passive_knee_moment",
    "trunk_range",
]
