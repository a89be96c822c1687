"""What the report page shows of a motion-capture file, whose angles have a zero of their own."""

from collections.abc import Mapping

import numpy as np

from psoas.body import COORDINATES
from psoas.findings import Analysis
from psoas.report.plots import Curve, Plot

WORDS = {"_l": "left", "_r": "right"}
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
    if analysis.movement == "half_kneeling_stretch":
        start = _arch_at_start(analysis)
        limit = None if start is None else start + arch_limit_deg
        return [
            _plot(analysis, bands, "Rear thigh from vertical", "rear_thigh_angle"),
            _plot(
                analysis,
                bands,
                ARCH,
                "lumbar_extension",
                limit=limit,
                label=f"limit, start + {arch_limit_deg:g}°",
            ),
            _plot(analysis, bands, REAR_HIP, "rear_hip_extension"),
            _plot(analysis, bands, "Pelvic tilt", "pelvis_tilt"),
            _plot(analysis, bands, TRUNK, "trunk_lean"),
        ]
    return [
        _plot(analysis, bands, "Hip extension, thigh against pelvis", "hip_extension_l", "hip_extension_r"),
        _plot(analysis, bands, ARCH, "lumbar_extension"),
        _plot(analysis, bands, "Pelvic tilt", "pelvis_tilt"),
        _plot(analysis, bands, "Knee", "knee_angle_l", "knee_angle_r"),
        _plot(analysis, bands, "Ankle", "ankle_angle_l", "ankle_angle_r"),
        _plot(analysis, bands, TRUNK, "trunk_lean"),
    ]


def _plot(
    analysis: Analysis,
    bands: Mapping[str, float | None],
    title: str,
    *names: str,
    limit: float | None = None,
    label: str = "",
) -> Plot:
    angles = analysis.angles
    curves = tuple(
        Curve(
            WORDS.get(name[-2:], COORDINATES[name].absolute_label), np.degrees(angles[name]), bands.get(name)
        )
        for name in names
        if name in angles
    )
    return Plot(
        name=f"plot-{names[0].replace('_', '-')}",
        title=title,
        positive=COORDINATES[names[0]].positive,
        time=angles.time,
        curves=curves,
        limit=limit,
        limit_label=label,
    )


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
