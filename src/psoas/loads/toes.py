"""Toes that no marker shows: they stay level while the heel rises."""

from collections.abc import Iterable

import numpy as np

from psoas.body import Body, kinematics
from psoas.sides import SIDES
from psoas.timeseries import Array


def levelled_toes(body: Body, pose: Array, absent: Iterable[str]) -> Array:
    """Poses (n, C) whose toes bend by as much as the heel is raised, where the recording lacks their angle.

    In a foot whose toes did not bend, their tips would reach centimetres below the floor whenever a step ends, and the
    floor would be found there.

    Args:
        pose: (n, C) in the coordinates of the body.
        absent: coordinates that the recording lacks.
    """
    lacking = [side for side in SIDES if f"mtp_angle_{side}" in set(absent)]
    heels = [f"calcn_{side}" for side in lacking]
    if not heels:
        return pose
    levelled, posed = pose.copy(), kinematics(body, pose, tuple(heels))
    for side, heel in zip(lacking, heels, strict=True):
        column = body.coordinate_index(f"mtp_angle_{side}")
        down = -posed.axes[body.model.body(heel).id][2, 0]
        raised = np.arcsin(np.clip(down, 0.0, 1.0))
        levelled[:, column] = np.maximum(-raised, body.ranges[column, 0])
    return levelled
