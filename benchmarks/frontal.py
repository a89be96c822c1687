"""Measure how exact the angles from the front are, on rendered people, and write their bands.

    python -m benchmarks.frontal                                   prints the errors, writes nothing
    python -m benchmarks.frontal --write                           writes the bands, too
    python -m benchmarks.frontal CLIP.mp4 ... --truth FOLDER       stores what the network sees in new clips

Nothing is learnt but the bands: each clip shows another body.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.features import packed, unpacked
from benchmarks.rows import Row
from psoas.capture.pose.recording import capture
from psoas.capture.video.clip import read_frames
from psoas.estimate import NORMAL_95
from psoas.motion import frontal
from psoas.motion.frontal import JOINTS, frontal_angles, frontal_bands
from psoas.sides import LETTER, SIDES, without_side
from psoas.timeseries import TimeSeries

Array = NDArray[np.floating]

FOLDER = Path(__file__).parent / "calibration_frontal"
PATH = Path(frontal.__file__).with_suffix(".json")
STEP = 3
"""Step between stored frames."""

REAL_PEOPLE = 1.3
"""By how much wider the bands are made, because real people vary more than rendered ones."""

MOST_DEG = {"trunk_side_lean": 3.0, "knee_inward": 5.0}
"""Largest root mean square error that is wanted [deg]; Munro et al. 2012 (doi:10.1123/jsr.21.1.7) have a standard error
of 3 degrees for people who measure the projection angle of the knee by hand."""


WHERE = {"front": "from the front", "behind": "from behind"}
TURN = {"front": 90.0, "behind": -90.0}
WORDS = {
    "trunk_side_lean": "trunk to the side",
    "knee_inward": "knee inward",
}


@dataclass(frozen=True, eq=False)
class FrontalClip:
    """What the network sees of one person, and the true angles (T,) [deg] by name."""

    name: str
    turn_deg: float
    points: TimeSeries
    world: TimeSeries
    angles: dict[str, Array]


def true_angles(metres: dict[str, Array]) -> dict[str, Array]:
    """Angles [deg] from joints (T, 3) [m]: x to the person's left, y up, z ahead."""
    lean = metres["shoulder_mid"] - metres["hip_mid"]
    found = {"trunk_side_lean": np.arctan2(-lean[:, 0], lean[:, 1])}
    for side in SIDES:
        shank = metres[f"knee_{side.upper()}"] - metres[f"ankle_{side.upper()}"]
        found[f"knee_inward_{side}"] = np.arctan2((1 if side == "r" else -1) * shank[:, 0], shank[:, 1])
    return {name: np.degrees(values) for name, values in found.items()}


def save(clip: Path, truth: dict[str, Any]) -> None:
    """Run the pose network over a clip and store what it sees."""
    with read_frames(clip, max_side=960) as frames:
        captured = capture(frames)
    few = slice(0, min(len(captured.points), len(truth["frames"])), STEP)
    rows = truth["frames"][few]
    metres = {name: np.array([row["joints_m"][name] for row in rows]) for name in rows[0]["joints_m"]}
    true = true_angles(metres)
    names = [f"{side}_{joint}" for side in LETTER for joint in JOINTS]
    np.savez_compressed(
        FOLDER / f"{clip.stem}.npz",
        turn=truth["camera"]["yaw_off_side_deg"],
        time=captured.points.time[few],
        points=packed(
            np.column_stack([captured.points[f"{name}.{axis}"] for name in names for axis in "xy"])[few]
        ),
        world=np.column_stack([captured.world[f"{name}.{axis}"] for name in names for axis in "xyz"])[
            few
        ].astype(np.float16),
        names=np.array(list(true)),
        angles=np.column_stack(list(true.values())).astype(np.float16),
    )


def load(path: Path) -> FrontalClip:
    """Read a file of `save`."""
    names = [f"{side}_{joint}" for side in LETTER for joint in JOINTS]
    with np.load(path) as content:
        time = content["time"]
        points, world = unpacked(content["points"]), content["world"].astype(float)
        return FrontalClip(
            path.stem,
            float(content["turn"]),
            TimeSeries(
                time, tuple(f"{n}.{a}" for n in names for a in "xy"), points, ("px",) * points.shape[1]
            ),
            TimeSeries(time, tuple(f"{n}.{a}" for n in names for a in "xyz"), world, ("m",) * world.shape[1]),
            dict(zip(content["names"].tolist(), content["angles"].astype(float).T, strict=True)),
        )


def errors(where: str) -> dict[str, dict[str, Array]]:
    """Errors (T,) [deg] from the ``front`` or from ``behind``, by coordinate without its side and by clip."""
    found: dict[str, dict[str, Array]] = {}
    for path in sorted(FOLDER.glob("*.npz")):
        clip = load(path)
        if (clip.turn_deg > 0) != (where == "front"):
            continue
        for name, values in frontal_angles(clip.points, clip.world).items():
            off = np.degrees(values) - clip.angles[name]
            by_clip = found.setdefault(without_side(name), {})
            by_clip[clip.name] = np.append(by_clip.get(clip.name, np.empty(0)), off[np.isfinite(off)])
    return found


def rows() -> list[Row]:
    """One row a coordinate, from the front and from behind."""
    result = []
    for where in WHERE:
        for name, clips in errors(where).items():
            every = np.concatenate(list(clips.values()))
            worst = max(float(np.sqrt((one**2).mean())) for one in clips.values())
            rms = float(np.sqrt((every**2).mean()))
            held = float((np.abs(every) <= NORMAL_95 * frontal_bands(TURN[where])[name_of(name)]).mean())
            result.append(
                Row(
                    f"{WORDS[name]}, {WHERE[where]}",
                    f"RMSE <= {MOST_DEG[name]:g} deg",
                    f"{rms:.1f} over {len(clips)} clips, worst {worst:.1f}; {held:.0%} within the band",
                    rms <= MOST_DEG[name],
                )
            )
    return result


def name_of(coordinate: str) -> str:
    """One name of a coordinate: the right one where it has two."""
    return f"{coordinate}_r" if coordinate == "knee_inward" else coordinate


def write() -> None:
    """Write the bands: one standard error that 95 of 100 errors keep."""
    bands: dict[str, dict[str, float]] = {}
    counts = []
    for where in WHERE:
        found = errors(where)
        counts.append(f"{len(next(iter(found.values())))} {WHERE[where]}")
        bands[where] = {
            name: round(
                REAL_PEOPLE
                * float(np.percentile(np.abs(np.concatenate(list(clips.values()))), 95))
                / NORMAL_95,
                1,
            )
            for name, clips in found.items()
        }
    source = (
        "python -m benchmarks.frontal --write: the 95th percentile of the size of the error in clips of rendered "
        f"people, {' and '.join(counts)}, up to 22 degrees off, over {NORMAL_95:.2f}, times {REAL_PEOPLE:g} because "
        "real people vary more"
    )
    PATH.write_text(json.dumps({"source": source, "bands_deg": bands}, indent=2) + "\n")


def main() -> None:
    """Print the table; store clips or write the bands where that was wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", nargs="*", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    for clip in given.clips:
        save(clip, json.loads((given.truth / f"{clip.stem}.json").read_text()))
    for row in rows():
        print(f"{row.what:40s}{row.asked:20s}{row.reached}")
    if given.write:
        write()


if __name__ == "__main__":
    main()
