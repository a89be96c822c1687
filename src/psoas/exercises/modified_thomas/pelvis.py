"""The tilt of the pelvis of somebody who lies, read from the gap between lower back and couch.

The shoulder blades and the buttocks rest on the couch. So the pelvis tilts against it as far as the lower back arches,
and a back that arches leaves the couch. From the side the gap is the hollow of the trunk's lower outline under the line
that touches buttocks and shoulder blades.
"""

import numpy as np

from psoas.capture.pose import STATIONS, Captured
from psoas.timeseries import Array, Mask

BUTTOCKS, BLADES = (-0.16, 0.20), (0.45, 1.00)
"""Where the outline rests on the couch, on the way from hips (0) to shoulders (1): beside the hips, and at the shoulder
blades. Where it rests elsewhere, something hides the back (ours)."""

LOINS = (0.10, 0.70)
"""Part of that way in which the lower back can leave the couch (ours)."""

JUMP = 0.06
"""Step of the outline from one station to the next, in trunk lengths, that no back has (ours)."""

UNSTEADY = 0.02
"""Spread of the gap over a trial, in trunk lengths, above which the outline is not the back's (ours)."""

MOST_LOOKS = 12
"""Frames of a trial that are looked at."""


def gap_under_back(captured: Captured, frames: Mask) -> float:
    """The median gap in some frames [trunk lengths]; NaN where most do not show it, or it does not stay the same.

    Args:
        captured: of a person who lies.
        frames: (T,) those that count.
    """
    chosen = np.flatnonzero(frames)
    if len(chosen) > MOST_LOOKS:
        chosen = chosen[np.linspace(0, len(chosen) - 1, MOST_LOOKS).round().astype(int)]
    gaps = np.array([_gap(captured, frame) for frame in chosen.tolist()])
    known = gaps[np.isfinite(gaps)]
    if not len(known) or 2 * len(known) < len(gaps):
        return float("nan")
    spread = float(np.subtract(*np.percentile(known, [84, 16]))) / 2
    return float(np.median(known)) if spread <= UNSTEADY else float("nan")


def _gap(captured: Captured, frame: int) -> float:
    """The gap in one frame; NaN where the outline does not show it."""
    along, below = _under_side(captured, frame)
    known: Mask = np.isfinite(below)
    loins = known & (along > LOINS[0]) & (along < LOINS[1])
    if known.mean() < 0.8 or loins.sum() < 2 or np.abs(np.diff(below[loins])).max() > JUMP:
        return np.nan
    line = _line_below(along[known], below[known])
    depth = np.interp(along, *line.T) - below
    deepest = int(np.argmax(np.where(loins, depth, -np.inf)))
    after = int(np.searchsorted(line[:, 0], along[deepest], side="right"))
    if not 0 < after < len(line):
        return np.nan
    rests = line[after - 1, 0], line[after, 0]
    between = all(low <= one <= high for one, (low, high) in zip(rests, (BUTTOCKS, BLADES), strict=True))
    return float(depth[deepest]) if between else np.nan


def _under_side(captured: Captured, frame: int) -> tuple[Array, Array]:
    """(S,) way from hips to shoulders, and distance below that line, of the lower outline [trunk lengths]."""
    hips, shoulders = (
        np.mean([_place(captured, f"{side}_{joint}", frame) for side in ("left", "right")], axis=0)
        for joint in ("hip", "shoulder")
    )
    trunk = shoulders - hips
    length = float(np.hypot(*trunk))
    ahead = trunk / length
    down = np.array([-ahead[1], ahead[0]]) * (1.0 if ahead[0] > 0 else -1.0)
    sides = []
    for side in ("left", "right"):
        names = [f"{side}_{station:02d}" for station in range(len(STATIONS))]
        outline = np.array(
            [[captured.contours[f"{name}.{axis}"][frame] for axis in "xy"] for name in names], float
        )
        sides.append((outline - hips) / length)
    lower = max(sides, key=lambda one: float(np.nan_to_num(one @ down, nan=0.0).sum()))
    return lower @ ahead, lower @ down


def _line_below(along: Array, below: Array) -> Array:
    """(K, 2) corners of the line that touches the outline from below: the lower part of its convex hull."""
    corners: list[Array] = []
    for point in sorted(np.column_stack([along, below]), key=lambda one: float(one[0])):
        while len(corners) > 1 and _turns_in(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return np.array(corners)


def _turns_in(first: Array, second: Array, third: Array) -> bool:
    """Whether the middle one of three points lies above the line between the others, y down."""
    way, on = second - first, third - first
    return bool(way[0] * on[1] - way[1] * on[0] >= 0)


def _place(captured: Captured, name: str, frame: int) -> Array:
    return np.array([captured.points[f"{name}.x"][frame], captured.points[f"{name}.y"][frame]], float)
