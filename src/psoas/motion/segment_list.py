"""The segments of a recording put together, and the one name that stands for all."""

from dataclasses import replace

import numpy as np

from psoas.quantities import Movement, MovementSegment
from psoas.timeseries import Array
from psoas.words import N_, _

TURNS = N_("the person turns to the camera or away from it")

STAYS = 1.2
"""Way through the picture, in thighs, from which nobody stands: the hips of one who sways stay within 0.2 m (ours)."""

GOES_ON = N_(
    "the legs are straight, and the body moves on through the picture: the person goes, or the camera moves"
)

THIGH_OF_TRUNK = 0.85
"""Thigh 0.245 of the height, hip to shoulder 0.288 (Drillis and Contini 1966)."""

GROWS = 1.15
"""Ratio of a trunk's lengths, late and early, from which somebody before the camera comes nearer or goes (ours)."""

FRONTAL_S = 1.0
"""Shortest time for which depth, an estimate, gives a name beside a part that is seen from the side [s]."""

LONGEST_DOUBT_S = 2.5
"""A shorter unknown part between two of one movement belongs to it [s]."""


def with_frontal(
    segments: tuple[MovementSegment, ...], frontal: tuple[MovementSegment, ...]
) -> tuple[MovementSegment, ...]:
    """The segments seen from the side, and between them the named ones of the time of facing the camera.

    Args:
        frontal: found in the frames left out of ``segments``.
    """
    named = [one for one in frontal if one.movement != "unknown" and one.duration_s >= FRONTAL_S]
    kept = [
        one
        for one in segments
        if one.why != _(TURNS)
        or not any(one.start_s < other.end_s and other.start_s < one.end_s for other in named)
    ]
    return tuple(joined_up(sorted((*kept, *named), key=lambda one: one.start_s)))


def without_goers(
    segments: tuple[MovementSegment, ...], time: Array, hips: Array, trunk: Array
) -> tuple[MovementSegment, ...]:
    """Those who face the camera and seem to stand, but move on or come nearer, have no name.

    Args:
        hips: (T,) across the picture [px].
        trunk: (T,) length in the picture [px].
    """
    kept = []
    for one in segments:
        inside = (time >= one.start_s) & (time <= one.end_s) & np.isfinite(hips) & np.isfinite(trunk)
        if one.movement == "standing" and inside.any():
            lengths = trunk[inside]
            third = max(len(lengths) // 3, 1)
            grown = abs(np.log(np.median(lengths[-third:]) / np.median(lengths[:third])))
            way = np.ptp(hips[inside]) / (np.median(lengths) * THIGH_OF_TRUNK)
            if way > STAYS or grown > np.log(GROWS):
                one = replace(one, movement="unknown", why=_(GOES_ON), likeliest=("walking", "standing"))
        kept.append(one)
    return tuple(kept)


def main_movement(segments: tuple[MovementSegment, ...]) -> Movement:
    """The movement that fills most of the named time; standing gives way to a quarter of it, named or not."""
    spent: dict[Movement, float] = {}
    for one in segments:
        if one.movement != "unknown":
            spent[one.movement] = spent.get(one.movement, 0.0) + one.duration_s
    unnamed = sum(one.duration_s for one in segments if one.movement == "unknown")
    if not spent:
        return "unknown"
    moving = {name: value for name, value in spent.items() if name != "standing"}
    if moving and max(moving.values()) >= 0.25 * spent.get("standing", 0.0):
        return max(moving, key=lambda name: moving[name])
    if unnamed >= 0.25 * spent.get("standing", 0.0) > 0:
        return "unknown"
    return max(spent, key=lambda name: spent[name])


def joined_up(segments: list[MovementSegment]) -> list[MovementSegment]:
    """The segments, with those of one movement that follow each other made one, over a short unknown part, too."""
    joined: list[MovementSegment] = []
    for one in segments:
        before = joined[-1] if joined else None
        if (
            len(joined) > 1
            and before is not None
            and before.movement == "unknown"
            and before.duration_s < LONGEST_DOUBT_S
            and joined[-2].movement == one.movement
            and one.movement in before.likeliest
            and one.start_s - joined[-2].end_s < LONGEST_DOUBT_S
        ):
            joined.pop()
            before = joined[-1]
        if (
            before is not None
            and before.movement == one.movement
            and one.start_s - before.end_s < LONGEST_DOUBT_S
            and (one.movement != "unknown" or before.why == one.why)
        ):
            front = before.front_leg if before.front_leg == one.front_leg else None
            pace = before.strides_per_s
            if pace is not None and one.strides_per_s is not None and one.duration_s > before.duration_s:
                pace = one.strides_per_s
            joined[-1] = replace(before, end_s=one.end_s, front_leg=front, strides_per_s=pace)
        else:
            joined.append(one)
    return joined
