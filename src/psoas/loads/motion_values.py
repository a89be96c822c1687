"""Values of the loads of a recording, computed part by part so that the loads themselves need not be kept."""

from collections.abc import Callable

import numpy as np

from psoas.body import Body
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.equilibrium import LARGEST_PART
from psoas.loads.frames import Frames
from psoas.loads.motion_loads import on_ground
from psoas.loads.prepared_motion import PreparedMotion
from psoas.muscle import parts_of
from psoas.timeseries import Array, Mask


def motion_values(
    body: Body,
    assumptions: Assumptions,
    read: Callable[[Loads], Array],
    motion: PreparedMotion,
    *,
    progress: Callable[[int], None],
) -> Array:
    """Compute some values of the loads of `motion_loads` or `held_loads`.

    Args:
        read: (n, Q) the values of the loads of n frames.
        motion: T frames.
        progress: called with the number of frames done.

    Returns:
        (T, Q), NaN in frames that were not measured or have no equilibrium; to the bit those of the kept loads.
    """

    def solve(frames: Frames, counted: Callable[[int], None] | None) -> tuple[Array, Mask]:
        values, held = [], []
        for part in parts_of(len(frames.motion), LARGEST_PART):
            loads = loads_of(frames.selected(part), assumptions)
            values.append(read(loads))
            held.append(loads.in_equilibrium)
            if counted is not None:
                counted(part.stop)
        return np.concatenate(values), np.concatenate(held)

    values, held, _ = on_ground(body, motion, solve, progress)
    return motion.over_time(values, held)
