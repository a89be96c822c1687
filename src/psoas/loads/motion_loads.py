"""Loads over time of a recorded movement, from coordinates and, where measured, ground reaction forces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from psoas.body import Body
from psoas.capture.files import GroundForce
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.consistency import Consistent, with_possible_ground
from psoas.loads.equations import ROOT
from psoas.loads.frames import frames_of
from psoas.loads.prepared_motion import prepared_motion
from psoas.loads.steps import with_ground
from psoas.timeseries import Array, TimeSeries


@dataclass(frozen=True, eq=False)
class MotionLoads:
    """Loads of a recording.

    Attributes:
        time: (T,) of all frames [s].
        known: (n,) indices of the frames that were measured and computed.
        loads: of these n frames.
        consistent: the same frames with motion and ground made consistent.
        measured: whether ground forces were measured; else they were predicted.
        absent: coordinates that the recording lacks; they were set to zero.
    """

    time: Array
    known: NDArray[np.intp]
    loads: Loads
    consistent: Consistent
    measured: bool
    absent: tuple[str, ...]

    def over_time(self, values: Array) -> Array:
        """(T, ...) values of the n frames, NaN in frames that were not measured or have no equilibrium."""
        whole = np.full((len(self.time), *values.shape[1:]), np.nan)
        fine = self.loads.in_equilibrium
        whole[self.known[fine]] = values[fine]
        return whole


def motion_loads(
    body: Body,
    coordinates: TimeSeries,
    *,
    ground: Sequence[GroundForce] = (),
    turned: float = 0.0,
    assumptions: Assumptions | None = None,
    progress: Callable[[int], None] | None = None,
) -> MotionLoads:
    """Compute the loads of every frame of a recording.

    Args:
        coordinates: (T, C) [rad, m], the body's names and signs.
        ground: measured reaction forces; without any, they are unknowns of the static optimisation.
        turned: angle by which the recording was turned to the left about the vertical before it became coordinates
            [rad].
        assumptions: None takes the usual ones.
        progress: called with the number of frames done.

    Raises:
        InputError: as `prepared_motion`.
    """
    one = prepared_motion(body, coordinates, ground=ground, turned=turned)
    frames, time = frames_of(body, one.motion, recorded=True), np.asarray(coordinates.time, float)
    grounded, own = with_ground(frames, one)
    loads = loads_of(grounded.frames, assumptions, progress=progress)
    consistent = with_possible_ground(grounded.frames, own[~loads.in_equilibrium[own]])
    if consistent.change.any():
        loads = loads_of(consistent.frames, assumptions)
    both_changes = replace(
        consistent,
        residuals=grounded.residuals + consistent.residuals,
        change=grounded.change + consistent.change,
    )
    return MotionLoads(time, one.known, loads, both_changes, bool(one.wrenches), one.absent)


def held_loads(
    body: Body,
    coordinates: TimeSeries,
    *,
    assumptions: Assumptions | None = None,
    progress: Callable[[int], None] | None = None,
) -> MotionLoads:
    """Compute the loads of every frame as a still posture, for slow movements whose speed no camera measures.

    Args:
        body, coordinates, assumptions, progress: as for `motion_loads`; the position of the pelvis is not needed.

    Raises:
        InputError: no frame has hips and knees together, or none lies within the body's range.
    """
    one = prepared_motion(body, coordinates, still=True)
    frames = frames_of(body, one.motion)
    loads = loads_of(frames, assumptions, progress=progress)
    consistent = Consistent(frames, np.zeros((len(one), len(ROOT))), np.zeros_like(one.motion.pose))
    return MotionLoads(np.asarray(coordinates.time, float), one.known, loads, consistent, False, one.absent)
