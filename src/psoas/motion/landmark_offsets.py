"""Where the pose network puts its landmarks, beside the joints that they are called after.

The way from a joint to its landmark changes with the view and with the bend of the leg. It was learnt on rendered
people whose joints are known (``camera_fit.json``, made by ``benchmarks/calibrate_camera.py``), and is taken off before
a body is fitted.
"""

from typing import Final

import numpy as np

from psoas.data import read_data
from psoas.timeseries import Array

FEATURES: Final = ("one", "turn", "turn_squared", "thigh", "knee")
"""What an offset depends on: sines of the turn of the view (and its square), of the thigh and of half the knee."""


def features(turn: Array, thigh: Array, knee: Array) -> Array:
    """(T, 5) by `FEATURES`.

    Args:
        turn: (T,) of the view off the side [rad], + where the camera sees the person's front.
        thigh: (T,) from vertical [rad], + behind.
        knee: (T,) bend [rad].
    """
    sine = np.sin(turn)
    return np.stack([np.ones_like(thigh), sine, sine**2, np.sin(thigh), np.sin(knee / 2)], axis=-1)


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
