"""Errors of the curves of hips, pelvis and lower back over the stride of a clip: `findings/stride_angles.json`.

    python -m benchmarks.stride_curves            prints the errors, writes nothing
    python -m benchmarks.stride_curves --write    writes them, too

The clips are those of `benchmarks/strides` that are seen from beside; what was learnt was learnt without their body.
"""

import argparse
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.calibrate import MARGIN
from benchmarks.rows import Row, show
from benchmarks.stride_clips import StrideClip, stride_clips
from benchmarks.stride_learning import left_out, measured, rms
from benchmarks.stride_trunks import left_out_trunks
from psoas import findings
from psoas.estimate import Estimate
from psoas.findings import clip_stride_angles
from psoas.sides import LETTER
from psoas.strides import Stride
from psoas.strides.clip_strides import with_trunk
from psoas.strides.trunk import TrunkFigures
from psoas.timeseries import Array

STORED = Path(findings.__file__).parent / "stride_angles.json"

LIMIT_DEG = 6.0
"""Largest root mean square error with which a curve is worth drawing (ours): the hip moves by 45 degrees in a stride,
the lower backs of good and of arching runners differ by 11."""

NAMES = ("hip_extension", "pelvis_tilt", "lumbar_extension")


@cache
def curve_errors() -> dict[str, tuple[float, ...]]:
    """Root mean square error of each curve in each clip [deg], over all frames of its strides."""
    clips = {one.name: one for one in stride_clips()}
    found: dict[str, list[float]] = {name: [] for name in NAMES}
    for sample, said, _ in left_out_trunks():
        if sample.name not in clips:
            continue
        figures = TrunkFigures(*(Estimate.of(said[one], 0.0, "deg") for one in said))
        strides = [with_trunk(pair.found, figures) for pair in left_out(sample.name)]
        for name, errors in _errors(clips[sample.name], strides).items():
            found[name].append(rms(errors))
    return {name: tuple(errors) for name, errors in found.items()}


def _errors(clip: StrideClip, strides: list[Stride]) -> dict[str, Array]:
    """Measured less true in each frame of the strides [deg]; none where no curve is measured."""
    angles = clip_stride_angles(measured(clip.name)[0].angles, strides)
    if "pelvis_tilt" not in angles:
        return {}
    tilt, arch = clip.frames["pelvic_tilt"], clip.frames["lumbar_ext"]
    legs = {LETTER[one.side]: one.leg for one in strides}
    hips = [
        np.degrees(angles[f"hip_extension_{side}"]) - (clip.frames[f"thigh_{leg}"] - tilt)
        for side, leg in legs.items()
        if f"hip_extension_{side}" in angles
    ]
    errors = {
        "hip_extension": np.concatenate(hips),
        "pelvis_tilt": np.degrees(angles["pelvis_tilt"]) - tilt,
        "lumbar_extension": np.degrees(angles["lumbar_extension"]) - arch,
    }
    return {name: one[np.isfinite(one)] for name, one in errors.items()}


def rows() -> Iterator[Row]:
    """The error of each curve."""
    for name, errors in curve_errors().items():
        yield Row(
            f"curve of {name.replace('_', ' ')} over the stride, RMSE",
            f"<= {LIMIT_DEG:.0f} degrees",
            f"{rms(errors):.1f} degrees, worst of {len(errors)} clips {max(errors):.1f}",
            rms(errors) <= LIMIT_DEG,
        )


def main() -> None:
    """Print the errors, and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write stride_angles.json")
    if parser.parse_args().write:
        content = {
            "made_by": "python -m benchmarks.stride_curves --write",
            "from": f"{len(curve_errors()['pelvis_tilt'])} rendered clips, all that was learnt without their body",
            "margin": MARGIN,
            "errors_deg": {name: round(MARGIN * rms(errors), 2) for name, errors in curve_errors().items()},
        }
        STORED.write_text(json.dumps(content, indent=1) + "\n")
    show(rows())


if __name__ == "__main__":
    main()
