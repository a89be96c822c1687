"""Learn `src/psoas/motion/cloth.json`, which tells a loose top from a fitted one, and measure its error.

    python -m benchmarks.cloth                  prints the errors on bodies left out, writes nothing
    python -m benchmarks.cloth --write          writes the rule too

The loose tops are the clips behind `benchmarks/cloth` in which the shirt hangs over the hollows of the body; the fitted
ones are those behind `benchmarks/calibration`. Tops that hang a little (0.35) belong to neither: the back is measured
under them, with a third of a large arch lost.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate import FOLDER as FITTED
from benchmarks.features import Sample, samples
from benchmarks.rows import Row
from psoas.motion import cloth
from psoas.motion.angles import stick_figure
from psoas.motion.arch import contours_of, trunk_shape
from psoas.motion.calibration import load_calibration
from psoas.motion.cloth import ClothRule, cloth_figures
from psoas.motion.view import facing

FOLDER = Path(__file__).parent / "cloth"
PATH = Path(cloth.__file__).with_suffix(".json")

LOOSE_DRAPE = 0.5
"""Tops that hang more than this are loose."""

MOST_YAW_DEG = 25.0
"""Largest camera angle of the clips: beyond it the outline of the back is not read."""


def figures(sample: Sample) -> tuple[float, float] | None:
    """Depth of the hollow and fullness of the waist in one clip; None where the outline is never whole."""
    captured = sample.captured
    towards = facing(captured.points, captured.world)
    if towards is None:
        return None
    calibration = load_calibration()
    shape = trunk_shape(
        stick_figure(captured.points, towards),
        *contours_of(captured.contours, towards),
        calibration,
    )
    return cloth_figures(shape.back, calibration.heights)


def learn(known: list[tuple[Sample, tuple[float, float]]]) -> ClothRule:
    """Find the straight line between fitted and loose tops: Fisher's linear discriminant, equal chances for both."""
    groups: list[NDArray[np.float64]] = [
        np.array([pair for sample, pair in known if (sample.drape > LOOSE_DRAPE) == loose and _sure(sample)])
        for loose in (False, True)
    ]
    fitted, loose = groups
    spread = np.cov(fitted.T) + np.cov(loose.T)
    hollow, fullness = np.linalg.solve(spread, fitted.mean(0) - loose.mean(0))
    scale = abs(hollow)
    weights = np.array([hollow, fullness]) / scale
    # equally many standard deviations from the middle of either group
    middles = [float((group @ weights).mean()) for group in groups]
    spreads = [float((group @ weights).std()) for group in groups]
    least = (middles[0] * spreads[1] + middles[1] * spreads[0]) / sum(spreads)
    return ClothRule(round(float(weights[0]), 3), round(float(weights[1]), 3), round(least, 4))


def is_loose(rule: ClothRule, pair: tuple[float, float]) -> bool:
    """True where the rule calls a top of these figures loose."""
    return rule.hollow * pair[0] + rule.fullness * pair[1] < rule.least


def left_out() -> list[tuple[Sample, tuple[float, float], bool]]:
    """Each clip with its figures, and whether its top is called loose by a rule learnt without its body."""
    known = known_tops()
    bodies = {sample.body for sample, _ in known}
    rules = {body: learn([one for one in known if one[0].body != body]) for body in bodies}
    return [(sample, pair, is_loose(rules[sample.body], pair)) for sample, pair in known]


def known_tops() -> list[tuple[Sample, tuple[float, float]]]:
    """All clips in which the outline of the back can be read, with their figures."""
    every = [sample for sample in samples(FITTED) + samples(FOLDER) if abs(sample.yaw_deg) <= MOST_YAW_DEG]
    return [(sample, pair) for sample in every if (pair := figures(sample)) is not None]


def rows() -> list[Row]:
    """Measure the errors on bodies left out, as lines of the table of `benchmarks.run`."""
    found = left_out()
    loose = [called for sample, _, called in found if sample.drape > LOOSE_DRAPE]
    fitted = [called for sample, _, called in found if sample.drape == 0]
    reached = f"{sum(loose)} of {len(loose)} loose ones refused, {sum(fitted)} of {len(fitted)} fitted ones"
    return [
        Row(
            "tops, body not learnt from: back hidden by cloth",
            "loose: all, fitted: none",
            reached,
            all(loose) and not any(fitted),
        )
    ]


def _sure(sample: Sample) -> bool:
    return sample.drape == 0 or sample.drape > LOOSE_DRAPE


def main() -> None:
    """Print the figures of each clip, and with ``--write`` write the rule."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    found = left_out()
    for sample, (depth, fullness), called in found:
        word = "loose" if called else "fitted"
        print(
            f"{sample.name:34s} drape {sample.drape:4.2f} hollow {depth:.3f} fullness {fullness:.3f} {word}"
        )
    rule = learn([(sample, pair) for sample, pair, _ in found])
    print(rule)
    if given.write:
        bodies = len({sample.body for sample, _, _ in found})
        content = {
            "made_by": "python -m benchmarks.cloth --write",
            "from": f"{len(found)} rendered clips of {bodies} bodies",
            "hollow": rule.hollow,
            "fullness": rule.fullness,
            "least": rule.least,
        }
        PATH.write_text(json.dumps(content, indent=2) + "\n")
        print("written:", PATH.name)


if __name__ == "__main__":
    main()
