"""Which leg is behind in a hip-flexor stretch, and when, from the stick figure."""

from collections.abc import Sequence

import numpy as np

from psoas.motion.angles import LEGS, OTHER_LEG, Leg, Stick
from psoas.motion.own_frames import within
from psoas.motion.posture import half_kneels
from psoas.motion.split_stance import in_split_stance
from psoas.quantities import MOVEMENTS, Movement, MovementSegment
from psoas.timeseries import Mask


def in_position(stick: Stick, movement: Movement, leg: Leg, rough: bool = False) -> Mask:
    """(T,) True where the person is in the position of a stretch with ``leg`` behind, as far as one frame shows it.

    Args:
        movement: a stretch.
        rough: the points come from the lite weights.
    """
    if movement == "half_kneeling_stretch":
        return half_kneels(stick, leg, rough)
    return in_split_stance(stick, leg)


def rear_leg(stick: Stick, movement: Movement, rough: bool = False) -> Leg | None:
    """The leg that is behind in more frames; None where neither is, and of a movement that is no stretch."""
    if not MOVEMENTS[movement].stretch:
        return None
    near, far = (int(in_position(stick, movement, leg, rough).sum()) for leg in LEGS)
    if max(near, far) == 0:
        return None
    return "near" if near >= far else "far"


def rear_leg_of(
    stick: Stick, movement: Movement, segments: Sequence[MovementSegment], rough: bool = False
) -> tuple[Leg | None, Mask]:
    """The rear leg of a recording's stretch, and (T,) the frames in which the person is in position on it.

    Args:
        movement: that of the recording.
        segments: of the recording; empty where the movement was given.
    """
    own = [one for one in segments if one.movement == movement and one.front_leg is not None]
    if movement == "half_kneeling_stretch" or not own or not MOVEMENTS[movement].stretch:
        leg = rear_leg(stick, movement, rough)
        none = np.zeros(len(stick.time), bool)
        return leg, none if leg is None else in_position(stick, movement, leg, rough)
    longest = max(own, key=lambda one: one.duration_s)
    front = longest.front_leg
    rear = OTHER_LEG[front or "near"]
    return rear, within(np.asarray(stick.time), [one for one in own if one.front_leg == front])
