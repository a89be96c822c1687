"""Findings about the strides of a walk or a run: hip extension, and how much the lower back arches instead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from psoas.estimate import Estimate, degrees, or_take
from psoas.findings.analysis import Finding
from psoas.findings.hip_or_back import arch_words, gait_answer, hip_or_back
from psoas.quantities import Movement
from psoas.sides import SIDES, WORD
from psoas.strides import SEEN_SHARE, Stride
from psoas.timeseries import Array, TimeSeries


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
            where = "behind" if value >= 0 else "in front of"
            says = (
                f"The {WORD[side]} thigh went to {degrees(str(abs(round(value))))} {where} the pelvis at most "
                f"(hip extension; {_many(len(peaks))}; the zero is the file's own)."
            )
            peak = Estimate.of(value, None, "deg")
            findings.append(Finding(f"hip_extension_{side}_peak", peak, "info", says))
    for name, finding, label in (
        ("lumbar_extension", "arch_per_stride", "The arch of the lower back"),
        ("pelvis_tilt", "pelvis_per_stride", "The tilt of the pelvis"),
    ):
        extents = _each(angles, name, strides, np.ptp)
        if extents:
            extent = Estimate.of(float(np.median(extents)), bands.get(name), "deg")
            says = f"{label} went through {degrees(str(round(extent.value)))}{or_take(extent)} ({_many(len(extents))})."
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
        says = (
            f"From the middle of a step to its end the lower back {arch_words(arching, 'arches', 'flattens')}, by how "
            "far the trunk leans back meanwhile."
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


def _many(count: int) -> str:
    return "in one stride" if count == 1 else f"median of {count} strides"


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
