"""Learn `src/psoas/motion/calibration.json` from rendered bodies, and measure its error on bodies left out.

    python -m benchmarks.calibrate                  prints the errors, writes nothing
    python -m benchmarks.calibrate --write          writes the calibration too

The clips behind `benchmarks/calibration` show 16 rendered bodies in the half-kneeling stretch, done well and with the
back arched, the pelvis tipped and the trunk leaning, with other arms, clothes, rooms and cameras. Every error is of a
body that the rule had not seen. Rendered people are not real ones: the bands say so by a margin (`MARGIN`).
"""

import argparse
import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.features import Sample, samples
from benchmarks.rows import Row
from psoas.motion import calibration
from psoas.motion.angles import stick_figure, trunk_lean
from psoas.motion.arch import contours_of, misfit, trunk_shape
from psoas.motion.calibration import BackRule, Calibration
from psoas.motion.measure import measure
from psoas.motion.view import facing

Array = NDArray[np.floating]

Clip = tuple[str, tuple[Array, Array]]
"""Body, changes of the trunk's shape and true arch of one clip."""

FOLDER = Path(__file__).parent / "calibration"
PATH = Path(calibration.__file__).with_suffix(".json")
HEIGHTS = np.round(np.arange(-0.10, 0.701, 0.05), 2)
BUTTOCK = 0.10
"""Height on the way from hip to shoulder under which the outline is the buttock's, which changes with the thigh."""

STIFFNESS = 1e-4
"""Ridge penalty on the weights, in squared trunk lengths: about a hundredth of the variance of the profile."""

HIDDEN_DEG = 8.0
"""Largest error of a clip's arch (root mean square) that is accepted; beyond it the outline showed something else."""

SHAPES = 5
"""Changes of profile that a back is made of: arch, tilt, a round back, and how trunk and hip were found."""

RARELY = 99
"""Percentile of the misfit of bodies left out, frame by frame, above which the outline is not that of a back."""

SIDE_DEG = 12.0
"""Largest camera angle of the clips that are used."""

MARGIN = 1.3
"""Factor from the error on rendered clips to the band; real skin, clothes and phones vary more."""


@dataclass(frozen=True, eq=False)
class Errors:
    """Errors of the changes within one clip [deg], one row a frame: measured minus true, each from its start."""

    sample: Sample
    rmse: dict[str, float]
    absolute: dict[str, float]


def blank() -> Calibration:
    """Give a calibration without a rule."""
    flat = np.zeros(len(HEIGHTS))
    return Calibration(HEIGHTS, flat, flat, 0.67, 0.0, 0.0, 0.0, {}, np.empty((0, len(HEIGHTS))), np.inf)


def learn(known: list[Sample]) -> Calibration:
    """Learn the rule from these clips."""
    from_side = [sample for sample in known if abs(sample.yaw_deg) <= SIDE_DEG]
    thigh = np.nanmedian([_start_error(sample, "rear_thigh_angle", "femur_world") for sample in from_side])
    lean = np.nanmedian([_start_error(sample, "trunk_lean", "trunk_lean") for sample in from_side])
    backs, bellies = _unhidden(from_side, "back"), _unhidden(from_side, "front")
    return Calibration(
        heights=HEIGHTS,
        per_depth=_ridge([pair for _, pair in backs]),
        per_front_depth=_ridge([pair for _, pair in bellies]),
        line_share=_line_share(from_side),
        hip_drift=_hip_drift(from_side),
        thigh_offset=float(np.radians(thigh)),
        lean_offset=float(np.radians(lean)),
        bands={},
        shapes=_shapes([change for _, (change, _) in backs]),
        misfit=_misfit([(body, change) for body, (change, _) in backs]),
        above_buttock=_above_buttock(backs, bellies),
    )


def _above_buttock(backs: list[Clip], bellies: list[Clip]) -> BackRule:
    """Learn the rule from the heights above the buttock; the others have no weight."""
    used = HEIGHTS >= BUTTOCK - 1e-9
    part, front = (
        [(body, (change[:, used], bend)) for body, (change, bend) in clips] for clips in (backs, bellies)
    )

    def padded(values: Array) -> NDArray[np.float64]:
        whole = np.zeros((*values.shape[:-1], len(HEIGHTS)))
        whole[..., used] = values
        return whole

    return BackRule(
        per_depth=padded(_ridge([pair for _, pair in part])),
        per_front_depth=padded(_ridge([pair for _, pair in front])),
        shapes=padded(_shapes([change for _, (change, _) in part])),
        misfit=_misfit([(body, change) for body, (change, _) in part]),
    )


def errors(sample: Sample, rule: Calibration) -> Errors:
    """Measure the program's errors on one clip."""
    motion = measure(
        sample.captured.points, sample.captured.world, sample.captured.contours, calibration=rule
    )
    start = sample.truth["s"] < 0.03
    truth = {
        "rear_thigh_angle": sample.truth["femur_world"],
        "trunk_lean": sample.truth["trunk_lean"],
        "lumbar_extension": sample.truth["lumbar_ext"],
        "pelvis_tilt": sample.truth["pelvic_tilt"],
        "rear_hip_extension": sample.truth["femur_world"] - sample.truth["pelvic_tilt"],
    }
    rmse: dict[str, float] = {}
    absolute: dict[str, float] = {}
    for name, true in truth.items():
        if name in motion.angles:
            off = np.degrees(motion.angles[name]) - true
            change = off - np.nanmean(off[start])
            if np.isfinite(change).mean() > 0.5:
                rmse[name] = float(np.sqrt(np.nanmean(change**2)))
                absolute[name] = float(np.sqrt(np.nanmean(off**2)))
    return Errors(sample, rmse, absolute)


def _unhidden(known: list[Sample], part: Literal["back", "front"]) -> list[Clip]:
    """Return body, changes of the trunk's shape and true arch of each clip that shows the trunk.

    A clip that the other bodies' rule misses by more than `HIDDEN_DEG` shows an arm, not the trunk, and is left out. It
    stays in the table of errors.
    """
    pairs = [(sample.body, pair) for sample in known if (pair := _shape_and_arch(sample, part)) is not None]
    good = []
    for body in sorted({body for body, _ in pairs}):
        others = _ridge([pair for other, pair in pairs if other != body])
        for other, (change, bend) in pairs:
            if other == body and np.sqrt(np.mean((change @ others - bend) ** 2)) < np.radians(HIDDEN_DEG):
                good.append((body, (change, bend)))
    return good


def _shapes(changes: list[Array]) -> NDArray[np.float64]:
    """Find the main changes of the back's profile (K, G); every clip has the same weight."""
    weighted = np.vstack([change / np.sqrt(len(change)) for change in changes])
    return np.asarray(np.linalg.svd(weighted, full_matrices=False)[2][:SHAPES], np.float64)


def _misfit(backs: list[tuple[str, Array]]) -> float:
    """Compute the misfit that is rarely passed on bodies that the shapes were not learnt from, in trunk lengths."""
    found = []
    for body in sorted({body for body, _ in backs}):
        shapes = _shapes([change for other, change in backs if other != body])
        found += [misfit(change, shapes) for other, change in backs if other == body]
    return float(np.percentile(np.concatenate(found), RARELY))


def _ridge(pairs: list[tuple[Array, Array]]) -> NDArray[np.float64]:
    """Fit the arch to the change of the trunk's shape by ridge regression; every clip has the same weight."""
    heights = pairs[0][0].shape[1]
    total, aim = np.eye(heights) * STIFFNESS, np.zeros(heights)
    for change, bend in pairs:
        total += change.T @ change / len(change)
        aim += change.T @ bend / len(change)
    return np.asarray(np.linalg.solve(total, aim), np.float64)


@cache
def _shape_and_arch(sample: Sample, part: Literal["back", "front"]) -> tuple[Array, Array] | None:
    """Compute the changes of the trunk's shape (T, G) and of the true arch (T,) [rad] from the start, where seen."""
    captured = sample.captured
    towards = facing(captured.points, captured.world) or "right"
    stick = stick_figure(captured.points, towards)
    shape = trunk_shape(
        stick,
        *contours_of(captured.contours, towards),
        blank(),
    )
    depth = shape.back if part == "back" else shape.front
    start, arch = sample.truth["s"] < 0.03, np.radians(sample.truth["lumbar_ext"])
    usable = np.isfinite(depth).all(1)
    if usable.mean() < 0.5 or not (usable & start).any() or shape.covered > 0.5:
        return None
    return (depth - depth[usable & start].mean(0))[usable], (arch - arch[usable & start].mean())[usable]


@cache
def _start_error(sample: Sample, name: str, true: str) -> float:
    """Compute the median of measured minus true angle at the person's start [deg]; NaN where not measured."""
    motion = measure(
        sample.captured.points, sample.captured.world, sample.captured.contours, calibration=blank()
    )
    if name not in motion.angles:
        return float("nan")
    start = sample.truth["s"] < 0.03
    return float(np.nanmedian(np.degrees(motion.angles[name][start]) - sample.truth[true][start]))


def _hip_drift(known: list[Sample]) -> float:
    """Fit the share of the hip's opening by which the seen thigh falls behind the true one."""
    return _slope([_drift_pairs(sample) for sample in known])


@cache
def _drift_pairs(sample: Sample) -> tuple[Array, Array]:
    motion = measure(
        sample.captured.points, sample.captured.world, sample.captured.contours, calibration=blank()
    )
    seen = (
        motion.angles["rear_thigh_angle"]
        if "rear_thigh_angle" in motion.angles
        else np.full(len(motion.angles), np.nan)
    )
    return sample.truth["femur_world"] - sample.truth["pelvic_tilt"], sample.truth[
        "femur_world"
    ] - np.degrees(seen)


def _line_share(known: list[Sample]) -> float:
    """Fit the share of the arch by which the hip-shoulder line leans back, given the pelvis."""
    return _slope([_lean_pairs(sample) for sample in known])


@cache
def _lean_pairs(sample: Sample) -> tuple[Array, Array]:
    towards = facing(sample.captured.points, sample.captured.world) or "right"
    line = np.degrees(trunk_lean(stick_figure(sample.captured.points, towards)))
    return sample.truth["lumbar_ext"], sample.truth["pelvic_tilt"] - line


def _slope(pairs: list[tuple[Array, Array]]) -> float:
    """Fit the slope of the second on the first by least squares; each clip has its own mean and the same weight."""
    above = below = 0.0
    for across, up in pairs:
        usable = np.isfinite(across) & np.isfinite(up)
        if usable.any():
            across, up = across[usable] - across[usable].mean(), up[usable] - up[usable].mean()
            above += float(np.mean(across * up))
            below += float(np.mean(across**2))
    return above / below


def left_out(known: list[Sample]) -> list[Errors]:
    """Measure the errors of each clip from beside by a rule that was not learnt from the clip's body."""
    found: list[Errors] = []
    for body in sorted({sample.body for sample in known}):
        rule = learn([sample for sample in known if sample.body != body])
        theirs = [sample for sample in known if sample.body == body and abs(sample.yaw_deg) <= SIDE_DEG]
        found += [errors(sample, rule) for sample in theirs]
    return found


def table(found: list[Errors]) -> str:
    """Format the errors as text."""
    lines = [f"{'clip':34s} body   " + "  ".join(f"{name:>18s}" for name in BANDED)]
    for one in found:
        cells = "  ".join(f"{one.rmse[name]:18.1f}" if name in one.rmse else f"{'-':>18s}" for name in BANDED)
        lines.append(f"{one.sample.name:34s} {one.sample.body:6s} {cells}")
    for word, pick in (("median", np.median), ("worst", np.max)):
        cells = "  ".join(
            f"{pick([one.rmse[name] for one in found if name in one.rmse]):18.1f}" for name in BANDED
        )
        lines.append(f"{word:41s} {cells}")
    return "\n".join(lines)


BANDED = ("rear_thigh_angle", "trunk_lean", "lumbar_extension", "pelvis_tilt", "rear_hip_extension")


def rows() -> list[Row]:
    """Measure the errors on bodies left out, as lines of the table of `benchmarks.run`."""
    found = left_out(samples(FOLDER))
    lines = []
    for name, bound in (("rear_thigh_angle", 4), ("lumbar_extension", 4), ("rear_hip_extension", 5)):
        off = [one.rmse[name] for one in found if name in one.rmse]
        reached = f"median {np.median(off):.1f}, worst {max(off):.1f} of {len(off)} clips"
        lines.append(
            Row(f"{name}, body not learnt from: change, RMSE", f"<= {bound} deg", reached, max(off) <= bound)
        )
    return lines


def bands(found: list[Errors]) -> dict[str, float]:
    """Compute one standard deviation of the error of a change on unseen bodies, with the margin [deg]."""
    return {
        name: round(
            MARGIN * float(np.sqrt(np.mean([one.rmse[name] ** 2 for one in found if name in one.rmse]))), 2
        )
        for name in BANDED
    }


def main() -> None:
    """Print the errors, and with ``--write`` write the calibration."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    given = parser.parse_args()
    known = samples(given.folder)
    found = left_out(known)
    print(table(found))
    rule = replace(learn(known), bands=bands(found))
    print("bands:", rule.bands)
    if given.write:
        PATH.write_text(json.dumps(_content(rule, known), indent=2) + "\n")
        print("written:", PATH.name)


def _content(rule: Calibration, known: list[Sample]) -> dict[str, object]:
    return {
        "made_by": "python -m benchmarks.calibrate --write",
        "from": f"{len(known)} rendered clips of {len({sample.body for sample in known})} bodies",
        "heights": [float(height) for height in rule.heights],
        "per_depth": [round(float(weight), 4) for weight in rule.per_depth],
        "per_front_depth": [round(float(weight), 4) for weight in rule.per_front_depth],
        "line_share": round(rule.line_share, 3),
        "hip_drift": round(rule.hip_drift, 3),
        "thigh_offset": round(rule.thigh_offset, 4),
        "lean_offset": round(rule.lean_offset, 4),
        "bands_deg": rule.bands,
        "shapes": [[round(float(part), 4) for part in shape] for shape in rule.shapes],
        "misfit": round(rule.misfit, 5),
        "above_buttock": None if rule.above_buttock is None else rule_content(rule.above_buttock),
    }


def rule_content(rule: BackRule) -> dict[str, object]:
    """Write a rule as JSON."""
    return {
        "per_depth": [round(float(weight), 4) for weight in rule.per_depth],
        "per_front_depth": [round(float(weight), 4) for weight in rule.per_front_depth],
        "shapes": [[round(float(part), 4) for part in shape] for shape in rule.shapes],
        "misfit": round(rule.misfit, 5),
    }


if __name__ == "__main__":
    main()
