"""What a person wears, as two colours: enough to tell them from somebody who walks past."""

import numpy as np
from numpy.typing import NDArray

from psoas.capture.pose.crop import apply
from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose

ALONG = np.linspace(0.15, 0.85, 12)
"""Where on the way from hip to shoulder, and from hip to knee, the colour is read."""

ACROSS = np.linspace(-0.12, 0.12, 5)
"""How far beside that line, in lengths of it."""

LEAST_SAMPLES = 12
"""Fewer points of a part inside picture and silhouette say nothing about its colour."""

_LIGHT = np.array([0.299, 0.587, 0.114])


def colours(rgb: NDArray[np.uint8], pose: Pose) -> NDArray[np.floating]:
    """(2, 3) median colour of trunk and thighs [RGB, 0..255]; NaN for a part that cannot be seen."""
    points = pose.points
    hip, shoulder = (
        (points[INDEX[f"left_{part}"]] + points[INDEX[f"right_{part}"]]) / 2 for part in ("hip", "shoulder")
    )
    legs = [
        _beside(points[INDEX[f"{side}_hip"]], points[INDEX[f"{side}_knee"]]) for side in ("left", "right")
    ]
    return np.array([_median(rgb, pose, part) for part in (_beside(hip, shoulder), np.concatenate(legs))])


def difference(first: NDArray[np.floating], second: NDArray[np.floating]) -> float:
    """How differently two people are dressed: the larger difference of trunk and thighs, 0 where neither is known.

    Light counts half, because a shadow or the camera's exposure changes it and leaves the hue alone.
    """
    change = first - second
    light = change @ _LIGHT
    hue = change - light[:, None]
    parts = np.hypot(light / 2, np.sqrt((hue**2).sum(1)))
    known = parts[np.isfinite(parts)]
    return float(known.max()) if len(known) else 0.0


def _beside(start: NDArray[np.floating], end: NDArray[np.floating]) -> NDArray[np.floating]:
    """(60, 2) points along and beside a line."""
    along = end - start
    aside = np.array([-along[1], along[0]])
    grid: NDArray[np.floating] = start + ALONG[:, None, None] * along + ACROSS[None, :, None] * aside
    return grid.reshape(-1, 2)


def _median(rgb: NDArray[np.uint8], pose: Pose, points: NDArray[np.floating]) -> NDArray[np.floating]:
    height, width = rgb.shape[:2]
    column, row = np.floor(points).astype(int).T
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    size = len(pose.silhouette)
    crop_column, crop_row = np.floor(apply(pose.region.from_frame(), points)).astype(int).T
    inside &= (crop_column >= 0) & (crop_column < size) & (crop_row >= 0) & (crop_row < size)
    inside[inside] = pose.silhouette[crop_row[inside], crop_column[inside]] > 0
    if inside.sum() < LEAST_SAMPLES:
        return np.full(3, np.nan)
    median: NDArray[np.floating] = np.median(rgb[row[inside], column[inside]], axis=0)
    return median
