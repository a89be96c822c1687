"""Completion of a side view to a whole body: ankles, and legs of a stretch that were not seen."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from psoas.body.postures import named_posture
from psoas.sides import OTHER, Side
from psoas.timeseries import Array

FOOT_LIES: Final = np.radians(60)
"""A shank farther from upright than this has its foot on its back [rad]."""

MOST_UP: Final = np.radians(30)
"""The ankle bends no farther than this to keep the sole flat [rad]."""

Leg = tuple[ArrayLike, ArrayLike]
"""(T,) angle of the thigh from vertical, + where the knee is behind the hip, and of the knee, + bent [rad]."""


def stretching_legs(rear: Side, thigh: ArrayLike, posture: str = "half_kneeling") -> dict[Side, Leg]:
    """The legs of a stretch's posture with the rear thigh at another angle.

    A rear shank that lies stays on the floor; else the rear knee stays bent as it is. The front leg stands still.

    Args:
        rear: the leg behind.
        thigh: (T,) of this leg from vertical [rad].
        posture: name of the posture, whose right leg is behind.
    """
    at = named_posture(posture).coordinates
    knee = at["knee_angle_r"]
    shank = knee - at["hip_flexion_r"]
    lies = shank > FOOT_LIES and at["ankle_angle_r"] < 0
    return {
        rear: (thigh, shank - np.asarray(thigh, float) if lies else np.full(np.shape(thigh), knee)),
        OTHER[rear]: (-at["hip_flexion_l"], at["knee_angle_l"]),
    }


def side_view_pose(tilt: ArrayLike, arch: ArrayLike, legs: Mapping[Side, Leg]) -> dict[str, Array]:
    """Coordinates of the body from a side view.

    The sole is flat on the floor unless the shank lies; nothing leans to the side, and the arms hang.

    Args:
        tilt, arch: (T,) pelvic tilt and lumbar extension [rad]; NaN where they were not measured.
        legs: by side.

    Returns:
        (T,) by name of the coordinate [rad]; those that are absent are zero.
    """
    pointed = named_posture("half_kneeling").coordinates["ankle_angle_r"]
    pose = {"pelvis_tilt": np.asarray(tilt, float), "lumbar_extension": np.asarray(arch, float)}
    for side, (thigh, knee) in legs.items():
        shank = np.asarray(thigh, float) + np.asarray(knee, float)
        pose[f"hip_flexion_{side}"] = pose["pelvis_tilt"] - np.asarray(thigh, float)
        pose[f"knee_angle_{side}"] = np.asarray(knee, float)
        pose[f"ankle_angle_{side}"] = np.where(shank > FOOT_LIES, pointed, np.clip(shank, pointed, MOST_UP))
    return pose
