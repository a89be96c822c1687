"""Two simple arm segments a side, with mass and without muscles."""

import numpy as np

from psoas.body.repairs import mirrored_segment
from psoas.body.tables import Joint, Segment, Skeleton

SHOULDER = np.array([0.003, 0.341, 0.170])
"""Shoulder in the thorax frame [m]: ``acromial_r`` of Rajagopal et al. 2016, whose frame starts 30 mm lower."""

UPPER_ARM_LENGTH = 0.286
"""Shoulder to elbow of the unscaled body [m] (Rajagopal et al. 2016, joint ``elbow_r``)."""


def add_arms(skeleton: Skeleton) -> Skeleton:
    """Add an upper arm and a forearm with its hand to each shoulder; the scaling sets their masses."""
    x, _, z = np.eye(3)
    upper = Segment(
        "upper_arm_r",
        "torso",
        SHOULDER,
        np.eye(3),
        (Joint("arm_flex_r", "hinge", z), Joint("arm_add_r", "hinge", x)),
    )
    fore = Segment(
        "forearm_r",
        "upper_arm_r",
        np.array([0.0, -UPPER_ARM_LENGTH, 0.0]),
        np.eye(3),
        (Joint("elbow_flex_r", "hinge", z),),
    )
    return skeleton.with_segments(upper, fore, mirrored_segment(upper), mirrored_segment(fore))
