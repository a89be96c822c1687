"""Walking or running by the feet: who walks has each foot on the ground for more than half of its stride.

In a run there is a flight between the steps, in a walk a time in which both feet are down; so the share of the stride
in which a foot is down tells them apart by what they are (Novacheck 1998, doi:10.1016/S0966-6362(97)00038-6).
"""

from dataclasses import replace
from typing import Final

import numpy as np

from psoas.motion import MeasuredMotion, main_movement
from psoas.strides.clip_events import GaitPart, clip_events, part_of
from psoas.strides.stride import GAITS, Gait
from psoas.timeseries import TimeSeries

HALF: Final = 0.5
"""Share of a stride (what walking and running are)."""

LEAST_CONTACTS: Final = 3
"""Times on the ground from which their share is known (ours)."""


def named_by_feet(points: TimeSeries, motion: MeasuredMotion) -> MeasuredMotion:
    """The motion with its walks and runs named by the feet, where those are seen well enough to say so.

    The instants of the feet lie a little apart from their witnesses in a walk and in a run. The name is given where the
    share of the ground is on the same side of a half with both, or where only those of one gait agree on the instants.

    Args:
        points: 33 landmarks ``.x`` and ``.y`` [px].
        motion: that was measured from them.
    """
    segments = []
    for one in motion.segments:
        gaits = {one.movement, *one.likeliest} - {"unknown"}
        part = part_of(one, points, motion) if gaits and gaits <= set(GAITS) else None
        shares = [] if part is None else [_share_down(replace(part, gait=gait)) for gait in GAITS]
        known = [share for share in shares if np.isfinite(share)]
        name: Gait | None = None
        if known and all(share > HALF for share in known):
            name = "walking"
        elif known and all(share < HALF for share in known):
            name = "running"
        if name is None or name == one.movement:
            segments.append(one)
            continue
        why = f"{one.why}; each foot is down for {np.mean(known):.0%} of its stride"
        segments.append(replace(one, movement=name, why=why, likeliest=(name,)))
    named = tuple(segments)
    if named == motion.segments:
        return motion
    return replace(motion, segments=named, movement=main_movement(named))


def _share_down(part: GaitPart) -> float:
    """Median share of the stride in which a foot is down; NaN where too few contacts are seen."""
    contacts = clip_events(part).contacts(part.stride_s)
    return float(np.median(contacts)) / part.stride_s if len(contacts) >= LEAST_CONTACTS else float("nan")
