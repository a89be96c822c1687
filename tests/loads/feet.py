"""The feet of a posed body, beside those of standing."""

import numpy as np

from psoas.body.model import Body
from psoas.timeseries import Array


def moved_feet(body: Body, pose: Array) -> tuple[float, float]:
    """How far heels and toes are from where they are in standing [m], and how far turned [deg]."""
    home, there = body.posed(body.poses()[0]), body.posed(pose)
    ids = [body.model.body(f"{part}_{side}").id for part in ("calcn", "toes") for side in "rl"]
    turned = [
        np.arccos(
            np.clip((np.trace(home.xmat[i].reshape(3, 3).T @ there.xmat[i].reshape(3, 3)) - 1) / 2, -1, 1)
        )
        for i in ids
    ]
    return float(np.abs(there.xpos[ids] - home.xpos[ids]).max()), float(np.degrees(max(turned)))
