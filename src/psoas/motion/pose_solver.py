"""One pose from the markers of one frame: weighted least squares with damping (Levenberg 1944, Marquardt 1963)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from psoas.motion.marked_body import MarkedBody, MarkerView
from psoas.timeseries import Array

REST_M = 0.005
"""Pull of every coordinate but the pelvis's to zero, as strong as a marker's error at this lever [m/rad]: too weak to
be seen (0.01 deg), enough to settle a joint that no marker sees."""

SEEN_M = 0.02
"""Least lever [m/rad, m/m] with which the markers, together, have to tell a coordinate for it to count as measured."""

HELD = ("subtalar_angle", "mtp_angle")
"""Coordinates that stay at zero: markers on a shoe do not tell them; gait2392's own setup holds them as well."""

MOST_STEPS = 60
STEP_END = 1e-6


@dataclass(frozen=True, eq=False)
class SolvedPose:
    """A pose (C,), the view of its markers, and the weighted squared error with the pull to rest."""

    pose: Array
    view: MarkerView
    cost: float


class PoseSolver:
    """Poses of a body from marker positions, within the ranges of its coordinates.

    Args:
        marked: the body with its markers.
        weights: (M,) of the squared errors.
    """

    def __init__(self, marked: MarkedBody, weights: Array) -> None:
        self.marked = marked
        self.weights = weights
        names = marked.body.coordinates
        self.pelvis = np.array([name.startswith("pelvis_") for name in names], dtype=bool)
        ranges = marked.body.ranges
        self.held: NDArray[np.bool_] = np.array([name.startswith(HELD) for name in names], dtype=bool)
        self.low: Array = np.where(self.pelvis, -np.inf, ranges[:, 0])
        self.high: Array = np.where(self.pelvis, np.inf, ranges[:, 1])
        self.rest: Array = np.where(self.pelvis, 0.0, REST_M**2)
        self.neutral: Array = np.clip(np.zeros(len(names)), self.low, self.high)

    def solve(
        self, targets: Array, locations: Array, start: Array, free: NDArray[np.bool_] | None = None
    ) -> SolvedPose:
        """The pose whose markers come nearest to the measured ones (Lu and O'Connor 1999).

        Args:
            targets: (M, 3) measured, y up [m]; NaN where not seen.
            locations: (M, 3) on the segments [m].
            start: (C,) pose to begin with.
            free: (C,) False holds a coordinate at its start; None frees all.
        """
        seen = np.isfinite(targets[:, 0])
        free = ~self.held if free is None else free & ~self.held
        now = self._at(np.clip(start, self.low, self.high), targets, locations, seen)
        damping = 1e-4
        for _ in range(MOST_STEPS):
            matrix, slope = self.normal(now, targets, seen)
            stuck = ((now.pose <= self.low) & (slope < 0)) | ((now.pose >= self.high) & (slope > 0))
            moving = np.flatnonzero(free & ~stuck)
            if not len(moving):
                return now
            inner = matrix[np.ix_(moving, moving)]
            better = None
            while better is None and damping < 1e8:
                step = np.zeros(len(start))
                step[moving] = np.linalg.solve(
                    inner + damping * np.diag(np.diag(inner) + 1e-6), slope[moving]
                )
                tried = self._at(np.clip(now.pose + step, self.low, self.high), targets, locations, seen)
                if tried.cost <= now.cost:
                    better, damping = tried, max(damping / 10, 1e-9)
                else:
                    damping *= 10
            if better is None:
                return now
            moved = float(np.abs(better.pose - now.pose).max())
            now = better
            if moved < STEP_END:
                break
        return now

    def normal(self, solved: SolvedPose, targets: Array, seen: NDArray[np.bool_]) -> tuple[Array, Array]:
        """(C, C) Gauss-Newton matrix and (C,) descent direction of half the cost."""
        jacobian = solved.view.jacobian[seen].reshape(-1, len(solved.pose))
        weights = np.repeat(self.weights[seen], 3)
        error = (targets - solved.view.positions)[seen].ravel()
        matrix = (jacobian.T * weights) @ jacobian + np.diag(self.rest)
        slope = jacobian.T @ (weights * error) - self.rest * (solved.pose - self.neutral)
        return matrix, slope

    def measured(self, view: MarkerView, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(C,) which coordinates the seen markers tell: the share that is not left to a prior of lever `SEEN_M`."""
        jacobian = np.where(self.held, 0.0, view.jacobian[seen].reshape(-1, view.jacobian.shape[2]))
        spread = np.linalg.inv(jacobian.T @ jacobian + SEEN_M**2 * np.eye(jacobian.shape[1]))
        told: NDArray[np.bool_] = SEEN_M**2 * np.diag(spread) < 0.5
        return told

    def _at(self, pose: Array, targets: Array, locations: Array, seen: NDArray[np.bool_]) -> SolvedPose:
        view = self.marked.view(pose, locations)
        error = (targets - view.positions)[seen]
        cost = float(self.weights[seen] @ (error**2).sum(axis=1) + self.rest @ (pose - self.neutral) ** 2)
        return SolvedPose(pose, view, cost)


def rigid_fit(points: Array, targets: Array) -> tuple[Array, Array]:
    """Rotation and shift that take points to targets with the least squared error (Kabsch 1976).

    Args:
        points, targets: (M, 3), three or more, not on a line.

    Returns:
        (3, 3) rotation R and (3,) shift t: ``points @ R.T + t``.
    """
    centre, goal = points.mean(axis=0), targets.mean(axis=0)
    u, _, vt = np.linalg.svd((targets - goal).T @ (points - centre))
    handed = np.diag([1.0, 1.0, float(np.sign(np.linalg.det(u @ vt)))])
    rotation: Array = u @ handed @ vt
    return rotation, goal - rotation @ centre
