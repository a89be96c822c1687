"""Whether the legs of a recording can be read, or were guessed or mixed up by the pose network."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from psoas.motion.angles import Stick
from psoas.quantities import MOVEMENTS, Movement, MovementSegment
from psoas.timeseries import Array, Mask
from psoas.words import _

BEHIND_DEG = 20.0
"""From so far behind the body can hide a leg [deg]."""

LEAST_KNEE = 0.65
"""Median visibility of a knee, in a view from behind, below which its leg is guessed. Rendered people: 0.77 and more
where the angles are right, at most 0.61 where a leg is placed wrongly."""

MOST_ASTRAY = 0.1
"""Share of frames with a leg where the body cannot have it, above which all are doubted. Rendered people: 0.04 at most
where the angles are right within their bands, 0.11 and more where legs are mixed up for a third of the time."""

MOST_MIXED = 0.5
"""The same, above which more pictures are wrong than right, and nothing has a name."""

FRAME_BY_FRAME: tuple[Movement, ...] = ("modified_thomas_test",)
"""Movements in which each leg rests in turn, so that frames of mixed-up legs can be left out and the others kept."""

APART = 0.6
"""Feet that are further apart along the picture, in thighs, stand one before the other: 0.25 m (ours)."""

EXCHANGE_S = 0.25
"""Time in which no foot gets from behind the other to before it without a step or a jump: 0.5 m in this time is more
than 2 m/s, the speed of a foot that swings in walking (Winter 2009, Biomechanics and Motor Control of Human Movement,
4th ed.) [s]."""

EITHER_LEG: tuple[Movement, ...] = ("walking", "running", "squat", "standing")
"""Movements that stay what they are, whichever leg is called which: both do the same, at once or in turn."""

ON_THE_SPOT: tuple[Movement, ...] = (
    *(name for name, one in MOVEMENTS.items() if one.stretch),
    "lunge",
    "split_squat",
)
"""Movements in which one foot stands in front of the other."""


def unread_legs(seen: Stick, movement: Movement, turn_deg: float, astray: float) -> str | None:
    """Why the legs cannot be read; None where they can.

    Args:
        seen: as in the picture.
        movement: the name that the legs, as they are, give.
        turn_deg: of the person [deg], + where the camera sees their front.
        astray: of `psoas.motion.side_on.SideOn`.
    """
    known = np.isfinite(seen.joints["mid_hip"][:, 0])
    if turn_deg < -BEHIND_DEG and any(
        np.median(seen.confidence[f"{leg}_knee"][known]) < LEAST_KNEE for leg in ("near", "far")
    ):
        return _(
            "the camera stood about {angle} degrees behind you, where your body hides a leg from it",
            angle=round(-turn_deg),
        )
    if astray > (MOST_MIXED if movement in FRAME_BY_FRAME else MOST_ASTRAY):
        return _("the legs could not be told apart in {share:.0%} of the pictures", share=astray)
    if movement in ON_THE_SPOT and feet_exchanged(seen):
        return _(
            "the legs could not be told apart: from one picture to the next, the foot in front "
            "was the other one"
        )
    return None


def leave_out_strays(columns: dict[str, Array], strays: Mask, movement: Movement) -> dict[str, str]:
    """Leave out the frames of mixed-up legs where the others stay, and say so.

    Args:
        columns: coordinate to its values (T,), changed in place.
        strays: (T,) of `psoas.motion.side_on.SideOn`.

    Returns:
        The reason, by what was left out; nothing where nothing was.
    """
    if movement not in FRAME_BY_FRAME or not strays.any():
        return {}
    for values in columns.values():
        values[strays] = np.nan
    return {
        "mixed_legs": _(
            "the legs could not be told apart in {share:.0%} of the pictures, which are left out; "
            "film each leg from its own side",
            share=strays.mean(),
        )
    }


def feet_exchanged(seen: Stick) -> bool:
    """Whether the front foot is suddenly the one behind, faster than a foot moves: left and right were mixed up."""
    apart = (seen.joints["near_ankle"] - seen.joints["far_ankle"])[:, 0] / seen.thigh_px
    clear = np.flatnonzero(np.abs(apart) > APART)
    return any(
        apart[before] * apart[after] < 0 and seen.time[after] - seen.time[before] <= EXCHANGE_S
        for before, after in pairwise(clear)
    )


def without_names(
    segments: tuple[MovementSegment, ...], why: str, astray: float = 1.0
) -> tuple[MovementSegment, ...]:
    """The segments of legs that cannot be read: names that depend on which leg is which are doubted by ``why``.

    Args:
        astray: of `psoas.motion.side_on.SideOn`; without it no name stays.
    """
    kept = EITHER_LEG if astray <= MOST_MIXED else ()
    return tuple(
        one
        if one.movement in ("unknown", *kept)
        else replace(one, movement="unknown", why=why, front_leg=None, strides_per_s=None)
        for one in segments
    )
