"""Recordings that are filtered and differentiated, before their dynamics are computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy
from numpy.typing import NDArray

from psoas.body import Body
from psoas.capture.files import GroundForce
from psoas.errors import InputError
from psoas.loads.dynamics import Motion
from psoas.loads.equations import ROOT
from psoas.loads.toes import levelled_toes
from psoas.motion import smooth, stretches
from psoas.sides import both
from psoas.timeseries import Array, Mask, TimeSeries
from psoas.words import _

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
class PreparedMotion:
    """A recording that is filtered and differentiated.

    Attributes:
        frames: T, the number of all frames.
        known: (n,) indices of the frames that were measured.
        time: (n,) of these frames [s].
        motion: of these frames.
        still: whether they are held postures, without speed.
        absent: coordinates that the recording lacks; they were set to zero.
        wrenches: by segment, (n, 6) measured force [N] and moment about the origin [N.m] on it, in MuJoCo's world.
    """

    frames: int
    known: NDArray[np.intp]
    time: Array
    motion: Motion
    still: bool
    absent: tuple[str, ...]
    wrenches: Mapping[str, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.known)

    def over_time(self, values: Array, held: Mask) -> Array:
        """(T, ...) values of the n frames, NaN in frames that were not measured or are not among ``held`` (n,)."""
        whole = np.full((self.frames, *values.shape[1:]), np.nan)
        whole[self.known[held]] = values[held]
        return whole


def prepared_motion(
    body: Body,
    coordinates: TimeSeries,
    *,
    still: bool = False,
    ground: Sequence[GroundForce] = (),
    turned: float = 0.0,
) -> PreparedMotion:
    """Filter and differentiate a recording; toes that it lacks stay level where no plate measured.

    Args:
        coordinates: (T, C) [rad, m], the body's names and signs.
        still: whether each frame is a held posture; the position of the pelvis is then not needed.
        ground, turned: as for `motion_loads`; frames that no plate measured are left out.

    Raises:
        InputError: no frame has hips, knees and the position of the pelvis together, or none lies within the body's
            range; or the plates' times or segments do not fit.
    """
    lacking = [name for name in PELVIS_POSITION[:2] if name not in coordinates]
    if lacking and not still:
        raise InputError(
            _(
                "the file has no {lacking}: without the place of the pelvis the loads of a movement cannot be "
                "found; export it too, or give one posture by --set",
                lacking=", ".join(lacking),
            )
        )
    motion, known, absent = _measured_frames(body, coordinates, still=still, level_toes=not (still or ground))
    time: Array = np.asarray(coordinates.time, float)[known]
    if not ground:
        return PreparedMotion(len(coordinates), known, time, motion, still, absent)
    if PELVIS_POSITION[2] in absent:
        raise InputError(
            _(
                "the file has no {name}: measured ground forces need the place of the pelvis; export it too",
                name=PELVIS_POSITION[2],
            )
        )
    wrenches = _wrenches(body, ground, time, turned)
    measured = np.all([np.isfinite(wrench).all(axis=1) for wrench in wrenches.values()], axis=0)
    if not measured.any():
        raise InputError(_("the ground forces were measured at other times than the motion"))
    wrenches = {name: wrench[measured] for name, wrench in wrenches.items()}
    motion = motion.selected(np.flatnonzero(measured))
    return PreparedMotion(len(coordinates), known[measured], time[measured], motion, still, absent, wrenches)


def _measured_frames(
    body: Body, coordinates: TimeSeries, *, still: bool, level_toes: bool
) -> tuple[Motion, NDArray[np.intp], tuple[str, ...]]:
    """Filtered and differentiated poses of the measured frames, their indices, and the absent coordinates.

    Each stretch between two gaps is treated by itself; one too short to differentiate is left out unless ``still``.
    """
    lacking = [name for name in REQUIRED if name not in coordinates]
    if lacking:
        raise InputError(
            _(
                "the file has no {lacking}: without hips and knees loads cannot be found",
                lacking=", ".join(lacking),
            )
        )
    present = [name for name in body.coordinates if name in coordinates]
    values: Array = np.column_stack([coordinates[name] for name in present]).astype(float)
    time = np.asarray(coordinates.time, float)
    measured = np.asarray(np.isfinite(values).all(axis=1))
    apart = [part[measured[part]] for part in stretches(time, measured)]
    usable = [part for part in apart if still or len(part) >= LEAST_FRAMES]
    if not usable:
        raise InputError(_("no frame tells hips, knees and pelvis together: loads cannot be found"))
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
        raise InputError(_("the joints are bent farther than the body holds: check the unit and the signs"))
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
                _(
                    "a ground force acts on {segment!r}, which the body does not have; there is calcn_r and calcn_l",
                    segment=plate.segment,
                )
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
