"""Measure the stretches on both feet on rendered people, and write the bands of what was learnt from kneeling people.

    python -m benchmarks.on_feet                                  prints the errors, writes nothing
    python -m benchmarks.on_feet --write                          writes the bands, too

No rule was learnt from these clips, and each shows another body. The files are made as those of `benchmarks.features`;
``repetitions.json`` has the times of the repetitions.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate import MARGIN
from benchmarks.features import Sample, samples
from benchmarks.rows import Row
from psoas.exercises import Repetition, exercise_of
from psoas.motion import measure, standard_errors
from psoas.motion.measure import MeasuredMotion

Array = NDArray[np.floating]

FOLDER = Path(__file__).parent / "on_feet"
PATH = Path(standard_errors.__code__.co_filename).with_suffix(".json")
SIZE = (960, 540)

MOST_HOLD_S = 0.2
"""Largest error of a hold that is wanted [s]."""

NAMES = {
    "rear_thigh_angle": ("femur_world", "thigh_travel_deg"),
    "lumbar_extension": ("lumbar_ext", "arch_change_deg"),
    "pelvis_tilt": ("pelvic_tilt", "pelvis_tilt_change_deg"),
    "rear_hip_extension": ("hip_extension", "hip_extension_change_deg"),
}
"""Coordinate: the true angle of a sample, and the figure of a repetition."""


@dataclass(frozen=True, eq=False)
class OnFeet:
    """One clip: what was measured, what was done.

    Attributes:
        found: the repetitions that were found.
        done: start, hold and end of each that was done and is shown whole [s].
    """

    sample: Sample
    motion: MeasuredMotion
    found: tuple[Repetition, ...]
    done: tuple[tuple[float, float, float, float], ...]

    @property
    def expected(self) -> str:
        """The movement; ``ls0`` and ``lo3`` were posed as lunges and stand as high as a step."""
        standing = self.sample.name[:2] in ("ss", "sd") or self.sample.name[:3] in ("ls0", "lo3")
        return "standing_hip_flexor_stretch" if standing else "lunge_stretch"

    def pairs(self) -> Iterator[tuple[Repetition, tuple[float, float, float, float]]]:
        """Each repetition that was found, with the one that was done then."""
        for one in self.found:
            middle = (one.hold_start_s + one.hold_end_s) / 2
            for times in self.done:
                if times[0] < middle < times[3]:
                    yield one, times

    def errors(self, coordinate: str) -> list[float]:
        """Measured less true change of each repetition [deg]; those that were not measured are left out."""
        true, figure = NAMES[coordinate]
        angles = self.sample.truth | {
            "hip_extension": self.sample.truth["femur_world"] - self.sample.truth["pelvic_tilt"]
        }
        time = self.sample.captured.points.time
        off = []
        for one, times in self.pairs():
            hold = (time >= times[1]) & (time <= times[2])
            start = np.any([(time >= first) & (time <= last) for first, last in one.start_position_s], axis=0)
            value = getattr(one, figure)
            if value is not None:
                off.append(float(value - (angles[true][hold].mean() - angles[true][start].mean())))
        return off


@cache
def clips() -> tuple[OnFeet, ...]:
    """All clips, measured."""
    times = json.loads((FOLDER / "repetitions.json").read_text())["clips"]
    return tuple(_measured(sample, times[sample.name]) for sample in samples(FOLDER))


def _measured(sample: Sample, times: list[list[float]]) -> OnFeet:
    seen = sample.captured
    motion = measure(seen.points, seen.world, seen.contours, size=SIZE)
    exercise = exercise_of(motion.movement)
    found: tuple[Repetition, ...] = ()
    if exercise is not None:
        bands = standard_errors(None, pose=False, of_view=motion.bands)
        found = exercise.judge(motion.angles, exercise.find_timeline(motion.angles), bands)
    last = float(seen.points.time[-1])
    whole = tuple((a, b, c, d) for a, b, c, d in times if (c + d) / 2 <= last)  # the way back is seen half
    return OnFeet(sample, motion, found, whole)


def rms(values: list[float]) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(values))))


def bands() -> dict[str, float]:
    """One standard error of a change [deg] by coordinate, with the margin."""
    return {
        name: round(MARGIN * rms([off for clip in clips() for off in clip.errors(name)]), 1) for name in NAMES
    }


def rows() -> list[Row]:
    """Lines of the table of `benchmarks.run`."""
    named = [clip for clip in clips() if clip.found]
    wrong = [clip for clip in clips() if clip.motion.movement not in (clip.expected, "unknown")]
    holds = [one.hold_s - (times[2] - times[1]) for clip in named for one, times in clip.pairs()]
    missed = sum(len(clip.done) - len(clip.found) for clip in named)
    lines = [
        Row(
            "stretches on both feet: name, each another body",
            "no wrong one",
            f"{len(named)} of {len(clips())} right, {len(wrong)} wrong, the others unknown",
            not wrong,
        ),
        Row(
            "repetitions missed or made up",
            "0",
            f"{missed} of {sum(len(clip.done) for clip in named)}",
            missed == 0,
        ),
        Row(
            "holds",
            f"<= {MOST_HOLD_S:g} s",
            f"median {np.median(np.abs(holds)):.2f}, worst {np.max(np.abs(holds)):.2f} s of {len(holds)}",
            bool(np.max(np.abs(holds)) <= MOST_HOLD_S + 0.01),
        ),
    ]
    for name, bound in (("rear_thigh_angle", 4.0), ("lumbar_extension", 4.0), ("rear_hip_extension", 5.0)):
        off = [one for clip in named for one in clip.errors(name)]
        reached = f"RMSE {rms(off):.1f}, worst {np.max(np.abs(off)):.1f} of {len(off)}"
        lines.append(Row(f"{name} on both feet: change", f"<= {bound:g} deg", reached, rms(off) <= bound))
    return lines


def main() -> None:
    """Print the errors, and with ``--write`` write the bands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    for clip in clips():
        errors = {name: [round(off, 1) for off in clip.errors(name)] for name in NAMES}
        print(
            f"{clip.sample.name:20s} {clip.motion.movement:28s} {len(clip.found)} of {len(clip.done)} {errors}"
        )
    for row in rows():
        print(row.what, "|", row.asked, "|", row.reached, "|", row.passed)
    print("bands:", bands())
    if given.write:
        content = json.loads(PATH.read_text())
        content["on_feet_deg"] = bands()
        PATH.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
        print("written:", PATH.name)


if __name__ == "__main__":
    main()
