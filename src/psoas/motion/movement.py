"""Recognise the movement of a recording, from the stick figure."""

from psoas.motion.angles import Leg, Stick
from psoas.motion.posture import half_kneels
from psoas.motion.segment_list import main_movement
from psoas.motion.segments import find_segments
from psoas.quantities import Movement


def rear_leg(stick: Stick, rough: bool = False) -> Leg | None:
    """The leg that kneels in more frames; None where neither does."""
    near, far = (int(half_kneels(stick, leg, rough).sum()) for leg in ("near", "far"))
    if max(near, far) == 0:
        return None
    return "near" if near >= far else "far"


def recognise(stick: Stick) -> Movement:
    """Recognise the movement that fills most of the named time of a recording; ``unknown`` where none is named."""
    return main_movement(find_segments(stick))
