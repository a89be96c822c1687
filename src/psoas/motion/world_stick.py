"""The stick figure of a person who faces the camera, from the depth that the network estimates."""

import numpy as np
import scipy

from psoas.motion.angles import Stick, median_length
from psoas.motion.filtering import smooth
from psoas.motion.view import left_to_right
from psoas.sides import OTHER_WORD, SideWord
from psoas.timeseries import Array, TimeSeries

MOST_ASIDE_DEG = 45.0
"""Farther off a side view a movement is named by the network's depth, not by the picture's plane [deg]."""

TURN_FRAMES = 5.0
"""Standard deviation of the filter over the direction that the person faces [frames]."""


FORESHORTENED = 0.94
"""A thigh or shank that is seen shorter than this share of its length points to the camera or away from it: by 20
degrees and more. Nearer to its length its depth is too uncertain, and the network's is used."""

STEADY_SIZE_S = 1.0
"""The size in the picture is the median over so long [s]."""


def front_stick(points: TimeSeries, world: TimeSeries) -> Stick:
    """The stick figure from the side of a person whom the camera sees from the front or from behind [m].

    The network sees too little depth there: knees bent by 90 degrees have 30. So a leg's part that looks short in the
    picture points forward or backward by what is missing of its length (Taylor 2000, doi:10.1006/cviu.2000.0878).
    Widths give the size in the picture, which leaning and crouching do not change.

    Args:
        points: landmarks ``.x`` and ``.y`` [px].
        world: as for `world_stick`.
    """
    px_per_m = _size(points, world)
    seen = np.isfinite(px_per_m) & np.isfinite(points["left_hip.x"])
    return world_stick(_lifted(points, world, px_per_m) if seen.any() else world)


def _lifted(points: TimeSeries, world: TimeSeries, px_per_m: Array) -> TimeSeries:
    """The world landmarks with heights and widths of the picture, and legs as deep as their lengths need."""
    values = {name: world[name].copy() for name in world.names}
    for name in {name[:-2] for name in world.names}:
        for axis in "xy":
            middle = (points[f"left_hip.{axis}"] + points[f"right_hip.{axis}"]) / 2
            values[f"{name}.{axis}"] = (points[f"{name}.{axis}"] - middle) / px_per_m
    forward = _forward(world)
    for side in ("left", "right"):
        shift = np.zeros(len(world))
        for upper, lower, behind in (("hip", "knee", False), ("knee", "ankle", True)):
            way = np.stack(
                [values[f"{side}_{lower}.{axis}"] - values[f"{side}_{upper}.{axis}"] for axis in "xy"]
            )
            depth = world[f"{side}_{lower}.z"] - world[f"{side}_{upper}.z"]
            flat = np.hypot(*way)
            length = float(np.nanpercentile(np.hypot(flat, depth), 95))
            missing = np.sqrt(np.maximum(length**2 - flat**2, 0.0))
            ahead = -1.0 if behind else np.where(depth * forward < -0.3 * missing, -1.0, 1.0)
            lifted = np.where(flat < FORESHORTENED * length, ahead * missing * forward, depth)
            shift = shift + lifted - depth
            for part in ("knee",) if lower == "knee" else ("ankle", "heel", "foot_index"):
                values[f"{side}_{part}.z"] = world[f"{side}_{part}.z"] + shift
    return TimeSeries.from_columns(world.time, values, "m")


def _forward(world: TimeSeries) -> Array:
    """(T,) -1 where the person faces the camera, +1 where their back does."""
    return np.asarray(np.where(np.nan_to_num(left_to_right(world)[:, 0]) < 0, -1.0, 1.0))


def _size(points: TimeSeries, world: TimeSeries) -> Array:
    """(T,) pixels for a metre, by the widths of hips and shoulders."""
    widths = [
        sum(np.abs(series[f"right_{part}.x"] - series[f"left_{part}.x"]) for part in ("hip", "shoulder"))
        for series in (points, world)
    ]
    ratio = np.asarray(widths[0] / np.where(widths[1] > 0, widths[1], np.nan))
    ratio[ratio <= 0] = np.nan
    known = np.flatnonzero(np.isfinite(ratio))
    if len(known) > 2:
        frames = max(1, round(STEADY_SIZE_S / float(np.median(np.diff(world.time[known]))))) | 1
        ratio[known] = scipy.ndimage.median_filter(ratio[known], frames, mode="nearest")
    return ratio


def world_stick(world: TimeSeries, near: SideWord = "right") -> Stick:
    """The person in the plane that they move in, seen from their side [m].

    Its angles are off by 10 to 20 degrees, so that it names a posture and measures none.

    Args:
        world: the landmarks ``.x``, ``.y``, ``.z`` [m], y down and z away from the camera.
        near: the side that is called near.
    """
    places = {
        (side, part): np.column_stack([world[f"{side}_{part}.{axis}"] for axis in "xyz"])
        for side in ("left", "right")
        for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
    }
    across = left_to_right(world)
    if len(across) > 1:
        across = scipy.ndimage.gaussian_filter1d(np.nan_to_num(across), TURN_FRAMES, axis=0)
    length = np.linalg.norm(across, axis=1)[:, None]
    across = across / np.where(length > 0, length, 1.0)
    forward = np.column_stack([-across[:, 1], across[:, 0]])
    time = np.asarray(world.time, float)
    joints: dict[str, Array] = {}
    for leg, side in (("near", near), ("far", OTHER_WORD[near])):
        for (of, part), place in places.items():
            if of == side:
                flat = np.column_stack([(place[:, [0, 2]] * forward).sum(1), -place[:, 1]])
                joints[f"{leg}_{part}"] = smooth(time, flat)
    for part in ("hip", "shoulder"):
        joints[f"mid_{part}"] = (joints[f"near_{part}"] + joints[f"far_{part}"]) / 2
    trunk = median_length(joints["mid_shoulder"] - joints["mid_hip"])
    thigh = max(median_length(joints[f"{leg}_hip"] - joints[f"{leg}_knee"]) for leg in ("near", "far"))
    sure = {name: np.isfinite(joint[:, 0]).astype(float) for name, joint in joints.items()}
    return Stick(time, joints, sure, trunk, thigh)
