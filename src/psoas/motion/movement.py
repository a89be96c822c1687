"""Recognise what the person does in the recording, from the stick figure."""

from typing import Literal

import numpy as np

from psoas.motion.angles import Leg, Stick, leg_angles, trunk_lean
from psoas.quantities import Movement
from psoas.timeseries import Array, Mask

LEAST_SEAT_S = 1.2
"""Nobody stays longer with the trunk behind the feet without a seat [s]."""


def half_kneels(stick: Stick, leg: Leg, rough: bool = False) -> Mask:
    """(T,) True where the person half-kneels on ``leg``: that knee on the ground, the other up, its foot in front.

    Args:
        rough: the points come from the lite weights, whose knee on the floor is off by up to half a thigh.
    """
    other: Leg = "far" if leg == "near" else "near"
    rear, front = leg_angles(stick, leg), leg_angles(stick, other)
    ground = np.fmin.reduce(
        [
            stick.joints[f"{side}_{part}"][:, 1]
            for side in ("near", "far")
            for part in ("knee", "ankle", "heel", "foot_index")
        ]
    )
    knee_height = (stick.joints[f"{leg}_knee"][:, 1] - ground) / stick.thigh_px
    front_height = (stick.joints[f"{other}_knee"][:, 1] - ground) / stick.thigh_px
    return np.asarray(
        (knee_height < (0.90 if rough else 0.40))
        & (front_height > knee_height + (0.10 if rough else 0.35))
        & (rear["knee_angle"] > np.radians(30 if rough else 45))
        & (np.abs(rear["thigh_angle"]) < np.radians(50))
        & (front["thigh_angle"] < np.radians(-40))
    )


def rear_leg(stick: Stick, rough: bool = False) -> Leg | None:
    """The leg that kneels in more frames; None where neither does."""
    near, far = (int(half_kneels(stick, leg, rough).sum()) for leg in ("near", "far"))
    if max(near, far) == 0:
        return None
    return "near" if near >= far else "far"


def recognise(stick: Stick) -> Movement:
    """Recognise the movement that fills most of the recording.

    Rules on the stick figure, each a share of the frames in which the person is seen; ``unknown`` where none holds.
    """
    near, far = leg_angles(stick, "near"), leg_angles(stick, "far")
    seen = np.isfinite(near["thigh_angle"]) & np.isfinite(far["thigh_angle"]) & np.isfinite(trunk_lean(stick))
    count = int(seen.sum())
    if count == 0:
        return "unknown"
    leg = rear_leg(stick)
    if leg is not None and half_kneels(stick, leg).sum() >= 0.4 * count:
        return "half_kneeling_stretch"
    gait = _gait(stick, near["thigh_angle"], far["thigh_angle"], near["knee_angle"], far["knee_angle"], seen)
    if gait is not None:
        return gait
    thigh = np.maximum(-near["thigh_angle"], -far["thigh_angle"])
    upright = (
        seen & (thigh < np.radians(30)) & (np.fmax(near["knee_angle"], far["knee_angle"]) < np.radians(40))
    )
    low = seen & (np.fmin(-near["thigh_angle"], -far["thigh_angle"]) > np.radians(45))
    if upright.sum() >= 0.05 * count and low.any():
        seated = low & _behind_the_feet(stick)
        return "sit_to_stand" if _longest_run_s(stick.time, seated) >= LEAST_SEAT_S else "squat"
    if upright.sum() >= 0.7 * count:
        return "standing"
    return "unknown"


def _behind_the_feet(stick: Stick) -> Mask:
    """(T,) True where the trunk's middle is so far behind the feet that a seat must support it."""
    middle = (stick.joints["mid_hip"][:, 0] + stick.joints["mid_shoulder"][:, 0]) / 2
    feet = np.fmin(stick.joints["near_heel"][:, 0], stick.joints["far_heel"][:, 0])
    return np.asarray(feet - middle > 0.25 * stick.thigh_px)


def _gait(
    stick: Stick, near: Array, far: Array, near_knee: Array, far_knee: Array, seen: Mask
) -> Literal["walking", "running"] | None:
    """Recognise walking or running: the thighs swing against each other in a steady rhythm."""
    scissors = np.where(seen, near - far, np.nan)
    known = scissors[seen]
    time = stick.time[seen]
    if len(known) < 20 or time[-1] - time[0] < 1.0:
        return None
    swing = float(np.percentile(known, 90) - np.percentile(known, 10))
    crossings = time[1:][(known[1:] > 0) != (known[:-1] > 0)]
    if swing < np.radians(20) or len(crossings) < 3:
        return None
    strides_per_s = (len(crossings) - 1) / (crossings[-1] - crossings[0]) / 2
    walking_share = (crossings[-1] - crossings[0]) / (time[-1] - time[0])
    if not 0.4 <= strides_per_s <= 2.2 or walking_share < 0.4:
        return None
    bent = float(np.percentile(np.concatenate([near_knee[seen], far_knee[seen]]), 97))
    return "running" if strides_per_s > 1.2 and bent > np.radians(75) else "walking"


def _longest_run_s(time: Array, mask: Mask) -> float:
    """Duration of the longest run of True [s]."""
    edges = np.flatnonzero(np.diff(np.r_[False, mask, False].astype(int)))
    starts, ends = edges[::2], edges[1::2] - 1
    return float((time[ends] - time[starts]).max()) if len(starts) else 0.0
