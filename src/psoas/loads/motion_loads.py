"""Loads over time of a recorded movement: from coordinates, and from measured ground reactions where there are any."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from psoas.body import Body
from psoas.capture.files import GroundForce
from psoas.errors import InputError
from psoas.loads.body_loads import Assumptions, Loads, Setting, loads_of, setting_of
from psoas.loads.consistency import Agreed, with_measured_ground, with_possible_ground
from psoas.loads.dynamics import Motion
from psoas.loads.muscle_rows import ROOT
from psoas.motion import smooth, stretches
from psoas.timeseries import Array, TimeSeries

CUTOFF_HZ = 6.0
"""Low-pass for coordinates and ground forces alike (Winter 2009; one corner for both, Kristianslund et al. 2012,
doi:10.1016/j.jbiomech.2011.12.011)."""

LEAST_FRAMES = 4

BEYOND = np.radians(3.0)
"""How far a joint may leave the body's range and is taken at its end; farther out a frame is not told."""

NEEDED = tuple(f"{joint}_{side}" for joint in ("hip_flexion", "knee_angle") for side in "rl")

PLACE = ROOT[:3]
"""Where the pelvis is: measured ground forces act at a distance from it, and without them its rise and fall is half of
what the ground has to do; the last, sideways, is taken as zero where no plate measured."""


@dataclass(frozen=True, eq=False)
class MotionLoads:
    """Loads of a recording.

    Attributes:
        time: (T,) of all frames [s].
        known: (n,) indices of the frames that were told and computed.
        loads: of these n frames.
        agreed: how ground and motion were made to agree.
        measured: whether ground forces were measured; else they were predicted.
        absent: coordinates that the recording does not tell; they were taken as zero.
    """

    time: Array
    known: NDArray[np.intp]
    loads: Loads
    agreed: Agreed
    measured: bool
    absent: tuple[str, ...]

    def over_time(self, values: Array) -> Array:
        """(T, ...) values of the n frames, NaN in frames not told or without equilibrium."""
        whole = np.full((len(self.time), *values.shape[1:]), np.nan)
        fine = self.loads.in_equilibrium
        whole[self.known[fine]] = values[fine]
        return whole


def recorded_setting(
    body: Body, coordinates: TimeSeries
) -> tuple[Setting, NDArray[np.intp], tuple[str, ...]]:
    """Where the body is in a recording, filtered and differentiated.

    Args:
        body: of the person.
        coordinates: (T, C) [rad, m], the body's names and signs.

    Returns:
        The frames that were told, their indices, and the coordinates that are absent and taken as zero.

    Raises:
        InputError: hips, knees and the place of the pelvis are not told together in any frame, or never within the
            body's range.
    """
    unplaced = [name for name in PLACE[:2] if name not in coordinates]
    if unplaced:
        raise InputError(
            f"the file has no {', '.join(unplaced)}: without the place of the pelvis the loads of a movement cannot be "
            "found; export it too, or give one posture by --set"
        )
    motion, known, absent = _told_frames(body, coordinates)
    return setting_of(body, motion, recorded=True), known, absent


def motion_loads(
    body: Body,
    coordinates: TimeSeries,
    *,
    ground: Sequence[GroundForce] = (),
    turned: float = 0.0,
    assumptions: Assumptions | None = None,
    progress: Callable[[int], None] | None = None,
) -> MotionLoads:
    """Loads of every frame of a recording.

    Args:
        body: of the person.
        coordinates: as for `recorded_setting`.
        ground: measured reactions; none: they are unknowns of the same problem.
        turned: by how much the recording was turned to the left about the vertical before it became coordinates [rad].
        assumptions: what else the loads rest on.
        progress: called with the number of frames done.

    Raises:
        InputError: as `recorded_setting`; or the plates' times or segments do not fit.
    """
    setting, known, absent = recorded_setting(body, coordinates)
    time = np.asarray(coordinates.time, float)
    if ground:
        if PLACE[2] in absent:
            raise InputError(
                f"the file has no {PLACE[2]}: measured ground forces need the place of the pelvis; export it too"
            )
        wrenches = _wrenches(body, ground, time[known], turned)
        told = np.all([np.isfinite(wrench).all(axis=1) for wrench in wrenches.values()], axis=0)
        if not told.any():
            raise InputError("the ground forces were measured at other times than the motion")
        wrenches = {name: wrench[told] for name, wrench in wrenches.items()}
        agreed, known = with_measured_ground(setting.taken(np.flatnonzero(told)), wrenches), known[told]
        loads = loads_of(agreed.setting, assumptions, progress=progress)
        return MotionLoads(time, known, loads, agreed, True, absent)
    loads = loads_of(setting, assumptions, progress=progress)
    agreed = with_possible_ground(setting, np.flatnonzero(~loads.in_equilibrium))
    if agreed.change.any():
        loads = loads_of(agreed.setting, assumptions)
    return MotionLoads(time, known, loads, agreed, False, absent)


def held_loads(
    body: Body,
    coordinates: TimeSeries,
    *,
    assumptions: Assumptions | None = None,
    progress: Callable[[int], None] | None = None,
) -> MotionLoads:
    """Loads of every frame as if it were held: for slow movements of which no camera tells the speed of the body.

    Raises:
        InputError: hips and knees are not told together in any frame, or never within the body's range.
    """
    motion, known, absent = _told_frames(body, coordinates, still=True)
    setting = setting_of(body, motion)
    loads = loads_of(setting, assumptions, progress=progress)
    nothing = np.zeros((len(known), len(ROOT)))
    agreed = Agreed(setting, nothing, np.zeros_like(motion.pose))
    return MotionLoads(np.asarray(coordinates.time, float), known, loads, agreed, False, absent)


def _told_frames(
    body: Body, coordinates: TimeSeries, *, still: bool = False
) -> tuple[Motion, NDArray[np.intp], tuple[str, ...]]:
    """Filtered and differentiated poses of the frames that were told, their indices, and the coordinates absent.

    A stretch between two gaps stands alone; where it is too short to have a speed it is not told, unless all is still.
    """
    lacking = [name for name in NEEDED if name not in coordinates]
    if lacking:
        raise InputError(
            f"the file has no {', '.join(lacking)}: without hips and knees loads cannot be found"
        )
    present = [name for name in body.coordinates if name in coordinates]
    values: Array = np.column_stack([coordinates[name] for name in present]).astype(float)
    time = np.asarray(coordinates.time, float)
    told = np.asarray(np.isfinite(values).all(axis=1))
    apart = [part[told[part]] for part in stretches(time, told)]
    enough = [part for part in apart if still or len(part) >= LEAST_FRAMES]
    if not enough:
        raise InputError("no frame tells hips, knees and pelvis together: loads cannot be found")
    known = np.concatenate(enough)
    whole = np.zeros((3, len(known), len(body.coordinates)))
    columns = [body.coordinate_index(name) for name in present]
    whole[:, :, columns] = np.concatenate(
        [_differentiated(time[part], values[part], still) for part in enough], axis=1
    )
    low, high = body.ranges.T
    over = np.maximum(low - whole[0], whole[0] - high).max(axis=1)
    whole[0] = np.clip(whole[0], low, high)
    inside = np.flatnonzero(over <= BEYOND)
    if not len(inside):
        raise InputError("the joints are bent farther than the body holds: check the unit and the signs")
    absent = tuple(name for name in body.coordinates if name not in present)
    return Motion(*whole).taken(inside), known[inside], absent


def _differentiated(time: Array, values: Array, still: bool) -> Array:
    """(3, n, C) filtered values of one stretch without a gap, their rates and the rates of these."""
    smoothed = smooth(time, values, CUTOFF_HZ)
    if still:
        return np.stack([smoothed, *np.zeros((2, *smoothed.shape))])
    spline = scipy.interpolate.CubicSpline(time, smoothed)
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
        turn = _world(turned)
        wrench = np.hstack([found[:, :3] @ turn.T, found[:, 3:] @ turn.T])
        wrenches[plate.segment] = wrenches.get(plate.segment, 0.0) + wrench
    return wrenches


def _world(turned: float) -> Array:
    """From OpenSim's ground (x forward, y up, z right) to MuJoCo's world, turned to the left about the vertical."""
    c, s = np.cos(turned), np.sin(turned)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]]) @ [[1, 0, 0], [0, 0, -1], [0, 1, 0]]
