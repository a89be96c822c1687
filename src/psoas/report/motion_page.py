"""Plots of the report page for a motion-capture file, whose angles have a zero of their own."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from psoas.draw import Plot, angle_plot
from psoas.exercises import Exercise
from psoas.findings import Analysis
from psoas.quantities import QUANTITIES


def motion_plots(
    analysis: Analysis, bands: Mapping[str, float | None], exercise: Exercise | None
) -> list[Plot]:
    """Plots of the page.

    Args:
        analysis: of a motion-capture file.
        bands: coordinate to half of its error band [deg].
        exercise: whose plots are drawn; None for a movement that is not scored.
    """
    plot = partial(angle_plot, analysis.angles, bands, absolute=True)
    if exercise is not None:
        plots = []
        for one in exercise.plots:
            limit, start = exercise.limit(one.limit), _at_start(analysis, one.coordinate)
            level = None if limit is None or start is None else start + limit
            label = "" if limit is None else f"limit, start + {limit:g}°"
            plots.append(plot(one.own_zero or one.title, [one.coordinate], limit=level, limit_label=label))
        return plots
    return [
        plot("Hip extension, thigh against pelvis", ["hip_extension_l", "hip_extension_r"]),
        plot("Arch of the lower back", ["lumbar_extension"]),
        plot("Pelvic tilt", ["pelvis_tilt"]),
        plot("Knee", ["knee_angle_l", "knee_angle_r"]),
        plot("Ankle", ["ankle_angle_l", "ankle_angle_r"]),
        plot("Trunk from vertical", ["trunk_lean"]),
    ]


def _at_start(analysis: Analysis, coordinate: str) -> float | None:
    """The level from which the repetitions' change of a coordinate is measured [deg], in the middle repetition."""
    quantity = next((one for one in QUANTITIES if one.coordinate == coordinate), None)
    if coordinate not in analysis.angles or quantity is None:
        return None
    angle, time = np.degrees(analysis.angles[coordinate]), analysis.angles.time
    levels = []
    for one in analysis.repetitions:
        held, change = angle[(time >= one.hold_start_s) & (time <= one.hold_end_s)], one.value_of(quantity)
        if change is not None and np.isfinite(held).any():
            levels.append(float(np.nanmean(held)) - change)
    return float(np.median(levels)) if levels else None
