"""What is known of the body beside the places of its landmarks in the picture: pairs of landmarks along a direction.

Two kinds: how far a segment points away from the camera, as the network's depths say; and that the toes of both feet,
where both rest, are equally high, because people stand on a floor. The floor tells the camera's pitch.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from psoas.motion.camera_body import CAMERA, LANDMARKS, SHARED, Posed, camera_axes
from psoas.motion.landmark_depths import SEGMENTS, depth_errors
from psoas.sides import SIDES
from psoas.timeseries import Array

LEVEL_M: Final = 0.05
"""Usual difference in height between the landmarks of the toes of two feet that rest on one floor (ours) [m]."""

OTHER_PEOPLE: Final = 2.0
"""By how much larger errors of depths are taken than on rendered people, who are more alike than real ones (ours)."""

ASIDE: Final = float(np.sin(np.radians(15.0)))
"""Sine of the turn at which the floor counts half: from beside, the feet lie at one depth and tell nothing of the
pitch, and what lifts the landmark of a kneeling foot would bend the legs (ours)."""

REST_SPEED: Final = 0.15
"""Speed of toes in the picture at which a foot rests by no more than 1 / e, in lengths of a leg a second (ours)."""

REST_S: Final = 0.2
"""Time over which the speed of a foot is the median [s]."""

SEGMENT_MARKS: Final = tuple(
    (LANDMARKS.index(f"{side}_{first}"), LANDMARKS.index(f"{side}_{last}"))
    for side in SIDES
    for first, last in SEGMENTS
)
TOES: Final = (LANDMARKS.index(f"{SIDES[0]}_foot_index"), LANDMARKS.index(f"{SIDES[1]}_foot_index"))
FIRST, LAST = (list(column) for column in zip(*SEGMENT_MARKS, TOES, strict=True))


@dataclass(frozen=True, eq=False)
class Witnesses:
    """How far one landmark of a pair lies beyond the other: of the segments away from the camera, of the toes upwards.

    Attributes:
        aim: (T, R) [m].
        error: (R,) one standard error [m].
        weight: (T, R) 0 where nothing is known.
    """

    aim: Array
    error: Array
    weight: Array

    def gap(self, points: Array, shared: Array, place: Array) -> Array:
        """(T, R) what lacks of the ways that are known, in standard errors; 0 where nothing is known.

        Args:
            points: (T, K, 3) in the camera's frame [m].
            shared: (G,) by `SHARED`.
            place: (T, 3) mid-hip in the camera's frame [m].
        """
        ways = points[:, LAST] - points[:, FIRST]
        along = (ways * _directions(shared, place)).sum(axis=-1)
        return np.where(self.weight > 0, (self.aim - along) / self.error, 0.0)

    def slopes(self, body: Posed, shared: Array, place: Array) -> tuple[Array, Array]:
        """(T, R, Q) and (T, R, G): how the ways change with coordinates and sizes, in standard errors."""
        directions = _directions(shared, place) / self.error[:, None]
        own, common = (
            np.einsum("trkq,trk->trq", by[:, LAST] - by[:, FIRST], directions)
            for by in (body.by_coordinate, body.by_shared)
        )
        # the whole body turns with the camera, and so does what is upwards
        common[:, -1, [SHARED.index(name) for name in CAMERA]] = 0.0
        return own, common


def witnesses(
    time: Array, marks: Array, weight: Array, depths: Array, heading: Array, leg_px: float, leg_m: float
) -> Witnesses:
    """What is known of T frames.

    Args:
        time: (T,) [s].
        marks: (T, K, 2) [px], NaN where unseen.
        weight: (T, K) 0..1.
        depths: (T, 2, 2) of `segment_depths`; NaN where unknown.
        heading: (T,) where the person faces [rad].
        leg_px, leg_m: length of a leg in the picture [px], and usually [m].
    """
    flat = depths.reshape(len(time), -1)
    aim = np.column_stack([np.nan_to_num(flat) * leg_m, np.zeros(len(time))])
    error = np.append(OTHER_PEOPLE * depth_errors().ravel() * leg_m, LEVEL_M)
    known = np.isfinite(flat) * np.minimum(weight[:, FIRST[:-1]], weight[:, LAST[:-1]])
    turned = np.sin(heading) ** 2
    floor = _resting(time, marks, weight, leg_px) * turned / (turned + ASIDE**2)
    return Witnesses(aim, error, np.column_stack([known, floor]))


def _directions(shared: Array, place: Array) -> Array:
    """(T, R, 3) away from the camera for the segments, upwards for the toes."""
    away = place / np.linalg.norm(place, axis=1, keepdims=True)
    ways = np.repeat(away[:, None], len(FIRST), axis=1)
    ways[:, -1] = camera_axes(shared)[:, 1]
    return ways


def _resting(time: Array, marks: Array, weight: Array, leg_px: float) -> Array:
    """(T,) how sure both feet are seen to rest, near 0 where one moves; a single picture shows no rest."""
    if len(time) < 3:
        return np.zeros(len(time))
    speed = np.linalg.norm(np.gradient(marks[:, TOES], time, axis=0), axis=-1) / leg_px
    frames = max(1, round(REST_S / float(np.median(np.diff(time))))) | 1
    speed = scipy.ndimage.median_filter(np.nan_to_num(speed, nan=np.inf), (frames, 1), mode="nearest")
    rest = np.exp(-((speed / REST_SPEED) ** 2)).min(axis=1)
    return np.asarray(np.where(np.isfinite(rest), rest, 0.0) * weight[:, TOES].min(axis=1))
