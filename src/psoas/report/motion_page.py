"""The plots of the report page for a motion-capture file, whose angles have a zero of their own."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from psoas.draw import Plot, angle_plot
from psoas.findings import Analysis

REAR_HIP = "Hip extension of the rear leg, thigh against pelvis"
ARCH = "Arch of the lower back"
TRUNK = "Trunk from vertical"


def motion_plots(analysis: Analysis, bands: Mapping[str, float | None], arch_limit_deg: float) -> list[Plot]:
    """The plots of the page.

    Args:
        analysis: of a motion-capture file.
        bands: coordinate to half of its error band [deg].
        arch_limit_deg: how far the arch may change from the start.
    """
    plot = partial(angle_plot, analysis.angles, bands, absolute=True)
    if analysis.movement == "half_kneeling_stretch":
        start = _arch_at_start(analysis)
        limit = None if start is None else start + arch_limit_deg
        return [
            plot("Rear thigh from vertical", ["rear_thigh_angle"]),
            plot(
                ARCH,
                ["lumbar_extension"],
                limit=limit,
                limit_label=f"limit, start + {arch_limit_deg:g}°",
            ),
            plot(REAR_HIP, ["rear_hip_extension"]),
            plot("Pelvic tilt", ["pelvis_tilt"]),
            plot(TRUNK, ["trunk_lean"]),
        ]
    return [
        plot("Hip extension, thigh against pelvis", ["hip_extension_l", "hip_extension_r"]),
        plot(ARCH, ["lumbar_extension"]),
        plot("Pelvic tilt", ["pelvis_tilt"]),
        plot("Knee", ["knee_angle_l", "knee_angle_r"]),
        plot("Ankle", ["ankle_angle_l", "ankle_angle_r"]),
        plot(TRUNK, ["trunk_lean"]),
    ]


def _arch_at_start(analysis: Analysis) -> float | None:
    """The arch from which the repetitions' change is measured [deg], in the middle repetition."""
    if "lumbar_extension" not in analysis.angles:
        return None
    arch, time = np.degrees(analysis.angles["lumbar_extension"]), analysis.angles.time
    levels = []
    for one in analysis.repetitions:
        held = arch[(time >= one.hold_start_s) & (time <= one.hold_end_s)]
        if one.arch_change_deg is not None and np.isfinite(held).any():
            levels.append(float(np.nanmean(held)) - one.arch_change_deg)
    return float(np.median(levels)) if levels else None
