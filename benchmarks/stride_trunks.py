"""Learning of the rule for pelvis and lower back of runners and walkers, for `strides.py`.

    python -m benchmarks.stride_trunks CLIP.mp4 ... --truth FOLDER

adds what the rule looks at in more rendered clips to ``benchmarks/stride_trunks.json``; the clips of
``benchmarks/strides`` are looked at each time.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.calibrate import MARGIN
from benchmarks.stride_clips import StrideClip, clip_of, stride_clips
from benchmarks.stride_learning import is_turned, left_out_offsets, measured, motion_of, rms
from psoas.capture.pose.recording import capture
from psoas.capture.video.clip import read_frames
from psoas.motion import MeasuredMotion
from psoas.strides.clip_events import GaitPart, clip_events
from psoas.strides.trunk import Target, TrunkRule, trunk_features, trunk_figures
from psoas.timeseries import Array

STORED = Path(__file__).with_suffix(".json")
TARGETS: tuple[Target, ...] = ("pelvis_tilt", "lumbar_extension", "arching")
TRUE = {"pelvis_tilt": "pelvic_tilt_at_peak", "lumbar_extension": "lumbar_ext_at_peak"}

STIFFNESS = 3.0
"""Ridge penalty on the weights of standardised features: that of three clips."""

FARTHER, FAR_PERCENT = 1.25, 95.0
"""Factor from the distance of nearly all bodies left out to the limit beyond which the rule does not hold, and how many
nearly all are (ours)."""


@dataclass(frozen=True, eq=False)
class TrunkSample:
    """What the rule looks at in one clip, and the truth.

    Attributes:
        features: (F,) of `trunk_features`.
        true: target to its mean over the strides [deg].
        hip_extension_deg: greatest one, mean over the strides.
    """

    name: str
    body: str
    features: Array
    true: dict[Target, float]
    hip_extension_deg: float
    arched: bool


@cache
def trunk_samples() -> tuple[TrunkSample, ...]:
    """Of all clips from beside in which the outline shows."""
    seen = [sample_of(clip, *measured(clip.name)) for clip in stride_clips() if not is_turned(clip)]
    rows = json.loads(STORED.read_text())["samples"] if STORED.exists() else []
    stored = [TrunkSample(**{**row, "features": np.array(row["features"])}) for row in rows]
    return tuple(one for one in [*seen, *stored] if one is not None)


def sample_of(clip: StrideClip, motion: MeasuredMotion, parts: Sequence[GaitPart]) -> TrunkSample | None:
    """What the rule looks at in a clip; None where it is not seen."""
    if not parts or parts[0].gait != clip.movement or motion.facing is None or not clip.strides:
        return None
    events = clip_events(parts[0], left_out_offsets(clip.body, clip.movement))
    features = trunk_features(parts[0], events, clip.captured.contours, motion.facing)
    if features is None:
        return None
    true: dict[Target, float] = {"arching": _arching(clip)}
    for target, key in TRUE.items():
        true[target] = float(np.mean([one[key] for one in clip.strides]))  # type: ignore[index]
    hip = float(np.mean([one["peak_hip_ext"] for one in clip.strides]))
    return TrunkSample(clip.name, clip.body, features, true, hip, clip.arched)


def _arching(clip: StrideClip) -> float:
    """Lumbar extension at the greatest hip extension less that half a step before, mean over the strides [deg]."""
    time, arch = clip.captured.points.time, clip.frames["lumbar_ext"]
    changes = []
    for one in clip.strides:
        half = (one["next_strike_s"] - one["foot_strike_s"]) / 4
        now, before = np.interp([one["peak_hip_ext_s"], one["peak_hip_ext_s"] - half], time, arch)
        changes.append(float(now - before))
    return float(np.mean(changes))


def learn_rule(samples: Sequence[TrunkSample]) -> TrunkRule:
    """Ridge regression of each target; the errors and the limit are left open."""
    table = np.array([one.features for one in samples])
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    away = (table - mean) / spread
    weights: dict[Target, Array] = {}
    middle: dict[Target, float] = {}
    for target in TARGETS:
        true = np.array([one.true[target] for one in samples])
        used = away.copy()
        if target == "arching":  # the trunk's lean alone: the outline shows no change within a step
            used[:, :-1] = 0.0
        penalty = STIFFNESS * np.eye(used.shape[1])
        weights[target] = np.linalg.solve(used.T @ used + penalty, used.T @ (true - true.mean()))
        middle[target] = float(true.mean())
    return TrunkRule(mean, spread, weights, middle, dict.fromkeys(TARGETS, 0.0), np.inf)


@cache
def left_out_trunks() -> tuple[tuple[TrunkSample, dict[Target, float], float], ...]:
    """Each sample with what a rule learnt without its body says, and how far the body is from those [spreads]."""
    found = []
    for one in trunk_samples():
        rule = learn_rule([other for other in trunk_samples() if other.body != one.body])
        figures = trunk_figures(one.features, rule)
        if figures is not None:
            away = float(np.sqrt((((one.features - rule.mean) / rule.spread) ** 2).mean()))
            said = {target: getattr(figures, target).value for target in TARGETS}
            found.append((one, said, away))
    return tuple(found)


def trunk_errors(target: Target) -> float:
    """Root mean square error of a target on bodies left out [deg]."""
    return rms(said[target] - one.true[target] for one, said, _ in left_out_trunks())


def trunk_table() -> dict[str, Any]:
    """The content of ``trunk.json``."""
    rule = learn_rule(trunk_samples())
    return {
        "made_by": "python -m benchmarks.strides --write",
        "from": f"{len(trunk_samples())} rendered clips of {len({one.body for one in trunk_samples()})} bodies",
        "margin": MARGIN,
        "mean": rule.mean.round(5).tolist(),
        "spread": rule.spread.round(5).tolist(),
        "weights": {target: rule.weights[target].round(4).tolist() for target in TARGETS},
        "middle_deg": {target: round(rule.middle[target], 3) for target in TARGETS},
        "errors_deg": {target: round(MARGIN * trunk_errors(target), 3) for target in TARGETS},
        "farthest": round(
            FARTHER * float(np.percentile([away for _, _, away in left_out_trunks()], FAR_PERCENT)), 3
        ),
    }


def store(samples: Iterable[TrunkSample]) -> None:
    """Add samples to the stored ones; those of the same name are replaced."""
    rows = {
        row["name"]: row for row in (json.loads(STORED.read_text())["samples"] if STORED.exists() else [])
    }
    for one in samples:
        rows[one.name] = {**one.__dict__, "features": one.features.round(5).tolist()}
    content = {
        "note": "What `psoas.strides.trunk` looks at in rendered runs, with the truth",
        "samples": [rows[name] for name in sorted(rows)],
    }
    STORED.write_text(
        json.dumps(content, indent=None, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n"
    )


def main() -> None:
    """Run the pose network over clips and store what the rule looks at."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", nargs="+", type=Path)
    parser.add_argument("--truth", type=Path, required=True)
    given = parser.parse_args()
    for path in given.clips:
        truth = json.loads((given.truth / f"{path.stem}.json").read_text())
        with read_frames(path, max_side=960) as frames:
            clip = clip_of(capture(frames), truth)
        sample = sample_of(clip, *motion_of(clip))
        print(path.stem, "stored" if sample else "the outline does not show", flush=True)
        store([sample] if sample else [])


if __name__ == "__main__":
    main()
