"""Plots of the angles on the report page."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import numpy as np

from psoas.draw import Plot, angle_plot
from psoas.exercises import Exercise
from psoas.findings import Analysis
from psoas.quantities import QUANTITIES
from psoas.words import N_, _

OF_A_CLIP: Final = {
    N_("Knee"): ("knee_angle_l", "knee_angle_r"),
    N_("Hip, thigh against trunk"): ("hip_flexion_l", "hip_flexion_r"),
    N_("Ankle"): ("ankle_angle_l", "ankle_angle_r"),
    N_("Trunk from vertical"): ("trunk_lean",),
}
FROM_THE_FRONT: Final = {
    N_("Knee over the foot"): ("knee_inward_l", "knee_inward_r"),
    N_("Trunk to the side"): ("trunk_side_lean",),
}
OF_A_MOTION_FILE: Final = {
    N_("Hip extension, thigh against pelvis"): ("hip_extension_l", "hip_extension_r"),
    N_("Arch of the lower back"): ("lumbar_extension",),
    N_("Pelvic tilt"): ("pelvis_tilt",),
    N_("Knee"): ("knee_angle_l", "knee_angle_r"),
    N_("Ankle"): ("ankle_angle_l", "ankle_angle_r"),
    N_("Trunk from vertical"): ("trunk_lean",),
}
"""Title and angles of each plot of a movement that is not scored."""


def angle_plots(
    analysis: Analysis, bands: Mapping[str, float | None], exercise: Exercise | None
) -> list[Plot]:
    """Plots of the page; none of a photo.

    Args:
        analysis: of a clip, or of a motion-capture file, whose angles have a zero of their own.
        bands: coordinate to half of its error band [deg].
        exercise: whose plots are drawn; None for a movement that is not scored.
    """
    if analysis.source.is_photo:
        return []
    of_motion = analysis.source.motion is not None
    plot = partial(angle_plot, analysis.angles, bands, absolute=of_motion)
    if exercise is None:
        wanted = OF_A_MOTION_FILE if of_motion else OF_A_CLIP
        if analysis.view.kind == "front":
            wanted = FROM_THE_FRONT
        return [plot(_(title), names) for title, names in wanted.items()]
    plots = []
    for one in exercise.plots:
        title, level = one.title, exercise.limit(one.limit)
        label = "" if level is None else _("limit {degrees:g}°", degrees=level)
        if of_motion:
            title, start = one.own_zero or title, _at_start(analysis, one.coordinate)
            label = "" if level is None else _("limit, start + {degrees:g}°", degrees=level)
            level = None if level is None or start is None else start + level
        if of_motion or one.source == "all":
            plots.append(plot(title, [one.coordinate], limit=level, limit_label=label))
    return plots


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
