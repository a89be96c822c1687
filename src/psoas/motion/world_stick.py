"""The stick figure of a person who faces the camera, from the depth that the network estimates."""

import numpy as np
import scipy

from psoas.motion.angles import Stick, median_length
from psoas.motion.filtering import smooth
from psoas.sides import OTHER_WORD, SideWord
from psoas.timeseries import Array, TimeSeries

MOST_ASIDE_DEG = 45.0
"""Farther off a side view a movement is named by the network's depth, not by the picture's plane [deg]."""

TURN_FRAMES = 5.0
"""Standard deviation of the filter over the direction that the person faces [frames]."""


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
    across = places["right", "hip"] - places["left", "hip"]
    across = (across + places["right", "shoulder"] - places["left", "shoulder"])[:, [0, 2]]
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
