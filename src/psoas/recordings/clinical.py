"""The clinical test in a recording, where its movement is one."""

from dataclasses import replace
from typing import Final

import numpy as np

from psoas.body import COORDINATES
from psoas.capture.pose import STATIONS, Captured
from psoas.exercises import Examined, clinical_test_of
from psoas.findings import ID, Analysis, NotMeasured, clinical_findings
from psoas.sides import SIDE_WORDS, SideWord
from psoas.timeseries import Array, TimeSeries
from psoas.words import N_, _

WHICH_LEG: Final[dict[SideWord, str]] = {
    "left": N_(
        "one picture does not show for certain which leg is the nearer one; it is taken for the left leg, and if the "
        "other one hung, all figures are those of the right leg. Take the picture from the side of the leg that hangs"
    ),
    "right": N_(
        "one picture does not show for certain which leg is the nearer one; it is taken for the right leg, and if the "
        "other one hung, all figures are those of the left leg. Take the picture from the side of the leg that hangs"
    ),
}


def with_clinical_test(
    analysis: Analysis, shown: Captured, level: Captured, turn_deg: float | None
) -> Analysis:
    """Add the legs that were tested, and the findings in place of the plain verdict; others are returned unchanged.

    Args:
        shown: what the pose network saw, as the upright picture shows it.
        level: the same, the camera's roll taken out.
        turn_deg: of the person off a side view; None where the person cannot be read.
    """
    test = clinical_test_of(analysis.movement)
    if test is None or not analysis.view.usable or analysis.facing is None or turn_deg is None:
        return analysis
    filming = analysis.source.filming
    error = None if filming.roll_deg is None else filming.roll_error_deg
    legs = test.judge(Examined(analysis.angles, level, analysis.facing, turn_deg, error))
    findings, not_measured = clinical_findings(test, legs)
    others = [one for one in analysis.findings if one.id != "verdict" and not _of_a_joint(one.id)]
    missing = [one for one in analysis.not_measured if not _of_a_joint(one.id)]
    if analysis.source.is_photo:
        not_measured += [NotMeasured("which_leg", _(WHICH_LEG[leg.side])) for leg in legs]
    return replace(
        analysis,
        examined=legs,
        outline=analysis.outline if test.outline is None else _under_side(shown.contours),
        findings=(*findings, *others),
        not_measured=(*not_measured, *missing),
    )


def _of_a_joint(name: str) -> bool:
    """Whether a finding is about a single angle or the psoas: the test says the same with its own, narrower bands."""
    return name.removesuffix("_range") in COORDINATES or name == ID


def _under_side(contours: TimeSeries) -> TimeSeries:
    """The lower one of both outlines of the trunk, ``back_<station>.x`` and ``.y`` [px]."""
    stations = range(len(STATIONS))
    left, right = (
        np.stack([[contours[f"{side}_{one:02d}.{axis}"] for one in stations] for axis in "xy"])
        for side in SIDE_WORDS
    )
    lower: Array = np.where(_height(left) > _height(right), left, right)
    columns = {f"back_{one:02d}.{axis}": lower[row, one] for one in stations for row, axis in enumerate("xy")}
    return TimeSeries.from_columns(contours.time, columns, "px")


def _height(outline: Array) -> Array:
    """(T,) mean height in the picture of an outline (2, S, T), y down; NaN where it was not found."""
    known = np.isfinite(outline[1])
    mean: Array = np.where(known, outline[1], 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return mean
