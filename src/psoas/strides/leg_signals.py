"""Signals of a leg over time in which a foot strike and a toe-off show: places against the hip, angles, speeds."""

from typing import Final

import numpy as np

from psoas.motion import Leg, Stick, wrapped
from psoas.timeseries import Array

PARTS: Final = ("ankle", "heel", "foot_index")

STANCE_PERCENT: Final = 12.0
"""Percentile of a foot's speed against the hip that is the speed of the ground: a foot stands for longer than that."""


def leg_signals(stick: Stick, leg: Leg) -> dict[str, Array]:
    """Signals (T,) of one leg, by name.

    Returns:
        ``ankle``, ``heel``, ``foot_index``: how far ahead of the middle of both hips [thigh lengths]; with ``_speed``,
        their rate as a share of the ground's own, + forwards and -1 with the ground; ``thigh`` and ``shank`` from
        vertical, + where the lower end is behind, and ``knee``, + bent [rad].
    """
    hip, joints = stick.joints["mid_hip"], stick.joints
    found: dict[str, Array] = {}
    for part in PARTS:
        ahead = (joints[f"{leg}_{part}"][:, 0] - hip[:, 0]) / stick.thigh_px
        speed = np.gradient(ahead, stick.time)
        known = speed[np.isfinite(speed)]
        ground = -float(np.percentile(known, STANCE_PERCENT)) if len(known) else np.nan
        found |= {part: ahead, f"{part}_speed": speed / ground if ground > 0 else speed * np.nan}
    thigh = wrapped(stick.angle("mid_hip", f"{leg}_knee"), centre=-np.pi / 3)
    shank = stick.angle(f"{leg}_knee", f"{leg}_ankle")
    knee = wrapped(shank - thigh, centre=np.pi / 3)
    return found | {"thigh": thigh, "shank": thigh + knee, "knee": knee}
