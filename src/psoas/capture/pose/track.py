"""A person as last seen: where they should be next, and how well somebody fits."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from psoas.capture.pose.appearance import colours, difference
from psoas.capture.pose.crop import Region
from psoas.capture.pose.network import Pose
from psoas.timeseries import Array

Rgb = NDArray[np.uint8]

JITTER, PACE = 0.06, 3.5
"""How far the hips can go: in sides of the square, and in sides a second. A side is about two metres."""

STRETCH = 0.15
"""How much the square can grow or shrink between two frames a thirtieth of a second apart, as a logarithm."""

FORGET_S = 1.0
"""After this long out of sight a person may come back anywhere [s]."""

SETTLE_S = 0.2
"""Time over which the velocity is averaged [s]."""

UNEXPECTED = 0.1
"""Distance from where the hips should be, in sides of the square, at which it may well be somebody else."""

DRIFT = 0.1
"""How much that grows with every second since the person was seen clearly, in sides a second."""

FADE_S = 0.5
"""How long a person is thought to go on at the same pace while hidden [s]."""

STRANGER = 50.0
"""Difference in dress, see `appearance.difference`, at which it is somebody else. One person on the rendered clips
stays below 48 in side view, whatever the arms do; people in other clothes differ by up to 114."""


@dataclass(frozen=True)
class Track:
    """A person as last seen, and how they came there.

    Attributes:
        pose: then.
        time_s: when [s].
        dress: what `appearance.colours` says of them.
        hips: (2,) when they were last seen clear of everybody else [px].
        clear_s: when that was [s].
        velocity: (2,) of the hips by then [px/s].
    """

    pose: Pose
    time_s: float
    dress: Array
    hips: Array
    clear_s: float
    velocity: Array

    @classmethod
    def of(cls, rgb: Rgb, pose: Pose, time_s: float) -> "Track":
        """Somebody who was just found."""
        return cls(pose, time_s, colours(rgb, pose), hips_of(pose), time_s, np.zeros(2))

    def seen(self, pose: Pose, time_s: float, clear: bool) -> "Track":
        """The same person a moment later, ``clear`` of everybody else or not."""
        if not clear:
            return replace(self, pose=pose, time_s=time_s)
        gap = time_s - self.clear_s
        share = 1 - np.exp(-gap / SETTLE_S)
        velocity = self.velocity + share * ((hips_of(pose) - self.hips) / max(gap, 1e-6) - self.velocity)
        return replace(self, pose=pose, time_s=time_s, hips=hips_of(pose), clear_s=time_s, velocity=velocity)

    def dressed(self, seen: Array) -> "Track":
        """With a dress that slowly follows the light."""
        mixed = np.where(np.isfinite(self.dress), 0.7 * self.dress + 0.3 * seen, seen)
        return replace(self, dress=np.where(np.isfinite(mixed), mixed, self.dress))

    def expected(self, time_s: float) -> Array:
        """(2,) where the hips should be [px] if the person goes on as when last seen clearly."""
        on = FADE_S * (1 - np.exp(-(time_s - self.clear_s) / FADE_S))
        where: Array = self.hips + self.velocity * on
        return where

    def place(self, time_s: float) -> Region:
        """The square to look at."""
        region = self.pose.following
        if self.clear_s == self.time_s:
            return region
        x, y = self.expected(time_s).tolist()
        return replace(region, x=x, y=y)

    def reaches(self, region: Region, time_s: float) -> bool:
        """Whether the person can be in the square ``region`` at a later time."""
        gap = time_s - self.time_s
        if gap > FORGET_S:
            return True
        before = self.pose.following
        moved = np.hypot(region.x - before.x, region.y - before.y) / before.side
        grown = abs(np.log(max(region.side, 1e-6) / before.side))
        return bool(moved <= JITTER + PACE * gap and grown <= STRETCH * max(30 * gap, 1) ** 0.5)

    def surprise(self, rgb: Rgb, pose: Pose, time_s: float) -> float:
        """How badly a pose fits the way and the dress of this person; 1 is bad."""
        away = float(np.hypot(*(hips_of(pose) - self.expected(time_s)))) / self.pose.following.side
        usual = UNEXPECTED + DRIFT * (time_s - self.clear_s)
        return away / usual + difference(self.dress, colours(rgb, pose)) / STRANGER


def hips_of(pose: Pose) -> Array:
    """(2,) mid hips [px]."""
    return np.array([pose.following.x, pose.following.y])


def apart(first: Pose, second: Pose) -> float:
    """Distance of two poses, median over the landmarks, in sides of the first one's square."""
    distances = np.hypot(*(first.points - second.points).T)
    return float(np.median(distances)) / first.following.side
