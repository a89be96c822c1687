"""The curves over the stride of a clip, and the psoas that they move."""

from dataclasses import replace

from psoas.findings import Analysis, clip_stride_angles, gait_psoas, stride_angle_errors
from psoas.muscle import psoas_of
from psoas.sides import SIDES


def with_stride_curves(analysis: Analysis, height_m: float | None) -> Analysis:
    """The analysis of a clip with its angles within the strides of the main gait, and the psoas that they move.

    Args:
        analysis: of a clip; unchanged where it has no stride.
        height_m: of the person; None stands for a usual one.
    """
    if not analysis.main_strides:
        return analysis
    angles = clip_stride_angles(analysis.angles, analysis.main_strides)
    errors = stride_angle_errors()
    bands = {f"hip_extension_{side}": errors["hip_extension"] for side in SIDES}
    psoas = gait_psoas(
        angles,
        psoas_of(height_m, "r"),
        {**bands, "lumbar_extension": errors["lumbar_extension"]},
        sized=height_m is not None,
    )
    return replace(analysis, stride_angles=angles, gait_psoas=psoas)
