"""Muscle recruitment: the activations of least effort that carry given moments, many frames at once.

Each frame is  min sum(h_i x_i^2 / 2 + f_i x_i)  subject to  A x = b  and  0 <= x <= 1.  Its dual is concave and piecewise
quadratic in one multiplier a row, so that Newton's method with an exact line search ends after a few steps at the
solution itself. Nothing but the given columns can carry a moment: there are no reserve actuators.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psoas.body.tables import Array

TOLERANCE = 1e-9
"""Largest residual of a row of a solved frame, in the row's own scale."""

STEPS = 60
STRIDE, STEPS_FROM_NEAR = 8, 12
HALVINGS = 12
LINE_ACCURACY = 0.1

SINGULAR = 1e-12
"""Added to the Newton matrix, as a share of its largest diagonal entry: rows that nothing free can carry stay solvable."""

Index = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, eq=False)
class Block:
    """Columns that act on the same few rows.

    Attributes:
        rows: (r,) rows of the problem.
        matrix: (N, r, c) of N frames.
    """

    rows: Index
    matrix: Array

    def taken(self, frames: Index) -> "Block":
        """The same block for some of the frames."""
        return Block(self.rows, self.matrix[frames])


@dataclass(frozen=True, eq=False)
class Recruited:
    """The least effort of N frames.

    Attributes:
        x: (N, X) the blocks' columns side by side, each 0 ... 1.
        multipliers: (N, R) of the rows; the start of a neighbouring problem.
        residual: (N,) largest |A x - b|; above `TOLERANCE` where no x carries b, or none was found.
        steps: Newton steps of the slowest frame.
    """

    x: Array
    multipliers: Array
    residual: Array
    steps: int


def least_squares(
    blocks: Sequence[Block],
    target: Array,
    *,
    curvature: Array | None = None,
    slope: Array | None = None,
    start: Array | None = None,
    most_steps: int = STEPS,
) -> Recruited:
    """The x of least ``sum(curvature x^2 / 2 + slope x)`` that carries ``target``.

    Args:
        blocks: A, by columns.
        target: (N, R) b, in rows of comparable scale.
        curvature: (N, X) h > 0; None is one.
        slope: (N, X) f; None is zero.
        start: (N, R) multipliers to begin with; None begins at the solution without bounds.
    """
    solver = _Dual.of(blocks, target, curvature, slope)
    lam = solver.unbounded() if start is None else start.copy()
    best, least = lam.copy(), np.full(len(target), np.inf)
    frames = np.arange(len(target))
    step = 0
    for step in range(most_steps):  # noqa: B007
        u = solver.slopes(lam[frames])
        x = solver.primal(u)
        gradient = solver.target - solver.carried(x)
        error = np.abs(gradient).max(axis=1)
        better = error < least[frames]
        best[frames[better]], least[frames[better]] = lam[frames[better]], error[better]
        open_ = (error > TOLERANCE) & (solver.value(lam[frames], u, x) <= solver.most())
        if not open_.any():
            break
        if open_.mean() < 0.8:
            frames, solver = frames[open_], solver.taken(np.flatnonzero(open_))
            u, gradient = u[open_], gradient[open_]
        direction = solver.newton(u, gradient)
        lam[frames] += solver.line_search(u, direction)[:, None] * direction
    whole = _Dual.of(blocks, target, curvature, slope)
    x = whole.primal(whole.slopes(best))
    return Recruited(x, best, np.abs(target - whole.carried(x)).max(axis=1), step)


def in_order(blocks: Sequence[Block], target: Array) -> Recruited:
    """As `least_squares`, for frames that follow one another: every eighth shows the others where to begin."""
    count = len(target)
    if count < 4 * STRIDE:
        return least_squares(blocks, target)
    knots = np.unique(np.append(np.arange(0, count, STRIDE), count - 1))
    few = least_squares([block.taken(knots) for block in blocks], target[knots])
    frames = np.arange(count)
    start = np.stack([np.interp(frames, knots, column) for column in few.multipliers.T], axis=1)
    found = least_squares(blocks, target, start=start, most_steps=STEPS_FROM_NEAR)
    lost = np.flatnonzero(found.residual > TOLERANCE)
    if len(lost):
        again = least_squares([block.taken(lost) for block in blocks], target[lost])
        found.x[lost], found.multipliers[lost] = again.x, again.multipliers
        found.residual[lost] = again.residual
    return found


def cubed(blocks: Sequence[Block], target: Array, muscles: int, *, start: Array | None = None) -> Recruited:
    """The x of least ``sum(x^3 / 3)`` over the first ``muscles`` columns, and of x^2 / 2 over the rest.

    A sequence of quadratic problems, each the model of the sum at the solution before.
    """
    found = least_squares(blocks, target, start=start)
    for _ in range(CUBE_STEPS):
        at = found.x[:, :muscles]
        curvature, slope = np.ones_like(found.x), np.zeros_like(found.x)
        curvature[:, :muscles] = np.maximum(2 * at, LEAST_CURVATURE)
        slope[:, :muscles] = at**2 - curvature[:, :muscles] * at
        before = found.x
        found = least_squares(blocks, target, curvature=curvature, slope=slope)
        if np.abs(found.x - before).max() < CUBE_TOLERANCE:
            break
    return found


CUBE_STEPS, CUBE_TOLERANCE, LEAST_CURVATURE = 40, 1e-7, 1e-4


@dataclass(frozen=True, eq=False)
class _Dual:
    """The dual problem of some frames."""

    blocks: tuple[Block, ...]
    target: Array
    curvature: Array | None
    slope: Array | None

    @classmethod
    def of(
        cls, blocks: Sequence[Block], target: Array, curvature: Array | None, slope: Array | None
    ) -> "_Dual":
        return cls(tuple(blocks), target, curvature, slope)

    def taken(self, frames: Index) -> "_Dual":
        return _Dual(
            tuple(block.taken(frames) for block in self.blocks),
            self.target[frames],
            None if self.curvature is None else self.curvature[frames],
            None if self.slope is None else self.slope[frames],
        )

    def unbounded(self) -> Array:
        """(N, R) multipliers of the problem without bounds."""
        count, rows = self.target.shape
        free = np.ones((count, sum(block.matrix.shape[2] for block in self.blocks)), dtype=bool)
        target = self.target
        if self.slope is not None:
            shift = self.slope if self.curvature is None else self.slope / self.curvature
            target = target + self.carried(shift)
        return self._solve(free, target)

    def slopes(self, lam: Array) -> Array:
        """(N, X) A' lam."""
        return np.concatenate(
            [(lam[:, None, block.rows] @ block.matrix)[:, 0] for block in self.blocks], axis=1
        )

    def primal(self, u: Array) -> Array:
        """(N, X) the x that belongs to A' lam."""
        return np.clip(self._free(u), 0.0, 1.0)

    def value(self, lam: Array, u: Array, x: Array) -> Array:
        """(N,) of the dual: never above the least effort of a frame that can be solved."""
        cost = x**2 / 2 if self.curvature is None else self.curvature * x**2 / 2
        if self.slope is not None:
            cost = cost + self.slope * x
        return (lam * self.target).sum(axis=1) + (cost - u * x).sum(axis=1)

    def most(self) -> Array:
        """(N,) effort at which every column does its utmost: no frame that can be solved costs more."""
        columns = sum(block.matrix.shape[2] for block in self.blocks)
        if self.curvature is None and self.slope is None:
            return np.full(len(self.target), 0.5 * columns)
        half = 0.5 if self.curvature is None else self.curvature / 2
        full = half if self.slope is None else half + self.slope
        return np.maximum(full, 0.0).sum(axis=1)

    def carried(self, x: Array) -> Array:
        """(N, R) A x."""
        total = np.zeros_like(self.target)
        for block, part in self._parts(x):
            total[:, block.rows] += (block.matrix @ part[:, :, None])[:, :, 0]
        return total

    def newton(self, u: Array, gradient: Array) -> Array:
        """(N, R) direction in which the quadratic at hand is solved."""
        x = self._free(u)
        return self._solve((x > 0) & (x < 1), gradient)

    def line_search(self, u: Array, direction: Array) -> Array:
        """(N,) share of the direction at which the dual is greatest, by bisection of its slope."""
        along = self.slopes(direction)
        gain = (direction * self.target).sum(axis=1)
        share = np.ones(len(u))
        todo = np.flatnonzero(gain < (self.primal(u + along) * along).sum(axis=1))
        if not len(todo):
            return share
        some = self.taken_scalars(todo)
        u, along, gain = u[todo], along[todo], gain[todo]
        low, high = np.zeros(len(todo)), np.ones(len(todo))
        at_low = gain - (some.primal(u) * along).sum(axis=1)
        at_high = gain - (some.primal(u + along) * along).sum(axis=1)
        middle, enough = low, LINE_ACCURACY * at_low
        for _ in range(HALVINGS):
            middle = low + (high - low) * np.clip(at_low / (at_low - at_high), 0.05, 0.95)
            here = gain - (some.primal(u + middle[:, None] * along) * along).sum(axis=1)
            if (np.abs(here) <= enough).all():
                break
            rising = here > 0
            low, at_low = np.where(rising, middle, low), np.where(rising, here, at_low)
            high, at_high = np.where(rising, high, middle), np.where(rising, at_high, here)
        share[todo] = np.maximum(middle, 1e-9)
        return share

    def taken_scalars(self, frames: Index) -> "_Dual":
        """As `taken`, without the matrices."""
        return _Dual(
            (),
            self.target[frames],
            None if self.curvature is None else self.curvature[frames],
            None if self.slope is None else self.slope[frames],
        )

    def _free(self, u: Array) -> Array:
        if self.slope is not None:
            u = u - self.slope
        return u if self.curvature is None else u / self.curvature

    def _parts(self, x: Array):
        first = 0
        for block in self.blocks:
            last = first + block.matrix.shape[2]
            yield block, x[:, first:last]
            first = last

    def _solve(self, free: np.ndarray, right: Array) -> Array:
        count, rows = self.target.shape
        weight = free.astype(float) if self.curvature is None else free / self.curvature
        matrix = np.zeros((count, rows, rows))
        for block, part in self._parts(weight):
            product = (block.matrix * part[:, None, :]) @ block.matrix.swapaxes(1, 2)
            matrix[:, block.rows[:, None], block.rows] += product
        diagonal = np.einsum("nii->ni", matrix)
        diagonal += SINGULAR * diagonal.max(axis=1, keepdims=True) + 1e-300
        return np.linalg.solve(matrix, right[..., None])[..., 0]
