"""Loads over time of a recorded movement, from coordinates and, where measured, ground reaction forces.

Each recording is computed by one thread; for more than one at a time there are `SideRuns`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from psoas.body import Body
from psoas.capture.files import GroundForce
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.consistency import Consistent, with_possible_ground
from psoas.loads.frames import Frames, frames_of
from psoas.loads.prepared_motion import PreparedMotion, prepared_motion
from psoas.loads.steps import with_ground
from psoas.timeseries import Array, Mask, TimeSeries

Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class MotionLoads:
    """Loads of a recording.

    Attributes:
        time: (T,) of all frames [s].
        motion: the n frames that were measured and computed.
        loads: of these n frames.
        consistent: the same frames with motion and ground made consistent.
    """

    time: Array
    motion: PreparedMotion
    loads: Loads
    consistent: Consistent

    @property
    def measured(self) -> bool:
        """Whether ground forces were measured; else they were predicted."""
        return bool(self.motion.wrenches)

    def over_time(self, values: Array) -> Array:
        """(T, ...) values of the n frames, NaN in frames that were not measured or have no equilibrium."""
        return self.motion.over_time(values, self.loads.in_equilibrium)


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
    motion = prepared_motion(body, coordinates, ground=ground, turned=turned)
    return _loads(body, coordinates, motion, assumptions, progress)


def held_loads(
    body: Body,
    coordinates: TimeSeries,
    *,
    assumptions: Assumptions | None = None,
    progress: Callable[[int], None] | None = None,
) -> MotionLoads:
    """Compute the loads of every frame as a still posture, for slow movements whose speed no camera measures.

    Args:
        body, coordinates, assumptions, progress: as for `motion_loads`; the place of the pelvis is not needed.

    Raises:
        InputError: no frame has hips and knees together, or none lies within the body's range.
    """
    motion = prepared_motion(body, coordinates, still=True)
    return _loads(body, coordinates, motion, assumptions, progress)


def _loads(
    body: Body,
    coordinates: TimeSeries,
    motion: PreparedMotion,
    assumptions: Assumptions | None,
    progress: Callable[[int], None] | None,
) -> MotionLoads:
    def solve(frames: Frames, counted: Callable[[int], None] | None) -> tuple[Loads, Mask]:
        loads = loads_of(frames, assumptions, threads=1, progress=counted)
        return loads, loads.in_equilibrium

    loads, _, consistent = balanced(grounded(body, motion), solve, progress)
    return MotionLoads(np.asarray(coordinates.time, float), motion, loads, consistent)


@dataclass(frozen=True, eq=False)
class Grounded:
    """Frames of a recording with their contacts, or with the ground forces that replace them.

    Attributes:
        consistent: n frames, those with ground forces made consistent with them.
        own: (n,) True for the frames that keep their contacts and may have to be adjusted to them.
    """

    consistent: Consistent
    own: Mask

    def selected(self, frames: slice) -> "Grounded":
        """Some of the frames."""
        return Grounded(self.consistent.selected(frames), self.own[frames])


def grounded(body: Body, motion: PreparedMotion) -> Grounded:
    """Find the contacts of a recording, and its measured ground forces or those predicted for its steps.

    Args:
        motion: n frames.
    """
    frames = frames_of(body, motion.motion, recorded=not motion.still, threads=1)
    consistent, rows = with_ground(frames, motion)
    own = np.zeros(len(motion), dtype=bool)
    own[rows] = True
    return Grounded(consistent, own)


def balanced(
    ground: Grounded,
    solve: Callable[[Frames, Callable[[int], None] | None], tuple[Found, Mask]],
    progress: Callable[[int], None] | None = None,
) -> tuple[Found, Mask, Consistent]:
    """Solve frames; those that are not in equilibrium, once more with accelerations that can be.

    Args:
        ground: n frames.
        solve: takes the frames and ``progress`` or None, and returns anything, and (n,) whether each is in equilibrium.
        progress: called with the number of frames done.

    Returns:
        What was found last, (n,) whether each frame is in equilibrium, and how motion and ground were made consistent.
    """
    before = ground.consistent
    found, held = solve(before.frames, progress)
    consistent = with_possible_ground(before.frames, np.flatnonzero(ground.own & ~held))
    if consistent.change.any():
        found, held = solve(consistent.frames, None)
    both_changes = replace(
        consistent,
        residuals=before.residuals + consistent.residuals,
        change=before.change + consistent.change,
    )
    return found, held, both_changes
