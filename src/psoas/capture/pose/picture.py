"""Quality of the pictures as the pose network sees them: light, grain, sharpness, and whether the person is cut off.

Landmarks that jump have many causes. Only the pictures tell whether more light, or a clean lens, would help.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
import scipy

from psoas.capture.pose.crop import SIZE, Region, Rgb, apply
from psoas.capture.pose.network import Pose
from psoas.timeseries import Array

EVERY = 15
"""One picture in so many is rated."""

BRIGHT_PERCENT = 90
"""Percentile that is bright: a black shirt does not make a picture dark."""

EDGE = 0.01
"""How far inside the picture its edge is read, in sides of the square: the outline is no sharper."""

LIGHT = np.array([0.299, 0.587, 0.114], np.float32)
"""Share of red, green and blue in the lightness (ITU-R BT.601)."""

REBLUR = 9
"""Length of the average whose loss of detail tells sharp from blurred [px of the crop]."""


@dataclass(frozen=True)
class PictureQuality:
    """The quality of the pictures of a recording; medians over the pictures that were rated.

    Attributes:
        brightness: lightness of the bright parts around the person, 0 black to 1 white.
        noise: standard deviation of the grain, of the same unit.
        blur: 0 sharp to 1 blurred.
        size_px: side of the square around the person, in pixels of the recording; small where the person is far away,
            NaN where nobody was seen.
        cut_off: how much of the picture's edge the person covers at most, in sides of the square.
    """

    brightness: float
    noise: float
    blur: float
    size_px: float
    cut_off: float = 0.0


def rate(rgb: Rgb, pose: Pose | None, scale: float) -> PictureQuality:
    """Rate one picture: the square around the person, or all of it where nobody is seen.

    Args:
        rgb: (H, W, 3) the frame.
        pose: found in it; None where nobody was.
        scale: px of the original picture for one px of the frame.
    """
    if pose is None:
        height, width = rgb.shape[:2]
        region = Region(width / 2, height / 2, float(max(height, width)), 0.0)
    else:
        region = pose.region
    light: Array = region.cut(rgb) @ LIGHT
    inside = light[light > 0]  # black where the square leaves the picture
    return PictureQuality(
        brightness=float(np.percentile(inside, BRIGHT_PERCENT)) if len(inside) else 0.0,
        noise=_noise(light),
        blur=_blur(light),
        size_px=np.nan if pose is None else region.side * scale,
        cut_off=0.0 if pose is None else _cut_off(pose, rgb.shape[1], rgb.shape[0]),
    )


def median_quality(rated: Sequence[PictureQuality]) -> PictureQuality | None:
    """The median of each figure over the rated pictures; None without any."""
    if not rated:
        return None
    table = np.array([astuple(one) for one in rated])
    seen = table[np.isfinite(table[:, 3])]
    return PictureQuality(*(float(value) for value in np.median(seen if len(seen) else table, axis=0)))


def _cut_off(pose: Pose, width: int, height: int) -> float:
    """The longest part of one edge of the picture that the person covers, in sides of the square."""
    inwards = EDGE * pose.region.side
    along = np.linspace(0.0, 1.0, 200)
    covered = []
    for fixed, length, sideways in (
        (inwards, width, False),
        (height - inwards, width, False),
        (inwards, height, True),
        (width - inwards, height, True),
    ):
        line = np.column_stack([along * length, np.full(len(along), fixed)])
        line = apply(pose.region.from_frame(), line[:, ::-1] if sideways else line)
        column, row = np.floor(line).astype(int).T
        inside = (column >= 0) & (column < SIZE) & (row >= 0) & (row < SIZE)
        person = pose.silhouette[row[inside], column[inside]] > 0
        covered.append(float(person.sum()) / len(along) * length / pose.region.side)
    return max(covered)


def _noise(light: Array) -> float:
    """Standard deviation of the grain, from what a Laplacian leaves of smooth surfaces (Immerkaer 1996, doi
    10.1006/cviu.1996.0060); the median in place of the mean, so that edges and texture do not count."""
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    left = np.abs(scipy.ndimage.convolve(light, kernel, mode="nearest"))[2:-2, 2:-2]
    known = left[light[2:-2, 2:-2] > 0]  # black where the square leaves the picture
    return float(np.median(known) / 0.6745 / 6.0) if len(known) else 0.0


def _blur(light: Array) -> float:
    """Share of the differences between neighbours that survives another blur (Crete 2007, doi 10.1117/12.702790)."""
    smooth = scipy.ndimage.gaussian_filter(light, 1.0)  # grain is no detail
    shares = []
    for axis in (0, 1):
        before = np.abs(np.diff(smooth, axis=axis))
        after = np.abs(np.diff(scipy.ndimage.uniform_filter1d(smooth, REBLUR, axis=axis), axis=axis))
        lost = np.maximum(before - after, 0.0)
        shares.append(1.0 - float(lost.sum()) / max(float(before.sum()), 1e-9))
    return max(shares)
