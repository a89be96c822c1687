"""Muscle recruitment: the activations of least effort that carry given moments, many frames at once.

Each frame is  min sum(phi(x_i))  subject to  A x = b  and  0 <= x <= 1,  where phi is x^2 / 2, or x^3 / 3 for muscles
that are `cubed`. Its dual is concave in one multiplier a row, so that Newton's method with a line search climbs to the
solution itself; from a guess that knows which columns are at a bound, one step mostly does. Nothing but the given
columns can carry a moment: there are no reserve actuators. A frame that nothing can carry is recognised by Farkas'
lemma: multipliers with  lam b > sum(max(A' lam, 0)),  which is the most that any x could reach.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from psoas.body.tables import Array

TOLERANCE = 1e-9
"""Largest residual of a row of a solved frame, in the row's own scale."""

IMPOSSIBLE = 1e-8
"""Least residual that no x can avoid, in the row's own scale, from which on a frame is said to be impossible."""

STEPS = 60
SEARCH_STEPS, NEARER = 60, 0.05
ENOUGH, TOO_FAR = 0.1, -0.01
"""The line search ends where the slope of the dual lies between these shares of its slope at the start."""

LOOSE = 1e-12
"""Weight in the Newton matrix of a column at a bound, so that rows that nothing free can carry stay solvable."""

SCARCELY = 1e-15
"""The same where a guess at x says which columns are at a bound: less of it, as it is an error of the first x."""

FLATTEST = 1e-8
"""Least activation at which the curvature of x^3 / 3 is taken."""

NEITHER = 0.5
"""A guess at x that puts it at neither bound."""

WILD = 1e3
"""A guess that leads to greater pulls than this is no better than none."""

EMPTY = 1e-20
"""Added to the diagonal of the Newton matrix, for rows that no column reaches at all."""

KNOTS = 64
"""Every so many frames of a motion one is solved from nothing; the others know their neighbours."""

Index = np.ndarray[tuple[int], np.dtype[np.intp]]
Power = Literal[2, 3]


@dataclass(frozen=True, eq=False)
class Block:
    """Columns that act on the same few rows.

    Attributes:
        rows: (r,) rows of the problem.
        matrix: (N, r, c) of N frames.
    """

    rows: Index
    matrix: Array

    @cached_property
    def span(self) -> slice | Index:
        """The rows as a slice where they follow one another, which is quicker."""
        first, last = int(self.rows[0]), int(self.rows[-1]) + 1
        return slice(first, last) if np.array_equal(self.rows, np.arange(first, last)) else self.rows

    def taken(self, frames: Index) -> "Block":
        """The same block for some of the frames."""
        return Block(self.rows, self.matrix[frames])


@dataclass(frozen=True, eq=False)
class Recruited:
    """The least effort of N frames.

    Attributes:
        x: (N, X) the blocks' columns side by side, each 0 ... 1.
        multipliers: (N, R) of the rows.
        pull: (N, X) A' multipliers, of which x is made; below 0 and above 1 it says how firmly x is at its bound.
        residual: (N,) largest |A x - b|, above `TOLERANCE` where no x was found.
        impossible: (N,) True where it is proved that no x carries b.
        steps: (N,) Newton steps.
    """

    x: Array
    multipliers: Array
    pull: Array
    residual: Array
    impossible: NDArray[np.bool_]
    steps: Index


def least_squares(blocks: Sequence[Block], target: Array, *, near: Array | None = None) -> Recruited:
    """The x of least ``sum(x^2) / 2`` that carries ``target``.

    Args:
        blocks: A, by columns.
        target: (N, R) b, in rows of comparable scale.
        near: (N, X) a guess at x; what counts is which columns it has at 0 and at 1. None: none is.
    """
    return _climb(_Dual(tuple(blocks), target, 0), near)


def cubed(blocks: Sequence[Block], target: Array, muscles: int, *, near: Array | None = None) -> Recruited:
    """The x of least ``sum(x^3) / 3`` over the first ``muscles`` columns, plus x^2 / 2 over the rest.

    Args:
        blocks, target: as for `least_squares`.
        muscles: number of columns that are cubed.
        near: (N, X) a guess at x; None takes that of least squares.
    """
    dual = _Dual(tuple(blocks), target, muscles)
    return _climb(dual, _first_guess(dual) if near is None else near)


def in_order(blocks: Sequence[Block], target: Array, muscles: int, power: Power = 2) -> Recruited:
    """The same for frames that follow one another in time: solved ones show those between them where to begin.

    Args:
        blocks, target: as for `least_squares`.
        muscles: columns after these belong to contacts, of which few push at a time.
        power: 2 for `least_squares`, 3 for `cubed`.
    """
    count, columns = len(target), sum(block.matrix.shape[2] for block in blocks)
    whole = _Dual(tuple(blocks), target, muscles if power == 3 else 0)
    found = Recruited(
        np.empty((count, columns)),
        np.empty_like(target),
        np.empty((count, columns)),
        np.empty(count),
        np.empty(count, dtype=bool),
        np.empty(count, dtype=np.intp),
    )
    stride = KNOTS
    frames = np.unique(np.append(np.arange(0, count, stride), np.arange(count)[-1:]))
    _solve_into(found, whole, frames, None)
    known = np.zeros(count, dtype=bool)
    known[frames] = True
    while stride > 1:
        stride //= 2
        frames = np.arange(0, count, stride)
        frames = frames[~known[frames]]
        before, after = frames - stride, np.minimum(frames + stride, count - 1)
        _solve_into(found, whole, frames, _between(found, before, after, whole, muscles))
        known[frames] = True
    _solve_into(found, whole, np.flatnonzero((found.residual > TOLERANCE) & ~found.impossible), None)
    return found


def carried(blocks: Sequence[Block], x: Array, rows: int) -> Array:
    """(N, rows) A x."""
    total = np.zeros((len(x), rows))
    for block, part in _parts(blocks, x):
        total[:, block.span] += (block.matrix @ part[:, :, None])[:, :, 0]
    return total


def _parts(blocks: Sequence[Block], columns: Array) -> Iterator[tuple[Block, Array]]:
    """Each block, and its part of (N, X)."""
    first = 0
    for block in blocks:
        last = first + block.matrix.shape[2]
        yield block, columns[:, first:last]
        first = last


def _solve_into(found: Recruited, whole: "_Dual", frames: Index, near: Array | None) -> None:
    """Solve some of the frames and put them in their places."""
    if not len(frames):
        return
    dual = whole.taken(frames)
    one = _climb(dual, _first_guess(dual) if near is None else near)
    for field in fields(Recruited):
        getattr(found, field.name)[frames] = getattr(one, field.name)


def _between(found: Recruited, before: Index, after: Index, whole: "_Dual", muscles: int) -> Array:
    """(n, X) a guess from the frames before and after: a muscle at its bound halfway is there, any contact may push."""
    solved = found.residual <= TOLERANCE
    before, after = np.where(solved[before], before, after), np.where(solved[after], after, before)
    near = whole.primal((found.pull[before] + found.pull[after]) / 2)
    near[:, muscles:] = (found.x[before, muscles:] + found.x[after, muscles:]) / 2
    near[~solved[before]] = NEITHER
    return near


def _first_guess(dual: "_Dual") -> Array | None:
    return _climb(replace(dual, cubes=0), None).x if dual.cubes else None


def _climb(dual: "_Dual", near: Array | None) -> Recruited:
    """Newton's method on the dual, from the multipliers that belong to a guess at x."""
    lam = dual.start(near)
    pull = dual.pull(lam)
    if near is not None:
        wild = np.flatnonzero(np.abs(pull).max(axis=1) > WILD)
        if len(wild):
            some = dual.taken(wild)
            lam[wild] = some.start(None)
            pull[wild] = some.pull(lam[wild])
    x = dual.primal(pull)
    gap = dual.target - dual.carried(x)
    count = len(lam)
    found = Recruited(
        x, lam, pull, np.empty(count), np.zeros(count, dtype=bool), np.zeros(count, dtype=np.intp)
    )
    frames = np.arange(count)
    for step in range(STEPS + 1):
        error = np.abs(gap).max(axis=1)
        impossible = dual.refuted(lam, pull) & (error > TOLERANCE)
        stop = (error <= TOLERANCE) | impossible | (step == STEPS)
        if stop.any():
            ended = frames[stop]
            found.residual[ended], found.impossible[ended] = error[stop], impossible[stop]
            found.steps[ended] = step
            if step:
                found.x[ended], found.multipliers[ended], found.pull[ended] = x[stop], lam[stop], pull[stop]
            open_ = np.flatnonzero(~stop)
            if not len(open_):
                break
            frames, dual = frames[open_], dual.taken(open_)
            lam, pull, x, gap = lam[open_], pull[open_], x[open_], gap[open_]
        direction = dual.newton(pull, x, gap)
        ahead = dual.pull(lam + direction)
        x = dual.primal(ahead)
        beyond = dual.target - dual.carried(x)
        steepness = (direction * gap).sum(axis=1)
        far = np.flatnonzero((direction * beyond).sum(axis=1) < TOO_FAR * steepness)
        if len(far):
            some = dual.taken(far)
            along = ahead[far] - pull[far]
            rise = (direction[far] * some.target).sum(axis=1)
            share = some.search(pull[far], along, rise, steepness[far])[:, None]
            direction[far] *= share
            ahead[far] = pull[far] + share * along
            x[far] = some.primal(ahead[far])
            beyond[far] = some.target - some.carried(x[far])
        lam, pull, gap = lam + direction, ahead, beyond
    return found


@dataclass(frozen=True, eq=False)
class _Dual:
    """The dual problem of some frames; the first ``cubes`` columns are cubed."""

    blocks: tuple[Block, ...]
    target: Array
    cubes: int

    def taken(self, frames: Index) -> "_Dual":
        """The same for some of the frames."""
        return _Dual(tuple(block.taken(frames) for block in self.blocks), self.target[frames], self.cubes)

    @property
    def columns(self) -> int:
        """X, of all blocks together."""
        return sum(block.matrix.shape[2] for block in self.blocks)

    def pull(self, lam: Array) -> Array:
        """(n, X) A' lam."""
        pull = np.empty((len(lam), self.columns))
        for block, part in _parts(self.blocks, pull):
            np.matmul(lam[:, None, block.span], block.matrix, out=part[:, None])
        return pull

    def primal(self, pull: Array) -> Array:
        """(n, X) the x that belongs to A' lam."""
        x: Array = np.clip(pull, 0.0, 1.0)
        if self.cubes:
            np.sqrt(x[:, : self.cubes], out=x[:, : self.cubes])
        return x

    def carried(self, x: Array) -> Array:
        """(n, R) A x."""
        return carried(self.blocks, x, self.target.shape[1])

    def refuted(self, lam: Array, pull: Array) -> NDArray[np.bool_]:
        """(n,) True where the multipliers prove that no x carries the target (Farkas' lemma)."""
        beyond = (lam * self.target).sum(axis=1) - np.maximum(pull, 0.0).sum(axis=1)
        refuted: NDArray[np.bool_] = beyond > IMPOSSIBLE * np.abs(lam).sum(axis=1)
        return refuted

    def start(self, near: Array | None) -> Array:
        """(n, R) multipliers that carry the target if x is linear about a guess, and at a bound where that is."""
        if near is None:
            return self._solve(np.ones((len(self.target), self.columns)), self.target)
        weight = self._weight(near, (near > 0) & (near < 1), SCARCELY)
        apart = near.copy()
        apart[:, self.cubes :] -= weight[:, self.cubes :] * near[:, self.cubes :]
        apart[:, : self.cubes] -= weight[:, : self.cubes] * near[:, : self.cubes] ** 2
        return self._solve(weight, self.target - self.carried(apart))

    def newton(self, pull: Array, x: Array, gap: Array) -> Array:
        """(n, R) direction in which the dual's quadratic model is greatest."""
        return self._solve(self._weight(x, (pull > 0) & (pull < 1), LOOSE), gap)

    def search(self, pull: Array, along: Array, rise: Array, steepness: Array) -> Array:
        """(f,) share of the direction at which the dual hardly rises any more: Newton's method in a bracket."""
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
            rest = np.flatnonzero((slope > ENOUGH * steep) | (slope < TOO_FAR * steep))
            if not len(rest):
                return share
            open_, slope = open_[rest], slope[rest]
            free = (here[rest] > 0) & (here[rest] < 1)
            bend = np.einsum("nx,nx->n", self._weight(x[rest], free, 0.0), way[rest] ** 2)
            guess = share[open_] + np.divide(
                slope, bend, out=np.full(len(rest), np.inf), where=np.abs(slope) < bend
            )
            below, above = low[open_], high[open_]
            halfway = np.where(below > 0, np.sqrt(below * above), NEARER * above)
            share[open_] = np.where((guess > below) & (guess < above), guess, halfway)
        share[open_] = low[open_]
        return share

    def _weight(self, x: Array, free: NDArray[np.bool_], bound: float) -> Array:
        """(n, X) how much x changes with A' lam."""
        weight: Array = np.where(free, 1.0, bound)
        if self.cubes:
            weight[:, : self.cubes] /= 2 * np.maximum(x[:, : self.cubes], FLATTEST)
        return weight

    def _solve(self, weight: Array, right: Array) -> Array:
        """(n, R) multipliers with which columns of such weights carry (n, R)."""
        count, rows = right.shape
        matrix = np.zeros((count, rows, rows))
        for block, part in _parts(self.blocks, weight):
            product = (block.matrix * part[:, None, :]) @ block.matrix.swapaxes(1, 2)
            span = block.span
            matrix[
                (slice(None), span, span) if isinstance(span, slice) else (slice(None), span[:, None], span)
            ] += product
        np.einsum("nii->ni", matrix)[:] += EMPTY
        return np.asarray(np.linalg.solve(matrix, right[..., None])[..., 0], dtype=np.float64)
