"""Whether a recording is the right way up: no person's trunk hangs down while they walk, squat or kneel."""

import numpy as np

from psoas.errors import InputError
from psoas.motion.sagittal import SagittalMotion
from psoas.words import _

FARTHEST_LEAN, FARTHEST_BACK = 60.0, 60.0
"""The trunk's median lean to either side, and its farthest backward, in any movement that is known [deg] (ours)."""


def check_upright(motion: SagittalMotion, file: str, suspect: str) -> None:
    """Refuse a trunk that nobody has in the recognised movement; an unknown movement is not checked.

    Args:
        motion: of the recording.
        suspect: what the user should check.

    Raises:
        InputError: the trunk is farther from upright than `FARTHEST_LEAN` in the median, or than `FARTHEST_BACK`
            backward in more than two of a hundred frames.
    """
    if motion.movement == "unknown" or "trunk_lean" not in motion.angles:
        return
    lean = np.degrees(motion.angles["trunk_lean"])
    if not np.isfinite(lean).any():
        return
    low, middle, high = np.nanpercentile(lean, [2, 50, 98])
    if abs(middle) > FARTHEST_LEAN or low < -FARTHEST_BACK:
        raise InputError(
            _(
                "{file}: the trunk would lean from {low:.0f} to {high:.0f} degrees from upright, and in no "
                "movement that psoas knows does it; check {suspect}",
                file=file,
                low=low,
                high=high,
                suspect=suspect,
            )
        )
