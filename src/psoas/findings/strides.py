"""Findings about the strides of a walk or a run: hip extension, and how much the lower back arches instead."""

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np

from psoas.estimate import Estimate
from psoas.findings.analysis import Finding
from psoas.findings.words import degrees
from psoas.sides import SIDES, WORD
from psoas.timeseries import Array, TimeSeries

SHORTEST_S, LONGEST_S = 0.4, 2.5
SEEN = 0.9
"""Share of a stride's frames in which an angle has to be known."""


def strides(angles: TimeSeries) -> list[tuple[float, float]]:
    """Find start and end [s] of each stride, from one forward passing of the left thigh by the right to the next.

    Args:
        angles: needs ``thigh_angle_l`` and ``thigh_angle_r`` [rad].
    """
    if "thigh_angle_l" not in angles or "thigh_angle_r" not in angles:
        return []
    scissors = angles["thigh_angle_l"] - angles["thigh_angle_r"]
    known = np.flatnonzero(np.isfinite(scissors))
    before, after = known[:-1], known[1:]
    up = (scissors[before] <= 0) & (scissors[after] > 0)
    share = -scissors[before[up]] / (scissors[after[up]] - scissors[before[up]])
    times = angles.time[before[up]] + share * (angles.time[after[up]] - angles.time[before[up]])
    return [(start, end) for start, end in pairwise(times.tolist()) if SHORTEST_S <= end - start <= LONGEST_S]


def stride_findings(angles: TimeSeries, bands: Mapping[str, float]) -> list[Finding]:
    """State the largest hip extension of each side, and the change of arch and pelvis, in the median stride.

    Args:
        angles: [rad]; ``hip_extension_l`` and ``_r`` are between thigh and pelvis, with the zero of their source.
        bands: one standard error of a change [deg] by coordinate.

    Returns:
        Findings with the verdict ``info``; none where there is no whole stride.
    """
    found = strides(angles)
    if not found:
        return []
    findings = []
    many = "in one stride" if len(found) == 1 else f"median of {len(found)} strides"
    for side in reversed(SIDES):
        peaks = _each(angles, f"hip_extension_{side}", found, np.max)
        if peaks:
            value = float(np.median(peaks))
            where = "behind" if value >= 0 else "in front of"
            says = (
                f"The {WORD[side]} thigh went to {degrees(str(abs(round(value))))} {where} the pelvis at most "
                f"(hip extension; {many}; the zero is the file's own)."
            )
            peak = Estimate.of(value, None, "deg")
            findings.append(Finding(f"hip_extension_{side}_peak", peak, "info", says))
    for name, finding, label in (
        ("lumbar_extension", "arch_per_stride", "The arch of the lower back"),
        ("pelvis_tilt", "pelvis_per_stride", "The tilt of the pelvis"),
    ):
        extents = _each(angles, name, found, np.ptp)
        if extents:
            extent = Estimate.of(float(np.median(extents)), bands.get(name), "deg")
            band = "" if extent.reach is None else f", give or take {extent.reach:.0f}"
            says = f"{label} went through {degrees(str(round(extent.value)))}{band} ({many})."
            findings.append(Finding(finding, extent.at_least(0.0), "info", says))
    return findings


def _each(
    angles: TimeSeries, name: str, found: list[tuple[float, float]], of: Callable[[Array], float]
) -> list[float]:
    """One figure [deg] for each stride in which the angle was known."""
    if name not in angles:
        return []
    values: list[float] = []
    for start, end in found:
        part: Array = np.degrees(angles[name][(angles.time >= start) & (angles.time <= end)])
        seen = np.isfinite(part)
        if len(part) and seen.mean() >= SEEN:
            values.append(float(of(part[seen])))
    return values
