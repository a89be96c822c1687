"""How far the lower back arches, from the contour of the back.

Each frame's contour is drawn in the person's own trunk: how far behind the hip-shoulder line the skin lies, in
trunk lengths, at fixed heights. Where the lower back arches, the skin at and above the waist comes forward and the
buttock stays. The change of that profile from the person's own start is turned into degrees by a linear rule,
learnt on rendered bodies with a known arch (``calibration.json``, made by ``benchmarks/calibrate.py``, which also
gives the error).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from psoas.motion.angles import Stick
from psoas.motion.calibration import Calibration
from psoas.motion.filtering import smooth, without_spikes
from psoas.timeseries import TimeSeries

Array = NDArray[np.floating]

CUTOFF_HZ = 3.0
"""Low-pass for the contour [Hz]: the back bends more slowly than a hand or foot moves."""

ARM_RADIUS = 0.10
"""Half the thickness of an arm, with its sleeve and the network's error, in trunk lengths."""

ELBOW_DEPTH = 0.29
"""A contour this far behind the hip-shoulder line above the waist, with an arm near it, is an elbow."""

ELBOW_RADIUS = 0.17
"""How near that arm has to be, in trunk lengths."""


@dataclass(frozen=True)
class Back:
    """The back's contour in the person's own trunk.

    Attributes:
        depth: (T, G) distance behind the hip-shoulder line in trunk lengths, at the heights of the calibration;
            NaN where hidden or not found.
        points: (T, S, 2) visible contour points, x to the front and y up [px].
        covered: share of the seen frames in which an arm lies on the lower back.
    """

    depth: Array
    points: Array
    covered: float


def back(stick: Stick, contour: Array, calibration: Calibration) -> Back:
    """Read the back off the contour on the person's rear side.

    Args:
        stick: the smoothed stick figure.
        contour: (T, S, 2) raw contour points, x to the front and y up [px], NaN where there is none.
    """
    hip, shoulder = stick.joints["mid_hip"], stick.joints["mid_shoulder"]
    trunk = shoulder - hip
    length = np.hypot(trunk[:, 0], trunk[:, 1])
    up = trunk / length[:, None]
    behind = np.column_stack([-up[:, 1], up[:, 0]])
    relative = (contour - hip[:, None]) / stick.trunk_px
    depth, height = (relative * behind[:, None]).sum(2), (relative * up[:, None]).sum(2)
    arm = _arm_distance(stick, contour)
    hidden = (arm < ARM_RADIUS) | ((arm < ELBOW_RADIUS) & (depth > ELBOW_DEPTH) & (height > 0.3))
    found = np.isfinite(depth)
    wanted = (height > calibration.lowest) & (height < calibration.highest)
    seen = found.any(1)
    covered = (hidden & wanted & found).any(1)
    depth = np.where(hidden, np.nan, depth)
    at_heights = np.full((len(depth), len(calibration.heights)), np.nan)
    for frame in np.flatnonzero(seen):
        at_heights[frame] = _resampled(height[frame], depth[frame], calibration.heights)
    at_heights = smooth(stick.time, without_spikes(at_heights, least=0.02), CUTOFF_HZ)
    points = np.where(hidden[:, :, None], np.nan, contour)
    return Back(at_heights, points, float(covered[seen].mean()) if seen.any() else 0.0)


def lumbar_extension(profile: Back, reference: NDArray[np.bool_], calibration: Calibration) -> Array:
    """(T,) lumbar extension [rad] against the mean of the ``reference`` frames; NaN where the back is hidden."""
    change = profile.depth - _mean(profile.depth, reference)
    estimate: Array = change @ calibration.per_depth
    return estimate


def _resampled(height: Array, depth: Array, wanted: Array) -> Array:
    """Depth at the wanted heights between neighbours that are both there; NaN elsewhere."""
    order = np.argsort(height)
    order = order[np.isfinite(height[order])]
    if len(order) < 2:
        return np.full(len(wanted), np.nan)
    result: Array = np.interp(wanted, height[order], depth[order], left=np.nan, right=np.nan)
    return result


def _mean(values: Array, mask: NDArray[np.bool_]) -> Array:
    """Mean over the masked frames that have a value; NaN where none has."""
    part = values[mask]
    known = np.isfinite(part)
    total = np.where(known, part, 0).sum(0)
    count = known.sum(0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _arm_distance(stick: Stick, contour: Array) -> Array:
    """(T, S) distance of each contour point from the nearest upper arm, forearm or hand, in trunk lengths."""
    nearest = np.full(contour.shape[:2], np.inf)
    for side in ("near", "far"):
        chain = [stick.joints[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist", "index")]
        for start, end in pairwise(chain):
            along = (end - start)[:, None]
            offset = contour - start[:, None]
            share = np.clip((offset * along).sum(2) / np.maximum((along**2).sum(2), 1e-9), 0, 1)
            distance = np.hypot(*np.moveaxis(offset - share[:, :, None] * along, 2, 0))
            nearest = np.fmin(nearest, distance / stick.trunk_px)
    return nearest


def contour_towards(contours: TimeSeries, side: str, sign: float) -> Array:
    """(T, S, 2) contour on one ``side`` of the picture [px], x to the person's front (``sign`` +1: right), y up."""
    names = [name for name in contours.names if name.startswith(f"{side}_")]
    columns = np.column_stack([contours[name] for name in names]).astype(float)
    points = columns.reshape(len(columns), -1, 2)
    return np.stack([sign * points[..., 0], -points[..., 1]], axis=2)
