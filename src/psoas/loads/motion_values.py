"""Values of the loads of a recording, computed piece by piece so that the loads themselves need not be kept."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from psoas.body import Body
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.equilibrium import LARGEST_PART
from psoas.loads.frames import Frames
from psoas.loads.motion_loads import Grounded, balanced, grounded
from psoas.loads.prepared_motion import PreparedMotion
from psoas.muscle import parts_of
from psoas.timeseries import Array, Mask


@dataclass(frozen=True, eq=False)
class MotionValues:
    """Some values of the loads of `motion_loads` or `held_loads`, to the bit those of the kept loads.

    Attributes:
        body: the body.
        assumptions: of the loads.
        read: (n, Q) the values of the loads of n frames.
    """

    body: Body
    assumptions: Assumptions
    read: Callable[[Loads], Array]

    def begin(self, motion: PreparedMotion) -> Grounded:
        """Compute what needs the whole recording: its contacts, and the ground forces of steps."""
        return grounded(self.body, motion)

    def piece(self, whole: Grounded, frames: slice) -> Array:
        """(n, Q) values of consecutive frames, NaN where there is no equilibrium.

        The first frame's number is a multiple of `LARGEST_PART`, with which every cut gives the same bits.
        """
        return np.concatenate(
            [
                self._values(whole.selected(slice(frames.start + part.start, frames.start + part.stop)))
                for part in parts_of(frames.stop - frames.start, LARGEST_PART)
            ]
        )

    def _values(self, part: Grounded) -> Array:
        def solve(frames: Frames, _: object) -> tuple[Array, Mask]:
            loads = loads_of(frames, self.assumptions, threads=1)
            return self.read(loads), loads.in_equilibrium

        values, held, _ = balanced(part, solve)
        values[~held] = np.nan
        return values
