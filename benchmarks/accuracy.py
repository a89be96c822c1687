"""Errors of `psoas check` on rendered clips with exactly known angles, through the whole program.

    python -m benchmarks.accuracy [--clips FOLDER]

FOLDER holds ``NAME.mp4`` and ``truth/NAME.json``; without it, the clips of the tests.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import psoas
from benchmarks.rows import Row
from psoas.findings.analysis import Analysis

Array = NDArray[np.floating]

CLIPS = Path(__file__).parent.parent / "tests" / "clips"
CALM_S = 0.5
"""Length of the pause before a repetition from which its changes are measured [s]."""
READABLE_DEG = 45
"""Turn of the camera off the side up to which every clip is read [deg]."""


@dataclass(frozen=True, eq=False)
class Compared:
    """One clip beside its truth.

    Attributes:
        frames: truth by name, (T,) [deg], and ``t`` [s].
        rear: ``L`` or ``R`` of the kneeling leg.
    """

    name: str
    analysis: Analysis
    truth: dict[str, Any]
    frames: dict[str, Array]

    @property
    def rear(self) -> str:
        return str(self.truth["knee_down"])

    def true(self, name: str) -> Array:
        """Give the true angles (T,) of one of the program's coordinates [deg]."""
        name, sign = {
            "rear_thigh_angle": (f"femur_world_{self.rear}", 1),
            "trunk_lean": ("trunk_lean", 1),
            "lumbar_extension": ("lumbar_ext", 1),
            "pelvis_tilt": ("pelvic_tilt", 1),
            "rear_hip_extension": (f"hip_flex_{self.rear}", -1),
        }[name]
        return sign * self.frames[name]

    def errors(self, name: str) -> Array | None:
        """Compute the measured minus the true angles (T,) [deg]; None where the program did not measure them."""
        angles = self.analysis.angles
        if name not in angles or not np.isfinite(angles[name]).any():
            return None
        return np.degrees(angles[name]) - np.interp(angles.time, self.frames["t"], self.true(name))

    def change_error(self, name: str) -> float | None:
        """Compute the root mean square error of the change from the pause before, in the worst repetition [deg]."""
        off = self.errors(name)
        if off is None:
            return None
        time = self.analysis.angles.time
        found = []
        for repetition in self.truth["reps"]:
            start, end = repetition["start_s"], repetition["end_s"]
            pause = (time >= start - CALM_S) & (time <= start + 0.1) & np.isfinite(off)
            inside = (time >= start) & (time <= end) & np.isfinite(off)
            if pause.any() and inside.any():
                found.append(float(np.sqrt(np.mean((off[inside] - off[pause].mean()) ** 2))))
        return max(found) if found else None

    def absolute_error(self, name: str) -> float | None:
        """Compute the root mean square error over the whole clip [deg]."""
        off = self.errors(name)
        return None if off is None else float(np.sqrt(np.nanmean(off**2)))


def compare(clip: Path, truth: Path) -> Compared:
    """Run the program on one clip, without a report."""
    content = json.loads(truth.read_text())
    frames = content["frames"]
    if isinstance(frames, list):
        names = [name for name, value in frames[0].items() if isinstance(value, int | float)]
        frames = {name: [frame.get(name) for frame in frames] for name in names}
    arrays = {name: np.array(values, float) for name, values in frames.items()}
    return Compared(clip.stem, psoas.check(clip, report=False), content, arrays)


def rows(folder: Path = CLIPS, names: Iterable[str] | None = None) -> list[Row]:
    """Measure the accuracy lines of the table."""
    wanted = sorted(names or (path.stem for path in folder.glob("*.mp4")))
    known = [name for name in wanted if (folder / "truth" / f"{name}.json").exists()]
    return rows_of([compare(folder / f"{name}.mp4", folder / "truth" / f"{name}.json") for name in known])


def rows_of(compared: list[Compared]) -> list[Row]:
    """Build the accuracy lines from clips that the program has checked."""
    stretches = [one for one in compared if one.truth["kind"] == "half_kneeling_stretch" and _from_side(one)]
    result = [_counts(stretches), *_times(stretches)]
    for name, label, bound in (
        ("rear_thigh_angle", "rear thigh angle", 4.0),
        ("trunk_lean", "trunk lean", 4.0),
        ("rear_hip_extension", "hip extension", 5.0),
        ("lumbar_extension", "arch", 4.0),
    ):
        result.append(
            _worst(stretches, f"{label}: change in a repetition, RMSE", bound, name, Compared.change_error)
        )
    for name, label in (("rear_thigh_angle", "rear thigh angle"), ("trunk_lean", "trunk lean")):
        result.append(_worst(stretches, f"{label}: absolute, RMSE", 6.0, name, Compared.absolute_error))
    return [*result, *_arches(stretches), _views(compared), _movements(compared)]


def _from_side(one: Compared) -> bool:
    return bool(abs(one.truth["camera"]["yaw_off_side_deg"]) <= 10)


def _counts(stretches: list[Compared]) -> Row:
    wrong = [one.name for one in stretches if len(one.analysis.repetitions) != one.truth["n_reps"]]
    reached = f"{len(stretches) - len(wrong)} of {len(stretches)} clips" + (
        f"; not {', '.join(wrong)}" if wrong else ""
    )
    return Row("repetitions counted", "exact on every clip", reached, not wrong)


def _times(stretches: list[Compared]) -> list[Row]:
    worst: dict[str, tuple[float, str]] = {"start": (0.0, ""), "end": (0.0, ""), "hold": (0.0, "")}
    for one in stretches:
        if len(one.analysis.repetitions) != one.truth["n_reps"]:
            continue
        for found, true in zip(one.analysis.repetitions, one.truth["reps"], strict=True):
            off = {
                "start": abs(found.start_s - true["start_s"]),
                "end": abs(found.end_s - min(true["end_s"], one.frames["t"][-1])),
                "hold": abs(found.hold_s - (true["hold_end_s"] - true["hold_start_s"])),
            }
            worst = {key: max(worst[key], (value, one.name)) for key, value in off.items()}
    return [
        Row(
            f"repetition {key}",
            f"within {bound} s",
            f"worst {worst[key][0]:.2f} s ({worst[key][1]})",
            worst[key][0] <= bound,
        )
        for key, bound in (("start", 0.3), ("end", 0.3), ("hold", 0.2))
    ]


def _worst(
    stretches: list[Compared],
    what: str,
    bound: float,
    name: str,
    error: Callable[[Compared, str], float | None],
) -> Row:
    measured = [(value, one.name) for one in stretches if (value := error(one, name)) is not None]
    if not measured:
        return Row(what, f"<= {bound:.0f} deg", "nowhere measured", None)
    middle = float(np.median([value for value, _ in measured]))
    worst, where = max(measured)
    reached = f"median {middle:.1f}, worst {worst:.1f} ({where}); measured on {len(measured)} of {len(stretches)} clips"
    return Row(what, f"<= {bound:.0f} deg", reached, worst <= bound)


def _arches(stretches: list[Compared]) -> list[Row]:
    seen = [one for one in stretches if "lumbar_extension" in one.analysis.angles]
    arched = [one for one in seen if one.truth["faults"]["arched_back"]]
    missed = [
        one.name for one in arched if not all("arched_back" in rep.faults for rep in one.analysis.repetitions)
    ]
    false = [
        one.name
        for one in stretches
        if not one.truth["faults"]["arched_back"]
        and any("arched_back" in rep.faults for rep in one.analysis.repetitions)
    ]
    hidden = [one for one in stretches if one not in seen]
    decided = [one.name for one in hidden if any(rep.good for rep in one.analysis.repetitions)]
    return [
        Row(
            "arched_back in arched clips with the back in view",
            "every repetition",
            f"{len(arched) - len(missed)} of {len(arched)} clips"
            + (f"; not {', '.join(missed)}" if missed else ""),
            not missed and bool(arched),
        ),
        Row("arched_back in clips without", "none", ", ".join(false) or "none", not false),
        Row(
            "arm on the back: not measured, good undecided",
            "every such clip",
            f"{len(hidden)} clips ({', '.join(one.name for one in hidden)})"
            + (f"; good in {decided}" if decided else ""),
            not decided,
        ),
    ]


def _views(compared: list[Compared]) -> Row:
    readable = [one for one in compared if abs(one.truth["camera"]["yaw_off_side_deg"]) <= READABLE_DEG]
    refused = [one.name for one in readable if not one.analysis.view.usable]
    reached = f"{len(readable) - len(refused)} of {len(readable)}; refused: {', '.join(refused) or 'none'}"
    return Row(f"clips up to {READABLE_DEG} deg off the side are read", "every clip", reached, not refused)


def _movements(compared: list[Compared]) -> Row:
    named = [one for one in compared if one.truth["kind"] != "person_leaves_frame" and _from_side(one)]
    wrong = [
        f"{one.name} ({one.analysis.movement})" for one in named if one.analysis.movement != one.truth["kind"]
    ]
    reached = f"{len(named) - len(wrong)} of {len(named)}" + (f"; not {', '.join(wrong)}" if wrong else "")
    return Row("movement recognised", "every clip", reached, not wrong)


def main() -> None:
    """Print the accuracy lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=Path, default=CLIPS)
    for row in rows(parser.parse_args().clips):
        word = {True: "pass", False: "MISS", None: "not run"}[row.passed]
        print(f"{word:8s}{row.what:52s}{row.asked:22s}{row.reached}")


if __name__ == "__main__":
    main()
