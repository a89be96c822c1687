"""Walking or running by the feet: who walks has each foot on the ground for more than half of its stride.

In a run there is a flight between the steps, in a walk a time in which both feet are down; so the share of the stride
in which a foot is down tells them apart by what they are (Novacheck 1998, doi:10.1016/S0966-6362(97)00038-6).
"""

from dataclasses import replace
from typing import Final

import numpy as np

from psoas.motion import MeasuredMotion, main_movement
from psoas.quantities import MovementSegment
from psoas.strides.clip_events import GaitPart, clip_events, part_of
from psoas.strides.stride import GAITS, Gait
from psoas.timeseries import TimeSeries
from psoas.words import _

HALF: Final = 0.5
"""Share of a stride (what walking and running are)."""

LEAST_CONTACTS: Final = 3
"""Times on the ground from which their share is known (ours)."""


def named_by_feet(points: TimeSeries, motion: MeasuredMotion) -> tuple[MeasuredMotion, tuple[GaitPart, ...]]:
    """The motion with its walks and runs named by the feet, where those are seen well enough to say so.

    The instants of the feet lie a little apart from their witnesses in a walk and in a run. The name is given where the
    share of the ground is on the same side of a half with both, or where only those of one gait agree on the instants.

    Args:
        points: 33 landmarks ``.x`` and ``.y`` [px].
        motion: that was measured from them.

    Returns:
        The motion, the same object where no name changes, and its walking and running parts.
    """
    segments, parts = [], []
    for one in motion.segments:
        named, part = one, None
        gaits = {one.movement, *one.likeliest} - {"unknown"}
        if gaits and gaits <= set(GAITS):
            part = part_of(one, points, motion)
        if part is not None:
            named = _named(one, part)
        segments.append(named)
        if part is not None and named.movement in GAITS:
            parts.append(replace(part, gait=named.movement))
    if all(one is other for one, other in zip(segments, motion.segments, strict=True)):
        return motion, tuple(parts)
    return replace(motion, segments=tuple(segments), movement=main_movement(tuple(segments))), tuple(parts)


def _named(segment: MovementSegment, part: GaitPart) -> MovementSegment:
    shares = [share for share in (_share_down(part, gait) for gait in GAITS) if np.isfinite(share)]
    name: Gait
    if shares and all(share > HALF for share in shares):
        name = "walking"
    elif shares and all(share < HALF for share in shares):
        name = "running"
    else:
        return segment
    if name == segment.movement:
        return segment
    why = _("{why}; each foot is down for {share:.0%} of its stride", why=segment.why, share=np.mean(shares))
    return replace(segment, movement=name, why=why, likeliest=(name,))


def _share_down(part: GaitPart, gait: Gait) -> float:
    """Median share of the stride in which a foot is down; NaN where too few contacts are seen."""
    contacts = clip_events(replace(part, gait=gait)).contacts(part.stride_s)
    return float(np.median(contacts)) / part.stride_s if len(contacts) >= LEAST_CONTACTS else float("nan")
