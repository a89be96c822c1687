"""What the pose network sees in rendered pictures and clips of the modified Thomas test: the data of `thomas.py`."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.features import packed_captured, unpacked_captured
from psoas.capture.pose import Captured, PictureQuality, capture
from psoas.capture.video import CameraRoll, ClipInfo, RoomLevel, read_frames
from psoas.findings import Analysis
from psoas.recordings.clip import POSE_SIDE, analyse_captured
from psoas.sides import SideWord
from psoas.timeseries import Array

FOLDER = Path(__file__).parent / "thomas"

FRAMES_PER_S = 10.0
"""Stored frames a second of a clip."""


class KnownLevel(RoomLevel):
    """The level of a room that was read before."""

    def __init__(self, known: CameraRoll | None) -> None:
        super().__init__()
        self._known = known

    def level(self, turn_deg: int = 0, near_deg: float = 0.0) -> CameraRoll | None:
        """The level that was read; the pictures are not looked at again."""
        return self._known


@dataclass(frozen=True, eq=False)
class Shown:
    """One picture or clip as the network sees it, with the truth.

    Attributes:
        thigh, knee, tilt: (T,) of the leg that hangs, or of the first one that does, and of the pelvis [deg].
        side: of that leg; None where none hangs.
        far: the leg that hangs is the one farther from the camera.
    """

    name: str
    info: ClipInfo
    captured: Captured
    level: CameraRoll | None
    thigh: Array
    knee: Array
    tilt: Array
    side: SideWord | None
    far: bool

    @property
    def kind(self) -> str:
        """The first two letters of its name."""
        return self.name[:2]

    @property
    def group(self) -> str:
        """The letter of its group."""
        return self.name[2]

    @property
    def body(self) -> str:
        """The name of the body."""
        return self.name.split("_")[1]


def save(path: Path, truth: dict[str, Any]) -> None:
    """Run the pose network over a picture or a clip and store what it sees."""
    room = RoomLevel()
    with read_frames(path, max_side=POSE_SIDE) as reader:
        captured = capture(room.watch(reader))
    info, level, quality = reader.info, room.level(), captured.picture
    assert quality is not None
    step = 1 if info.is_photo else max(1, round(info.analysed_fps / FRAMES_PER_S))
    options = truth.get("options") or {}
    hang = options.get("hang") or (options["seq"][0][0] if "seq" in options else "")
    side, stored = hang or "L", packed_captured(captured, step)
    rows = truth["frames"][: len(captured.points) : step]
    true = [
        [(-row[f"femur_world_{side}"] + 90) % 360 - 180, row[f"knee_flex_{side}"], row["pelvic_tilt"]]
        for row in rows
    ]
    np.savez_compressed(
        FOLDER / f"{path.stem}.npz",
        size=np.array([info.width, info.height]),
        photo=info.is_photo,
        level=np.full(4, np.nan) if level is None else np.array(list(vars(level).values())),
        quality=np.array([quality.brightness, quality.noise, quality.blur, quality.size_px, quality.cut_off]),
        **{name: values[: len(rows)] for name, values in stored.items()},
        truth=np.array(true, np.float32).T,
        side={"L": "left", "R": "right", "": ""}[hang],
        far=bool(options.get("far", False)),
    )


def load(path: Path) -> Shown:
    """Read a file of `save`."""
    with np.load(path) as content:
        time = content["time"]
        picture = PictureQuality(*content["quality"].astype(float).tolist())
        captured = replace(unpacked_captured(content, capture([])), picture=picture)
        known = content["level"].astype(float).tolist()
        width, height = content["size"].tolist()
        photo, side = bool(content["photo"]), str(content["side"])
        fps = 0.0 if photo else 1 / float(np.median(np.diff(time)))
        length = 0.0 if photo else float(time[-1]) + 1 / fps
        file = Path(f"{path.stem}.{'jpg' if photo else 'mp4'}")
        thigh, knee, tilt = content["truth"].astype(float)
        return Shown(
            path.stem,
            ClipInfo(file, len(time), fps, length, width, height, photo, fps, length),
            captured,
            None if np.isnan(known[0]) else CameraRoll(*known),
            thigh,
            knee,
            tilt,
            None if not side else "left" if side == "left" else "right",
            bool(content["far"]),
        )


@cache
def shown(kinds: str = "") -> tuple[Shown, ...]:
    """All that is stored, by name; ``kinds`` are the beginnings of the names, with a blank between them."""
    paths = sorted(FOLDER.glob("*.npz"))
    return tuple(load(path) for path in paths if not kinds or path.stem[:2] in kinds.split())


def analysed(one: Shown) -> Analysis:
    """The analysis of one picture or clip, without the network."""
    return analyse_captured(one.info, one.captured, room=KnownLevel(one.level))
