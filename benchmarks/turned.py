"""Observations of rendered people filmed from beside and turned, with their joints, in small files.

python -m benchmarks.turned CLIP.mp4 ... --truth FOLDER --out benchmarks/calibration_turned
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.features import packed, store_clips, unpacked
from psoas.capture.pose.recording import Captured, capture
from psoas.sides import SIDES, WORD, Side, SideWord
from psoas.timeseries import TimeSeries

Array = NDArray[np.floating]

FOLDER = Path(__file__).parent / "calibration_turned"
STEP = 2
"""Step between stored frames; of fast movements, every frame is stored."""

FAST = ("walking", "running")
"""Kinds of fast movements."""

JOINTS = ("shoulder", "hip", "knee", "ankle")
DEEP = tuple(f"{side}_{part}" for side in ("left", "right") for part in JOINTS)
"""Landmarks whose places in space are stored."""


@dataclass(frozen=True, eq=False)
class Turned:
    """One clip.

    Attributes:
        kind: of movement, as the generator calls it.
        turn_deg: true turn of the person [deg], + where the camera sees their front.
        pitch_deg: true pitch of the camera, + down [deg].
        facing: the side of the picture to which the person faces.
        size: of the picture [px].
        captured: without contours.
        joints: (T, 2) [px] by ``r_hip`` and so on.
        depths: (T,) by ``r_hip`` and so on: how far a joint is beyond the middle of the hips, seen from the camera, in
            lengths of a leg.
        leg_px: length of a leg at the person's distance [px].
        angles: (T,) true angles [deg] by the names of `psoas.body.COORDINATES`; ``pelvis_tilt`` with its own zero.
        rear: the kneeling leg, or None.
    """

    name: str
    body: str
    kind: str
    turn_deg: float
    pitch_deg: float
    facing: SideWord
    size: tuple[int, int]
    captured: Captured
    joints: dict[str, Array]
    depths: dict[str, Array]
    leg_px: float
    angles: dict[str, Array]
    rear: Side | None


ANGLES = (
    "trunk_lean",
    "pelvis_tilt",
    *(f"{name}_{side}" for name in ("thigh_angle", "knee_angle", "ankle_angle") for side in SIDES),
)
TRUTH = {
    "trunk_lean": "trunk_lean",
    "pelvis_tilt": "pelvic_tilt",
    "thigh_angle": "femur_world",
    "knee_angle": "knee_flex",
    "ankle_angle": "ankle_df",
}


def save(path: Path, captured: Captured, truth: dict[str, Any]) -> None:
    """Write the features of one clip, about 4 kB a second."""
    step = 1 if truth["kind"] in FAST else STEP
    frames, camera = truth["frames"][: len(captured.points)][::step], truth["camera"]
    names = [f"{part}_{side.upper()}" for side in SIDES for part in JOINTS]
    joints = np.array([[frame["joints_px"][name] for name in names] for frame in frames], np.float32)
    focal = truth["width"] / 2 / np.tan(np.radians(camera["hfov_deg"] / 2))
    metres = truth["body_m"]["thigh"] + truth["body_m"]["shank"]
    deep = [f"{name}.{axis}" for name in DEEP for axis in "xyz"]
    places = np.array([[frame["joints_m"][name] for name in (*names, "hip_mid")] for frame in frames])
    ray = places[:, -1] - camera["eye"]
    ray /= np.linalg.norm(ray, axis=1, keepdims=True)
    depths = ((places[:, :-1] - places[:, -1:]) * ray[:, None]).sum(-1) / metres
    np.savez_compressed(
        path,
        name=truth["clip"],
        body=truth["body"],
        kind=truth["kind"],
        rear=(truth.get("knee_down") or "").lower(),
        facing=camera["faces"],
        turn=camera["yaw_off_side_deg"],
        pitch=np.degrees(np.arcsin((camera["eye"][1] - camera["target"][1]) / camera["distance_m"])),
        size=(truth["width"], truth["height"]),
        leg_px=focal * metres / camera["distance_m"],
        time=captured.points.time[::step],
        points=packed(captured.points.values[::step]),
        visibility=(np.asarray(captured.points.confidence)[::step, ::2] * 255).round().astype(np.uint8),
        world=np.column_stack([captured.world[name] for name in deep])[::step].astype(np.float16),
        joints=packed(joints.reshape(len(frames), -1)),
        depths=depths.astype(np.float16),
        angles=np.array([[_true(frame, name) for name in ANGLES] for frame in frames], np.float16),
    )


def _true(frame: dict[str, Any], name: str) -> float:
    base, _, side = name.rpartition("_")
    key = TRUTH[name] if name in TRUTH else f"{TRUTH[base]}_{side.upper()}"
    value = frame.get(key)
    return float("nan") if value is None else float(value)


def load(path: Path, like: Captured) -> Turned:
    """Read a file of `save`; ``like`` gives names and units."""
    with np.load(path) as content:
        time = content["time"]
        visibility = np.repeat(content["visibility"].astype(np.float32) / 255, 2, axis=1)
        depths = np.full((len(time), len(like.world.names)), np.nan, np.float32)
        deep = [like.world.names.index(f"{name}.{axis}") for name in DEEP for axis in "xyz"]
        depths[:, deep] = content["world"]
        nothing = np.full((len(time), len(like.contours.names)), np.nan, np.float32)
        points = TimeSeries(
            time, like.points.names, unpacked(content["points"]), like.points.units, visibility
        )
        joints = unpacked(content["joints"]).reshape(len(time), -1, 2)
        names = [f"{side}_{part}" for side in SIDES for part in JOINTS]
        return Turned(
            name=str(content["name"]),
            body=str(content["body"]),
            kind=str(content["kind"]),
            turn_deg=float(content["turn"]),
            pitch_deg=float(content["pitch"]),
            facing="right" if str(content["facing"]) == "right" else "left",
            size=(int(content["size"][0]), int(content["size"][1])),
            captured=Captured(
                points=points,
                world=TimeSeries(time, like.world.names, depths, like.world.units),
                contours=TimeSeries(time, like.contours.names, nothing, like.contours.units),
                people_at_start=1,
            ),
            joints={name: joints[:, number].astype(float) for number, name in enumerate(names)},
            depths={name: content["depths"][:, number].astype(float) for number, name in enumerate(names)},
            leg_px=float(content["leg_px"]),
            angles={name: content["angles"][:, number].astype(float) for number, name in enumerate(ANGLES)},
            rear=next((side for side in SIDES if side == str(content["rear"])), None),
        )


@cache
def turned_clips() -> tuple[Turned, ...]:
    """Read all clips of the folder, by name."""
    like = capture([])
    return tuple(load(path, like) for path in sorted(FOLDER.glob("*.npz")))


def landmark(clip: Turned, side: Side, part: str) -> Array:
    """(T, 2) the network's landmark [px]."""
    name = f"{WORD[side]}_{part}"
    return np.column_stack([clip.captured.points[f"{name}.x"], clip.captured.points[f"{name}.y"]])


if __name__ == "__main__":
    store_clips(__doc__, save, FOLDER)
