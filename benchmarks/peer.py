"""Knee and hip angles beside MediaPipe 0.10.14 on the same frames.

    python -m benchmarks.peer [--clips FOLDER] [--each]

The peer runs in an environment of its own in the folder for temporary files, made with pip at the first run; without
a network the lines are named as not run. Both see whole clips from their start, both with BlazePose full; the angles
are the included ones in the picture, of the leg nearer to the camera.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.rows import Row, show
from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.recording import capture
from psoas.capture.video.clip import read_frames
from psoas.capture.video.read_ahead import ReadAhead
from psoas.motion.filtering import smooth
from psoas.motion.view import facing
from psoas.recordings.clip import POSE_SIDE

Array = NDArray[np.floating]

CLIPS = Path(__file__).parent.parent / "tests" / "clips"
PEER = "mediapipe==0.10.14"
BESIDE = "beside mediapipe 0.10.14"
ANGLES = {"knee": ("hip", "knee", "ankle"), "hip": ("shoulder", "hip", "knee")}
MOST_DEG = 3.0


@dataclass(frozen=True)
class Beside:
    """One clip: frames with a person in each, and the absolute difference of each angle (T,) [deg], raw and smooth."""

    name: str
    ours: int
    theirs: int
    raw: dict[str, Array]
    smoothed: dict[str, Array]


def peer_python() -> Path:
    """Give the Python of the peer's environment; make the environment where it is missing.

    Raises:
        subprocess.CalledProcessError: no network, or no wheel for this Python.
    """
    folder = Path(tempfile.gettempdir()) / "psoas-benchmark-peer"
    python = folder / "bin" / "python"
    if not (folder / "whole").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, capture_output=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER, "av"], check=True, capture_output=True)
        (folder / "whole").touch()
    return python


def compare(clips: list[Path]) -> list[Beside]:
    """Run both programs on every clip."""
    script = Path(__file__).with_name("peer_mediapipe.py")
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([peer_python(), script, out, *clips], check=True, capture_output=True)
        return [_beside(clip, np.load(Path(out) / f"{clip.stem}.npz")["points"]) for clip in clips]


def _beside(clip: Path, theirs: Array) -> Beside:
    with ReadAhead(read_frames(clip, max_side=POSE_SIDE)) as frames:
        captured = capture(frames)
    time = np.asarray(captured.points.time)
    ours = np.asarray(captured.points.values, float).reshape(len(time), 33, 2)
    near = facing(captured.points, captured.world) or "right"
    seen = [np.isfinite(points[:, 0, 0]) for points in (ours, theirs)]
    if len(ours) != len(theirs):
        raise ValueError(f"{clip.name}: {len(ours)} frames here, {len(theirs)} in the peer")
    smooth_pair = [
        smooth(time, points.reshape(len(time), 66)).reshape(-1, 33, 2) for points in (ours, theirs)
    ]
    return Beside(
        clip.stem,
        int(seen[0].sum()),
        int(seen[1].sum()),
        {name: _difference(near, name, ours, theirs) for name in ANGLES},
        {name: _difference(near, name, *smooth_pair) for name in ANGLES},
    )


def _difference(side: str, name: str, ours: Array, theirs: Array) -> Array:
    one, other = (_included(points, side, ANGLES[name]) for points in (ours, theirs))
    difference: Array = np.abs(one - other)
    return difference


def _included(points: Array, side: str, joints: tuple[str, str, str]) -> Array:
    """Compute the angle (T,) at the middle joint [deg]."""
    first, middle, last = (points[:, LANDMARKS.index(f"{side}_{joint}")] for joint in joints)
    one, other = first - middle, last - middle
    cross = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    angle: Array = np.degrees(np.arctan2(np.abs(cross), (one * other).sum(1)))
    return angle


def rows(folder: Path = CLIPS) -> list[Row]:
    """Measure the lines of the table; not run where the peer cannot be installed."""
    what = [f"{name} angle {BESIDE}" for name in ANGLES] + [f"frames with a person {BESIDE}"]
    try:
        found = compare(_clips(folder))
    except (subprocess.CalledProcessError, OSError) as error:
        return [
            Row(line, "", f"not run: {PEER} cannot be had ({type(error).__name__})", None) for line in what
        ]
    return rows_of(found)


def rows_of(found: list[Beside]) -> list[Row]:
    """Build the lines from clips that were compared."""
    result = []
    for name in ANGLES:
        middles = {clip.name: float(np.nanmedian(clip.raw[name])) for clip in found}
        worst = max(middles, key=lambda clip: middles[clip])
        every = float(np.nanmedian(np.concatenate([clip.raw[name] for clip in found])))
        calm = float(np.nanmedian(np.concatenate([clip.smoothed[name] for clip in found])))
        reached = (
            f"{every:.1f} over all frames, {calm:.1f} smoothed; worst clip {middles[worst]:.1f} ({worst})"
        )
        result.append(
            Row(f"{name} angle {BESIDE}, median difference", "<= 3 deg", reached, every <= MOST_DEG)
        )
    fewer = [clip.name for clip in found if clip.ours < clip.theirs]
    ours, theirs = sum(clip.ours for clip in found), sum(clip.theirs for clip in found)
    reached = f"{ours} here, {theirs} there" + (f"; fewer in {', '.join(fewer)}" if fewer else "")
    return [*result, Row(f"frames with a person {BESIDE}", "as many", reached, ours >= theirs)]


def _clips(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.mp4") if not path.stem.startswith("rotated_"))


def main() -> None:
    """Print the lines, and with ``--each`` every clip."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=Path, default=CLIPS)
    parser.add_argument("--each", action="store_true")
    given = parser.parse_args()
    if not given.each:
        show(rows(given.clips))
        return
    found = compare(_clips(given.clips))
    print(f"{'clip':34s}{'ours':>6s}{'theirs':>8s}  knee raw, smooth   hip raw, smooth")
    for clip in found:
        cells = [f"{np.nanmedian(part[name]):7.1f}" for name in ANGLES for part in (clip.raw, clip.smoothed)]
        print(f"{clip.name:34s}{clip.ours:6d}{clip.theirs:8d}  {'  '.join(cells)}")
    show(rows_of(found))


if __name__ == "__main__":
    main()
