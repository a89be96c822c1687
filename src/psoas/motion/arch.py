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

from psoas.motion.angles import Stick
from psoas.motion.calibration import Calibration
from psoas.motion.filtering import smooth, without_spikes
from psoas.sides import AHEAD, OTHER_WORD, SideWord
from psoas.timeseries import Array, Mask, TimeSeries, mean_of_known

BLOCK = 4096
"""Frames that are processed at once, so that hours do not fill the memory."""

CUTOFF_HZ = 3.0
"""Low-pass for the contour [Hz]: the back bends more slowly than a hand or foot moves."""

ARM = (("shoulder", 0.125), ("elbow", 0.080), ("wrist", 0.060), ("index", 0.050))
"""The arm's joints and half its thickness there, with a sleeve and the network's error, in trunk lengths."""

ELBOW_DEPTH = 0.29
"""A contour this far behind the hip-shoulder line above the waist, with an arm near it, is an elbow."""

ELBOW_REACH = 0.08
"""How near that arm's skin has to be, in trunk lengths."""


CONTRADICTION = np.radians(15)
"""Where back and belly disagree by more about the arch, something that is neither lies on the outline [rad]."""


@dataclass(frozen=True)
class Trunk:
    """The trunk's contour in the person's own frame.

    Attributes:
        back, front: (T, G) how far behind the hip-shoulder line the skin lies, in trunk lengths, at the heights of the
            calibration; NaN where hidden or not found.
        points: (T, S, 2) visible contour points of the back, x to the front and y up [px].
        covered: share of the seen frames in which an arm lies on the outline of the lower back.
    """

    back: Array
    front: Array
    points: Array
    covered: float


def trunk_shape(stick: Stick, behind: Array, before: Array, calibration: Calibration) -> Trunk:
    """The trunk's shape, frame by frame, from its contours behind and before the hip-shoulder line.

    Args:
        stick: the smoothed stick figure.
        behind, before: (T, S, 2) raw contour points, x to the front and y up [px], NaN where there is none.
    """
    heights = calibration.heights
    count = len(stick.time)
    back, front = np.empty((2, count, len(heights)))
    points = behind.copy()
    seen, covered = np.zeros((2, count), bool)
    for first in range(0, count, BLOCK):
        part = slice(first, first + BLOCK)
        some = stick.part(part)
        depth, height = _in_trunk(some, behind[part])
        arm = arm_distance(some, behind[part])
        hidden = (arm < 0) | ((arm < ELBOW_REACH) & (depth > ELBOW_DEPTH) & (height > 0.3))
        found = np.isfinite(depth)
        seen[part] = found.any(1)
        covered[part] = (hidden & found & (height > heights[0]) & (height < heights[-1])).any(1)
        points[part][hidden] = np.nan
        back[part] = _profile(np.where(hidden, np.nan, depth), height, heights)
        front[part] = _profile(*_in_trunk(some, before[part]), heights)
    return Trunk(
        back=smooth(stick.time, without_spikes(back, least=0.02), CUTOFF_HZ),
        front=smooth(stick.time, without_spikes(front, least=0.02), CUTOFF_HZ),
        points=points,
        covered=float(covered[seen].mean()) if seen.any() else 0.0,
    )


def lumbar_extension(shape: Trunk, reference: Mask, calibration: Calibration) -> Array:
    """(T,) lumbar extension [rad] against the mean of the ``reference`` frames; NaN where it is unknown.

    The back decides, where its profile changed as the profile of a back does: an arm that comes to lie on the outline
    changes it in another way, though the landmarks may put that arm elsewhere. The belly, less exact, has to agree: an
    arm or a shirt that hides the hollow of the back does not hide that the belly came forward.
    """
    used = calibration.used_heights
    back, front = shape.back[:, used], shape.front[:, used]
    change = back - mean_of_known(back[reference], 0)
    off = misfit(change, calibration.shapes[:, used])
    by_back = np.where(off > calibration.misfit, np.nan, change @ calibration.per_depth[used])
    by_front = (front - mean_of_known(front[reference], 0)) @ calibration.per_front_depth[used]
    contradicted = np.abs(by_back - by_front) > CONTRADICTION  # False where the front is not known
    return np.where(contradicted, np.nan, by_back)


def misfit(change: Array, shapes: Array) -> Array:
    """(T,) distance of a change of the profile from the changes that a back can make.

    It is the residual of a principal component model (Jackson and Mudholkar 1979, doi 10.1080/00401706.1979.10489779).

    Args:
        change: (T, G) in trunk lengths, NaN where it is not known.
        shapes: of `Calibration`.

    Returns:
        Root mean square over the heights, in trunk lengths; NaN where a height is not known.
    """
    rest = change - (change @ shapes.T) @ shapes
    return np.asarray(np.sqrt((rest**2).mean(1)))


def _in_trunk(stick: Stick, contour: Array) -> tuple[Array, Array]:
    """(T, S) distance behind the hip-shoulder line, and height along it from the hip, in trunk lengths."""
    hip, shoulder = stick.joints["mid_hip"], stick.joints["mid_shoulder"]
    trunk = shoulder - hip
    up = trunk / np.hypot(trunk[:, 0], trunk[:, 1])[:, None]
    behind = np.column_stack([-up[:, 1], up[:, 0]])
    relative = (contour - hip[:, None]) / stick.trunk_px
    return (relative * behind[:, None]).sum(2), (relative * up[:, None]).sum(2)


def _profile(depth: Array, height: Array, wanted: Array) -> Array:
    """(T, G) depth at the wanted heights."""
    profile = np.full((len(depth), len(wanted)), np.nan)
    for frame in np.flatnonzero(np.isfinite(depth).any(1)):
        profile[frame] = _resampled(height[frame], depth[frame], wanted)
    return profile


def _resampled(height: Array, depth: Array, wanted: Array) -> Array:
    """Depth at the wanted heights between neighbours that are both there; NaN elsewhere."""
    order = np.argsort(height)
    order = order[np.isfinite(height[order])]
    if len(order) < 2:
        return np.full(len(wanted), np.nan)
    result: Array = np.interp(wanted, height[order], depth[order], left=np.nan, right=np.nan)
    return result


def arm_distance(stick: Stick, contour: Array) -> Array:
    """(T, S) distance of each contour point from the skin of the nearest arm or hand, in trunk lengths; - inside."""
    nearest = np.full(contour.shape[:2], np.inf)
    for side in ("near", "far"):
        for (upper, thick), (lower, thin) in pairwise(ARM):
            start, end = stick.joints[f"{side}_{upper}"], stick.joints[f"{side}_{lower}"]
            along = (end - start)[:, None]
            offset = contour - start[:, None]
            share = np.clip((offset * along).sum(2) / np.maximum((along**2).sum(2), 1e-9), 0, 1)
            distance = np.hypot(*np.moveaxis(offset - share[:, :, None] * along, 2, 0)) / stick.trunk_px
            nearest = np.fmin(nearest, distance - thick - (thin - thick) * share)
    return nearest


def contours_of(contours: TimeSeries, towards: SideWord) -> tuple[Array, Array]:
    """The contours behind and before a person who faces this side of the picture.

    Returns:
        (T, S, 2) and (T, S, 2) [px], x to the person's front and y up.
    """

    def contour(side: SideWord) -> Array:
        columns = [contours[name] for name in contours.names if name.startswith(f"{side}_")]
        points = np.column_stack(columns).reshape(len(contours), -1, 2)
        return np.asarray(points * [AHEAD[towards], -1.0])

    return contour(OTHER_WORD[towards]), contour(towards)
