"""Which way the person faces, over a recording; `psoas.capture.pose.mirror` decides it for the next picture."""

import numpy as np
import scipy

from psoas.sides import AHEAD, SideWord
from psoas.timeseries import Array, Mask, TimeSeries

LEAST_SCORE = 0.4
"""Sum of the three witnesses, each -1..1, below which a frame faces neither side."""


def facing(points: TimeSeries, world: TimeSeries) -> SideWord | None:
    """Which way the person faces in most of the recording; None from the front or the back.

    Three witnesses a frame: the nose before the ears, the toes before the heels, and which side is nearer.
    """
    score = facing_scores(points, world)
    sure = score[np.abs(score) >= LEAST_SCORE]
    if 2 * len(sure) < np.isfinite(score).sum() or not len(sure):
        return None
    return "right" if float(np.mean(np.sign(sure))) >= 0 else "left"


def turned_round(points: TimeSeries, world: TimeSeries, towards: SideWord) -> Mask:
    """(T,) frames in which the person faces the other way, as on the way back of a walk."""
    score = facing_scores(points, world) * AHEAD[towards]
    known = np.flatnonzero(np.isfinite(score))
    turned = np.zeros(len(score), bool)
    if len(known):
        away = score[known] < -LEAST_SCORE
        steady = scipy.ndimage.median_filter(away, STEADY_FRAMES, mode="nearest")
        turned[known] = away if steady.all() else steady  # some frames face where most do
    return turned


STEADY_FRAMES = 9
"""A turn that lasts less than half of these frames is an error of the network."""


def facing_scores(points: TimeSeries, world: TimeSeries) -> Array:
    """(T,) sum of the three witnesses of `facing`, each -1..1, + where the person faces right."""
    trunk = trunk_length(points)
    head = (points["nose.x"] - middle_of(points, "ear", "x")) / trunk
    feet = (middle_of(points, "foot_index", "x") - middle_of(points, "heel", "x")) / trunk
    depth = -(
        world["right_shoulder.z"] - world["left_shoulder.z"] + world["right_hip.z"] - world["left_hip.z"]
    )
    score: Array = np.clip(head / 0.2, -1, 1) + np.clip(feet / 0.3, -1, 1) + np.clip(depth / 0.4, -1, 1)
    return score


def left_to_right(world: TimeSeries) -> Array:
    """(T, 2) way from left to right of hips and shoulders together, along x and z [m]."""
    hips, shoulders = (
        [np.column_stack([world[f"{side}_{part}.{axis}"] for axis in "xz"]) for side in ("right", "left")]
        for part in ("hip", "shoulder")
    )
    return np.asarray(hips[0] - hips[1] + shoulders[0] - shoulders[1])


def trunk_length(points: TimeSeries) -> Array:
    """(T,) length of the hip-shoulder line [px]."""
    length: Array = np.hypot(
        middle_of(points, "shoulder", "x") - middle_of(points, "hip", "x"),
        middle_of(points, "shoulder", "y") - middle_of(points, "hip", "y"),
    )
    return length


def middle_of(points: TimeSeries, part: str, axis: str) -> Array:
    """(T,) between the left and the right landmark of a part [px], along ``x`` or ``y``."""
    middle: Array = (points[f"left_{part}.{axis}"] + points[f"right_{part}.{axis}"]) / 2
    return middle
