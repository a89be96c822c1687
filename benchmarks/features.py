"""Observations of rendered clips with the true angles, in small files: the data of `calibrate.py`.

python -m benchmarks.features CLIP.mp4 ... --truth FOLDER --out benchmarks/calibration
"""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psoas.capture.pose.recording import STICKERS, Captured, capture
from psoas.capture.video.clip import read_frames
from psoas.timeseries import TimeSeries

Array = NDArray[np.floating]

STEP = 2
"""Step between stored frames."""

SUBPIXEL = 8
"""Parts of a pixel in which points are stored."""

MISSING = np.iinfo(np.int16).min
ANGLES = ("pelvic_tilt", "lumbar_ext", "trunk_lean", "femur_world", "femur_world_front", "s")


@dataclass(frozen=True, eq=False)
class Sample:
    """One clip.

    Attributes:
        truth: pelvic_tilt, lumbar_ext, trunk_lean, femur_world (of the rear leg), femur_world_front [deg], and
            s, the depth in the repetition, 0..1.
        drape: how loosely the shirt hangs: 0 fitted, 0.35 fitted loosely, 0.7 loose, 1 very loose.
    """

    name: str
    body: str
    yaw_deg: float
    captured: Captured
    truth: dict[str, Array]
    drape: float = 0.0


def save(path: Path, captured: Captured, truth: dict[str, Any]) -> None:
    """Write the features of one clip, about 30 kB a second."""
    rear = truth["knee_down"]
    front = "R" if rear == "L" else "L"
    keys = ("pelvic_tilt", "lumbar_ext", "trunk_lean", f"femur_world_{rear}", f"femur_world_{front}", "s")
    frames = truth["frames"][: len(captured.points)]
    angles = np.array([[frame[key] for key in keys] for frame in frames], np.float32)
    places = (
        np.full((len(captured.points), 4), np.nan) if captured.stickers is None else captured.stickers.values
    )
    np.savez_compressed(
        path,
        name=truth["clip"],
        body=truth["body"],
        yaw=truth["camera"]["yaw_off_side_deg"],
        drape=truth.get("realism", {}).get("drape", 0.0),
        **packed_captured(captured, STEP),
        stickers=packed(places[::STEP]),
        truth=angles[::STEP],
    )


def load(path: Path, like: Captured) -> Sample:
    """Read a file of `save`; ``like`` gives the names and units."""
    with np.load(path) as content:
        captured = unpacked_captured(content, like)
        if "stickers" in content:
            captured = replace(
                captured, stickers=_stickers(captured.points.time, unpacked(content["stickers"]))
            )
        truth = {name: content["truth"][:, index].astype(float) for index, name in enumerate(ANGLES)}
        drape = float(content["drape"]) if "drape" in content else 0.0
        return Sample(
            str(content["name"]), str(content["body"]), float(content["yaw"]), captured, truth, drape
        )


def samples(folder: Path) -> list[Sample]:
    """Read all clips of a folder, by name."""
    like = capture([])
    return [load(path, like) for path in sorted(folder.glob("*.npz"))]


def _stickers(time: Array, places: Array) -> TimeSeries | None:
    worn = np.isfinite(places).any()
    return TimeSeries(time, STICKERS, places, ("px",) * len(STICKERS)) if worn else None


def packed(pixels: Array) -> NDArray[np.int16]:
    """Points [px] as whole parts of a pixel."""
    scaled = np.where(np.isfinite(pixels), np.clip(pixels * SUBPIXEL, MISSING + 1, -MISSING - 1), MISSING)
    return scaled.round().astype(np.int16)


def unpacked(parts: NDArray[np.int16]) -> Array:
    """Points [px] from `packed`."""
    return np.where(parts == MISSING, np.nan, parts / SUBPIXEL).astype(np.float32)


def packed_captured(captured: Captured, step: int = 1) -> dict[str, Any]:
    """What the pose network saw in every ``step``-th frame, as a file holds it."""
    return {
        "time": captured.points.time[::step],
        "points": packed(captured.points.values[::step]),
        "visibility": (np.asarray(captured.points.confidence)[::step, ::2] * 255).round().astype(np.uint8),
        "world": captured.world.values[::step].astype(np.float16),
        "contours": packed(captured.contours.values[::step]),
    }


def unpacked_captured(content: Mapping[str, NDArray[Any]], like: Captured) -> Captured:
    """What the pose network saw, from `packed_captured`; ``like`` gives names and units."""
    time = content["time"]

    def series(of: TimeSeries, values: Array, confidence: Array | None = None) -> TimeSeries:
        return TimeSeries(time, of.names, values, of.units, confidence)

    visibility = np.repeat(content["visibility"].astype(np.float32) / 255, 2, axis=1)
    return Captured(
        points=series(like.points, unpacked(content["points"]), visibility),
        world=series(like.world, content["world"].astype(np.float32)),
        contours=series(like.contours, unpacked(content["contours"])),
        people_at_start=1,
    )


def store_clips(
    words: str | None, store: Callable[[Path, Captured, dict[str, Any]], None], out: Path | None = None
) -> None:
    """Run the pose network over the clips of the command line and store its observations.

    Args:
        words: about the command.
        store: writes a file with what was seen and the truth.
        out: where the files go unless the command says so; None asks for it.
    """
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("clips", nargs="+", type=Path)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=out, required=out is None)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for clip in given.clips:
        truth = json.loads((given.truth / f"{clip.stem}.json").read_text())
        with read_frames(clip, max_side=960) as frames:
            store(given.out / f"{clip.stem}.npz", capture(frames), truth)
        print(clip.stem, flush=True)


if __name__ == "__main__":
    store_clips(__doc__, save)
