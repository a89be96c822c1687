"""The contour of the trunk, from buttock to shoulder blade, read off the silhouette.

Landmarks cannot show an arched lower back: bending it by 2-6 % of trunk length moves the landmarks of the trunk
by about 1 %. Its contour can. Each station lies at a fixed share of the way from hip to shoulder; from there a
ray goes to either side of the picture, and the contour is where it leaves the person.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

from psoas.capture.pose.crop import SIZE, apply
from psoas.capture.pose.landmarks import INDEX
from psoas.capture.pose.network import Pose

STATIONS = np.linspace(-0.30, 0.90, 49)
"""Where on the way from hip (0) to shoulder (1) the contour is read."""

REACH = np.arange(0.0, 0.62, 0.01)
"""How far from the hip-shoulder line the contour is looked for, in trunk lengths."""

LEAST_TRUNK_PX = 24.0
"""Crop pixels below which a trunk is too small, or too foreshortened, to read."""


def trunk_contours(pose: Pose) -> NDArray[np.floating]:
    """(2, 49, 2) contour points [px of the frame] on the picture's left and right; NaN where there is none."""
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
    return apply(to_frame, contour)


FAR = 20.0
"""Log odds beyond which more certainty says nothing about where the contour lies."""


def _first_exit(odds: NDArray[np.floating]) -> NDArray[np.floating]:
    """(..., R) log odds along rays to the (...) depth at which each first leaves the person; NaN if it never does."""
    leaving = (odds[..., :-1] >= 0) & (odds[..., 1:] < 0)
    first = leaving.argmax(-1)[..., None]
    inner = np.take_along_axis(odds, first, -1)[..., 0]
    outer = np.take_along_axis(odds, first + 1, -1)[..., 0]
    found = leaving.any(-1) & (odds[..., 0] >= 0)
    step = REACH[1] - REACH[0]
    share = np.divide(inner, inner - outer, out=np.zeros_like(inner), where=found)
    return np.where(found, REACH[first[..., 0]] + share * step, np.nan)
