"""Muscle recruitment: the activations of least effort that balance given moments, many frames at once.

Each frame is  min sum(phi(x_i))  subject to  A x = b  and  0 <= x_i <= most_i,  where phi is x^2 / 2, or x^3 / 3 for
muscles under power 3. A muscle's x is its activation times a scale (`effort_scale`), which is its ``most``. The dual is
concave in one multiplier a row, so that Newton's method with a line search climbs to the solution itself; from a guess
that knows which columns are at a bound, one step mostly suffices. There are no reserve actuators: the given columns
alone balance the moments. A frame without a solution is recognised by Farkas' lemma: multipliers with
lam b > sum(max(A' lam, 0) most),  which is the most that any x could reach.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np

from psoas.loads.dual import RIDGE, SLOPE_PAST, Block, Dual
from psoas.timeseries import Array, Index, Mask

TOLERANCE = 1e-9
"""Largest residual of a row of a solved frame, in the row's own scale."""

STEPS = 400
"""Most Newton steps; nearly all frames take fewer than 30, one at the edge of the possible took 332 with cubes."""

BETWEEN_BOUNDS = 0.5
"""Share of its upper bound in a guess that puts x at neither bound."""

PULL_LIMIT, MULTIPLIER_LIMIT = 1e3, 1e8
"""Greater pulls or multipliers at the start come from a poor guess, or from a matrix that is singular in doubles."""

KNOTS = 64
"""Spacing of the frames of a motion that are solved without a guess; the others begin from their neighbours."""

Power = Literal[2, 3]


@dataclass(frozen=True, eq=False)
class Recruited:
    """The least effort of N frames.

    Attributes:
        x: (N, X) the blocks' columns side by side, each 0 ... most.
        multipliers: (N, R) of the rows.
        pull: (N, X) A' multipliers, from which x follows; values beyond those of the bounds hold x there.
        residual: (N,) largest |A x - b|, above `TOLERANCE` where no x was found.
        impossible: (N,) True where it is proved that no x reaches b.
        steps: (N,) Newton steps.
    """

    x: Array
    multipliers: Array
    pull: Array
    residual: Array
    impossible: Mask
    steps: Index


def separately(
    blocks: Sequence[Block], target: Array, most: Array, muscles: int, power: Power = 2
) -> Recruited:
    """Minimise the effort of each frame by itself over the x that reach ``target``.

    Args:
        blocks: A, by columns.
        target: (N, R) b, in rows of comparable scale.
        most: (X,) upper bound of each column's x, > 0, or (N, X) where it differs by frame.
        muscles: number of columns, from the first, that are muscles; the others belong to contacts.
        power: 2 minimises the sum of x^2 / 2 over all columns, 3 that of x^3 / 3 over the muscles and x^2 / 2 over
            the contacts.
    """
    return _solved(Dual(tuple(blocks), target, most, muscles if power == 3 else 0))


def in_order(
    blocks: Sequence[Block], target: Array, most: Array, muscles: int, power: Power = 2
) -> Recruited:
    """Solve frames that follow one another in time: solved frames give those between them a guess.

    Args:
        blocks, target, most, muscles, power: as for `separately`, ``most`` the same for all frames (X,); of the
            contacts, few push at a time.
    """
    count, columns = len(target), len(most)
    whole = Dual(tuple(blocks), target, most, muscles if power == 3 else 0)
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


def _solve_into(found: Recruited, whole: Dual, frames: Index, near: Array | None) -> None:
    """Solve some of the frames and store the results at their indices."""
    if not len(frames):
        return
    one = _solved(whole.selected(frames), near)
    for field in fields(Recruited):
        getattr(found, field.name)[frames] = getattr(one, field.name)


def _between(found: Recruited, before: Index, after: Index, whole: Dual, muscles: int) -> Array:
    """(n, X) a guess from the frames before and after: muscles follow the mean pull, contacts the mean force."""
    solved = found.residual <= TOLERANCE
    before, after = np.where(solved[before], before, after), np.where(solved[after], after, before)
    near = whole.primal((found.pull[before] + found.pull[after]) / 2)
    near[:, muscles:] = (found.x[before, muscles:] + found.x[after, muscles:]) / 2
    near[~solved[before]] = BETWEEN_BOUNDS * whole.most
    return near


def _solved(dual: Dual, near: Array | None = None) -> Recruited:
    """Climb from a guess at x (n, X); without one, cubes begin from the x of least squares.

    What no x reaches does not depend on the effort: a frame that the squares prove impossible stays so.
    """
    if near is not None or not dual.cubes:
        return _climb(dual, near)
    squares = _climb(replace(dual, cubes=0), None)
    found = _climb(dual, squares.x)
    return replace(found, impossible=found.impossible | squares.impossible & (found.residual > TOLERANCE))


def _begin(dual: Dual, near: Array | None) -> tuple[Array, Array]:
    """Multipliers and pulls of a guess at x; beyond the limits, those without a guess, or zero."""
    lam = dual.start(near)
    pull = dual.pull(lam)
    for guess in (Dual.start, Dual.zero):
        beyond = ~((np.abs(pull).max(axis=1) <= PULL_LIMIT) & (np.abs(lam).max(axis=1) <= MULTIPLIER_LIMIT))
        if beyond.any():
            some = dual.selected(np.flatnonzero(beyond))
            lam[beyond] = guess(some)
            pull[beyond] = some.pull(lam[beyond])
    return lam, pull


def _climb(dual: Dual, near: Array | None) -> Recruited:
    """Maximise the dual by Newton's method, from the multipliers of a guess at x."""
    lam, pull = _begin(dual, near)
    x = dual.primal(pull)
    gap = dual.target - dual.product(x)
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
            frames, dual = frames[open_], dual.selected(open_)
            lam, pull, x, gap = lam[open_], pull[open_], x[open_], gap[open_]
        direction = dual.newton(pull, x, gap)
        steepness = (direction * gap).sum(axis=1)
        singular = np.flatnonzero(~(steepness > 0))
        if len(singular):
            direction[singular] = dual.selected(singular).newton(
                pull[singular], x[singular], gap[singular], RIDGE
            )
            steepness[singular] = (direction[singular] * gap[singular]).sum(axis=1)
        ahead = dual.pull(lam + direction)
        x = dual.primal(ahead)
        beyond = dual.target - dual.product(x)
        far = np.flatnonzero((direction * beyond).sum(axis=1) < SLOPE_PAST * steepness)
        if len(far):
            some = dual.selected(far)
            along = ahead[far] - pull[far]
            rise = (direction[far] * some.target).sum(axis=1)
            share = some.search(pull[far], along, rise, steepness[far])[:, None]
            direction[far] *= share
            ahead[far] = pull[far] + share * along
            x[far] = some.primal(ahead[far])
            beyond[far] = some.target - some.product(x[far])
        lam, pull, gap = lam + direction, ahead, beyond
    return found
