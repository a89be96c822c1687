"""Whether the time of a recording can be real, by the pace of the steps in it."""

from psoas.motion.posture import figure
from psoas.quantities import MovementSegment


def slow_motion(segments: tuple[MovementSegment, ...]) -> float | None:
    """By about what factor a recording is slowed, from its walking or running; None where its pace can be real.

    The factor is that from the pace in the file to the usual pace, so that it is known to about a fifth. A camera's own
    factors are 2, 4 and 8.

    Args:
        segments: of `find_segments`, in the file's time.
    """
    stepping = [
        one for one in segments if one.strides_per_s is not None and one.movement in ("walking", "running")
    ]
    if not stepping:
        return None
    longest = max(stepping, key=lambda one: one.duration_s)
    group = f"{longest.movement}_strides_per_s"
    pace = longest.strides_per_s or 0.0
    if not 0 < pace < figure("gait", group, "least"):
        return None
    return figure("gait", group) / pace
