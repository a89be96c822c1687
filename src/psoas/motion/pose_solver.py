"""Pose from the markers of one frame by weighted, damped least squares (Levenberg 1944, Marquardt 1963)."""

from dataclasses import dataclass

import numpy as np

from psoas.motion.marked_body import MarkedBody, MarkerView
from psoas.timeseries import Array, Mask

REST_M = 0.005
"""Lever of the pull of every coordinate but the pelvis's to zero [m/rad]: its effect is negligible (0.01 deg), but it
determines a joint that no marker sees."""

SEEN_M = 0.02
"""Least lever of all markers about a coordinate for it to count as measured [m/rad, m/m]."""

HELD = ("subtalar_angle", "mtp_angle")
"""Coordinates held at zero: markers on a shoe do not determine them; gait2392's own setup locks them as well."""

MOST_STEPS, STEP_TOLERANCE = 60, 1e-6
"""Most steps; largest step of a coordinate at which they end [rad, m]."""


@dataclass(frozen=True, eq=False)
class SolvedPose:
    """A pose (C,), its markers, and the sum of weighted squared errors and of the pull to zero [m2]."""

    pose: Array
    view: MarkerView
    cost: float


class PoseSolver:
    """Poses of a body from marker positions, within the ranges of its coordinates."""

    def __init__(self, marked: MarkedBody) -> None:
        self.marked = marked
        self.weights = np.array([place.weight for place in marked.places])
        names = marked.body.coordinates
        self.pelvis = np.array([name.startswith("pelvis_") for name in names], dtype=bool)
        ranges = marked.body.ranges
        self.held: Mask = np.array([name.startswith(HELD) for name in names], dtype=bool)
        self.low: Array = np.where(self.pelvis, -np.inf, ranges[:, 0])
        self.high: Array = np.where(self.pelvis, np.inf, ranges[:, 1])
        self.rest: Array = np.where(self.pelvis, 0.0, REST_M**2)
        self.neutral: Array = np.clip(np.zeros(len(names)), self.low, self.high)

    def solve(self, targets: Array, locations: Array, start: Array, free: Mask | None = None) -> SolvedPose:
        """Solve the pose whose markers come nearest to the measured ones (Lu and O'Connor 1999).

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
            if moved < STEP_TOLERANCE:
                break
        return now

    def normal(self, solved: SolvedPose, targets: Array, seen: Mask) -> tuple[Array, Array]:
        """(C, C) Gauss-Newton matrix and (C,) descent direction of half the cost."""
        jacobian = solved.view.jacobian[seen].reshape(-1, len(solved.pose))
        weights = np.repeat(self.weights[seen], 3)
        error = (targets - solved.view.positions)[seen].ravel()
        matrix = (jacobian.T * weights) @ jacobian + np.diag(self.rest)
        slope = jacobian.T @ (weights * error) - self.rest * (solved.pose - self.neutral)
        return matrix, slope

    def measured(self, view: MarkerView, seen: Mask) -> Mask:
        """(C,) True for coordinates that the seen markers determine better than a prior of lever `SEEN_M`."""
        jacobian = np.where(self.held, 0.0, view.jacobian[seen].reshape(-1, view.jacobian.shape[2]))
        spread = np.linalg.inv(jacobian.T @ jacobian + SEEN_M**2 * np.eye(jacobian.shape[1]))
        return np.asarray(SEEN_M**2 * np.diag(spread) < 0.5)

    def _at(self, pose: Array, targets: Array, locations: Array, seen: Mask) -> SolvedPose:
        view = self.marked.view(pose, locations)
        error = (targets - view.positions)[seen]
        cost = float(self.weights[seen] @ (error**2).sum(axis=1) + self.rest @ (pose - self.neutral) ** 2)
        return SolvedPose(pose, view, cost)


def rigid_fit(points: Array, targets: Array) -> tuple[Array, Array]:
    """Fit rotation and translation from points to targets by least squares (Kabsch 1976).

    Args:
        points, targets: (M, 3), three or more, not on a line.

    Returns:
        (3, 3) rotation R and (3,) translation t: ``points @ R.T + t``.
    """
    centre, goal = points.mean(axis=0), targets.mean(axis=0)
    u, _, vt = np.linalg.svd((targets - goal).T @ (points - centre))
    handed = np.diag([1.0, 1.0, float(np.sign(np.linalg.det(u @ vt)))])
    rotation: Array = u @ handed @ vt
    return rotation, goal - rotation @ centre
