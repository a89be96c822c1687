"""The rule from contour to arch and every error band, learnt on rendered bodies with exact truth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psoas.data import read_data
from psoas.timeseries import Mask


@dataclass(frozen=True, eq=False)
class BackRule:
    """A rule from the trunk's outline to the arch; heights without a weight or a part in the shapes are not looked at.

    Attributes:
        per_depth, per_front_depth, shapes, misfit: as in `Calibration`.
    """

    per_depth: NDArray[np.float64]
    per_front_depth: NDArray[np.float64]
    shapes: NDArray[np.float64]
    misfit: float


@dataclass(frozen=True, eq=False)
class Calibration:
    """The content of ``calibration.json``, which ``benchmarks/calibrate.py`` writes.

    Attributes:
        heights: (G,) heights on the way from hip (0) to shoulder (1) at which the back's depth is read.
        per_depth, per_front_depth: (G,) arch a trunk length of change in depth of the back, and of the belly [rad].
        line_share: share of the arch by which the hip-shoulder line leans back: pelvis tilt is its lean plus this
            share of the arch.
        hip_drift: share of the hip's opening by which the network's hip point drifts along with the thigh, so that the
            thigh seems to turn less.
        thigh_offset, lean_offset: rear thigh angle and hip-shoulder line at the start of the stretch, measured less
            true [rad], taken off: the network's hip point does not lie in the hip joint.
        bands: one standard deviation of the error of a change within a repetition [deg], by coordinate.
        shapes: (K, G) orthonormal changes of the back's profile, of which every change of a bare back is a sum.
        misfit: largest distance of a back's change from such a sum, root mean square over the heights, in trunk
            lengths; an arm on the outline lies further off.
        above_buttock: the same rule from the heights above the buttock alone, whose shape changes where the thigh goes
            back farther than in kneeling; None where none was learnt.
    """

    heights: NDArray[np.float64]
    per_depth: NDArray[np.float64]
    per_front_depth: NDArray[np.float64]
    line_share: float
    hip_drift: float
    thigh_offset: float
    lean_offset: float
    bands: dict[str, float]
    shapes: NDArray[np.float64]
    misfit: float
    above_buttock: BackRule | None = None

    @property
    def used_heights(self) -> Mask:
        """(G,) True at the heights that have a weight or a part in the shapes; all of a calibration without a rule."""
        used: Mask = (self.per_depth != 0.0) | (self.shapes != 0.0).any(axis=0)
        return used if used.any() else np.ones_like(used)

    @property
    def on_feet(self) -> "Calibration":
        """The same for stretches on both feet: without the drift of the hip point, which kneeling people show."""
        rule = self.above_buttock
        return replace(self, hip_drift=0.0, **({} if rule is None else vars(rule)))

    @property
    def of_fitted_body(self) -> "Calibration":
        """The same rule for the joints of the fitted body, which lie where they are, but for the shoulders' line."""
        table = read_data("psoas.motion", "camera_fit.json")
        lean = float(np.radians(table["lean_offset_deg"]))
        return replace(self, thigh_offset=0.0, lean_offset=lean, hip_drift=table["hip_drift"])


@cache
def load_calibration() -> Calibration:
    """Read the calibration that is part of the program; it is shared, do not change it."""
    content = read_data("psoas.motion", "calibration.json")
    return Calibration(
        heights=np.array(content["heights"]),
        per_depth=np.array(content["per_depth"]),
        per_front_depth=np.array(content["per_front_depth"]),
        line_share=content["line_share"],
        hip_drift=content["hip_drift"],
        thigh_offset=content["thigh_offset"],
        lean_offset=content["lean_offset"],
        bands=content["bands_deg"],
        shapes=np.array(content["shapes"]),
        misfit=content["misfit"],
        above_buttock=_rule(content["above_buttock"]),
    )


def _rule(content: Mapping[str, Any]) -> BackRule:
    arrays = {name: np.array(content[name]) for name in ("per_depth", "per_front_depth", "shapes")}
    return BackRule(**arrays, misfit=content["misfit"])
