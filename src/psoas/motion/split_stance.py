"""Hip-flexor stretches on both feet: one foot stays in front of the other, and the pelvis goes forward and rests."""

from dataclasses import dataclass

import numpy as np
import scipy

from psoas.motion.angles import LEGS, OTHER_LEG, Leg, Stick
from psoas.motion.posture import Body2D, figure
from psoas.quantities import Movement
from psoas.timeseries import Array, Mask, runs_of, runs_over_gaps
from psoas.words import _

APART = 0.45
"""Least distance of the ankles fore and aft, in thighs: feet of one who stands are side by side (ours)."""

STAY = 0.25
"""How far the toes of a standing foot seem to move against those of the other, in thighs (ours)."""

GAP_S, LEAST_S = 0.4, 2.0
"""Longest time in which a foot may not be seen, and shortest time in which both feet stay (ours) [s]."""

LEAST_TRAVEL_DEG = 8.0
"""Least way of the rear thigh: what counts as a repetition of any hip-flexor stretch [deg]."""

LEAST_BEHIND_DEG = 8.0
"""How far the rear thigh is behind upright in the hold, at least (ours) [deg]."""

LEAST_REST_S = 0.4
"""How long the thigh stays within a quarter of its way in the hold, at least, and at the start (ours) [s]."""

RESTS_BELOW_DEG_S = 12.0
"""The thigh rests where it is slower: twice the speed by which a hold is timed, for one camera's points [deg/s]."""

MOST_LEAN_DEG = 35.0
"""Lean of the trunk from which somebody starts, pushes or reaches for the floor and does not stretch (ours) [deg]."""

FORWARD = 0.12
"""Way of the hips against the front foot in the hold, in thighs: thigh and shank turn by 4 degrees and more (ours)."""

RISE = 0.15
"""Most that the hips may rise into the hold, in thighs; whoever rises more does split squats, whose rear thigh is
farthest back at the top (ours)."""


@dataclass(frozen=True)
class SplitStance:
    """A time in which both feet stay and the hip of the rear leg is stretched.

    Attributes:
        first, last: its frames.
        rear: the leg behind.
        movement: the standing or the lunge stretch.
    """

    first: int
    last: int
    rear: Leg
    movement: Movement

    @property
    def why(self) -> str:
        """What it was told by, as the rest of a sentence."""
        return (
            _("both feet stay, one in front of the other, and the hips go forward, rest there and come back")
            if self.movement == "standing_hip_flexor_stretch"
            else _("both feet stay in a long, low step, and the hips go forward, rest there and come back")
        )


def in_split_stance(stick: Stick, rear: Leg) -> Mask:
    """(T,) True where the person stands on both feet with ``rear`` behind, its knee off the floor, and is upright."""
    body, front = Body2D(stick), OTHER_LEG[rear]
    between = body.vector(f"{front}_ankle", f"{rear}_ankle")[:, 0]
    hips = body.vector(f"{front}_ankle", "mid_hip")[:, 0]
    upright = np.abs(body.lean) < MOST_LEAN_DEG
    kneels = np.abs(body.knee_over_floor(rear)) < figure("posture", "knee_at_floor")
    mask: Mask = np.asarray((between > APART) & (hips > -APART) & upright & ~kneels)
    return mask & np.asarray(body.thigh(rear) > body.thigh(front))


def split_stances(body: Body2D, free: Mask) -> list[SplitStance]:
    """Find the hip-flexor stretches on both feet.

    The feet stay, the rear thigh goes back by `LEAST_TRAVEL_DEG` while the hips go forward and do not rise, and it
    rests at both ends of its way. A stance without such a move is none: it may be anything.

    Args:
        free: (T,) frames of no other segment.
    """
    found: list[SplitStance] = []
    time = np.asarray(body.stick.time, float)
    for rear in LEGS:
        stance = in_split_stance(body.stick, rear) & free
        for first, last in runs_over_gaps(time, stance, GAP_S):
            for part in _where_feet_stay(body, time, rear, (first, last)):
                movement = _stretch_in(body, time, rear, part)
                if movement is not None:
                    found.append(SplitStance(*part, rear, movement))
    return sorted(found, key=lambda one: one.first)


def _where_feet_stay(body: Body2D, time: Array, rear: Leg, run: tuple[int, int]) -> list[tuple[int, int]]:
    """The parts of a run in which the toes of both feet keep their place against each other."""
    inside = slice(run[0], run[1] + 1)
    way = body.vector(f"{OTHER_LEG[rear]}_foot_index", f"{rear}_foot_index")[inside]
    known = np.isfinite(way).all(1)
    if not known.any():
        return []
    stays = np.hypot(*(way - np.median(way[known], axis=0)).T) < STAY
    parts = [(run[0] + first, run[0] + last) for first, last in runs_over_gaps(time[inside], stays, GAP_S)]
    return [part for part in parts if time[part[1]] - time[part[0]] >= LEAST_S]


def _stretch_in(body: Body2D, time: Array, rear: Leg, part: tuple[int, int]) -> Movement | None:
    """The stretch that a person does whose feet stay; None where it is none."""
    inside = slice(part[0], part[1] + 1)
    at, thigh = time[inside], body.thigh(rear)[inside]
    known = np.isfinite(thigh)
    if known.sum() < 10:
        return None
    at, thigh = at[known], scipy.ndimage.median_filter(thigh[known], 5, mode="nearest")
    low, high = np.percentile(thigh, [5.0, 95.0])
    way = high - low
    if way < LEAST_TRAVEL_DEG or high < LEAST_BEHIND_DEG:
        return None
    smooth = scipy.ndimage.gaussian_filter1d(
        thigh, max(0.15 / float(np.median(np.diff(at))), 0.5), mode="nearest"
    )
    slow = np.abs(np.gradient(smooth, at)) < RESTS_BELOW_DEG_S
    held, start = slow & (thigh > high - way / 4), slow & (thigh < low + way / 4)
    if not all(_longest_s(at, one) >= LEAST_REST_S for one in (held, start)):
        return None
    hips = body.vector("mid_hip", f"{OTHER_LEG[rear]}_foot_index")[inside][known]
    forward, up = np.nanmedian(hips[held], axis=0) - np.nanmedian(hips[start], axis=0)
    if forward < FORWARD or up > RISE:
        return None
    reach = float(np.nanmedian(body.longest_reach[inside][known][held]))
    return "lunge_stretch" if reach < figure("posture", "lowered_share") else "standing_hip_flexor_stretch"


def _longest_s(time: Array, mask: Mask) -> float:
    return max((float(time[last] - time[first]) for first, last in runs_of(mask)), default=0.0)
