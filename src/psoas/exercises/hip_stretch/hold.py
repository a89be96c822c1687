"""What is rest, a hold and a return: the rules by which repetitions are scored and the live ring follows one."""

from typing import Final

import numpy as np

from psoas.exercises.hip_stretch.thresholds import Thresholds
from psoas.timeseries import Array, Mask

TIME_ERROR_S: Final = 0.1
"""One standard error of the length of a move or a hold [s], from fitting made-up sessions with the noise of one camera:
0.08 in a single move, 0.06 in a hold."""

REST_DEG_S = 6.0
"""The thigh rests where it is slower: 3 cm/s at the end of a thigh 0.4 m long is 4 deg/s, plus noise [deg/s]."""
RETURN_SHARE = 0.5
"""Share of the way back that separates two repetitions: people who return to a few degrees off their start did two."""


def at_rest(speed: Array) -> Mask:
    """Whether the thigh rests, at the start or in a hold.

    Args:
        speed: of the thigh's angle [deg/s].
    """
    slow: Mask = np.abs(speed) < REST_DEG_S
    return slow


def counts(travel_deg: float, limits: Thresholds) -> bool:
    """Whether the thigh went far enough for a repetition; a rest there is a hold.

    Args:
        travel_deg: level of the thigh above that of the start [deg].
    """
    return travel_deg >= limits.travel_counts_deg


def went_back(low: float, start: float, top: float) -> bool:
    """Whether the thigh came back far enough between two holds to separate them; a smaller dip is a bounce in one hold.

    Args:
        low, start, top: lowest level of the dip, level of the start, and level of the hold [deg].
    """
    return low - start <= RETURN_SHARE * (top - start)
