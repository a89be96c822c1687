"""What the pose network sees in rendered runs and walks, with the true strides: the data of `strides.py`.

python -m benchmarks.stride_clips CLIP.mp4 ... --truth FOLDER --out benchmarks/strides
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from benchmarks.features import packed_captured, store_clips, unpacked_captured
from psoas.capture.pose.recording import Captured, capture
from psoas.timeseries import Array

FOLDER = Path(__file__).parent / "strides"
ANGLES = ("pelvic_tilt", "lumbar_ext", "trunk_lean", "thigh_near", "thigh_far")


@dataclass(frozen=True, eq=False)
class StrideClip:
    """One clip.

    Attributes:
        movement: what the person does.
        fps: of the camera.
        yaw_deg: turn of the camera off the side.
        size: of the picture [px].
        captured: in the time of the filming.
        strides: the true ones that lie within the clip, with ``leg``: foot_strike_s, toe_off_s, next_strike_s,
            contact_s, flight_s, peak_hip_ext, femur_world_at_peak, pelvic_tilt_at_peak, lumbar_ext_at_peak,
            trunk_lean_mean, knee_at_strike [s, deg], and overstride_m.
        frames: true pelvic_tilt, lumbar_ext, trunk_lean, femur_world of the near and the far leg (T,) [deg].
        arched: the pelvis tips and the back arches in place of the hip's extension.
        difference_deg: hip extension of the near leg less that of the far one, as it was made.
        out_of_picture: instants of strikes and toe-offs whose foot is outside of the picture [s].
    """

    name: str
    body: str
    movement: Literal["walking", "running"]
    fps: float
    yaw_deg: float
    size: tuple[int, int]
    captured: Captured
    strides: tuple[dict[str, Any], ...]
    frames: dict[str, Array]
    arched: bool
    difference_deg: float
    out_of_picture: tuple[float, ...] = ()


def facts_of(truth: dict[str, Any]) -> dict[str, Any]:
    """The facts of a clip, from the truth of the renderer."""
    near = truth["camera"]["near_side"]
    legs = {near: "near", "R" if near == "L" else "L": "far"}
    made = (truth["options"].get("asym") or {}).items()
    strides = [
        {
            **one,
            "leg": legs[one["side"]],
            "overstride_m": _overstride(truth["frames"], one, truth["fps_filmed"]),
        }
        for one in truth["strides"]
    ]
    return {
        "name": truth["clip"],
        # bodies without a name of their own have it in the clip's
        "body": truth["body"] if truth["body"] != "other" else truth["clip"].split("_")[1],
        "movement": truth["kind"],
        "fps": truth["fps_filmed"],
        "yaw_deg": truth["camera"]["yaw_off_side_deg"],
        "size": (truth["width"], truth["height"]),
        "strides": tuple(strides),
        "arched": truth["faults"]["arched_back"],
        "difference_deg": sum(one["hip_ext"] * (1 if legs[side] == "near" else -1) for side, one in made),
        "out_of_picture": tuple(_out_of_picture(truth)),
    }


def frames_of(captured: Captured, truth: dict[str, Any]) -> Array:
    """(T, 5) the true angles `ANGLES` in the frames that were looked at [deg]."""
    near = truth["camera"]["near_side"]
    keys = (
        "pelvic_tilt",
        "lumbar_ext",
        "trunk_lean",
        *(f"femur_world_{side}" for side in sorted("LR", key=near.__ne__)),
    )
    every = truth["frames"]
    shown = (captured.points.time * truth["fps"]).round().astype(int).clip(0, len(every) - 1)
    return np.array([[every[index][key] for key in keys] for index in shown])


def clip_of(captured: Captured, truth: dict[str, Any]) -> StrideClip:
    """A clip in the time of its filming."""
    rate = truth["fps_filmed"] / truth["fps"]
    filmed = replace(
        captured,
        points=replace(captured.points, time=captured.points.time / rate),
        world=replace(captured.world, time=captured.world.time / rate),
        contours=replace(captured.contours, time=captured.contours.time / rate),
        stickers=None,
    )
    frames = dict(zip(ANGLES, frames_of(captured, truth).T, strict=True))
    return StrideClip(captured=filmed, frames=frames, **facts_of(truth))


def save(path: Path, captured: Captured, truth: dict[str, Any]) -> None:
    """Write the observations of one clip and its true strides, about 30 kB a second at 60 frames a second."""
    np.savez_compressed(
        path,
        facts=json.dumps(facts_of(truth)),
        **packed_captured(clip_of(captured, truth).captured),
        frames=frames_of(captured, truth).astype(np.float32),
    )


def _out_of_picture(truth: dict[str, Any]) -> Iterator[float]:
    """Instants of strikes and toe-offs whose ankle or toe is outside of the picture [s]."""
    size = np.array([truth["width"], truth["height"]])
    for stride in truth["strides"]:
        for key in ("foot_strike_s", "toe_off_s", "next_strike_s"):
            at = min(round(stride[key] * truth["fps_filmed"]), len(truth["frames"]) - 1)
            joints = truth["frames"][at]["joints_px"]
            foot = np.array([joints[f"{part}_{stride['side']}"] for part in ("ankle", "toe")])
            if ((foot < 0) | (foot >= size)).any():
                yield stride[key]


def _overstride(frames: list[dict[str, Any]], stride: dict[str, Any], fps: float) -> float:
    """Ankle ahead of the middle of both hips at the foot strike [m]."""
    at = min(round(stride["foot_strike_s"] * fps), len(frames) - 1)
    joints = frames[at]["joints_m"]
    return float(joints[f"ankle_{stride['side']}"][2] - (joints["hip_L"][2] + joints["hip_R"][2]) / 2)


@cache
def stride_clips(folder: Path = FOLDER) -> tuple[StrideClip, ...]:
    """Read all clips of a folder, by name."""
    like = capture([])
    return tuple(_load(path, like) for path in sorted(folder.glob("*.npz")))


def clip_named(name: str) -> StrideClip:
    """The clip of a name."""
    return next(one for one in stride_clips() if one.name == name)


def _load(path: Path, like: Captured) -> StrideClip:
    with np.load(path) as content:
        captured = unpacked_captured(content, like)
        facts = json.loads(str(content["facts"]))
        frames = dict(zip(ANGLES, content["frames"].T.astype(float), strict=True))
    facts["size"] = tuple(facts["size"])
    facts["strides"] = tuple(facts["strides"])
    facts["out_of_picture"] = tuple(facts.get("out_of_picture", ()))
    return StrideClip(captured=captured, frames=frames, **facts)


if __name__ == "__main__":
    store_clips(__doc__, save, FOLDER)
