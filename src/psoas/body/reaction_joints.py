"""The joints whose reaction is computed."""

import numpy as np

from psoas.body.model import Body
from psoas.body.once_per_body import once_per_body
from psoas.timeseries import Mask

REACTION_JOINTS = {
    "T12_L1": "torso",
    "L1_L2": "lumbar1",
    "L2_L3": "lumbar2",
    "L3_L4": "lumbar3",
    "L4_L5": "lumbar4",
    "L5_S1": "lumbar5",
    "hip_r": "femur_r",
    "hip_l": "femur_l",
    "knee_r": "tibia_r",
    "knee_l": "tibia_l",
}
"""Joints whose reaction is computed, and the segment that each joins to its parent."""


@once_per_body
def parts_beyond(body: Body) -> Mask:
    """(10, B) True for the segments that hang on each of `REACTION_JOINTS`: the part beyond the joint."""
    beyond = np.zeros((len(REACTION_JOINTS), body.model.nbody), dtype=np.bool_)
    for row, name in enumerate(REACTION_JOINTS.values()):
        beyond[row, body.model.body(name).id] = True
        for segment in range(1, body.model.nbody):
            beyond[row, segment] |= beyond[row, body.model.body_parentid[segment]]
    return beyond
