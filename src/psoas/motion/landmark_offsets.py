"""Where the pose network puts its landmarks, beside the joints that they are called after.

The way from a joint to its landmark changes with the view and with the bend of the leg. It was learnt on rendered
people whose joints are known (``camera_fit.json``, made by ``benchmarks/calibrate_camera.py``), and is taken off before
a body is fitted.
"""

from typing import Final

import numpy as np

from psoas.data import read_data
from psoas.timeseries import Array

BENDS: Final = ("one", "thigh", "knee")
FEATURES: Final = tuple(f"{turn}_{bend}" for turn in ("one", "turn", "turn_squared") for bend in BENDS)
"""What an offset depends on: the sine of the turn, and its square, times the sines of thigh and half knee."""


def features(turn: Array, thigh: Array, knee: Array) -> Array:
    """(T, 9) by `FEATURES`.

    Args:
        turn: (T,) of the view off the side [rad], + where the camera sees the person's front.
        thigh: (T,) from vertical [rad], + behind.
        knee: (T,) bend [rad].
    """
    bends = np.stack([np.ones_like(thigh), np.sin(thigh), np.sin(knee / 2)], axis=-1)
    return np.concatenate([np.sin(turn)[:, None] ** power * bends for power in range(3)], axis=-1)


def offset(side: str, joint: str, turn: Array, thigh: Array, knee: Array) -> Array:
    """(T, 2) from a joint to its landmark, forward and up in the picture, in lengths of a leg at that distance.

    Args:
        side: ``near`` or ``far``.
        joint: ``shoulder``, ``hip``, ``knee`` or ``ankle``.
        turn, thigh, knee: as in `features`, of the same side.
    """
    weights = read_data("psoas.motion", "camera_fit.json")["offsets"][side][joint]
    way: Array = features(turn, thigh, knee) @ np.array(weights)
    return way
