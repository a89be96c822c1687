"""How far the person is turned out of the side view, frame by frame, as the network's depths and widths say."""

import numpy as np
import scipy

from psoas.data import read_data
from psoas.motion.view import trunk_length
from psoas.sides import AHEAD, SideWord
from psoas.timeseries import Array, TimeSeries

STEADY_S = 1.0
"""The turn is the median over so long: people turn in a second, a network errs for less [s]."""

WIDEST = 0.725
"""Width of the shoulders seen from the front, in trunk lengths, on rendered people."""

ROUNDS = 2
"""Of weighing the witnesses: after two the turn moves by less than half a degree."""

MOST_TURN = np.radians(80)
"""Beyond it the person is seen from the front or the back, and a side has no meaning [rad]."""


def turn_of(points: TimeSeries, world: TimeSeries, towards: SideWord) -> Array:
    """(T,) turn of the view off the side [rad], + where the camera sees the person's front; NaN where unseen.

    Mean of the two witnesses of `turn_witnesses`, each weighted by the inverse square of its error.
    """
    turn = weighed(turn_witnesses(points, world, towards)) + turn_rule()["constant_deg"]
    known = np.flatnonzero(np.isfinite(turn))
    if len(known) > 2:
        step = float(np.median(np.diff(points.time[known])))
        frames = max(1, round(STEADY_S / step)) | 1
        turn[known] = scipy.ndimage.median_filter(turn[known], frames, mode="nearest")
    return np.asarray(np.clip(turn, -MOST_TURN, MOST_TURN))


def turn_rule() -> dict[str, float]:
    """The errors of the witnesses and what is left of their mean, by names that end in ``_deg`` [rad]."""
    table = read_data("psoas.motion", "camera_fit.json")["turn"]
    return {name: float(np.radians(value)) for name, value in table.items()}


def weighed(witnesses: dict[str, Array]) -> Array:
    """(T,) mean of the witnesses by their errors [rad].

    People's shoulders differ in width by a share s of it, so that the width errs by s tan(turn): near the side it is
    the better witness, near the front the depth is.
    """
    rule, spread = turn_rule(), read_data("psoas.motion", "camera_fit.json")["sizes_spread"]
    share = np.hypot(spread["shoulder_width"], spread["trunk"])
    depth, width = witnesses["shoulder_turn"], witnesses["shoulder_width"]
    by_depth = 1 / rule["depth_error_deg"] ** 2
    turn = (depth + width) / 2
    for _ in range(ROUNDS):
        slope = np.tan(np.clip(np.abs(turn), 0.0, MOST_TURN))
        by_width = 1 / (rule["width_error_deg"] ** 2 + (share * slope) ** 2)
        turn = (depth * by_depth + width * by_width) / (by_depth + by_width)
    return np.asarray(turn)


def turn_witnesses(points: TimeSeries, world: TimeSeries, towards: SideWord) -> dict[str, Array]:
    """Signs of a turned view, (T,) each [rad]; + where the camera sees the person's front.

    ``shoulder_turn``: turn of the line of the shoulders off the viewing direction, by the network's depth.
    ``shoulder_width``: the turn at which shoulders of usual width are seen as wide as they are.
    """
    sign = AHEAD[towards]
    trunk = trunk_length(points)
    length = np.nanmedian(trunk) if np.isfinite(trunk).any() else np.nan
    across = world["right_shoulder.x"] - world["left_shoulder.x"]
    away = world["right_shoulder.z"] - world["left_shoulder.z"]
    width = (points["left_shoulder.x"] - points["right_shoulder.x"]) / length
    return {
        "shoulder_turn": np.arctan2(-across, -sign * away),
        "shoulder_width": np.arcsin(np.clip(width / WIDEST, -1, 1)),
    }
