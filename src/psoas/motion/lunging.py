"""Half kneeling, lunge or split squat: whether the rear knee rests on the floor, and whether the feet step."""

from typing import Literal

import numpy as np

from psoas.motion.angles import OTHER_LEG, Leg
from psoas.motion.posture import WORDS, Body2D, figure
from psoas.quantities import Movement
from psoas.timeseries import Array, Mask
from psoas.words import N_, _

LONG_REST_S = 6.0
"""A knee that rises before or after, and a heel that is up, are a lunge's, unless the knee stays longer (ours) [s]."""

LEAST_REST_S = 2.5
"""A rear knee that stays at the floor for longer rests there; a lunge's lowest point is shorter (ours) [s]."""

BESIDE_S = 2.0
"""How far before and after the rear knee's time at the floor its rise is looked for [s]."""

STEPPED = 0.55
"""Share of their distance in the lowest point to which the feet come together in a step."""


KNEE_OFF = 0.6
"""Height of a rear knee above the floor, in thighs, at which it surely does not rest: 0.25 m (ours)."""

KNEE_UNSURE = N_("one foot is in front and the other knee low behind it; whether that knee rests is not seen")

KNEE_STAYS = 0.3
"""How far a resting knee seems to move against the front foot, in thighs, with the errors of both (ours)."""


def still_knee(
    body: Body2D, labels: np.ndarray, time: np.ndarray, free: Mask, run: tuple[int, int], rear: Leg
) -> tuple[int, int] | None:
    """First and last frame of the time around ``run`` in which the rear knee stays where it is; None if it moves.

    Args:
        labels: (T,) the postures.
        free: (T,) frames of no other segment.
        run: frames in which the leg ``rear`` is low and behind.
    """
    place = body.vector(f"{rear}_knee", f"{OTHER_LEG[rear]}_foot_index")
    inside = place[run[0] : run[1] + 1]
    if not np.isfinite(inside).any():
        return None
    middle = np.nanmedian(inside, axis=0)
    stays = np.hypot(*(place - middle).T) < KNEE_STAYS
    stays |= ~np.isfinite(place).all(1)
    if stays[run[0] : run[1] + 1].mean() < 0.9:
        return None
    stays &= free & ~np.isin(labels, ("stand", "apart", "turned", "unseen", "lying", "thomas"))
    first, last = run
    while first > 0 and stays[first - 1]:
        first -= 1
    while last < len(stays) - 1 and stays[last + 1]:
        last += 1
    rests = time[last] - time[first]
    if rests < LEAST_REST_S:
        return None
    lies = _median(body.heel_over_toes(rear), (first, last)) < figure("posture", "heel_up")
    on_floor = _median(body.knee_over_floor(rear), (first, last)) < figure("posture", "knee_at_floor")
    beside = (time >= time[first] - BESIDE_S) & (time <= time[last] + BESIDE_S)
    beside[first : last + 1] = False
    rises = bool((body.knee_over_floor(rear)[beside] > KNEE_OFF).any())
    return None if rises and rests < LONG_REST_S and not (lies and on_floor) else (first, last)


def held(
    body: Body2D, part: tuple[int, int], rear: Leg
) -> Literal["half_kneeling_stretch", "lunge", "unknown"]:
    """What a posture is whose rear knee stays where it is: it rests on the floor, or it is held above."""
    over, up = _median(body.knee_over_floor(rear), part), _median(body.heel_over_toes(rear), part)
    at_floor = figure("posture", "knee_at_floor")
    if over < at_floor or (up < figure("posture", "heel_up") and over < 1.6 * at_floor):
        return "half_kneeling_stretch"
    return "lunge" if over > KNEE_OFF else "unknown"


def short_kneel(
    body: Body2D, labels: np.ndarray, time: np.ndarray, run: tuple[int, int], rear: Leg
) -> Literal["half_kneeling_stretch", "lunge", "unknown"]:
    """What a short time with one knee at the floor is.

    Args:
        labels: (T,) the postures.
        run: first and last frame with the knee of ``rear`` at the floor.
    """
    first, last = run
    beside = (time >= time[first] - BESIDE_S) & (time <= time[last] + BESIDE_S)
    beside[first : last + 1] = False
    risen = np.isin(labels, ("stand", "apart", "lunge_near", "lunge_far")) & beside
    if risen.any():
        return "lunge"
    lies = _median(body.heel_over_toes(rear), run) < figure("posture", "heel_up")
    return "half_kneeling_stretch" if lies else "unknown"


def _median(values: Array, part: tuple[int, int]) -> float:
    inside = values[part[0] : part[1] + 1]
    return float(np.nanmedian(inside)) if np.isfinite(inside).any() else 0.0


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
    if closest < STEPPED * wide or front is None:
        return (
            "lunge",
            _("each leg in turn is in front, and a step leads into the low posture or out of it")
            if front is None
            else _("one leg stays in front, and a step leads into the low posture or out of it"),
            front,
            (),
        )
    rise = float(np.nanpercentile(reach, 95) - np.nanmedian(reach[low]))
    if rise > 0.12:
        return "split_squat", _("the feet stay apart while the body goes down and up"), front, ()
    kind = held(body, part, OTHER_LEG[front])
    if kind == "lunge":
        why = _(
            "the body is low, one foot in front and the other knee behind, off the floor, and it stays there"
        )
        return "lunge", why, front, ("split_squat",)
    if kind == "half_kneeling_stretch":
        return kind, _(WORDS[kind]), None, ()
    return "unknown", _(KNEE_UNSURE), None, ("half_kneeling_stretch", "lunge")
