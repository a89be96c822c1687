"""Which leg kneels, from the stick figure."""

from psoas.motion.angles import Leg, Stick
from psoas.motion.posture import half_kneels


def rear_leg(stick: Stick, rough: bool = False) -> Leg | None:
    """The leg that kneels in more frames; None where neither does."""
    near, far = (int(half_kneels(stick, leg, rough).sum()) for leg in ("near", "far"))
    if max(near, far) == 0:
        return None
    return "near" if near >= far else "far"
