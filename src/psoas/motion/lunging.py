"""Half kneeling, lunge or split squat: whether the rear knee rests on the floor, and whether the feet step."""

from typing import Literal

import numpy as np

from psoas.motion.angles import Leg
from psoas.motion.posture import OTHER_LEG, Body2D, figure
from psoas.quantities import Movement

LEAST_REST_S = 2.5
"""A rear knee that stays at the floor for longer rests there; a lunge's lowest point is shorter (ours) [s]."""

BESIDE_S = 2.0
"""How far before and after the rear knee's time at the floor its rise is looked for [s]."""

STEPPED = 0.55
"""Share of their distance in the lowest point to which the feet come together in a step."""


def kneeling_or_lunging(
    body: Body2D, labels: np.ndarray, time: np.ndarray, run: tuple[int, int], rear: Leg
) -> Literal["half_kneeling_stretch", "lunge", "unknown"]:
    """What a time with one knee at the floor is.

    Args:
        labels: (T,) the postures.
        run: first and last frame with the knee of ``rear`` at the floor.
    """
    first, last = run
    height = body.knee_over_floor(rear)[first : last + 1]
    heel = body.heel_over_toes(rear)[first : last + 1]
    up = float(np.nanmedian(heel)) if np.isfinite(heel).any() else 0.0
    lies = up < figure("posture", "heel_up")
    over = float(np.nanmedian(height)) if np.isfinite(height).any() else 0.0
    lasts = time[last] - time[first]
    if lasts >= LEAST_REST_S and (lies or over < figure("posture", "knee_at_floor")):
        return "half_kneeling_stretch"
    beside = (time >= time[first] - BESIDE_S) & (time <= time[last] + BESIDE_S)
    beside[first : last + 1] = False
    risen = np.isin(labels, ("stand", "apart", "lunge_near", "lunge_far")) & beside
    if risen.any():
        return "lunge"
    if lies:
        return "half_kneeling_stretch"
    return "unknown"


def kind_of_lunge(
    body: Body2D, labels: np.ndarray, part: tuple[int, int]
) -> tuple[Movement, str, Leg | None, tuple[Movement, ...]]:
    """Lunge or split squat, the reason, the leg in front and what else it may be.

    Args:
        labels: (T,) the postures.
        part: first and last frame.
    """
    inside = labels[part[0] : part[1] + 1]
    apart = body.feet_apart[part[0] : part[1] + 1]
    reach = body.longest_reach[part[0] : part[1] + 1]
    low = np.isin(inside, ("lunge_near", "lunge_far"))
    near, far = int((inside == "lunge_near").sum()), int((inside == "lunge_far").sum())
    front: Leg | None = "near" if near > far else "far"
    if min(near, far) > 0.25 * max(near, far):
        front = None
    wide = float(np.nanmedian(apart[low]))
    closest = float(np.nanpercentile(apart, 2))
    which = "each leg in turn is" if front is None else "one leg stays"
    if closest < STEPPED * wide or front is None:
        return "lunge", f"{which} in front, and a step leads into the low posture or out of it", front, ()
    rise = float(np.nanpercentile(reach, 95) - np.nanmedian(reach[low]))
    if rise > 0.12:
        return "split_squat", "the feet stay apart while the body goes down and up", front, ()
    return (
        "lunge",
        "the body is low, one foot in front and the other leg behind, and it stays there",
        front,
        ("split_squat",),
    )


def rear_of(front: Leg) -> Leg:
    """The leg behind."""
    return OTHER_LEG[front]
