"""The contour of the trunk, from buttock to shoulder blade, read from the silhouette.

Landmarks cannot show an arched lower back: an arch of 2-6 % of trunk length moves the landmarks of the trunk by about
1 %. The contour shows it. Each station lies at a fixed share of the line from hip to shoulder; a ray goes from there to
either side of the picture, and the contour lies where the ray leaves the person.
"""

import numpy as np
import scipy

from psoas.capture.pose.crop import SIZE, apply
from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose
from psoas.timeseries import Array

STATIONS = np.linspace(-0.30, 0.90, 49)
"""Stations of the contour on the line from hip (0) to shoulder (1)."""

REACH = np.arange(0.0, 0.62, 0.01)
"""Depths along a ray at which the silhouette is read, in trunk lengths."""

LEAST_TRUNK_PX = 24.0
"""Least length of a trunk whose contour is read, in pixels of the crop."""


def trunk_contours(pose: Pose) -> Array:
    """Read the contour on the picture's left and right: (2, 49, 2) [px of the frame], NaN where it is not found."""
    to_frame = pose.region.to_frame()
    to_crop = pose.region.from_frame()
    hip, shoulder = (
        apply(to_crop, pose.points[[INDEX[f"left_{name}"], INDEX[f"right_{name}"]]].mean(0))
        for name in ("hip", "shoulder")
    )
    trunk = shoulder - hip
    length = float(np.hypot(*trunk))
    if length < LEAST_TRUNK_PX:
        return np.full((2, len(STATIONS), 2), np.nan)
    # a quarter turn of the upward trunk: towards the picture's left, for a person who is upright in it
    leftwards = np.array([trunk[1], -trunk[0]])
    outwards = np.array([leftwards, -leftwards])[:, None]
    origins = hip + STATIONS[:, None] * trunk
    rays = origins[None, :, None] + outwards[:, :, None] * REACH[:, None]
    odds = scipy.ndimage.map_coordinates(
        pose.silhouette, [rays[..., 1] - 0.5, rays[..., 0] - 0.5], order=1, mode="constant", cval=-FAR
    )
    depth = _first_exit(np.clip(odds, -FAR, FAR))
    contour = origins + outwards * depth[:, :, None]
    inside = ((contour > 1) & (contour < SIZE - 1)).all(2)
    contour[~inside] = np.nan
    if pose.region.mirrored:
        contour = contour[::-1]
    return apply(to_frame, contour)


FAR = 20.0
"""Log odds are limited to this; larger ones hold no information on the place of the contour."""


def _first_exit(odds: Array) -> Array:
    """Find the depth (...) at which rays with (..., R) log odds first leave the person; NaN where they do not."""
    leaving = (odds[..., :-1] >= 0) & (odds[..., 1:] < 0)
    first = leaving.argmax(-1)[..., None]
    inner = np.take_along_axis(odds, first, -1)[..., 0]
    outer = np.take_along_axis(odds, first + 1, -1)[..., 0]
    found = leaving.any(-1) & (odds[..., 0] >= 0)
    step = REACH[1] - REACH[0]
    share = np.divide(inner, inner - outer, out=np.zeros_like(inner), where=found)
    return np.where(found, REACH[first[..., 0]] + share * step, np.nan)
