"""The clothes of a person as two colours, which distinguish them from somebody who walks past."""

import numpy as np

from psoas.capture.pose.crop import Rgb, apply
from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose
from psoas.timeseries import Array

ALONG = np.linspace(0.15, 0.85, 12)
"""Places on the line from hip to shoulder, and from hip to knee, where the colour is read, in lengths of that line."""

ACROSS = np.linspace(-0.12, 0.12, 5)
"""Distances beside that line, in lengths of it."""

LEAST_SAMPLES = 12
"""Fewest points inside picture and silhouette from which the colour of a part is read."""

_LIGHT = np.array([0.299, 0.587, 0.114])


def colours(rgb: Rgb, pose: Pose) -> Array:
    """Read the median colours of trunk and thighs: (2, 3) [RGB, 0..255], NaN for a part that cannot be seen."""
    points = pose.points
    hip, shoulder = (
        (points[INDEX[f"left_{part}"]] + points[INDEX[f"right_{part}"]]) / 2 for part in ("hip", "shoulder")
    )
    legs = [
        _beside(points[INDEX[f"{side}_hip"]], points[INDEX[f"{side}_knee"]]) for side in ("left", "right")
    ]
    return np.array([_median(rgb, pose, part) for part in (_beside(hip, shoulder), np.concatenate(legs))])


def difference(first: Array, second: Array) -> float:
    """Compare two people's clothes: the larger difference of trunk and thighs, 0 where neither is known.

    Lightness counts half, because a shadow or the camera's exposure changes it without the hue.
    """
    change = first - second
    light = change @ _LIGHT
    hue = change - light[:, None]
    parts = np.hypot(light / 2, np.sqrt((hue**2).sum(1)))
    known = parts[np.isfinite(parts)]
    return float(known.max()) if len(known) else 0.0


def _beside(start: Array, end: Array) -> Array:
    """Place (60, 2) points along and beside a line."""
    along = end - start
    aside = np.array([-along[1], along[0]])
    grid: Array = start + ALONG[:, None, None] * along + ACROSS[None, :, None] * aside
    return grid.reshape(-1, 2)


def _median(rgb: Rgb, pose: Pose, points: Array) -> Array:
    height, width = rgb.shape[:2]
    column, row = np.floor(points).astype(int).T
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    size = len(pose.silhouette)
    crop_column, crop_row = np.floor(apply(pose.region.from_frame(), points)).astype(int).T
    inside &= (crop_column >= 0) & (crop_column < size) & (crop_row >= 0) & (crop_row < size)
    inside[inside] = pose.silhouette[crop_row[inside], crop_column[inside]] > 0
    if inside.sum() < LEAST_SAMPLES:
        return np.full(3, np.nan)
    median: Array = np.median(rgb[row[inside], column[inside]], axis=0)
    return median
