"""Somebody who squats before the camera, seen from the front or from behind, as the pose network would report it."""

import numpy as np

from psoas.capture.pose import capture
from psoas.capture.pose.landmarks import LANDMARKS
from psoas.timeseries import Array, TimeSeries

SIZE = (960, 720)
PX_PER_M = 300.0
TIME = np.arange(120) / 30
THIGH, SHANK, TRUNK, HALF_HIP, HALF_SHOULDER, ANKLE_UP = 0.42, 0.42, 0.50, 0.10, 0.18, 0.08


def filmed(
    *,
    behind: bool = False,
    turn_deg: float = 0.0,
    lean_deg: float = 0.0,
    inward_deg: tuple[float, float] = (0.0, 0.0),
    bend_deg: Array | float = 0.0,
    depth_share: float = 1.0,
) -> tuple[TimeSeries, TimeSeries]:
    """Landmarks in the picture [px] and in space [m] of somebody who squats with the trunk upright.

    Args:
        behind: seen from behind.
        turn_deg: of the person out of the view from exactly in front.
        lean_deg: of the trunk to the person's right.
        inward_deg: of the left and the right shank.
        bend_deg: of each thigh from upright, forwards, and of each shank, backwards.
        depth_share: share of the depth that the network sees.
    """
    bend = np.radians(np.broadcast_to(bend_deg, TIME.shape))
    lean = np.radians(lean_deg)
    joints: dict[str, Array] = {}  # (T, 3): to the person's right, up, ahead
    for side, way, inward in (("left", -1.0, inward_deg[0]), ("right", 1.0, inward_deg[1])):
        ankle = np.tile([way * 0.15, ANKLE_UP, 0.0], (len(TIME), 1))
        tilt = -way * np.tan(np.radians(inward)) * SHANK * np.cos(bend)
        knee = ankle + np.column_stack([tilt, SHANK * np.cos(bend), SHANK * np.sin(bend)])
        hip = np.column_stack(
            [
                np.full(len(TIME), way * HALF_HIP),
                *(knee[:, 1:] + THIGH * np.stack([np.cos(bend), -np.sin(bend)], 1)).T,
            ]
        )
        joints |= {f"{side}_ankle": ankle, f"{side}_knee": knee, f"{side}_hip": hip}
        joints[f"{side}_heel"] = ankle + np.array([0.0, -0.06, -0.05])
        joints[f"{side}_foot_index"] = ankle + np.array([0.0, -0.08, 0.15])
    middle = (joints["left_hip"] + joints["right_hip"]) / 2
    top = middle + TRUNK * np.array([np.sin(lean), np.cos(lean), 0.0])
    for side, way in (("left", -1.0), ("right", 1.0)):
        joints[f"{side}_shoulder"] = top + np.array([way * HALF_SHOULDER, 0.0, 0.0])
    angle = np.radians(turn_deg + (180.0 if behind else 0.0))
    picture: dict[str, Array] = {}
    world: dict[str, Array] = {}
    for name in LANDMARKS:
        place = joints.get(name, top + np.array([0.0, 0.2, 0.05 if name == "nose" else 0.0]))
        across, ahead = place[:, 0], place[:, 2]
        x = -across * np.cos(angle) + ahead * np.sin(angle)
        z = -(ahead * np.cos(angle) + across * np.sin(angle))
        picture[f"{name}.x"], picture[f"{name}.y"] = 480 + PX_PER_M * x, 600 - PX_PER_M * place[:, 1]
        world[f"{name}.x"], world[f"{name}.y"], world[f"{name}.z"] = x, -place[:, 1], z * depth_share
    return TimeSeries.from_columns(TIME, picture, "px"), TimeSeries.from_columns(TIME, world, "m")


def contours() -> TimeSeries:
    """The trunk's contours where none was seen."""
    like = capture([]).contours
    return TimeSeries(TIME, like.names, np.full((len(TIME), len(like.names)), np.nan), like.units)
