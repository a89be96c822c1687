"""Inverse kinematics: from marker trajectories to the coordinates of the body.

Each frame is solved as a whole, all segments at once, by weighted least squares of the marker errors within the joints
of the body (Lu and O'Connor 1999, doi:10.1016/S0021-9290(98)00158-4), beginning at the pose of the frame before. First
the body is fitted to the person (`psoas.motion.marker_fit`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from psoas.errors import InputError
from psoas.motion.marked_body import KinematicBody, MarkedBody
from psoas.motion.marker_fit import FRAMES, MarkerFit, fit_places, measure_parts, pelvis_motion
from psoas.motion.marker_sets import Match, match_markers
from psoas.motion.pose_solver import PoseSolver, SolvedPose
from psoas.timeseries import Array, TimeSeries

LARGEST_ERROR_M = 0.04
"""Median over the frames of the markers' RMS error beyond which they are not those of a body [m]; OpenSim advises 0.02
for the RMS and 0.04 for the largest."""

LARGEST_RATIO = 1.4
"""Between the size of one part of the body and that of the others, beyond which they are not one person's."""

LOST_M = 0.05
"""RMS error after which a frame is begun anew instead of at the pose before [m]."""

SITTING = {"hip_flexion": 1.4, "knee_angle": 1.4}


class MarkerTrack(Protocol):
    """What is asked of markers; `psoas.capture.Markers` is such."""

    @property
    def time(self) -> Array:
        """(T,) [s]."""

    @property
    def names(self) -> tuple[str, ...]:
        """N names."""

    @property
    def positions(self) -> Array:
        """(T, N, 3), y up [m]; NaN where not seen."""


@dataclass(frozen=True, eq=False)
class Kinematics:
    """What the markers tell.

    Attributes:
        coordinates: (T, C) [rad, m], the body's names and signs; only those that the markers tell in at least one
            frame, NaN in frames in which they do not.
        marker_error: ``rms`` over the seen markers of each frame [m]; NaN where the pelvis was not seen.
        errors: marker of the set to its RMS error over all frames [m].
        fit: sizes and marker places.
        turned_deg: by how much the recording was turned to the left about the vertical, a multiple of 90 degrees, so
            that the person faces x; a ground reaction has to be turned by as much.
        unused: names in the recording that were not used.
    """

    coordinates: TimeSeries
    marker_error: TimeSeries
    errors: Mapping[str, float]
    fit: MarkerFit
    turned_deg: float
    unused: tuple[str, ...]


def solve_markers(
    body: KinematicBody, track: MarkerTrack, *, static: MarkerTrack | None = None
) -> Kinematics:
    """Coordinates from marker trajectories, with a body fitted to the person.

    Args:
        body: the unscaled body, all factors 1; sizes are told against it.
        track: the recording.
        static: another recording of the same person with the same markers, such as a still stance with markers on
            knees and ankles, to fit the body to; None takes the recording itself.

    Raises:
        InputError: too few known markers, no frame with three markers on the pelvis, or markers that do not fit a
            body.
    """
    fit = fit_markers(body, track if static is None else static)
    return inverse_kinematics(body, track, fit)


def fit_markers(body: KinematicBody, track: MarkerTrack) -> MarkerFit:
    """The sizes of a person's parts and the places of the markers, from up to 40 frames across the recording.

    Raises:
        InputError: as `solve_markers`.
    """
    match = match_markers(track.names)
    marked, names, targets, _ = _prepared(body, track, match)
    measured = measure_parts(marked, names, targets, match.set)
    solver = PoseSolver(marked, _weights(marked))
    whole = np.flatnonzero(pelvis_motion(marked, targets)[2])
    chosen = whole[np.unique(np.linspace(0, len(whole) - 1, FRAMES).round().astype(int))]
    marked.set_factors(measured)
    poses: list[Array] = []
    for frame in chosen:
        locations = marked.base_locations * marked.sizes[:, None]
        poses.append(_solved(solver, targets[frame], locations, poses[-1] if poses else None).pose)
    factors, places = fit_places(marked, solver, targets[chosen], poses, measured)
    _check_sizes(factors)
    return MarkerFit(factors, tuple(measured), dict(zip(names, places, strict=True)))


def inverse_kinematics(
    body: KinematicBody,
    track: MarkerTrack,
    fit: MarkerFit,
    *,
    scaled: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Kinematics:
    """Coordinates from marker trajectories, with a body that was fitted before.

    Args:
        body: the unscaled body, or with ``scaled`` the one that was built with the sizes of ``fit``.
        track: the recording; markers that ``fit`` does not place are not used.
        fit: sizes and marker places.
        scaled: True where the body has the person's sizes already.
        progress: called with how many frames are done, and of how many.

    Raises:
        InputError: as `solve_markers`.
    """
    match = match_markers(track.names)
    kept = {name: own for name, own in match.names.items() if own in fit.locations}
    match = Match(match.set, kept, tuple(name for name in track.names if name not in kept))
    marked, names, targets, turned = _prepared(body, track, match)
    locations = np.array([fit.locations[name] for name in names])
    if not scaled:
        marked.set_factors(fit.factors)
    solver = PoseSolver(marked, _weights(marked))
    poses = np.full((len(targets), len(body.coordinates)), np.nan)
    errors = np.full(targets.shape[:2], np.nan)
    last: SolvedPose | None = None
    for frame in np.flatnonzero(pelvis_motion(marked, targets)[2]):
        last = _solved(solver, targets[frame], locations, None if last is None else last.pose)
        seen = np.isfinite(targets[frame, :, 0])
        poses[frame] = np.where(solver.measured(last.view, seen), last.pose, np.nan)
        errors[frame] = np.linalg.norm(targets[frame] - last.view.positions, axis=1)
        if progress is not None:
            progress(int(frame) + 1, len(targets))
    rms = _rms(errors, axis=1)
    each = dict(zip(names, _rms(errors, axis=0).tolist(), strict=True))
    _check_error(rms, each)
    return Kinematics(
        _series(track.time, body.coordinates, poses),
        TimeSeries(np.asarray(track.time), ("rms",), rms[:, None], ("m",)),
        each,
        fit,
        turned,
        match.unused,
    )


def _prepared(
    body: KinematicBody, track: MarkerTrack, match: Match
) -> tuple[MarkedBody, list[str], Array, float]:
    """The unscaled body with its markers, their names, (T, M, 3) targets facing x, and how far they were turned."""
    columns = [index for index, name in enumerate(track.names) if name in match.names]
    names = [match.names[track.names[index]] for index in columns]
    marked = MarkedBody(body, [match.set.places[name] for name in names])
    targets = np.asarray(track.positions, dtype=float)[:, columns]
    rotations, _, whole = pelvis_motion(marked, targets)
    if not whole.any():
        raise InputError(
            "in no frame are three markers of the pelvis seen at once; fill the gaps in the capture program, or record "
            "again with more cameras"
        )
    forward = rotations[whole][:, :, 0].mean(axis=0)
    heading = np.arctan2(-forward[2], forward[0]) if np.hypot(forward[0], forward[2]) > 0.3 else 0.0
    quarters = -round(float(heading) / (np.pi / 2)) % 4
    turned = ((quarters + 1) % 4 - 1) * 90.0
    return marked, names, targets @ _about_y(quarters).T, turned


def _about_y(quarters: int) -> Array:
    """Rotation to the left about the vertical by quarter turns, without rounding."""
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarters % 4]
    return np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]], dtype=float)


def _weights(marked: MarkedBody) -> Array:
    return np.array([place.weight for place in marked.places])


def _solved(solver: PoseSolver, target: Array, locations: Array, before: Array | None) -> SolvedPose:
    """A frame's pose: from the one before, or anew where there is none or where it leads astray."""
    if before is not None:
        found = solver.solve(target, locations, before)
        if _frame_error(found, target) < LOST_M:
            return found
    else:
        found = None
    tries = [] if found is None else [found]
    tries += [solver.solve(target, locations, start) for start in _starts(solver, target, locations)]
    return min(tries, key=lambda solved: solved.cost)


def _starts(solver: PoseSolver, target: Array, locations: Array) -> list[Array]:
    """Poses to begin with: the pelvis where its markers are, the person standing, and sitting."""
    names = solver.marked.body.coordinates
    rotations, origins, _ = pelvis_motion(solver.marked, target[None])
    standing = solver.neutral.copy()
    forward = rotations[0][:, 0]
    placed = dict(zip(("pelvis_tx", "pelvis_ty", "pelvis_tz"), origins[0], strict=True))
    placed["pelvis_rotation"] = np.arctan2(-forward[2], forward[0])
    for index, name in enumerate(names):
        standing[index] = placed.get(name, standing[index])
    own = np.array([place.segment == "pelvis" for place in solver.marked.places], dtype=bool)
    only = np.where(own[:, None], target, np.nan)
    standing = solver.solve(only, locations, standing, solver.pelvis).pose
    sitting = standing.copy()
    for index, name in enumerate(names):
        sitting[index] = SITTING.get(name.removesuffix("_r").removesuffix("_l"), sitting[index])
    return [standing, sitting]


def _frame_error(solved: SolvedPose, target: Array) -> float:
    error = target - solved.view.positions
    return float(np.sqrt(np.nanmean((error**2).sum(axis=1))))


def _rms(errors: Array, axis: int) -> Array:
    """Root of the mean square along an axis of what is not NaN; NaN where all is."""
    seen = np.isfinite(errors)
    count = seen.sum(axis=axis)
    total = np.where(seen, errors, 0.0) ** 2
    rms: Array = np.where(count > 0, np.sqrt(total.sum(axis=axis) / np.maximum(count, 1)), np.nan)
    return rms


def _check_sizes(factors: Mapping[str, float]) -> None:
    usual = float(np.median(list(factors.values())))
    part, size = max(factors.items(), key=lambda entry: abs(np.log(entry[1] / usual)))
    if abs(np.log(size / usual)) > np.log(LARGEST_RATIO):
        raise InputError(
            f"the markers do not fit a body: the {part} would be {size / usual:.2f} times as large as it should be for "
            "the other parts; check that no names are swapped and that the markers sit where their names say"
        )


def _check_error(rms: Array, each: Mapping[str, float]) -> None:
    middle = float(np.nanmedian(rms))
    if middle <= LARGEST_ERROR_M:
        return
    worst = sorted((name for name in each if np.isfinite(each[name])), key=lambda name: -each[name])[:3]
    listed = ", ".join(f"{name} {each[name] * 100:.0f} cm" for name in worst)
    raise InputError(
        f"the markers do not fit a body: they are off by {middle * 100:.0f} cm ({listed}); check the unit, which axis "
        "is up, and that no names are swapped"
    )


def _series(time: Array, coordinates: tuple[str, ...], poses: Array) -> TimeSeries:
    told: NDArray[np.bool_] = np.any(np.isfinite(poses), axis=0)
    names = tuple(name for name, there in zip(coordinates, told, strict=True) if there)
    units = tuple("m" if name[-3:] in ("_tx", "_ty", "_tz") else "rad" for name in names)
    values = poses[:, told]
    for index, name in enumerate(names):
        if name == "pelvis_rotation":
            values[:, index] = (values[:, index] + np.pi) % (2 * np.pi) - np.pi
    return TimeSeries(np.asarray(time), names, values, units)
