"""Loads over time of a recorded movement, from coordinates and, where measured, ground reaction forces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from psoas.body import Body
from psoas.capture.files import GroundForce
from psoas.errors import InputError
from psoas.loads.body_loads import Assumptions, Loads, loads_of
from psoas.loads.consistency import Consistent, with_given_ground, with_measured_ground, with_possible_ground
from psoas.loads.dynamics import Motion
from psoas.loads.equations import ROOT
from psoas.loads.frames import Frames, frames_of
from psoas.loads.steps import step_wrenches
from psoas.loads.toes import levelled_toes
from psoas.motion import smooth, stretches
from psoas.sides import both
from psoas.timeseries import Array, TimeSeries

CUTOFF_HZ = 6.0
"""Low-pass for coordinates and ground forces alike (Winter 2009; one corner for both, Kristianslund et al. 2012,
doi:10.1016/j.jbiomech.2011.12.011)."""

LEAST_FRAMES = 4
"""Shortest stretch without a gap that can be differentiated."""

RANGE_MARGIN = np.radians(3.0)
"""Angle by which a joint may exceed the body's range and is set to its end; frames farther out are left out [rad]."""

REQUIRED = (*both("hip_flexion"), *both("knee_angle"))

PELVIS_POSITION = ROOT[:3]
"""Position of the pelvis: the lever of measured ground forces; its vertical acceleration determines half of the
predicted ones. The last, sideways, is set to zero where no plate measured."""


@dataclass(frozen=True, eq=False)
class MotionLoads:
    """Loads of a recording.

    Attributes:
        time: (T,) of all frames [s].
        known: (n,) indices of the frames that were measured and computed.
        loads: of these n frames.
        consistent: the same frames with motion and ground made consistent.
        measured: whether ground forces were measured; else they were predicted.
        absent: coordinates that the recording lacks; they were set to zero, and where the ground was predicted the
            toes to level.
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


def recorded_frames(
    body: Body, coordinates: TimeSeries, *, level_toes: bool = False
) -> tuple[Frames, NDArray[np.intp], tuple[str, ...]]:
    """Filter and differentiate a recording, and find its contacts.

    Args:
        coordinates: (T, C) [rad, m], the body's names and signs.
        level_toes: whether toes that the recording lacks bend as the heel rises (`levelled_toes`).

    Returns:
        The measured frames, their indices, and the absent coordinates, which are set to zero.

    Raises:
        InputError: no frame has hips, knees and the position of the pelvis together, or none lies within the body's
            range.
    """
    lacking = [name for name in PELVIS_POSITION[:2] if name not in coordinates]
    if lacking:
        raise InputError(
            f"the file has no {', '.join(lacking)}: without the place of the pelvis the loads of a movement cannot be "
            "found; export it too, or give one posture by --set"
        )
    motion, known, absent = _measured_frames(body, coordinates, level_toes=level_toes)
    return frames_of(body, motion, recorded=True), known, absent


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
        coordinates: as for `recorded_frames`.
        ground: measured reaction forces; without any, they are unknowns of the static optimisation.
        turned: angle by which the recording was turned to the left about the vertical before it became coordinates
            [rad].
        assumptions: None takes the usual ones.
        progress: called with the number of frames done.

    Raises:
        InputError: as `recorded_frames`; or the plates' times or segments do not fit.
    """
    frames, known, absent = recorded_frames(body, coordinates, level_toes=not ground)
    time = np.asarray(coordinates.time, float)
    if ground:
        if PELVIS_POSITION[2] in absent:
            raise InputError(
                f"the file has no {PELVIS_POSITION[2]}: measured ground forces need the place of the pelvis; "
                "export it too"
            )
        wrenches = _wrenches(body, ground, time[known], turned)
        measured = np.all([np.isfinite(wrench).all(axis=1) for wrench in wrenches.values()], axis=0)
        if not measured.any():
            raise InputError("the ground forces were measured at other times than the motion")
        wrenches = {name: wrench[measured] for name, wrench in wrenches.items()}
        consistent = with_measured_ground(frames.selected(np.flatnonzero(measured)), wrenches)
        known = known[measured]
        loads = loads_of(consistent.frames, assumptions, progress=progress)
        return MotionLoads(time, known, loads, consistent, True, absent)
    rows, wrenches = step_wrenches(frames, time[known], CUTOFF_HZ)
    steps = with_given_ground(frames, wrenches, rows)
    loads = loads_of(steps.frames, assumptions, progress=progress)
    free = np.setdiff1d(np.flatnonzero(~loads.in_equilibrium), rows)
    consistent = with_possible_ground(steps.frames, free)
    if consistent.change.any():
        loads = loads_of(consistent.frames, assumptions)
    both_changes = replace(
        consistent,
        residuals=steps.residuals + consistent.residuals,
        change=steps.change + consistent.change,
    )
    return MotionLoads(time, known, loads, both_changes, False, absent)


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
    motion, known, absent = _measured_frames(body, coordinates, still=True)
    frames = frames_of(body, motion)
    loads = loads_of(frames, assumptions, progress=progress)
    nothing = np.zeros((len(known), len(ROOT)))
    consistent = Consistent(frames, nothing, np.zeros_like(motion.pose))
    return MotionLoads(np.asarray(coordinates.time, float), known, loads, consistent, False, absent)


def _measured_frames(
    body: Body, coordinates: TimeSeries, *, still: bool = False, level_toes: bool = False
) -> tuple[Motion, NDArray[np.intp], tuple[str, ...]]:
    """Filtered and differentiated poses of the measured frames, their indices, and the absent coordinates.

    Each stretch between two gaps is treated by itself; one too short to differentiate is left out unless ``still``.
    """
    lacking = [name for name in REQUIRED if name not in coordinates]
    if lacking:
        raise InputError(
            f"the file has no {', '.join(lacking)}: without hips and knees loads cannot be found"
        )
    present = [name for name in body.coordinates if name in coordinates]
    values: Array = np.column_stack([coordinates[name] for name in present]).astype(float)
    time = np.asarray(coordinates.time, float)
    measured = np.asarray(np.isfinite(values).all(axis=1))
    apart = [part[measured[part]] for part in stretches(time, measured)]
    usable = [part for part in apart if still or len(part) >= LEAST_FRAMES]
    if not usable:
        raise InputError("no frame tells hips, knees and pelvis together: loads cannot be found")
    known = np.concatenate(usable)
    whole = np.zeros((3, len(known), len(body.coordinates)))
    columns = [body.coordinate_index(name) for name in present]
    whole[:, :, columns] = np.concatenate(
        [_differentiated(time[part], values[part], still) for part in usable], axis=1
    )
    absent = tuple(name for name in body.coordinates if name not in present)
    if level_toes:
        parts = np.split(np.arange(len(known)), np.cumsum([len(part) for part in usable])[:-1])
        levelled = levelled_toes(body, whole[0], absent)
        for part in parts:
            whole[:, part] = _derivatives(time[known[part]], levelled[part])
    low, high = body.ranges.T
    over = np.maximum(low - whole[0], whole[0] - high).max(axis=1)
    whole[0] = np.clip(whole[0], low, high)
    inside = np.flatnonzero(over <= RANGE_MARGIN)
    if not len(inside):
        raise InputError("the joints are bent farther than the body holds: check the unit and the signs")
    return Motion(*whole).selected(inside), known[inside], absent


def _differentiated(time: Array, values: Array, still: bool) -> Array:
    """(3, n, C) filtered values of one stretch without a gap, and their first and second derivatives."""
    smoothed = smooth(time, values, CUTOFF_HZ)
    if still:
        return np.stack([smoothed, *np.zeros((2, *smoothed.shape))])
    return _derivatives(time, smoothed)


def _derivatives(time: Array, values: Array) -> Array:
    """(3, n, C) values, and their first and second derivatives."""
    spline = scipy.interpolate.CubicSpline(time, values)
    return np.stack([spline(time, order) for order in range(3)])


def _wrenches(body: Body, ground: Sequence[GroundForce], time: Array, turned: float) -> dict[str, Array]:
    """Force and moment about the world's origin, (N, 6) by segment; NaN at times that were not measured."""
    wrenches: dict[str, Array] = {}
    for plate in ground:
        if plate.segment not in body.skeleton.segments:
            raise InputError(
                f"a ground force acts on {plate.segment!r}, which the body does not have; there is calcn_r and calcn_l"
            )
        moment = np.cross(plate.point, plate.force) + plate.torque
        series = smooth(plate.time, np.hstack([plate.force, moment]), CUTOFF_HZ)
        found = np.column_stack([np.interp(time, plate.time, column) for column in series.T])
        found[(time < plate.time[0]) | (time > plate.time[-1])] = np.nan
        wrench = np.hstack([part @ _world(turned).T for part in (found[:, :3], found[:, 3:])])
        wrenches[plate.segment] = wrenches.get(plate.segment, 0.0) + wrench
    return wrenches


def _world(turned: float) -> Array:
    """(3, 3) rotation from OpenSim's ground (y up) to MuJoCo's world, turned to the left about the vertical [rad]."""
    c, s = np.cos(turned), np.sin(turned)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]]) @ [[1, 0, 0], [0, 0, -1], [0, 1, 0]]
