"""Learn `src/psoas/motion/stickers.json`: how the pelvis follows from two stickers on it, and with what error.

    python -m benchmarks.stickers                  prints the errors on bodies left out, writes nothing
    python -m benchmarks.stickers --write          writes the rule too

The clips behind `benchmarks/stickers` show rendered people with two stickers on the pelvis, under fitted and loose
tops, in stretches done well and with the back arched. How far skin and cloth follow the spine instead of the pelvis is
a property of those bodies, and no measurement of real ones is at hand: `DOUBT` pulls the share towards none, which is
what a sticker on bare bone would show.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate import MARGIN
from benchmarks.features import Sample, samples
from benchmarks.rows import Row
from psoas.motion import stickers
from psoas.motion.angles import stick_figure, trunk_lean
from psoas.motion.calibration import load_calibration
from psoas.motion.movement import rear_leg
from psoas.motion.stickers import StickerRule, pelvis_and_arch, sticker_line
from psoas.motion.turn import turn_of
from psoas.motion.view import facing

Array = NDArray[np.floating]

FOLDER = Path(__file__).parent / "stickers"
PATH = Path(stickers.__file__).with_suffix(".json")

SHARES = np.round(np.arange(0.0, 0.41, 0.01), 2)
DRAGS = np.round(np.arange(0.0, 0.16, 0.01), 2)

DOUBT = 25.0
"""Weight [deg^2] of the squared share of the skin beside the mean squared error of the tilt."""


@dataclass(frozen=True, eq=False)
class Witnesses:
    """The angles of one clip, as seen [rad], and its frames at the person's start."""

    sample: Sample
    line: Array
    lean: Array
    thigh: Array
    start: NDArray[np.bool_]


def witnesses(sample: Sample) -> Witnesses | None:
    """Read the angles of one clip; None where stickers, facing or rear leg were not found."""
    captured = sample.captured
    towards = facing(captured.points, captured.world)
    if towards is None or captured.stickers is None:
        return None
    stick = stick_figure(captured.points, towards)
    rear = rear_leg(stick, "half_kneeling_stretch")
    if rear is None:
        return None
    turn = turn_of(captured.points, captured.world, towards)
    yaw = abs(float(np.degrees(np.nanmedian(turn))))
    return Witnesses(
        sample,
        sticker_line(captured.stickers, towards, yaw),
        trunk_lean(stick),
        stick.angle("mid_hip", f"{rear}_knee"),
        sample.truth["s"] < 0.03,
    )


def off(one: Witnesses, rule: StickerRule) -> dict[str, float]:
    """Root mean square error of the change of tilt, arch and hip in one clip [deg]."""
    calibration = load_calibration()
    tilt, arch = pelvis_and_arch(one.line, one.lean, one.thigh, one.start, calibration, rule)
    thigh = one.thigh - np.nanmean(one.thigh[one.start])
    thigh = (thigh - calibration.hip_drift * tilt) / (1 - calibration.hip_drift)
    truth = one.sample.truth
    pairs = {
        "pelvis_tilt": (tilt, truth["pelvic_tilt"]),
        "lumbar_extension": (arch, truth["lumbar_ext"]),
        "rear_hip_extension": (thigh - tilt, truth["femur_world"] - truth["pelvic_tilt"]),
    }
    return {name: _rms(np.degrees(seen) - true, one.start) for name, (seen, true) in pairs.items()}


def _rms(error: Array, start: NDArray[np.bool_]) -> float:
    return float(np.sqrt(np.nanmean((error - np.nanmean(error[start])) ** 2)))


def learn(known: list[Witnesses]) -> StickerRule:
    """Find share and drag with the least error of the tilt over these clips, each of the same weight."""
    best: tuple[float, StickerRule] | None = None
    for share in SHARES:
        for drag in DRAGS:
            rule = StickerRule(float(share), float(drag), {})
            cost = DOUBT * share**2 + float(np.mean([off(one, rule)["pelvis_tilt"] ** 2 for one in known]))
            if best is None or cost < best[0]:
                best = cost, rule
    assert best is not None
    return best[1]


def left_out(folder: Path = FOLDER) -> list[tuple[Sample, dict[str, float]]]:
    """Measure the errors of each clip by a rule that was not learnt from the clip's body."""
    known = [one for sample in samples(folder) if (one := witnesses(sample)) is not None]
    bodies = sorted({one.sample.body for one in known})
    rules = {body: learn([one for one in known if one.sample.body != body]) for body in bodies}
    return [(one.sample, off(one, rules[one.sample.body])) for one in known]


def rows() -> list[Row]:
    """Measure the errors on bodies left out, as a line of the table of `benchmarks.run`."""
    found = [errors["pelvis_tilt"] for _, errors in left_out()]
    reached = f"median {np.median(found):.1f}, worst {max(found):.1f} of {len(found)} clips"
    return [
        Row(
            "pelvic tilt by stickers, body not learnt from: change, RMSE",
            "<= 2.5 deg",
            reached,
            max(found) <= 2.5,
        )
    ]


def main() -> None:
    """Print the errors, and with ``--write`` write the rule."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    found = left_out()
    for sample, errors in found:
        cells = "  ".join(f"{name} {value:4.1f}" for name, value in errors.items())
        print(f"{sample.name:34s} drape {sample.drape:4.2f} yaw {sample.yaw_deg:5.1f}  {cells}")
    rule = learn([one for sample in samples(FOLDER) if (one := witnesses(sample)) is not None])
    bands = {
        name: round(MARGIN * float(np.sqrt(np.mean([errors[name] ** 2 for _, errors in found]))), 2)
        for name in found[0][1]
    }
    print(rule.skin_share, rule.skin_drag, bands)
    if given.write:
        content = {
            "made_by": "python -m benchmarks.stickers --write",
            "from": f"{len(found)} rendered clips of {len({sample.body for sample, _ in found})} bodies",
            "skin_share": rule.skin_share,
            "skin_drag": rule.skin_drag,
            "bands_deg": bands,
        }
        PATH.write_text(json.dumps(content, indent=2) + "\n")
        print("written:", PATH.name)


if __name__ == "__main__":
    main()
