"""Fit the body to the person: the sizes of its parts and the places of the markers on them."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

import numpy as np

from psoas.motion.marked_body import MarkedBody
from psoas.motion.marker_sets import MarkerSet, mirrored_name
from psoas.motion.pose_solver import PoseSolver, SolvedPose, rigid_fit
from psoas.sides import SIDES
from psoas.timeseries import Array, Mask

NOISE_M = 0.01
"""Error of a marker that its place does not explain: soft tissue, and differences between body and person [m]."""

LANDMARK_SD_M, CLUSTER_SD_M = 0.01, 0.05
"""Standard deviation of the place of a marker on a landmark, and of one of a cluster [m]."""

MEASURED_SD, GUESSED_SD = 0.02, 0.1
"""Standard deviation of the size of a measured part, the spine among them, and of one guessed from the others."""

SIZE_RANGE = (0.4, 1.6)
"""Least and greatest size of a person's part, children included, relative to the unscaled body."""

FRAMES = 40
"""Greatest number of frames to which the body is fitted."""

ROUNDS, STEP_TOLERANCE = 12, 1e-4
"""Most Gauss-Newton steps; largest step of sizes and places [1, m] at which they end."""


@dataclass(frozen=True, eq=False)
class MarkerFit:
    """A body fitted to a person.

    Attributes:
        factors: size of ``pelvis``, ``thigh``, ``shank``, ``foot`` and ``spine`` relative to the unscaled body, as in
            `psoas.body.Person`.
        locations: (3,) of each marker of the set on the scaled segment, in the body's frame [m].
        notes: remarks for the user: an id and a sentence without its dot.
    """

    factors: Mapping[str, float]
    locations: Mapping[str, Array]
    notes: tuple[tuple[str, str], ...] = ()


def measure_parts(marked: MarkedBody, names: list[str], targets: Array, known: MarkerSet) -> dict[str, float]:
    """Measure sizes of parts by distances between landmarks: the median over the frames, the mean of both sides.

    The thigh is measured from the hip centre, which follows from the pelvis markers of the same frame; so no still
    stance is needed.

    Args:
        marked: the unscaled body.
        names: M markers of the set.
        targets: (T, M, 3), y up [m]; NaN where not seen.
        known: the marker set, with the landmarks of each part.

    Returns:
        Measured over model's length of each part; parts that cannot be measured are left out.
    """
    column = {name: index for index, name in enumerate(names)}
    neutral = marked.view(np.zeros(len(marked.body.coordinates)), marked.base_locations).positions
    found: dict[str, float] = {}
    for part in ("pelvis", "foot", "shank", "thigh", "spine"):
        ratios = []
        for side in ("",) if part == "pelvis" else SIDES:
            ends = _ends(known.measure.get(part, ()), side, column)
            if not ends:
                continue
            last = column[ends[-1]]
            if len(ends) == 2:
                way = targets[:, column[ends[0]]] - targets[:, last]
                length = float(np.linalg.norm(neutral[column[ends[0]]] - neutral[last]))
            else:
                way = targets[:, last] - _hip_centres(
                    marked, targets, found.get("pelvis", 1.0), ends[0][0].lower()
                )
                length = float(np.linalg.norm(marked.base_locations[last]))
            if np.isfinite(way).any():
                ratios.append(float(np.nanmedian(np.linalg.norm(way, axis=1))) / length)
        if ratios and SIZE_RANGE[0] < np.mean(ratios) < SIZE_RANGE[1]:
            found[part] = float(np.mean(ratios))
    return found


def _ends(ways: tuple[tuple[str, ...], ...], side: str, names: Container[str]) -> tuple[str, ...]:
    """The first of some pairs of markers, of this side, that are there; none where no pair is."""
    for way in ways:
        ends = tuple(mirrored_name(name) if side == "l" and name.startswith("R") else name for name in way)
        if all(name in names for name in ends):
            return ends
    return ()


def fit_places(
    marked: MarkedBody, solver: PoseSolver, targets: Array, starts: list[Array], measured: Mapping[str, float]
) -> tuple[dict[str, float], Array]:
    """Fit sizes and marker places to a few frames.

    Poses, sizes and places are solved together by Gauss-Newton steps with the poses, each of which affects one frame
    only, eliminated. Priors of sizes and places: `MEASURED_SD`, `GUESSED_SD`, `LANDMARK_SD_M`, `CLUSTER_SD_M`.

    Args:
        marked: the body; its sizes are changed.
        solver: for its poses.
        targets: (F, M, 3), y up [m]; NaN where not seen.
        starts: F poses to begin with.
        measured: size of each measured part, as from `measure_parts`.

    Returns:
        Size of each part, and (M, 3) places on the scaled segments [m].
    """
    usual = float(np.mean(list(measured.values()))) if measured else 1.0
    believed = np.array([measured.get(part, usual) for part in marked.parts])
    hold_sizes = np.array(
        [(NOISE_M / (MEASURED_SD if part in measured else GUESSED_SD)) ** 2 for part in marked.parts]
    )
    room = np.array([LANDMARK_SD_M if place.landmark else CLUSTER_SD_M for place in marked.places])
    hold = np.concatenate([hold_sizes, np.repeat(solver.weights * (NOISE_M / room) ** 2, 3)])
    sizes, offsets, poses = believed, np.zeros((len(marked.places), 3)), list(starts)
    for _ in range(ROUNDS):
        locations = _resized(marked, sizes) + offsets
        matrix, slope = np.zeros((len(hold), len(hold))), np.zeros(len(hold))
        for frame, target in enumerate(targets):
            solved = solver.solve(target, locations, poses[frame])
            poses[frame] = solved.pose
            more_matrix, more_slope = _eliminated(marked, solver, solved, target, locations)
            matrix += more_matrix / len(targets)
            slope += more_slope / len(targets)
        away = np.concatenate([sizes - believed, offsets.ravel()])
        step = np.linalg.solve(matrix + np.diag(hold), slope - hold * away)
        sizes = np.clip(sizes + step[: len(believed)], *SIZE_RANGE)
        offsets = offsets + step[len(believed) :].reshape(-1, 3)
        if np.abs(step).max() < STEP_TOLERANCE:
            break
    locations = _resized(marked, sizes) + offsets
    return dict(marked.factors), locations


def _resized(marked: MarkedBody, sizes: Array) -> Array:
    """Scale the parts; (M, 3) places of the markers on the segments, without their offsets [m]."""
    marked.set_factors(dict(zip(marked.parts, sizes.tolist(), strict=True)))
    return marked.locations


def _eliminated(
    marked: MarkedBody, solver: PoseSolver, solved: SolvedPose, target: Array, locations: Array
) -> tuple[Array, Array]:
    """One frame's normal equations of sizes and offsets, its pose eliminated."""
    view = marked.view(solved.pose, locations, growth=True)
    seen = np.isfinite(target[:, 0])
    count = len(target)
    by_place = np.zeros((count, 3, count, 3))
    by_place[np.arange(count), :, np.arange(count)] = view.rotations
    change = np.concatenate([view.growth, by_place.reshape(count, 3, -1)], axis=2)[seen].reshape(
        3 * seen.sum(), -1
    )
    weights = np.repeat(solver.weights[seen], 3)
    error = (target - view.positions)[seen].ravel()
    moving = (solved.pose > solver.low) & (solved.pose < solver.high) & ~solver.held
    jacobian = view.jacobian[seen].reshape(len(error), -1)[:, moving]
    weighted = jacobian.T * weights
    pose_matrix = weighted @ jacobian + np.diag(solver.rest[moving] + 1e-9)
    follow = np.linalg.solve(pose_matrix, weighted @ change)
    kept = change - jacobian @ follow
    return (change.T * weights) @ kept, kept.T @ (weights * error)


def pelvis_motion(marked: MarkedBody, targets: Array, size: float = 1.0) -> tuple[Array, Array, Mask]:
    """Fit the pelvis to its own markers as a rigid body, frame by frame.

    Args:
        marked: the unscaled body.
        targets: (T, M, 3), y up [m]; NaN where not seen.
        size: of the pelvis.

    Returns:
        (T, 3, 3) rotations and (T, 3) origins [m], NaN where fewer than three of its markers were seen, and (T,) True
        where three were.
    """
    own = np.array([place.segment == "pelvis" for place in marked.places], dtype=bool)
    points = marked.base_locations[own] * size
    rotations = np.full((len(targets), 3, 3), np.nan)
    origins = np.full((len(targets), 3), np.nan)
    seen = np.isfinite(targets[:, own, 0])
    whole: Mask = seen.sum(axis=1) >= 3
    for frame in np.flatnonzero(whole):
        there = seen[frame]
        rotations[frame], origins[frame] = rigid_fit(points[there], targets[frame][own][there])
    return rotations, origins, whole


def _hip_centres(marked: MarkedBody, targets: Array, size: float, side: str) -> Array:
    """(T, 3) centre of one hip; NaN where the pelvis was not seen."""
    rotations, origins, _ = pelvis_motion(marked, targets, size)
    centre = marked.base_offsets[marked.body.model.body(f"femur_{side}").id] * size
    centres: Array = rotations @ centre + origins
    return centres
