"""What one camera saw of a person, as the fit of the body takes it."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from psoas.motion.balance import Pitch
from psoas.motion.camera_body import LANDMARKS
from psoas.sides import SIDES
from psoas.timeseries import Array, Mask


@dataclass(frozen=True, eq=False)
class Seen:
    """What the camera saw of T frames of a person who faces the right of the picture.

    Attributes:
        time: (T,) increasing [s].
        marks: (T, K, 2) joints by `LANDMARKS` [px], x right and y down, from the picture's centre; NaN where unseen.
        weight: (T, K) confidence, 0..1.
        longest_px: longest side of the picture [px].
        height_m: of the person [m].
        heading: (T,) where the person faces, as the network's depths say [rad].
        depths: (T, 2, 2) of `psoas.motion.landmark_depths.segment_depths`; NaN where unknown.
        pitch: how far the camera looks down; None where unknown.
    """

    time: Array
    marks: Array
    weight: Array
    longest_px: float
    height_m: float
    heading: Array
    depths: Array
    pitch: Pitch | None = None

    @cached_property
    def known(self) -> Mask:
        """(T, K) joints that are there."""
        return np.asarray(np.isfinite(self.marks).all(axis=-1))

    @cached_property
    def leg_px(self) -> float:
        """Length of the longer leg in the picture: median over time [px]."""
        ways = []
        for side in SIDES:
            hip, knee, ankle = (
                self.marks[:, LANDMARKS.index(f"{side}_{n}")] for n in ("hip", "knee", "ankle")
            )
            ways.append(np.linalg.norm(knee - hip, axis=1) + np.linalg.norm(ankle - knee, axis=1))
        longest = np.fmax(*ways)
        return float(np.nanmedian(longest)) if np.isfinite(longest).any() else float("nan")

    def at(self, frames: slice) -> "Seen":
        """The same for some of the frames."""
        return replace(
            self,
            time=self.time[frames],
            marks=self.marks[frames],
            weight=self.weight[frames],
            heading=self.heading[frames],
            depths=self.depths[frames],
        )
