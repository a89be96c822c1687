"""Strides of walking and running: foot strike, toe-off, and the figures of each stride, from clips and motion files."""

from psoas.strides.clip_events import GaitPart
from psoas.strides.clip_strides import ClipStrides, clip_strides
from psoas.strides.curves import PERCENT, MeanCurve, mean_curve
from psoas.strides.event_errors import difference_errors, figure_errors, plate_errors
from psoas.strides.gait_by_feet import named_by_feet
from psoas.strides.measured import SEEN_SHARE, measure_strides
from psoas.strides.motion_events import motion_events
from psoas.strides.norms import Norm, NormCurve, camera_error_words, norm_curves, stride_norms, study_words
from psoas.strides.plate_events import plate_events
from psoas.strides.side_figures import SideFigure, side_figures
from psoas.strides.stride import ANGLES, FIGURES, GAITS, TIMES, UNITS, FootEvents, Gait, Stride

__all__ = [
    "ANGLES",
    "FIGURES",
    "GAITS",
    "PERCENT",
    "SEEN_SHARE",
    "TIMES",
    "UNITS",
    "ClipStrides",
    "FootEvents",
    "Gait",
    "GaitPart",
    "MeanCurve",
    "Norm",
    "NormCurve",
    "SideFigure",
    "Stride",
    "camera_error_words",
    "clip_strides",
    "difference_errors",
    "figure_errors",
    "mean_curve",
    "measure_strides",
    "motion_events",
    "named_by_feet",
    "norm_curves",
    "plate_errors",
    "plate_events",
    "side_figures",
    "stride_norms",
    "study_words",
]
