"""Strides of walking and running: foot strike, toe-off, and the figures of each stride, from clips and motion files."""

from psoas.strides.clip_strides import ClipStrides, clip_strides
from psoas.strides.measured import measure_strides
from psoas.strides.stride import ANGLES, FIGURES, TIMES, UNITS, FootEvents, Stride

__all__ = [
    "ANGLES",
    "FIGURES",
    "TIMES",
    "UNITS",
    "ClipStrides",
    "FootEvents",
    "Stride",
    "clip_strides",
    "measure_strides",
]
