"""A stick figure with chosen angles, as the pose network would report it."""

import numpy as np
from numpy.typing import NDArray

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.motion.angles import Stick
from psoas.motion.segment_list import main_movement
from psoas.motion.segments import find_segments
from psoas.quantities import Movement
from psoas.timeseries import TimeSeries

Array = NDArray[np.floating]

TRUNK, THIGH, SHANK, FOOT, ARM = 150.0, 130.0, 120.0, 60.0, 80.0


def down(angle_deg: Array | float) -> Array:
    """(T, 2) unit vector of a segment; 0 hangs down, + has its lower end behind. x to the front, y up."""
    angle = np.radians(np.atleast_1d(np.asarray(angle_deg, float)))
    return np.column_stack([-np.sin(angle), -np.cos(angle)])


def points(
    time: Array,
    *,
    facing: str = "right",
    lean: Array | float = 0.0,
    near_thigh: Array | float = 0.0,
    far_thigh: Array | float = 0.0,
    near_knee: Array | float = 0.0,
    far_knee: Array | float = 0.0,
    hip: tuple[float, float] = (480.0, 300.0),
    pinned: str | None = None,
) -> TimeSeries:
    """33 landmarks [px] of a side view with these angles [deg]; ``pinned`` holds that joint in place, not the hip."""
    steps = np.ones(len(time))

    def wide(value: Array | float) -> Array:
        return np.asarray(value, float) * steps

    joints: dict[str, Array] = {"mid_hip": np.zeros((len(time), 2))}
    joints["mid_shoulder"] = joints["mid_hip"] - TRUNK * down(wide(lean))
    for leg, thigh, knee in (
        ("near", wide(near_thigh), wide(near_knee)),
        ("far", wide(far_thigh), wide(far_knee)),
    ):
        joints[f"{leg}_hip"] = joints["mid_hip"]
        joints[f"{leg}_shoulder"] = joints["mid_shoulder"]
        joints[f"{leg}_knee"] = joints[f"{leg}_hip"] + THIGH * down(thigh)
        joints[f"{leg}_ankle"] = joints[f"{leg}_knee"] + SHANK * down(thigh + knee)
        along = down(thigh + knee - 90)
        joints[f"{leg}_heel"] = joints[f"{leg}_ankle"] - 0.25 * FOOT * along
        joints[f"{leg}_foot_index"] = joints[f"{leg}_ankle"] + 0.75 * FOOT * along
        joints[f"{leg}_elbow"] = joints[f"{leg}_shoulder"] + ARM * down(-60)
        joints[f"{leg}_wrist"] = joints[f"{leg}_elbow"] + ARM * down(-80)
    anchor = joints[pinned] - joints[pinned][0] if pinned else 0.0
    sign = 1.0 if facing == "right" else -1.0
    other = "left" if facing == "right" else "right"
    columns: dict[str, Array] = {}
    for name in LANDMARKS:
        word, _, part = name.partition("_")
        leg = {facing: "near", other: "far"}.get(word, "")
        if f"{leg}_{part}" in joints:
            place = joints[f"{leg}_{part}"]
        elif leg and part in ("pinky", "index", "thumb"):
            place = joints[f"{leg}_wrist"] + 10 * down(-80)
        else:
            ahead = 25.0 if name == "nose" else -5.0 if part == "ear" else 15.0
            place = joints["mid_shoulder"] + [ahead, 60.0]
        place = place - anchor
        columns[f"{name}.x"] = hip[0] + sign * place[:, 0]
        columns[f"{name}.y"] = hip[1] - place[:, 1]
    return TimeSeries.from_columns(time, columns, "px")


def world(time: Array, facing: str = "right", yaw_deg: float = 0.0) -> TimeSeries:
    """Depth landmarks [m] of shoulders and hips for a person turned ``yaw_deg`` towards the camera."""
    sign = 1.0 if facing == "right" else -1.0
    turn = np.radians(yaw_deg)
    across = np.array([-np.sin(turn), 0.0, -sign * np.cos(turn)])
    columns: dict[str, Array] = {}
    for name in LANDMARKS:
        half = 0.17 if "shoulder" in name else 0.12 if "hip" in name else 0.0
        way = 1.0 if name.startswith("right") else -1.0
        for axis, value in zip("xyz", half * way * across, strict=True):
            columns[f"{name}.{axis}"] = np.full(len(time), value)
    return TimeSeries.from_columns(time, columns, "m")


def movement_of(stick: Stick) -> Movement:
    """The movement that fills most of the named time of a recording; ``unknown`` where none is named."""
    return main_movement(find_segments(stick))
