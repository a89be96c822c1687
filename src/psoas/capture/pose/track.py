"""A tracked person: the last pose, the expected place, and how well another pose fits."""

from dataclasses import dataclass, replace

import numpy as np

from psoas.capture.pose.appearance import colours, difference
from psoas.capture.pose.crop import Region, Rgb
from psoas.capture.pose.network import Pose
from psoas.timeseries import Array

JITTER, PACE = 0.06, 3.5
"""Largest move of the hips: in sides of the square, and in sides a second. A side is about two metres."""

STRETCH = 0.15
"""Largest growth of the square between two frames a thirtieth of a second apart, as a logarithm."""

FORGET_S = 1.0
"""Time out of sight after which a person may come back anywhere [s]."""

SETTLE_S = 0.2
"""Time over which the velocity is averaged [s]."""

UNEXPECTED = 0.1
"""Distance of the hips from their expected place at which the pose may be another person's, in sides of the square."""

DRIFT = 0.1
"""Growth of that distance while the person is not seen clearly, in sides a second."""

FADE_S = 0.5
"""Time over which a hidden person is expected to keep the same velocity [s]."""

TURN = 1.0
"""How badly a pose fits that faces the other way: nobody turns round between two pictures."""

STRANGER = 50.0
"""Difference of clothes (`appearance.difference`) above which a pose is another person's. On the rendered clips one
person stays below 48 in side view in any position of the arms; people in other clothes differ by up to 114."""


@dataclass(frozen=True)
class Track:
    """A person, last seen at ``time_s``.

    Attributes:
        pose: at ``time_s``.
        time_s: of the last pose [s].
        dress: colours of the clothes, from `appearance.colours`.
        hips: (2,) at ``clear_s`` [px].
        clear_s: time at which the person was last seen apart from everybody else [s].
        velocity: (2,) of the hips at ``clear_s`` [px/s].
    """

    pose: Pose
    time_s: float
    dress: Array
    hips: Array
    clear_s: float
    velocity: Array

    @classmethod
    def of(cls, rgb: Rgb, pose: Pose, time_s: float) -> "Track":
        """Start to track a person who was just found."""
        return cls(pose, time_s, colours(rgb, pose), hips_of(pose), time_s, np.zeros(2))

    def seen(self, pose: Pose, time_s: float, clear: bool) -> "Track":
        """Add the pose of a later frame, ``clear`` of everybody else or not."""
        if not clear:
            return replace(self, pose=pose, time_s=time_s)
        gap = time_s - self.clear_s
        share = 1 - np.exp(-gap / SETTLE_S)
        velocity = self.velocity + share * ((hips_of(pose) - self.hips) / max(gap, 1e-6) - self.velocity)
        return replace(self, pose=pose, time_s=time_s, hips=hips_of(pose), clear_s=time_s, velocity=velocity)

    def dressed(self, seen: Array) -> "Track":
        """Let the colours of the clothes slowly follow the light."""
        mixed = np.where(np.isfinite(self.dress), 0.7 * self.dress + 0.3 * seen, seen)
        return replace(self, dress=np.where(np.isfinite(mixed), mixed, self.dress))

    def expected(self, time_s: float) -> Array:
        """Predict the hips (2,) [px] from the velocity at which the person was last seen clearly."""
        on = FADE_S * (1 - np.exp(-(time_s - self.clear_s) / FADE_S))
        where: Array = self.hips + self.velocity * on
        return where

    def place(self, time_s: float) -> Region:
        """Give the square to look at."""
        region = self.pose.following
        if self.clear_s == self.time_s:
            return region
        x, y = self.expected(time_s).tolist()
        return replace(region, x=x, y=y)

    def reaches(self, region: Region, time_s: float) -> bool:
        """Tell whether the person can be in the square ``region`` at a later time."""
        gap = time_s - self.time_s
        if gap > FORGET_S:
            return True
        before = self.pose.following
        moved = np.hypot(region.x - before.x, region.y - before.y) / before.side
        grown = abs(np.log(max(region.side, 1e-6) / before.side))
        return bool(moved <= JITTER + PACE * gap and grown <= STRETCH * max(30 * gap, 1) ** 0.5)

    def surprise(self, rgb: Rgb, pose: Pose, time_s: float) -> float:
        """Measure how badly a pose fits the path and the clothes of this person; 1 is bad."""
        away = float(np.hypot(*(hips_of(pose) - self.expected(time_s)))) / self.pose.following.side
        usual = UNEXPECTED + DRIFT * (time_s - self.clear_s)
        turned = TURN * (pose.following.mirrored != self.pose.following.mirrored)
        return away / usual + turned + difference(self.dress, colours(rgb, pose)) / STRANGER


def hips_of(pose: Pose) -> Array:
    """Give the middle of the hips, (2,) [px]."""
    return np.array([pose.following.x, pose.following.y])


def apart(first: Pose, second: Pose) -> float:
    """Measure the distance of two poses: median over the landmarks, in sides of the first one's square."""
    distances = np.hypot(*(first.points - second.points).T)
    return float(np.median(distances)) / first.following.side
