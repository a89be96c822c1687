"""Findings about the strides of a walk or a run: hip extension, and how much the lower back arches instead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from psoas.estimate import Estimate, degrees, or_take
from psoas.findings.analysis import Finding
from psoas.findings.hip_or_back import arch_amount, gait_answer, hip_or_back
from psoas.quantities import Movement
from psoas.sides import SIDES, WORD
from psoas.strides import SEEN_SHARE, Stride
from psoas.timeseries import Array, TimeSeries
from psoas.words import N_, _, ngettext, number


def stride_findings(
    strides: Sequence[Stride], angles: TimeSeries, bands: Mapping[str, float]
) -> list[Finding]:
    """State each side's largest hip extension, the change of arch and pelvis in the median stride, and what both say.

    Args:
        strides: of one gait of a motion file.
        angles: [rad]; with the zero of their source.
        bands: one standard error of a change [deg] by coordinate.

    Returns:
        Findings with the verdict ``info``; none where there is no whole stride.
    """
    findings = []
    for side in reversed(SIDES):
        peaks = [
            one.peak_hip_extension_deg.value
            for one in strides
            if one.side == WORD[side] and one.peak_hip_extension_deg is not None
        ]
        if peaks:
            value = float(np.median(peaks))
            says = _(
                _THIGH_WENT[WORD[side], value >= 0],
                angle=degrees(number(abs(round(value)))),
                strides=_many(len(peaks)),
            )
            peak = Estimate.of(value, None, "deg")
            findings.append(Finding(f"hip_extension_{side}_peak", peak, "info", says))
    for name, finding, words in (
        (
            "lumbar_extension",
            "arch_per_stride",
            N_("The arch of the lower back went through {angle}{error} ({strides})."),
        ),
        (
            "pelvis_tilt",
            "pelvis_per_stride",
            N_("The tilt of the pelvis went through {angle}{error} ({strides})."),
        ),
    ):
        extents = _each(angles, name, strides, np.ptp)
        if extents:
            extent = Estimate.of(float(np.median(extents)), bands.get(name), "deg")
            says = _(
                words,
                angle=degrees(number(round(extent.value))),
                error=or_take(extent),
                strides=_many(len(extents)),
            )
            findings.append(Finding(finding, extent.at_least(0.0), "info", says))
    answer = hip_or_back(strides, own_zero=True)
    return findings if answer is None else [answer, *findings]


def clip_stride_findings(strides: Sequence[Stride], arching: Estimate | None) -> list[Finding]:
    """State what the strides of a clip say about hip and back.

    Args:
        strides: of one gait.
        arching: how much the lower back arches from the middle of a step to its end [deg]; None where not measured.
    """
    answer = hip_or_back(strides)
    findings = [] if answer is None else [answer]
    if arching is not None:
        amount, arches = arch_amount(arching)
        says = _(
            "From the middle of a step to its end the lower back flattens by {amount}, by how far the trunk leans back "
            "meanwhile.",
            amount=amount,
        )
        if arches:
            says = _(
                "From the middle of a step to its end the lower back arches by {amount}, by how far the trunk leans "
                "back meanwhile.",
                amount=amount,
            )
        findings.append(Finding("arch_per_stride", arching, "info", says))
    return findings


def headed_by_strides(
    findings: Sequence[Finding], movement: Movement, strides: Sequence[Stride]
) -> list[Finding]:
    """The same findings, whose first one answers what the strides of a walk or a run show.

    Args:
        findings: of a recording, ``verdict`` first; `hip_or_back` among them where it was answered.
        movement: walking or running.
        strides: of this gait; without one the findings stay as they are.
    """
    if not strides or not findings or findings[0].id != "verdict":
        return list(findings)
    answer = next((one for one in findings if one.id == "hip_or_back"), None)
    return [replace(findings[0], says=gait_answer(movement, strides, answer)), *findings[1:]]


_THIGH_WENT: Final = {
    ("left", True): N_(
        "The left thigh went to {angle} behind the pelvis at most (hip extension; {strides}; the zero is the file's "
        "own)."
    ),
    ("right", True): N_(
        "The right thigh went to {angle} behind the pelvis at most (hip extension; {strides}; the zero is the file's "
        "own)."
    ),
    ("left", False): N_(
        "The left thigh went to {angle} in front of the pelvis at most (hip extension; {strides}; the zero is the "
        "file's own)."
    ),
    ("right", False): N_(
        "The right thigh went to {angle} in front of the pelvis at most (hip extension; {strides}; the zero is the "
        "file's own)."
    ),
}
"""By the side, and by whether the thigh went behind the pelvis."""


def _many(count: int) -> str:
    return ngettext("in one stride", "median of {count} strides", count)


def _each(
    angles: TimeSeries, name: str, strides: Sequence[Stride], of: Callable[[Array], float]
) -> list[float]:
    """One figure [deg] for each stride of the leg with most of them, in which the angle was known."""
    if name not in angles or not strides:
        return []
    sides = [one.side for one in strides]
    leg = max(sides, key=sides.count)
    values: list[float] = []
    for one in strides:
        if one.side != leg:
            continue
        part: Array = np.degrees(angles.between(one.foot_strike_s, one.end_s)[name])
        seen = np.isfinite(part)
        if len(part) and seen.mean() >= SEEN_SHARE:
            values.append(float(of(part[seen])))
    return values
