"""Strides of walking and running: foot strike, toe-off, and the figures of each stride, from clips and motion files."""

from psoas.strides.event_errors import figure_errors
from psoas.strides.measured import measure_strides
from psoas.strides.motion_events import motion_events
from psoas.strides.norms import Gait, Norm, NormCurve, camera_error_words, norm_curves, stride_norms
from psoas.strides.plate_events import plate_events
from psoas.strides.stride import ANGLES, FIGURES, FootEvents, Stride

__all__ = [
    "ANGLES",
    "FIGURES",
    "FootEvents",
    "Gait",
    "Norm",
    "NormCurve",
    "Stride",
    "camera_error_words",
    "figure_errors",
    "measure_strides",
    "motion_events",
    "norm_curves",
    "plate_events",
    "stride_norms",
]
