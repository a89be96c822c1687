"""A turned person as a camera exactly beside them would see them, by the body that is fitted to the picture.

The person is looked at as one who faces the right: the near side is the right one.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from psoas.motion.angles import OF_LEG, Stick, wrapped
from psoas.motion.balance import Pitch
from psoas.motion.camera_body import LANDMARKS, SHARED, camera_axes, pose
from psoas.motion.camera_fit import Fitted, fit_camera_body
from psoas.motion.camera_prior import usual_shared
from psoas.motion.camera_seen import Seen
from psoas.motion.landmark_offsets import offset
from psoas.sides import Side
from psoas.timeseries import Array, Mask

OFFSET: Final = ("shoulder", "hip", "knee", "ankle")
"""Joints whose landmarks sit a little beside them."""

ARM: Final = ("elbow", "wrist", "index")

FAR_OFF: Final = 3.0
"""Way from a landmark to where the body can have it, in usual errors, at which it shows another leg, or none."""

LIES_BACK: Final = np.radians(60.0)
"""Lean of a trunk backwards from which it lies [rad]; nobody leans back so far without lying."""

FRAMES_PER_S: Final = 30.0
"""The most frames a second to which a body is fitted; others lie between."""


@dataclass(frozen=True, eq=False)
class SideOn:
    """The person from exactly beside.

    Attributes:
        stick: joints of legs and trunk as the fitted body has them, the arms from its shoulders as in the picture [px].
        turn: (T,) of the person out of the picture [rad], + where the camera sees their front; NaN where unseen.
        astray: share of the frames in which a knee or an ankle lies `FAR_OFF` from where the body can have it.
        strays: (T,) those frames.
    """

    stick: Stick
    turn: Array
    astray: float
    strays: Mask


def side_on(stick: Stick, seen: Seen, few: slice) -> SideOn:
    """Fit a body to the person, and look at it from beside.

    Args:
        stick: as in the picture [px].
        seen, few: of `seen_of`.
    """
    return beside(stick, fit_all(stick, seen, few), few)


def fit_all(stick: Stick, seen: Seen, few: slice) -> Fitted:
    """Fit a body to all frames of `seen_of`, by offsets of the landmarks first for the picture's legs, then its own."""
    view = -seen.heading - _bearing(seen.marks, seen.longest_px)
    fitted = fit_camera_body(without_offsets(seen, view, _from_picture(stick.part(few)), _leg_px(stick)))
    return fit_camera_body(without_offsets(seen, *from_body(fitted, seen)), fitted)


def seen_of(
    stick: Stick,
    turn: Array,
    size: tuple[int, int],
    towards_right: bool,
    height_m: float,
    depths: Array | None = None,
    pitch: Pitch | None = None,
) -> tuple[Seen, slice]:
    """What the fit takes from a stick figure, and the frames that it takes.

    Args:
        stick: as in the picture [px].
        turn: (T,) of the view, as the network's depths say [rad].
        size: width and height of the picture [px].
        towards_right: the person faces the right of the picture.
        height_m: of the person [m].
        depths: (T, 2, 2) of `segment_depths`; None where the network's places in space are not known.
        pitch: how far the camera looks down; None where that is not known.
    """
    time = stick.time
    step_s = float(np.median(np.diff(time))) if len(time) > 1 else 1.0
    step = max(1, round(1.0 / (step_s * FRAMES_PER_S)))
    few = slice(None, None, step)
    centre = np.array([size[0] / 2 * (1.0 if towards_right else -1.0), -size[1] / 2])
    marks = np.stack([_joint(stick, name)[few] - centre for name in LANDMARKS], axis=1) * [1.0, -1.0]
    weight = np.stack([stick.confidence[_name(name)][few] for name in LANDMARKS], axis=1)
    known = np.isfinite(turn)
    view = np.interp(time, time[known], turn[known])[few]
    longest = float(max(size))
    beyond = np.full((len(time), 2, 2), np.nan) if depths is None else depths
    if stick.exchanged is not None:
        beyond = np.where(stick.exchanged[:, None, None], beyond[:, ::-1], beyond)
    heading = -view - _bearing(marks, longest)
    return Seen(time[few], marks, weight, longest, height_m, heading, beyond[few], pitch), few


Legs = dict[Side, tuple[Array, Array]]
"""Thigh, + behind, and bend of the knee of each side, (T,) each [rad]."""


def without_offsets(seen: Seen, turn: Array, legs: Legs, leg_px: Array | float) -> Seen:
    """The joints themselves, for legs of this length at their distance [px].

    The offsets were learnt on upright trunks. Of somebody who lies on their back, whom the network sees in a square
    that is turned with them, the landmarks are closer to the joints as they are (`benchmarks.thomas`).
    """
    marks = seen.marks.copy()
    upright = ~_lies_back(marks)
    for leg, side in OF_LEG.items():
        for joint in OFFSET:
            way = offset(leg, joint, turn, *legs[side]) * np.broadcast_to(leg_px, turn.shape)[:, None]
            way *= upright[:, None]
            marks[:, LANDMARKS.index(f"{side}_{joint}")] -= way * [1.0, -1.0]
    return replace(seen, marks=marks)


def _lies_back(marks: Array) -> Mask:
    """(T,) the line from hips to shoulders, of marks (T, L, 2) with y down, is level or nearly so, face up."""
    hips, shoulders = (
        marks[:, [LANDMARKS.index(f"{side}_{joint}") for side in OF_LEG.values()]].mean(axis=1)
        for joint in ("hip", "shoulder")
    )
    ahead, down = (shoulders - hips).T
    return np.asarray(np.arctan2(ahead, -down) < -LIES_BACK)


def _bearing(marks: Array, longest_px: float) -> Array:
    """(T,) how far the person stands off the middle of what the camera sees, towards where they face [rad].

    A person who faces along the picture is seen from ahead before the middle, and from behind after it.
    """
    hips = marks[:, [LANDMARKS.index(f"{side}_hip") for side in OF_LEG.values()], 0].mean(axis=1)
    focal = float(np.exp(usual_shared(1.0, longest_px)[0][SHARED.index("log_focal")]))
    return np.asarray(np.arctan(np.nan_to_num(hips) / focal))


def from_body(fitted: Fitted, seen: Seen) -> tuple[Array, Legs, Array]:
    """Turn of the view, legs, and the length of a leg at its distance (T,) [px], as the fitted body has them."""
    scale = np.exp(fitted.shared[SHARED.index("log_focal")]) / fitted["depth"]
    leg = sum(float(fitted.shared[SHARED.index(name)]) for name in ("thigh", "shank"))
    legs = {side: (-fitted[f"thigh_{side}"], fitted[f"knee_{side}"]) for side in OF_LEG.values()}
    return -fitted["heading"] - _bearing(seen.marks, seen.longest_px), legs, np.asarray(scale * leg)


def _from_picture(stick: Stick) -> Legs:
    """Thighs and knees as the picture shows them: good enough for the offsets."""
    legs: Legs = {}
    for leg, side in OF_LEG.items():
        thigh = stick.angle("mid_hip", f"{leg}_knee")
        bend = wrapped(stick.angle(f"{leg}_knee", f"{leg}_ankle") - thigh, centre=np.pi / 2)
        legs[side] = np.nan_to_num(thigh), np.nan_to_num(np.clip(bend, 0.0, 2.6))
    return legs


def _leg_px(stick: Stick) -> float:
    """Length of a leg in the picture [px]."""
    lengths = [
        np.hypot(*(stick.joints[f"{leg}_{low}"] - stick.joints[f"{leg}_{top}"]).T)
        for leg in OF_LEG
        for top, low in (("hip", "knee"), ("knee", "ankle"))
    ]
    return float(np.nanpercentile(lengths, 75)) * 2


def beside(stick: Stick, fitted: Fitted, few: slice) -> SideOn:
    """The fitted body, seen along its own left-right axis, as large as in the picture."""
    usual = float(np.median(fitted["heading"]))
    px_per_m = float(np.exp(fitted.shared[SHARED.index("log_focal")]) / np.median(fitted["depth"]))
    body = pose(fitted.frames, fitted.shared, derivatives=False).points
    world = body @ camera_axes(fitted.shared)  # x along the picture, y up, z towards the camera
    middle = world[:, [LANDMARKS.index(f"{side}_hip") for side in OF_LEG.values()]].mean(axis=1)
    ahead = np.stack([np.cos(fitted["heading"]), np.zeros(len(world)), -np.sin(fitted["heading"])], axis=1)
    usual_ahead = np.array([np.cos(usual), 0.0, -np.sin(usual)])
    from_hip = world - middle[:, None]
    flat = np.stack([(from_hip * ahead[:, None]).sum(-1), from_hip[..., 1]], axis=-1)
    flat += np.stack([middle @ usual_ahead, middle[:, 1]], axis=-1)[:, None]
    joints = dict(stick.joints)
    time, at = stick.time, stick.time[few]
    for number, name in enumerate(LANDMARKS):
        columns = [np.interp(time, at, flat[:, number, axis] * px_per_m) for axis in (0, 1)]
        seen = np.asarray(np.isfinite(stick.joints[_name(name)]).all(axis=1))
        joints[_name(name)] = np.where(seen[:, None], np.column_stack(columns), np.nan)
    for part in ("hip", "shoulder"):
        joints[f"mid_{part}"] = (joints[f"near_{part}"] + joints[f"far_{part}"]) / 2
    for leg in OF_LEG:  # the arms hang on the shoulders as the picture shows them
        moved = joints[f"{leg}_shoulder"] - stick.joints[f"{leg}_shoulder"]
        for part in ARM:
            if f"{leg}_{part}" in joints:
                joints[f"{leg}_{part}"] = stick.joints[f"{leg}_{part}"] + moved
    trunk, thigh = (float(fitted.shared[SHARED.index(name)]) * px_per_m for name in ("trunk", "thigh"))
    there = np.isfinite(stick.joints["mid_hip"]).all(axis=1)
    turn = np.where(there, -np.interp(time, at, fitted["heading"]), np.nan)
    legs = [number for number, name in enumerate(LANDMARKS) if name.endswith(("knee", "ankle"))]
    off = fitted.off[:, legs]
    far_off = (off > FAR_OFF).any(axis=1)
    astray = float(far_off.sum() / max(int(np.isfinite(off).any(axis=1).sum()), 1))
    strays = np.asarray(np.interp(time, at, far_off) > 0.0)
    return SideOn(replace(stick, joints=joints, trunk_px=trunk, thigh_px=thigh), turn, astray, strays)


def _name(landmark: str) -> str:
    return ("near" if landmark[0] == OF_LEG["near"] else "far") + landmark[1:]


def _joint(stick: Stick, landmark: str) -> Array:
    return stick.joints[_name(landmark)]
