"""The dual of the recruitment problem: concave in one multiplier a row, quadratic between the bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from psoas.timeseries import Array, Index, Mask

IMPOSSIBLE = 1e-8
"""Least residual that no x can avoid, in the row's own scale, beyond which a frame is reported impossible."""

SEARCH_STEPS, BRACKET_SHRINK = 60, 0.05
SLOPE_END, SLOPE_PAST = 0.1, -0.01
"""The line search ends where the slope of the dual lies between these shares of its slope at the start."""

BOUND_WEIGHT = 1e-12
"""Weight in the Newton matrix of a column at a bound, so that rows without a free column stay solvable."""

GUESSED_BOUND_WEIGHT = 1e-15
"""The same where a guess at x says which columns are at a bound: less of it, as it is an error of the first x."""

LEAST_CURVED = 1e-8
"""Least activation at which the curvature of x^3 / 3 is taken."""

RIDGE = 1e-12
"""Share of its largest entry that is added to the diagonal of a Newton matrix that is singular in double precision."""

DIAGONAL = 1e-20
"""Added to the diagonal of the Newton matrix, for rows that no column reaches at all."""


@dataclass(frozen=True, eq=False)
class Block:
    """Columns of the problem that act on the same few rows.

    Attributes:
        rows: (r,) rows of the problem.
        matrix: (N, r, c) of N frames.
    """

    rows: Index
    matrix: Array

    @cached_property
    def span(self) -> slice | Index:
        """The rows as a slice where they are consecutive, which is faster."""
        first, last = int(self.rows[0]), int(self.rows[-1]) + 1
        return slice(first, last) if np.array_equal(self.rows, np.arange(first, last)) else self.rows

    def selected(self, frames: Index) -> "Block":
        """The block of some of the frames."""
        return Block(self.rows, self.matrix[frames])


def product(blocks: Sequence[Block], x: Array, rows: int) -> Array:
    """(N, rows) A x."""
    total = np.zeros((len(x), rows))
    for block, part in parts(blocks, x):
        total[:, block.span] += (block.matrix @ part[:, :, None])[:, :, 0]
    return total


def parts(blocks: Sequence[Block], columns: Array) -> Iterator[tuple[Block, Array]]:
    """Each block, and its part of (N, X)."""
    first = 0
    for block in blocks:
        last = first + block.matrix.shape[2]
        yield block, columns[:, first:last]
        first = last


@dataclass(frozen=True, eq=False)
class Dual:
    """The dual problem of some frames.

    Attributes:
        blocks: A, by columns.
        target: (n, R) b.
        most: (X,) upper bound of each column's x, > 0; the lower one is 0.
        cubes: number of columns, from the first, whose effort is cubed.
    """

    blocks: tuple[Block, ...]
    target: Array
    most: Array
    cubes: int

    def selected(self, frames: Index) -> "Dual":
        """The dual problem of some of the frames."""
        blocks = tuple(block.selected(frames) for block in self.blocks)
        return replace(self, blocks=blocks, target=self.target[frames])

    @cached_property
    def most_pull(self) -> Array:
        """(X,) pull at which a column reaches its upper bound."""
        return np.append(self.most[: self.cubes] ** 2, self.most[self.cubes :])

    def pull(self, lam: Array) -> Array:
        """(n, X) A' lam."""
        pull = np.empty((len(lam), len(self.most)))
        for block, part in parts(self.blocks, pull):
            np.matmul(lam[:, None, block.span], block.matrix, out=part[:, None])
        return pull

    def primal(self, pull: Array) -> Array:
        """(n, X) the x that belongs to A' lam."""
        x: Array = np.maximum(pull, 0.0)
        np.minimum(x, self.most_pull, out=x)
        if self.cubes:
            np.sqrt(x[:, : self.cubes], out=x[:, : self.cubes])
        return x

    def product(self, x: Array) -> Array:
        """(n, R) A x."""
        return product(self.blocks, x, self.target.shape[1])

    def refuted(self, lam: Array, pull: Array) -> Mask:
        """(n,) True where the multipliers prove that no x reaches the target (Farkas' lemma)."""
        beyond = (lam * self.target).sum(axis=1) - np.maximum(pull, 0.0) @ self.most
        return np.asarray(beyond > IMPOSSIBLE * np.abs(lam).sum(axis=1))

    def zero(self) -> Array:
        """(n, R) multipliers of zero."""
        return np.zeros_like(self.target)

    def start(self, near: Array | None = None) -> Array:
        """(n, R) multipliers that reach the target if x is linear about a guess, and at a bound where the guess is."""
        if near is None:
            return self._solve(np.ones((len(self.target), len(self.most))), self.target)
        weight = self._weight(near, (near > 0) & (near < self.most), GUESSED_BOUND_WEIGHT)
        apart = near.copy()
        apart[:, self.cubes :] -= weight[:, self.cubes :] * near[:, self.cubes :]
        apart[:, : self.cubes] -= weight[:, : self.cubes] * near[:, : self.cubes] ** 2
        return self._solve(weight, self.target - self.product(apart))

    def newton(self, pull: Array, x: Array, gap: Array, ridge: float = 0.0) -> Array:
        """(n, R) direction in which the dual's quadratic model is greatest."""
        return self._solve(self._weight(x, (pull > 0) & (pull < self.most_pull), BOUND_WEIGHT), gap, ridge)

    def search(self, pull: Array, along: Array, rise: Array, steepness: Array) -> Array:
        """(f,) share of the direction that nearly maximises the dual along it, by Newton's method in a bracket."""
        count = len(pull)
        low, high, share = np.zeros(count), np.ones(count), np.ones(count)
        open_ = np.arange(count)
        for _ in range(SEARCH_STEPS):
            way = along[open_]
            here = pull[open_] + share[open_, None] * way
            x = self.primal(here)
            slope = rise[open_] - np.einsum("nx,nx->n", x, way)
            low[open_] = np.where(slope >= 0, share[open_], low[open_])
            high[open_] = np.where(slope >= 0, high[open_], share[open_])
            steep = steepness[open_]
            rest = np.flatnonzero((slope > SLOPE_END * steep) | (slope < SLOPE_PAST * steep))
            if not len(rest):
                return share
            open_, slope = open_[rest], slope[rest]
            free = (here[rest] > 0) & (here[rest] < self.most_pull)
            bend = np.einsum("nx,nx->n", self._weight(x[rest], free, 0.0), way[rest] ** 2)
            guess = share[open_] + np.divide(
                slope, bend, out=np.full(len(rest), np.inf), where=np.abs(slope) < bend
            )
            below, above = low[open_], high[open_]
            halfway = np.where(below > 0, np.sqrt(below * above), BRACKET_SHRINK * above)
            share[open_] = np.where((guess > below) & (guess < above), guess, halfway)
        share[open_] = low[open_]
        return share

    def _weight(self, x: Array, free: Mask, bound: float) -> Array:
        """(n, X) derivative of x by A' lam."""
        weight: Array = np.where(free, 1.0, bound)
        if self.cubes:
            weight[:, : self.cubes] /= 2 * np.maximum(x[:, : self.cubes], LEAST_CURVED)
        return weight

    def _solve(self, weight: Array, right: Array, ridge: float = 0.0) -> Array:
        """(n, R) multipliers with which columns of the given weights reach ``right``; ``ridge`` as `RIDGE`."""
        count, rows = right.shape
        matrix = np.zeros((count, rows, rows))
        for block, part in parts(self.blocks, weight):
            product = (block.matrix * part[:, None, :]) @ block.matrix.swapaxes(1, 2)
            span = block.span
            matrix[
                (slice(None), span, span) if isinstance(span, slice) else (slice(None), span[:, None], span)
            ] += product
        diagonal = np.einsum("nii->ni", matrix)
        largest = diagonal.max(axis=1, keepdims=True)
        diagonal += DIAGONAL + ridge * largest
        try:
            solved = np.linalg.solve(matrix, right[..., None])
        except np.linalg.LinAlgError:
            diagonal += RIDGE * largest
            solved = np.linalg.solve(matrix, right[..., None])
        return np.asarray(solved[..., 0], dtype=np.float64)
