"""Joint angles in the sagittal plane from the landmarks of a side view.

All angles are read in the picture, with the person's front to +x and up to +y. From vertical: thigh and shank +
where the lower end is behind the upper one, trunk + where the shoulders are in front of the hips. Knee + bent,
hip + flexed against the trunk line, ankle + toes up.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from psoas.motion.filtering import CUTOFF_HZ, smooth, without_spikes
from psoas.motion.legs import PARTS, unswapped
from psoas.sides import AHEAD, OTHER_WORD, Side, SideWord
from psoas.timeseries import Array, Mask, TimeSeries

Leg = Literal["near", "far"]

LEGS: Final[tuple[Leg, Leg]] = ("near", "far")
OTHER_LEG: Final[dict[Leg, Leg]] = {"near": "far", "far": "near"}
OF_LEG: Final[dict[Leg, Side]] = {"near": "r", "far": "l"}
"""The sides of the legs in a view from the right."""


SPIKE: Final = 0.08
"""Least residual of a spike, in trunk lengths (ours)."""


@dataclass(frozen=True)
class Stick:
    """The person as a stick figure in the picture's plane, smoothed; (T, 2) [px], x to the front, y up.

    Attributes:
        exchanged: (T,) frames in which the network took each leg for the other; None where that was not looked at.
    """

    time: Array
    joints: dict[str, Array]
    confidence: dict[str, Array]
    trunk_px: float
    thigh_px: float
    exchanged: Mask | None = None

    def angle(self, upper: str, lower: str) -> Array:
        """(T,) angle of a segment from vertical [rad], + where its lower end is behind."""
        x, y = (self.joints[lower] - self.joints[upper]).T
        turned: Array = np.arctan2(-x, -y)
        return turned

    def squared(self, yaw_deg: float) -> "Stick":
        """The figure as seen square from the side: what the camera's angle foreshortens is stretched again.

        Near and far side stay apart by their breadth, and what is nearer stays larger: good enough to name a posture.
        """
        widen = np.array([widening(yaw_deg), 1.0])
        joints = {name: joint * widen for name, joint in self.joints.items()}
        thighs = [median_length(joints[f"{leg}_hip"] - joints[f"{leg}_knee"]) for leg in ("near", "far")]
        trunk = median_length(joints["mid_shoulder"] - joints["mid_hip"])
        return replace(self, joints=joints, trunk_px=trunk, thigh_px=max(thighs))

    def where(self, kept: Mask) -> "Stick":
        """The same person, unseen in all frames but those that are kept (T,)."""
        return replace(
            self, joints={name: np.where(kept[:, None], joint, np.nan) for name, joint in self.joints.items()}
        )

    def part(self, frames: slice) -> "Stick":
        """The same person in some of the frames."""
        return replace(
            self,
            time=self.time[frames],
            joints={name: joint[frames] for name, joint in self.joints.items()},
            confidence={name: sure[frames] for name, sure in self.confidence.items()},
            exchanged=None if self.exchanged is None else self.exchanged[frames],
        )


def widening(turn_deg: float) -> float:
    """How much longer what lies along the picture is than a view turned out of the side shows it."""
    return float(1 / np.cos(np.radians(min(turn_deg, 50.0))))


def stick_figure(
    points: TimeSeries, facing: SideWord, cutoff_hz: float = CUTOFF_HZ, spikes: bool = False
) -> Stick:
    """Smoothed joints, ``near_`` and ``far_`` shoulder to foot_index, and ``mid_`` hip and shoulder.

    In a side view the near side is the side that faces the camera: the left one of a person who faces left.

    Args:
        points: 33 landmarks ``.x`` and ``.y`` [px].
        cutoff_hz: of the low-pass [Hz].
        spikes: leave samples in that lie far from both beside them, as those of a quick foot do.
    """
    sign = AHEAD[facing]
    sides = {"near": facing, "far": OTHER_WORD[facing]}
    raw: dict[str, Array] = {}
    confidence: dict[str, Array] = {}
    for word, side in sides.items():
        for part in ("shoulder", "elbow", "wrist", "index", "hip", *PARTS):
            name = f"{side}_{part}"
            raw[f"{word}_{part}"] = np.column_stack([sign * points[f"{name}.x"], -points[f"{name}.y"]])
            confidence[f"{word}_{part}"] = np.asarray(points.confidence_of(f"{name}.x"), float)
    trunk_px = median_length(_mid(raw, "shoulder") - _mid(raw, "hip"))
    leg_px = max(
        median_length(raw[f"{leg}_hip"] - raw[f"{leg}_knee"])
        + median_length(raw[f"{leg}_knee"] - raw[f"{leg}_ankle"])
        for leg in sides
    )
    near, far = (np.stack([raw[f"{leg}_{part}"] for part in PARTS], axis=1) for leg in ("near", "far"))
    swapped = unswapped(near, far, leg_px)
    for part in PARTS:
        for values in (raw, confidence):
            first, second = values[f"near_{part}"], values[f"far_{part}"]
            first[swapped], second[swapped] = second[swapped], first[swapped]
    time = np.asarray(points.time, float)
    joints = {
        name: smooth(time, value if spikes else without_spikes(value, least=SPIKE * trunk_px), cutoff_hz)
        for name, value in raw.items()
    }
    for part in ("hip", "shoulder"):
        joints[f"mid_{part}"] = _mid(joints, part)
    thigh_px = max(median_length(joints[f"{leg}_hip"] - joints[f"{leg}_knee"]) for leg in sides)
    return Stick(time, joints, confidence, trunk_px, thigh_px, swapped)


def leg_angles(stick: Stick, leg: Leg) -> dict[str, Array]:
    """(T,) [rad] ``thigh_angle``, ``knee_angle``, ``hip_flexion``, ``ankle_angle`` of one leg."""
    thigh = wrapped(stick.angle(f"{leg}_hip", f"{leg}_knee"), centre=-np.pi / 3)
    shank = stick.angle(f"{leg}_knee", f"{leg}_ankle")
    foot_x, foot_y = (stick.joints[f"{leg}_foot_index"] - stick.joints[f"{leg}_heel"]).T
    return {
        "thigh_angle": thigh,
        "knee_angle": wrapped(shank - thigh, centre=np.pi / 3),
        "hip_flexion": wrapped(trunk_lean(stick) - thigh, centre=np.pi / 3),
        "ankle_angle": wrapped(shank + np.arctan2(foot_y, foot_x)),
    }


def trunk_lean(stick: Stick) -> Array:
    """(T,) angle of the hip-shoulder line from vertical [rad], + forwards."""
    x, y = (stick.joints["mid_shoulder"] - stick.joints["mid_hip"]).T
    lean: Array = np.arctan2(x, y)
    return lean


def leg_confidence(stick: Stick, leg: Leg) -> Array:
    """(T,) least confidence of hip, knee and ankle."""
    least: Array = np.minimum.reduce([stick.confidence[f"{leg}_{part}"] for part in ("hip", "knee", "ankle")])
    return least


def wrapped(angle: Array, centre: float = 0.0) -> Array:
    """The angle within half a turn of ``centre`` [rad]."""
    result: Array = (angle - centre + np.pi) % (2 * np.pi) - np.pi + centre
    return result


def _mid(joints: dict[str, Array], part: str) -> Array:
    middle: Array = (joints[f"near_{part}"] + joints[f"far_{part}"]) / 2
    return middle


def median_length(segment: Array) -> float:
    """Median length of a segment (T, 2) over the frames in which it is known; NaN without any."""
    lengths = np.hypot(segment[:, 0], segment[:, 1])
    known = lengths[np.isfinite(lengths)]
    return float(np.median(known)) if len(known) else float("nan")
