"""Somebody who stands in a stride, lifts the right foot, stands on both for a moment, and lifts the left."""

from functools import cache

import numpy as np

from psoas.loads.frames import Frames, frames_of
from psoas.loads.prepared_motion import prepared_motion
from psoas.timeseries import Array, TimeSeries
from tests.loaded import body

FPS = 100.0
RIGHT_UP, LEFT_UP, END = (0.3, 0.8), (1.1, 1.6), 2.6
"""From when to when a foot is lifted, and the end of the recording [s]."""
STRIDE_DEG, INWARD_DEG = 12.0, 5.5


def lift(time: Array, ends: tuple[float, float]) -> Array:
    """0 on the floor, 1 where the foot is highest."""
    share = np.clip((time - ends[0]) / (ends[1] - ends[0]), 0, 1)
    return np.asarray(np.sin(np.pi * share) ** 2)


@cache
def stepping(stride_deg: float = STRIDE_DEG) -> TimeSeries:
    """Coordinates [rad, m]; the right foot is in front, and both stand under the middle of the body."""
    time = np.arange(round(END * FPS) + 1) / FPS
    columns: dict[str, Array] = {"pelvis_tx": 0 * time, "pelvis_ty": 0 * time + 0.95, "pelvis_tz": 0 * time}
    for side, ends, forward in (("r", RIGHT_UP, 1.0), ("l", LEFT_UP, -1.0)):
        up = lift(time, ends)
        thigh = np.radians(forward * stride_deg)
        columns |= {
            f"hip_flexion_{side}": thigh + np.radians(45) * up,
            f"knee_angle_{side}": np.radians(90) * up,
            f"ankle_angle_{side}": np.radians(25) * up - thigh,
            f"hip_adduction_{side}": np.radians(INWARD_DEG) + 0 * time,
        }
    units = {name: "m" if name.startswith("pelvis_t") else "rad" for name in columns}
    return TimeSeries.from_columns(time, columns, units)


@cache
def frames(stride_deg: float = STRIDE_DEG) -> tuple[Frames, Array]:
    """The frames and their times [s]."""
    motion = prepared_motion(body(), stepping(stride_deg))
    return frames_of(body(), motion.motion, recorded=True), motion.time
