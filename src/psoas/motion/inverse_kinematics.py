"""Inverse kinematics: coordinates of the body from marker trajectories.

Each frame is solved as a whole, all segments at once, by weighted least squares of the marker errors within the joints
of the body (Lu and O'Connor 1999, doi:10.1016/S0021-9290(98)00158-4), beginning at the pose of the frame before. The
body is fitted to the person first (`psoas.motion.marker_fit`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from psoas.body import PART_WORDS, Body
from psoas.capture.files import Markers
from psoas.errors import InputError
from psoas.motion.angles import wrapped
from psoas.motion.marked_body import MarkedBody
from psoas.motion.marker_fit import FRAMES, MarkerFit, fit_places, measure_parts, pelvis_motion
from psoas.motion.marker_sets import Match, match_markers
from psoas.motion.pose_solver import PoseSolver, SolvedPose
from psoas.sides import both
from psoas.timeseries import Array, TimeSeries, mean_of_known
from psoas.words import _

LARGEST_ERROR_M = 0.04
"""Median over the frames of the markers' RMS error beyond which a recording is refused [m]; OpenSim advises 0.02 for
the RMS and 0.04 for the largest error."""

LARGEST_RATIO = 1.4
"""Ratio of the size of one part of the body to that of the others beyond which a recording is refused."""

RESTART_ERROR_M = 0.05
"""RMS error beyond which a frame is solved from new starting poses instead of the pose before [m]."""

TRIED, HOPELESS_ERROR_M = 5, 0.15
"""Frames after which a recording is refused at once, if the RMS error is larger in each of them [m]: a body that is not
yet fitted, of a size a third off, is nearer."""

SITTING = {name: 1.4 for joint in ("hip_flexion", "knee_angle") for name in both(joint)}
"""Angles of the sitting starting pose [rad]."""


@dataclass(frozen=True, eq=False)
class Kinematics:
    """Coordinates from markers, with their errors.

    Attributes:
        coordinates: (T, C) [rad, m], the body's names and signs; only those that the markers determine in at least one
            frame, NaN in frames in which they do not.
        marker_error: ``rms`` over the seen markers of each frame [m]; NaN where the pelvis was not seen.
        errors: RMS error of each marker of the set over all frames [m].
        fit: sizes of parts and places of markers.
        turned_deg: angle by which the recording was turned to the left about the vertical, a multiple of 90 degrees,
            so that the person faces x; ground reaction forces have to be turned by the same angle.
        unused: names in the recording that were not used.
        set_title: the name of the marker set, for users.
    """

    coordinates: TimeSeries
    marker_error: TimeSeries
    errors: Mapping[str, float]
    fit: MarkerFit
    turned_deg: float
    unused: tuple[str, ...]
    set_title: str


def fit_markers(body: Body, track: Markers) -> MarkerFit:
    """Fit the sizes of a person's parts and the places of the markers to up to 40 frames across the recording.

    Markers of the feet that fit no foot are left out: laboratories put them on various places of a shoe, and no part of
    the body depends on them. The recording may be another one of the same person with the same markers, such as a
    still stance with markers on knees and ankles.

    Args:
        body: the unscaled body, all factors 1; sizes are relative to it.

    Raises:
        InputError: too few known markers, no frame with three markers on the pelvis, or markers that do not fit a
            body.
    """
    match = match_markers(track.names)
    found = _fitted(body, track, match)
    part, ratio = _odd_part(found.factors)
    if part == "foot":
        feet = {name for name, own in match.names.items() if match.set.places[own].segment[:5] == "calcn"}
        kept = {name: own for name, own in match.names.items() if name not in feet}
        found = _fitted(body, track, replace(match, names=kept))
        found = replace(
            found,
            notes=(
                (
                    "foot",
                    _(
                        "The markers of the feet are left out, and so the ankles: the foot would be {ratio:.2f} times "
                        "as large as it should be for the other parts; check their names",
                        ratio=ratio,
                    ),
                ),
            ),
        )
        part, ratio = _odd_part(found.factors)
    if part is not None:
        raise InputError(
            _(
                "the markers do not fit a body: the {part} would be {ratio:.2f} times as large as it should be for the "
                "other parts; check that no names are swapped and that the markers sit where their names say",
                part=_(PART_WORDS[part]),
                ratio=ratio,
            )
        )
    return found


def _fitted(body: Body, track: Markers, match: Match) -> MarkerFit:
    """Fit sizes and places to the markers of the match."""
    marked, names, targets, _turned = _prepared(body, track, match)
    measured = measure_parts(marked, names, targets, match.set)
    solver = PoseSolver(marked)
    whole = np.flatnonzero(pelvis_motion(marked, targets)[2])
    chosen = whole[np.unique(np.linspace(0, len(whole) - 1, FRAMES).round().astype(int))]
    marked.set_factors(measured)
    poses: list[Array] = []
    errors: list[float] = []
    for frame in chosen:
        before = poses[-1] if poses else None
        solved = _solved(solver, targets[frame], marked.locations, before)
        poses.append(solved.pose)
        errors.append(_frame_error(solved, targets[frame]))
        if len(errors) == TRIED and min(errors) > HOPELESS_ERROR_M:
            raise InputError(
                _(
                    "the markers do not fit a body: they are off by {error:.0f} cm at best; check the unit, which axis "
                    "is up, and that no names are swapped",
                    error=min(errors) * 100,
                )
            )
    factors, places = fit_places(marked, solver, targets[chosen], poses, measured)
    return MarkerFit(factors, dict(zip(names, places, strict=True)))


def inverse_kinematics(
    body: Body,
    track: Markers,
    fit: MarkerFit,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Kinematics:
    """Solve coordinates from marker trajectories, with a body that was fitted before.

    Args:
        body: the unscaled body.
        track: the recording; markers without a place in ``fit`` are not used.
        fit: sizes of parts and places of markers.
        progress: called with the number of frames done, and of all.

    Raises:
        InputError: as `fit_markers`.
    """
    match = match_markers(track.names)
    kept = {name: own for name, own in match.names.items() if own in fit.locations}
    match = replace(match, names=kept)
    marked, names, targets, turned = _prepared(body, track, match)
    locations = np.array([fit.locations[name] for name in names])
    marked.set_factors(fit.factors)
    solver = PoseSolver(marked)
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
    rms, of_each = (np.sqrt(mean_of_known(errors**2, axis)) for axis in (1, 0))
    each = dict(zip(names, of_each.tolist(), strict=True))
    _check_error(rms, each)
    return Kinematics(
        _series(track.time, body.coordinates, poses),
        TimeSeries(np.asarray(track.time), ("rms",), rms[:, None], ("m",)),
        each,
        fit,
        turned,
        match.unused,
        match.set.title,
    )


def _prepared(body: Body, track: Markers, match: Match) -> tuple[MarkedBody, list[str], Array, float]:
    """The unscaled body with markers, their names, (T, M, 3) targets facing x, and the angle of their turn [deg]."""
    columns = [index for index, name in enumerate(track.names) if name in match.names]
    names = [match.names[track.names[index]] for index in columns]
    marked = MarkedBody(body, [match.set.places[name] for name in names])
    targets = np.asarray(track.positions, dtype=float)[:, columns]
    rotations, _origins, whole = pelvis_motion(marked, targets)
    if not whole.any():
        raise InputError(
            _(
                "in no frame are three markers of the pelvis seen at once; fill the gaps in the capture program, "
                "or record again with more cameras",
            )
        )
    forward = rotations[whole][:, :, 0].mean(axis=0)
    heading = np.arctan2(-forward[2], forward[0]) if np.hypot(forward[0], forward[2]) > 0.3 else 0.0
    quarters = -round(float(heading) / (np.pi / 2)) % 4
    turned = ((quarters + 1) % 4 - 1) * 90.0
    return marked, names, targets @ _about_y(quarters).T, turned


def _about_y(quarters: int) -> Array:
    """(3, 3) rotation to the left about the vertical by quarter turns, without rounding."""
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarters % 4]
    return np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]], dtype=float)


def _solved(solver: PoseSolver, target: Array, locations: Array, before: Array | None) -> SolvedPose:
    """The pose of a frame: from the one before, or from new starting poses where there is none or it fits badly."""
    tries = [] if before is None else [solver.solve(target, locations, before)]
    if tries and _frame_error(tries[0], target) < RESTART_ERROR_M:
        return tries[0]
    tries += [solver.solve(target, locations, start) for start in _starts(solver, target, locations)]
    return min(tries, key=lambda solved: solved.cost)


def _starts(solver: PoseSolver, target: Array, locations: Array) -> list[Array]:
    """Starting poses: the pelvis at its markers, with the person standing, and sitting."""
    names = solver.marked.body.coordinates
    rotations, origins, _whole = pelvis_motion(solver.marked, target[None])
    standing = solver.neutral.copy()
    forward = rotations[0][:, 0]
    pelvis = dict(zip(("pelvis_tx", "pelvis_ty", "pelvis_tz"), origins[0], strict=True))
    pelvis["pelvis_rotation"] = np.arctan2(-forward[2], forward[0])
    for index, name in enumerate(names):
        standing[index] = pelvis.get(name, standing[index])
    own = np.array([place.segment == "pelvis" for place in solver.marked.places], dtype=bool)
    only = np.where(own[:, None], target, np.nan)
    standing = solver.solve(only, locations, standing, solver.pelvis).pose
    sitting = standing.copy()
    for index, name in enumerate(names):
        sitting[index] = SITTING.get(name, sitting[index])
    return [standing, sitting]


def _frame_error(solved: SolvedPose, target: Array) -> float:
    """RMS error of the seen markers of a frame [m]."""
    error = target - solved.view.positions
    return float(np.sqrt(np.nanmean((error**2).sum(axis=1))))


def _odd_part(factors: Mapping[str, float]) -> tuple[str | None, float]:
    """The part whose size is farthest from the usual one, and its ratio to it; None within `LARGEST_RATIO`."""
    usual = float(np.median(list(factors.values())))
    part, size = max(factors.items(), key=lambda entry: abs(np.log(entry[1] / usual)))
    odd = abs(np.log(size / usual)) > np.log(LARGEST_RATIO)
    return (part if odd else None), size / usual


def _check_error(rms: Array, each: Mapping[str, float]) -> None:
    middle = float(np.nanmedian(rms))
    if middle <= LARGEST_ERROR_M:
        return
    worst = sorted((name for name in each if np.isfinite(each[name])), key=lambda name: -each[name])[:3]
    raise InputError(
        _(
            "the markers do not fit a body: they are off by {error:.0f} cm ({worst}); check the unit, which axis is "
            "up, and that no names are swapped",
            error=middle * 100,
            worst=", ".join(f"{name} {each[name] * 100:.0f} cm" for name in worst),
        )
    )


def _series(time: Array, coordinates: tuple[str, ...], poses: Array) -> TimeSeries:
    columns = dict(zip(coordinates, poses.T, strict=True))
    columns["pelvis_rotation"] = wrapped(columns["pelvis_rotation"])
    determined = {name: values for name, values in columns.items() if np.isfinite(values).any()}
    units = {name: "m" if name[-3:] in ("_tx", "_ty", "_tz") else "rad" for name in determined}
    return TimeSeries.from_columns(time, determined, units)
