"""Four calibrated cameras on one man: the program's reading of each single camera beside all four triangulated.

python -m benchmarks.pose2sim FOLDER, the folder ``Demo_SinglePerson`` of the PyPI wheel ``pose2sim`` 0.10 (BSD-3),
with its ``videos`` and ``calibration``. Qualisys' world is in mm with z up.
"""

import argparse
import math
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.spatial.transform import Rotation

from psoas.capture.pose import Captured, capture
from psoas.capture.video import ClipInfo, RoomLevel, read_frames
from psoas.motion import MeasuredMotion
from psoas.recordings.analyse import measure_side_view
from psoas.recordings.filming import right_way_up

Array = NDArray[np.floating]

PARTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
NAMES = tuple(f"{side}_{part}" for part in PARTS for side in ("left", "right"))
SUBPIXELS = 64
"""Parts of a pixel in which Qualisys gives the intrinsics."""

TO_PICTURE = np.diag([1.0, -1.0, -1.0])
"""Qualisys' cameras look along -z with y up; a picture's x is right, y down, z ahead."""

LANDMARK_PX, TURNED_RAD, MOVED_M, LATE_FRAMES = 6.0, 0.01, 0.05, 2.0
"""One standard error each: of a landmark, and of a camera's direction, place and start as they are given."""

EVERY = 4
"""Every fourth frame takes part in the adjustment."""


@dataclass(frozen=True, eq=False)
class Camera:
    """A calibrated camera.

    Attributes:
        turn: (3, 3) from the world to the camera.
        place: (3,) in the world [m].
        focal, centre: (2,) [px].
        bends: two radial and two tangential coefficients of the lens.
        width: of the picture that was calibrated [px].
    """

    turn: Array
    place: Array
    focal: Array
    centre: Array
    bends: Array
    width: int

    def rays(self, points: Array, size: tuple[int, int]) -> Array:
        """(..., 2) of pixels in a video of this size: undistorted, at depth 1."""
        scale = (
            self.width / size[0]
        )  # two of the videos are 1080 px wide, scaled from 1088 about their middle
        middle = np.array(size) / 2
        x0 = ((points - middle) * scale + [self.width / 2, middle[1]] - self.centre) / self.focal
        k1, k2, p1, p2 = self.bends
        x = x0
        for _ in range(10):
            square = (x**2).sum(-1, keepdims=True)
            across = 2 * x.prod(-1, keepdims=True)
            aside = np.array([p1, p2]) * across + np.array([p2, p1]) * (square + 2 * x**2)
            x = (x0 - aside) / (1 + k1 * square + k2 * square**2)
        return np.asarray(x)


def read_cameras(path: Path) -> list[Camera]:
    """The cameras of a file of Qualisys."""
    cameras = []
    for one in ElementTree.parse(path).getroot().iter("camera"):
        place, inner = one.find("transform"), one.find("intrinsic")
        if place is None or inner is None:
            continue
        turn = np.array([[float(place.attrib[f"r{a}{b}"]) for b in "123"] for a in "123"])
        get = {name: float(value) for name, value in inner.attrib.items()}
        cameras.append(
            Camera(
                TO_PICTURE @ turn,
                np.array([float(place.attrib[axis]) for axis in "xyz"]) / 1000,
                np.array([get["focalLengthU"], get["focalLengthV"]]) / SUBPIXELS,
                np.array([get["centerPointU"], get["centerPointV"]]) / SUBPIXELS,
                np.array([get[f"{k}Distortion{n}"] for k in ("radial", "tangental") for n in (1, 2)]),
                round(get["sensorMaxU"] / SUBPIXELS) + 1,
            )
        )
    return cameras


def shifted(values: Array, frames: float) -> Array:
    """(T, ...) values of a camera that started so many frames earlier; NaN outside."""
    at = np.arange(len(values)) + frames
    first = np.clip(np.floor(at).astype(int), 0, len(values) - 2)
    part = (at - first).reshape(-1, *[1] * (values.ndim - 1))
    between = values[first] * (1 - part) + values[first + 1] * part
    between[(at < 0) | (at > len(values) - 1)] = np.nan
    return np.asarray(between)


@dataclass(frozen=True, eq=False)
class Space:
    """Points in space.

    Attributes:
        points: (T, K, 3) by `NAMES`, z up [m].
        left: (C, T, K, 2) from where a camera sees a point to where it would be [px].
        places: (C, 3) of the cameras [m].
        late: (C,) frames by which each camera started earlier than the first.
    """

    points: Array
    left: Array
    places: Array
    late: Array

    def joint(self, name: str) -> Array:
        """(T, 3)."""
        return np.asarray(self.points[:, NAMES.index(name)])


def triangulate(cameras: list[Camera], rays: list[Array], change: Array, every: int = 1) -> Space:
    """Points by linear least squares over all cameras.

    Args:
        rays: (T, K, 2) a camera.
        change: (C, 7) of each camera: rotation vector [rad], way [m], and start [frames].
    """
    turns = [
        Rotation.from_rotvec(by[:3]).as_matrix() @ one.turn for one, by in zip(cameras, change, strict=True)
    ]
    places = np.array([one.place + by[3:6] for one, by in zip(cameras, change, strict=True)])
    seen = np.stack([shifted(x, by[6])[::every] for x, by in zip(rays, change, strict=True)])
    rows, aims = [], []
    for x, turn, place in zip(np.nan_to_num(seen), turns, places, strict=True):
        for axis in (0, 1):
            row = x[..., axis, None] * turn[2] - turn[axis]
            rows.append(row)
            aims.append(row @ place)
    matrix, aim = np.stack(rows, -2), np.stack(aims, -1)
    turned = matrix.swapaxes(-1, -2)
    points = np.linalg.solve(turned @ matrix, turned @ aim[..., None])[..., 0]
    points[~np.isfinite(seen).all((0, -1))] = np.nan
    left = []
    for one, x, turn, place in zip(cameras, seen, turns, places, strict=True):
        own = (points - place) @ turn.T
        left.append((own[..., :2] / own[..., 2:] - x) * one.focal)
    return Space(points, np.stack(left), places, change[:, 6])


def adjusted(cameras: list[Camera], rays: list[Array]) -> Array:
    """(C, 7) small changes of the cameras that bring their rays together: a bundle adjustment (Triggs et al. 2000)."""

    def off(values: Array) -> Array:
        change = values.reshape(-1, 7)
        gap = np.nan_to_num(triangulate(cameras, rays, change, EVERY).left).ravel() / LANDMARK_PX
        robust = np.sign(gap) * 2 * np.sqrt(np.log1p(gap**2 / 4))
        firm = [change[:, :3] / TURNED_RAD, change[:, 3:6] / MOVED_M, change[:, 6:] / LATE_FRAMES]
        return np.concatenate([robust, *(one.ravel() for one in firm), change[0, 6:] * 1e3])

    found = least_squares(off, np.zeros(7 * len(cameras)), max_nfev=25)
    return np.asarray(found.x.reshape(-1, 7))


def turn_off_side(space: Space, camera: int, part: str) -> Array:
    """(T,) horizontal angle from beside the person to where the camera stands [deg], + in front of them."""
    right, left = space.joint(f"right_{part}"), space.joint(f"left_{part}")
    across = (right - left)[:, :2]
    towards = space.places[camera, :2] - ((right + left) / 2)[:, :2]
    ahead = np.stack([-across[:, 1], across[:, 0]], axis=1)
    cosine = (ahead * towards).sum(1) / np.linalg.norm(ahead, axis=1) / np.linalg.norm(towards, axis=1)
    return np.asarray(np.degrees(np.arcsin(np.clip(cosine, -1, 1))))


def angles(space: Space) -> dict[str, Array]:
    """(T,) of the trunk and of both thighs, knees and hips [deg] in the plane in which the person faces."""
    hips = space.joint("right_hip") - space.joint("left_hip")
    ahead = np.stack([-hips[:, 1], hips[:, 0]], axis=1)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)

    def lean(top: Array, end: Array) -> Array:
        """Angle of a segment from upright, + where its top is ahead of its end."""
        way = top - end
        return np.asarray(np.degrees(np.arctan2((way[:, :2] * ahead).sum(1), way[:, 2])))

    middle = {
        part: (space.joint(f"left_{part}") + space.joint(f"right_{part}")) / 2 for part in ("hip", "shoulder")
    }
    trunk = lean(middle["shoulder"], middle["hip"])
    found = {"trunk_lean": trunk}
    for side, letter in (("right", "r"), ("left", "l")):
        hip, knee, ankle = (space.joint(f"{side}_{part}") for part in ("hip", "knee", "ankle"))
        upper, lower = hip - knee, knee - ankle
        cosine = (upper * lower).sum(1) / np.linalg.norm(upper, axis=1) / np.linalg.norm(lower, axis=1)
        found[f"thigh_angle_{letter}"] = lean(hip, knee)
        found[f"knee_angle_{letter}"] = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
        found[f"hip_flexion_{letter}"] = trunk - found[f"thigh_angle_{letter}"]
    return found


def watched(path: Path) -> tuple[ClipInfo, Captured, RoomLevel]:
    """What the pose network sees in a video, and how the room stands."""
    room = RoomLevel()
    with read_frames(path, max_side=960) as frames:
        return frames.info, capture(room.watch(frames)), room


def report(space: Space, what: str) -> None:
    """Say what a triangulation is worth."""
    gap = np.linalg.norm(space.left, axis=-1)
    print(f"{what}: {np.nanmedian(gap):.1f} px left (median; by camera", end=" ")
    print(", ".join(f"{value:.0f}" for value in np.nanmedian(gap, (1, 2))), end="); ")
    print("cameras start", ", ".join(f"{value:+.1f}" for value in -space.late), "frames late")
    for first, second in (("hip", "knee"), ("knee", "ankle")):
        for side in ("left", "right"):
            length = np.linalg.norm(space.joint(f"{side}_{first}") - space.joint(f"{side}_{second}"), axis=1)
            print(
                f"    {side} {first} to {second}: {100 * np.nanmean(length):.1f} +- {100 * np.nanstd(length):.1f} cm"
            )


def beside(space: Space, camera: int, motion: MeasuredMotion) -> list[str]:
    """The cells of a camera's row: its turn by hips, by shoulders and by psoas, and the differences."""
    by = [float(np.nanmedian(turn_off_side(space, camera, part))) for part in ("hip", "shoulder")]
    told = math.nan if motion.turn_deg is None else motion.turn_deg
    cells = [f"{by[0]:.0f}", f"{by[1]:.0f}", f"{told:.0f}", f"{abs(told) - abs(sum(by)) / 2:+.0f}"]
    true = angles(space)
    for name in ("trunk_lean", "thigh_angle", "knee_angle", "hip_flexion"):
        off: list[Array] = []
        for key in {name, f"{name}_r", f"{name}_l"} & set(motion.angles.names) & set(true):
            own = shifted(np.degrees(motion.angles[key]), float(space.late[camera]))
            off.append((own - true[key] + 180) % 360 - 180)
        joined = np.concatenate(off) if off else np.array([math.nan])
        known = joined[np.isfinite(joined)]
        cells.append(f"{np.sqrt(np.mean(known**2)):.0f}" if len(known) else "-")
    return cells


def main() -> None:
    """Print what the triangulation is worth, and a table of the single cameras beside it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    cameras = read_cameras(next((given.folder / "calibration").glob("*.qca.txt")))
    clips = [watched(path) for path in sorted((given.folder / "videos").glob("*.mp4"))]
    rays = []
    for camera, (info, captured, _) in zip(cameras, clips, strict=True):
        points = [np.column_stack([captured.points[f"{name}.{axis}"] for axis in "xy"]) for name in NAMES]
        rays.append(camera.rays(np.stack(points, 1), (info.width, info.height)))
    report(triangulate(cameras, rays, np.zeros((len(cameras), 7))), "calibration as it is given")
    change = adjusted(cameras, rays)
    space = triangulate(cameras, rays, change)
    report(space, "cameras turned, moved and shifted in time until their rays meet best")
    turned, moved = np.degrees(np.linalg.norm(change[:, :3], axis=1)), np.linalg.norm(change[:, 3:6], axis=1)
    print(
        "    by", ", ".join(f"{a:.1f} deg and {100 * b:.0f} cm" for a, b in zip(turned, moved, strict=True))
    )
    print(
        "| camera | turn by hips | by shoulders | psoas | off their mean | trunk | thigh | knee | hip | read |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for number, (info, captured, room) in enumerate(clips):
        level = right_way_up(info, captured, room)
        motion, view = measure_side_view(level.level, level.size, tilted=level.tilted, by_room=level.pitch)
        cells = [*beside(space, number, motion), "yes" if view.usable else f"no: {view.reason}"]
        print(f"| {info.path.stem} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
