"""Strides of walking and running: foot strike, toe-off, and the figures of each stride, from clips and motion files."""

from psoas.strides.measured import measure_strides
from psoas.strides.stride import ANGLES, FIGURES, FootEvents, Stride

__all__ = ["ANGLES", "FIGURES", "FootEvents", "Stride", "measure_strides"]
