"""How far the person is turned out of the side view, frame by frame, as the network's depths and widths say."""

import numpy as np
import scipy

from psoas.data import read_data
from psoas.sides import SideWord
from psoas.timeseries import Array, TimeSeries

STEADY_S = 1.0
"""The turn is the median over so long: people turn in a second, a network errs for less [s]."""

WIDEST = {"shoulder": 0.725, "hip": 0.435}
"""Width of shoulders and of hips seen from the front, in trunk lengths, on rendered people."""

MOST_TURN = np.radians(80)
"""Beyond it the person is seen from the front or the back, and a side has no meaning [rad]."""


def turn_of(points: TimeSeries, world: TimeSeries, towards: SideWord) -> Array:
    """(T,) turn of the view off the side [rad], + where the camera sees the person's front; NaN where unseen.

    A weighted sum of the witnesses of `turn_witnesses`, learnt on rendered people filmed at known angles.
    """
    rule = read_data("psoas.motion", "camera_fit.json")["turn"]
    turn = np.full(len(points), np.radians(rule["constant"]))
    for name, values in turn_witnesses(points, world, towards).items():
        turn = turn + rule[name] * values
    known = np.flatnonzero(np.isfinite(turn))
    if len(known) > 2:
        step = float(np.median(np.diff(points.time[known])))
        frames = max(1, round(STEADY_S / step)) | 1
        turn[known] = scipy.ndimage.median_filter(turn[known], frames, mode="nearest")
    return np.asarray(np.clip(turn, -MOST_TURN, MOST_TURN))


def turn_witnesses(points: TimeSeries, world: TimeSeries, towards: SideWord) -> dict[str, Array]:
    """Signs of a turned view, (T,) each [rad]; + where the camera sees the person's front.

    ``shoulder_turn`` and ``hip_turn``: turn of the left-right line off the viewing direction, by the network's depth.
    ``shoulder_width`` and ``hip_width``: the turn at which that line is seen as wide as it is.
    """
    sign = 1.0 if towards == "right" else -1.0
    trunk = np.hypot(*(_middle(points, "shoulder", axis) - _middle(points, "hip", axis) for axis in "xy"))
    length = np.nanmedian(trunk) if np.isfinite(trunk).any() else np.nan
    result: dict[str, Array] = {}
    for part in ("shoulder", "hip"):
        across = world[f"right_{part}.x"] - world[f"left_{part}.x"]
        away = world[f"right_{part}.z"] - world[f"left_{part}.z"]
        result[f"{part}_turn"] = np.arctan2(-across, -sign * away)
        width = (points[f"left_{part}.x"] - points[f"right_{part}.x"]) / length
        result[f"{part}_width"] = np.arcsin(np.clip(width / WIDEST[part], -1, 1))
    return result


def _middle(points: TimeSeries, part: str, axis: str) -> Array:
    middle: Array = (points[f"left_{part}.{axis}"] + points[f"right_{part}.{axis}"]) / 2
    return middle
