"""The body fitted to what one camera sees: all frames together, under a perspective camera.

Least squares over the way from each joint to where the posed body would show it, robust (Cauchy), with sizes, camera,
ranges and smoothness as weak knowledge beside it. Coordinates of a frame meet those of its two neighbours on each side
only, and sizes and camera meet all frames: the normal equations are a band with an arrow, solved by a banded Cholesky
factor and its Schur complement (Triggs et al. 2000, doi:10.1007/3-540-44480-7_21). Steps are damped (Levenberg 1944).
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy

from psoas.motion.angles import wrapped
from psoas.motion.camera_body import COORDINATES, LANDMARKS, SHARED, pose, project
from psoas.motion.camera_prior import (
    CORRELATED_S,
    knee_range,
    smoothness,
    usual_frames,
    usual_shared,
)
from psoas.motion.camera_seen import Seen
from psoas.motion.camera_witness import witnesses
from psoas.sides import SIDES
from psoas.timeseries import Array

MARK_ERROR: Final = 0.025
"""Usual way between a landmark and where it should be, as a share of the leg's length in the picture."""

OUTLIER: Final = 3.0
"""Beyond so many usual errors a landmark counts less and less."""

STEPS: Final = 30
CONVERGED: Final = 2e-4
FIRST_DAMPING, MOST_DAMPING, DAMPING_FACTOR = 1e-3, 1e8, 5.0
SOFT_RANGE: Final = np.radians(3.0)
"""How far past its range a knee may go at the price of one standard error [rad]."""

COARSE, COARSE_STEPS = 60, 15
"""Frames of the coarse fit, over the whole recording, and its steps at most."""

WINDOW, OVERLAP = 1200, 40
"""Frames that are fitted at once, and how many their neighbours share, so that hours do not fill the memory."""

FIRM: Final = 20.0
"""By how much firmer sizes and camera are known after the coarse fit."""

HELD: Final = 1e8
"""Inverse square of how far a coordinate may move that is known already [1/rad^2, 1/m^2]."""

Q, G = len(COORDINATES), len(SHARED)
KNEES = tuple(COORDINATES.index(f"knee_{side}") for side in SIDES)


@dataclass(frozen=True, eq=False)
class Fitted:
    """The body in T frames.

    Attributes:
        frames: (T, Q) by `COORDINATES`.
        shared: (G,) by `SHARED`.
        off: (T, K) way from each landmark to where the body shows it, in usual errors; NaN where unseen.
    """

    frames: Array
    shared: Array
    off: Array

    def __getitem__(self, name: str) -> Array:
        """(T,) one coordinate."""
        column: Array = self.frames[:, COORDINATES.index(name)]
        return column

    def at(self, frames: slice) -> "Fitted":
        """The same for some of the frames."""
        return replace(self, frames=self.frames[frames], off=self.off[frames])


def fit_camera_body(seen: Seen, near: Fitted | None = None) -> Fitted:
    """The body that lies nearest to the joints that were seen.

    Sizes and camera come from `COARSE` frames of the whole recording; then every frame is fitted, in windows.

    Args:
        seen: a leg in at least one frame.
        near: a body of the same frames that lies near already; None looks for one.
    """
    shared, turned = (near.shared, 0.0) if near is not None else sizes_and_camera(seen)
    parts, count = [], len(seen.time)
    for first in range(0, count, WINDOW):
        frames = slice(max(0, first - OVERLAP), min(count, first + WINDOW + OVERLAP))
        window = seen.at(frames)
        problem = _Problem(window, shared)
        start = problem.start(window.heading + turned) if near is None else near.frames[frames]
        part = problem.solve(start, shared, STEPS)
        parts.append(part.at(slice(first - frames.start, min(first + WINDOW, count) - frames.start)))
    return Fitted(
        np.concatenate([part.frames for part in parts]),
        shared,
        np.concatenate([part.off for part in parts]),
    )


def sizes_and_camera(seen: Seen) -> tuple[Array, float]:
    """Sizes and camera (G,) by `SHARED` from `COARSE` frames, and how far the body is turned off the headings [rad]."""
    few = seen.at(slice(None, None, -(-len(seen.time) // COARSE)))
    problem = _Problem(few)
    coarse = problem.solve(problem.start(few.heading), problem.usual, COARSE_STEPS)
    return coarse.shared, float(np.median(coarse["heading"] - few.heading))


def fit_onward(seen: Seen, near: Fitted, held: int, steps: int) -> Fitted:
    """The newest frames of a recording that goes on, fitted beside older ones, sizes and camera.

    Args:
        seen: the older frames, from the oldest that may still move, and the newest.
        near: a body of the same frames that lies near; its sizes and camera stay.
        held: how many of the first frames stay; two tie the others to what came before.
        steps: of the solver at most.
    """
    problem = _Problem(seen, near.shared)
    problem.hold(near.frames, held)
    return problem.solve(near.frames, near.shared, steps)


class _Problem:
    """The least squares of one recording."""

    def __init__(self, seen: Seen, shared: Array | None = None) -> None:
        self.seen = seen
        self.step_s = float(np.median(np.diff(seen.time))) if len(seen.time) > 1 else CORRELATED_S
        self.weight = np.clip(seen.weight, 0.05, 1.0) * seen.known
        self.error_px = MARK_ERROR * seen.leg_px
        self.usual, self.likely = usual_shared(seen.height_m, seen.longest_px, seen.pitch)
        if shared is not None:
            self.usual, self.likely = shared, self.likely / FIRM
        resting, self.pull = usual_frames(self.step_s)
        self.resting = np.tile(resting, (len(seen.time), 1))
        self.resting[:, COORDINATES.index("heading")] = seen.heading
        self.smooth = smoothness(seen.time)
        self.least, self.most = knee_range()
        usual_leg = sum(float(self.usual[SHARED.index(name)]) for name in ("thigh", "shank"))
        self.beside = witnesses(
            seen.time, seen.marks, self.weight, seen.depths, seen.heading, seen.leg_px, usual_leg
        )

    def hold(self, frames: Array, held: int) -> None:
        """Keep sizes and camera, and the first frames of (T, Q), as they are."""
        self.pull = np.tile(self.pull, (len(frames), 1))
        self.pull[:held], self.resting[:held] = HELD, frames[:held]
        self.likely = np.full(G, HELD**-0.5)

    def solve(self, frames: Array, shared: Array, steps: int) -> Fitted:
        """Damped Gauss-Newton steps from coordinates (T, Q) and sizes (G,)."""
        cost, damping = self._cost(frames, shared), FIRST_DAMPING
        for _ in range(steps):
            normal = self._normal(frames, shared)
            while damping < MOST_DAMPING:
                by_frame, by_shared = self._step(normal, damping)
                ahead = frames + by_frame, shared + by_shared
                reached = self._cost(*ahead)
                if reached < cost:
                    break
                damping *= DAMPING_FACTOR
            else:
                break
            won, (frames, shared), cost = cost - reached, ahead, reached
            damping = max(damping / DAMPING_FACTOR, 1e-7)
            if won < CONVERGED * cost:
                break
        body = pose(frames, shared, derivatives=False)
        off = np.where(self.seen.known, np.linalg.norm(self._gap(body.points, shared), axis=-1), np.nan)
        return Fitted(frames, shared, off)

    def start(self, heading: Array) -> Array:
        """(T, Q) angles as the picture shows them, turned to the headings."""
        seen, frames = self.seen, np.zeros((len(self.seen.time), Q))
        across = np.maximum(np.cos(heading), 0.4)

        def between(name: str) -> Array:
            pair = [LANDMARKS.index(f"{side}_{name}") for side in SIDES]
            both = np.asarray(seen.known[:, pair].all(axis=1))
            return np.asarray(np.where(both[:, None], seen.marks[:, pair].mean(axis=1), np.nan))

        def leaning(way: Array) -> Array:
            return self._whole(np.arctan2(way[:, 0] / across, way[:, 1]))

        focal = np.exp(self.usual[SHARED.index("log_focal")])
        thigh, shank = (self.usual[SHARED.index(name)] for name in ("thigh", "shank"))
        depth = focal * (thigh + shank) / seen.leg_px
        hips = between("hip")
        frames[:, 0], frames[:, 1] = (self._whole(hips[:, axis]) * depth / focal for axis in (0, 1))
        frames[:, 2], frames[:, 3] = depth, heading
        frames[:, COORDINATES.index("trunk_lean")] = leaning((between("shoulder") - hips) * [1.0, -1.0])
        for side in SIDES:
            knee, ankle = (seen.marks[:, LANDMARKS.index(f"{side}_{name}")] for name in ("knee", "ankle"))
            upper, lower = wrapped(leaning(knee - hips), centre=np.pi / 3), leaning(ankle - knee)
            frames[:, COORDINATES.index(f"thigh_{side}")] = upper
            bent = wrapped(upper - lower, centre=np.pi / 2)
            frames[:, COORDINATES.index(f"knee_{side}")] = np.clip(bent, 0.0, 2.5)
        return frames

    def _whole(self, values: Array) -> Array:
        """(T,) gaps bridged by straight lines, for a start only."""
        known = np.isfinite(values)
        if not known.any():
            return np.zeros_like(values)
        return np.asarray(np.interp(self.seen.time, self.seen.time[known], values[known]))

    def _gap(self, points: Array, shared: Array) -> Array:
        """(T, K, 2) from where the body shows a landmark to where it is seen, in usual errors; 0 where unseen."""
        shown, _ = project(points, shared[SHARED.index("log_focal")])
        gap: Array = np.where(self.seen.known[..., None], self.seen.marks - shown, 0.0) / self.error_px
        return gap

    def _cost(self, frames: Array, shared: Array) -> float:
        points = pose(frames, shared, derivatives=False).points
        marks = (self._gap(points, shared) ** 2).sum(axis=-1)
        beside = self.beside.gap(points, shared, frames[:, :3]) ** 2
        robust = sum(
            (OUTLIER**2 * np.log1p(square / OUTLIER**2) * weight).sum()
            for square, weight in ((marks, self.weight), (beside, self.beside.weight))
        )
        past = self._past_range(frames)
        cost = (
            robust
            + (frames * self._smoothed(frames)).sum()
            + (self.pull * (frames - self.resting) ** 2).sum()
            + self._shared_pull @ (shared - self.usual) ** 2
            + (past**2).sum() * self._range_pull
        )
        return float(cost) if np.isfinite(cost) else float("inf")

    @property
    def _shared_pull(self) -> Array:
        return CORRELATED_S * len(self.seen.time) / self.likely**2

    @property
    def _range_pull(self) -> float:
        return float(self.step_s / CORRELATED_S / SOFT_RANGE**2)

    def _past_range(self, frames: Array) -> Array:
        """(T, 2) how far the knees are bent the wrong way, or too far [rad]."""
        knees = frames[:, KNEES]
        return np.asarray(knees - np.clip(knees, self.least, self.most))

    def _smoothed(self, frames: Array) -> Array:
        """(T, Q) the smoothness matrix times the coordinates."""
        flat = frames.ravel()
        out = self.smooth[0] * flat
        for way in (Q, 2 * Q):
            if way < len(flat):
                part = self.smooth[way, : len(flat) - way]
                out[:-way] += part * flat[way:]
                out[way:] += part * flat[:-way]
        return np.asarray(out.reshape(frames.shape))

    def _normal(self, frames: Array, shared: Array) -> tuple[Array, Array, Array, Array, Array]:
        """Blocks and right sides of the normal equations at a point."""
        body = pose(frames, shared)
        shown, slope = project(body.points, shared[SHARED.index("log_focal")])
        gap = np.where(self.seen.known[..., None], self.seen.marks - shown, 0.0) / self.error_px
        weight = self.weight / (1 + (gap**2).sum(axis=-1) / OUTLIER**2)
        own = slope @ body.by_coordinate / self.error_px
        common = slope @ body.by_shared / self.error_px
        common[..., SHARED.index("log_focal")] += shown / self.error_px
        count = len(frames)
        root = np.sqrt(weight)[..., None, None]
        own, common = (own * root).reshape(count, -1, Q), (common * root).reshape(count, -1, G)
        left = (gap * root[..., 0]).reshape(count, -1)
        more = self.beside.gap(body.points, shared, frames[:, :3])
        root = np.sqrt(self.beside.weight / (1 + more**2 / OUTLIER**2))
        slopes = self.beside.slopes(body, shared, frames[:, :3])
        own, common = (
            np.concatenate([one, root[..., None] * two], axis=1)
            for one, two in zip((own, common), slopes, strict=True)
        )
        left = np.concatenate([left, root * more], axis=1)
        blocks = own.swapaxes(1, 2) @ own
        past = self._past_range(frames)
        right = (
            (own * left[..., None]).sum(axis=1) - self._smoothed(frames) - self.pull * (frames - self.resting)
        )
        for column, knee in enumerate(KNEES):
            blocks[:, knee, knee] += (past[:, column] != 0) * self._range_pull
            right[:, knee] -= past[:, column] * self._range_pull
        blocks[:, range(Q), range(Q)] += self.pull
        corner = (common.swapaxes(1, 2) @ common).sum(axis=0) + np.diag(self._shared_pull)
        corner_right = (common * left[..., None]).sum(axis=(0, 1)) - self._shared_pull * (shared - self.usual)
        return blocks, own.swapaxes(1, 2) @ common, corner, right, corner_right

    def _step(self, normal: tuple[Array, Array, Array, Array, Array], damping: float) -> tuple[Array, Array]:
        """Solve band and arrow: (T, Q) and (G,)."""
        blocks, arrow, corner, right, corner_right = normal
        band = self.smooth.copy()
        for off in range(Q):
            along = np.arange(Q - off)
            band[off].reshape(-1, Q)[:, : Q - off] += blocks[:, along + off, along]
        # what nothing tells of, as of an unseen picture of two, stays where it is
        band[0] = np.where(band[0] > 0, band[0] * (1 + damping), 1.0)
        factor = (scipy.linalg.cholesky_banded(band, lower=True, check_finite=False), True)
        flat = arrow.reshape(-1, G)
        columns = np.column_stack([right.ravel(), flat])
        solved = scipy.linalg.cho_solve_banded(factor, columns, check_finite=False)
        schur = corner * (1 + damping * np.eye(G)) - flat.T @ solved[:, 1:]
        common = np.linalg.solve(schur, corner_right - flat.T @ solved[:, 0])
        return (solved[:, 0] - solved[:, 1:] @ common).reshape(right.shape), common
