"""What was learnt on rendered bodies with exact truth: the rule from contour to arch, and every error band."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PATH = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, eq=False)
class Calibration:
    """The content of ``calibration.json``, which ``benchmarks/calibrate.py`` writes.

    Attributes:
        heights: (G,) heights on the way from hip (0) to shoulder (1) at which the back's depth is read.
        per_depth: (G,) arch a trunk length of change in depth [rad].
        per_thigh, per_lean: arch a radian of change in rear thigh angle and in the hip-shoulder line's lean.
        line_share: share of the arch by which the hip-shoulder line leans back: pelvis tilt is its lean plus this
            share of the arch.
        thigh_offset: mean of measured less true rear thigh angle [rad], taken off.
        bands: one standard deviation of the error of a change within a repetition [deg], by coordinate.
        yaw: weights of the witnesses of `psoas.motion.view.side_widths`, and ``constant`` [deg].
    """

    heights: NDArray[np.float64]
    per_depth: NDArray[np.float64]
    per_thigh: float
    per_lean: float
    line_share: float
    thigh_offset: float
    bands: dict[str, float]
    yaw: dict[str, float]

    @property
    def lowest(self) -> float:
        """Lowest height that is read."""
        return float(self.heights[0])

    @property
    def highest(self) -> float:
        """Highest height that is read."""
        return float(self.heights[-1])


def load_calibration(path: Path = PATH) -> Calibration:
    """Read the calibration that is part of the program, or one made anew."""
    content = json.loads(path.read_text())
    return Calibration(
        heights=np.array(content["heights"]),
        per_depth=np.array(content["per_depth"]),
        per_thigh=content["per_thigh"],
        per_lean=content["per_lean"],
        line_share=content["line_share"],
        thigh_offset=content["thigh_offset"],
        bands=content["bands_deg"],
        yaw=content["yaw"],
    )
