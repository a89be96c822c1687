"""How a person's own tests sharpen the parameters: importance sampling with the distributions of ``parameters.json``.

1. Draw parameters from their distributions (`prior_draws`); each draw is one way in which the person may respond.
2. Follow every draw through the weeks of the record, with the practice and the sitting that were recorded.
3. Weigh each draw by how likely it makes the tests. A test shows a level of its own set-up, plus the change of the hip,
   plus what the hip does beside the model (`psoas.forecast.drift`), plus an error: given the draw that is a normal
   distribution, and the levels and the drift are integrated out exactly by a Kalman filter.
4. How large the errors truly are is not known either: tests that scatter more or less than is stated say so. Their
   square has an inverse gamma distribution, so that it is integrated out exactly, too (West & Harrison 1997, 4.5).
5. Choose draws again in proportion to their weight, and for each of them draw the size of the errors, the levels and
   the drift. They are what the forecast goes on from.

This is the particle filter without its steps: since the model is deterministic given a draw, all tests are weighed at
once (Doucet & Johansen 2009). How many draws really count is the effective sample size, 1 / sum of squared weights.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import chdtri, gammaincinv

from psoas.forecast.drift import LEVELS, PLACE, SPEED, Moments, drawn_states, filtered
from psoas.forecast.model import HipState, follow
from psoas.forecast.parameters import Draws, constant, even_shares
from psoas.forecast.record import Places, Weeks
from psoas.timeseries import Array


@dataclass(frozen=True)
class Sharpened:
    """Parameters and present state of P hips after their tests.

    Attributes:
        draws: (P, D) each; the second half of them are the first once more, with what is drawn beside them mirrored.
        history: (P, D, W + 1) the states over the weeks of the record.
        drift: (P, D, W + 1) what the hip did beside the model [deg].
        speed: (P, D) of the drift today [deg a week].
        level: (P, S, D) level of each set-up [deg]; the change of the hip and the drift are added to it.
        scale: (P, D) true size of the errors of the tests, over the stated one.
        counts: (P,) effective sample size.
    """

    draws: Draws
    history: HipState
    drift: Array
    speed: Array
    level: Array
    scale: Array
    counts: Array


def sharpen(weeks: Weeks, prior: Draws, keep: int, seed: int) -> Sharpened:
    """Weigh and choose draws by the tests of each hip.

    Args:
        weeks: the records.
        prior: (D,) draws.
        keep: number of draws to choose, an even one.
        seed: of what is drawn.
    """
    people, total = len(weeks.seconds), len(prior.plateau)
    start = HipState.at_rest(people, total)
    history = follow(prior, weeks.seconds[:, None, :], weeks.sitting_less[:, None, :], start)
    moments = _moments(weeks, prior, change_at(history.gained(prior), weeks.time))
    likely, free, squares = _likely(weeks, moments, prior)
    weights = np.exp(likely - likely.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    random = np.random.default_rng(seed)
    index: Places = np.stack([np.tile(_systematic(row, keep // 2, random.random()), 2) for row in weights])
    draws = prior.chosen(index)
    half = random.permuted(np.broadcast_to(even_shares(keep // 2), (people, keep // 2)), axis=1)
    certain = gammaincinv(free[:, None] / 2, np.tile(half, 2))
    scale = np.sqrt(np.take_along_axis(squares, index, axis=1) / 2 / certain)
    values, shows = (
        np.take_along_axis(one, index[..., None], axis=1) for one in (moments.values, moments.shows)
    )
    every, ends = replace(moments, values=values, shows=shows).with_ends(weeks.seconds.shape[1])
    states = drawn_states(every, draws, scale, random)
    return Sharpened(
        draws,
        history.each(lambda values: np.take_along_axis(values, index[..., None], axis=1)),
        np.take_along_axis(states[PLACE], ends[:, None, :], axis=2),
        states[SPEED, ..., -1],
        np.moveaxis(states[LEVELS:, ..., -1], 0, 1),
        scale,
        1 / (weights**2).sum(axis=1),
    )


def change_at(gained: Array, time: Array) -> Array:
    """Changes of the hip at times within weeks, on the straight line between their ends.

    Args:
        gained: (P, D, W + 1) at the ends of the weeks [deg].
        time: (P, J) weeks from the start.

    Returns:
        (P, D, J) [deg].
    """
    last = max(gained.shape[-1] - 2, 0)
    before: Places = np.clip(np.floor(time).astype(int), 0, last)[:, None, :]
    after: Places = np.minimum(before + 1, gained.shape[-1] - 1)
    share = np.clip(time[:, None, :] - before, 0.0, 1.0)
    first, second = (np.take_along_axis(gained, place, axis=2) for place in (before, after))
    return np.asarray(first + share * (second - first))


def _moments(weeks: Weeks, draws: Draws, changes: Array) -> Moments:
    """The tests, and what they show beside the changes of the model: (P, D, J) [deg]."""
    slope = np.broadcast_to(draws.stretch_slope[..., None], changes.shape)
    shows = np.where(weeks.is_stretch[:, None, :], slope, 1.0)
    levels = max([1, *(len(one) for one in weeks.setups)])
    beside = weeks.degrees[:, None, :] - shows * changes
    return Moments(weeks.time, beside, weeks.variance, weeks.series, shows, levels)


def _likely(weeks: Weeks, moments: Moments, draws: Draws) -> tuple[Array, Array, Array]:
    """How likely the tests are given each draw, and what they say of the size of the errors.

    Misses whose sum of squares is m, each over its variance, and n of which do not just find a level, lead from an
    inverse gamma distribution of a degrees of freedom and the sum of squares c to one of a + n and c + m. Their
    likelihood is that of Student's t distribution, up to a factor that is the same for all draws.

    Returns:
        (P, D) logarithms, (P,) degrees of freedom, (P, D) sums of squares.
    """
    found = filtered(moments, draws)
    known = constant("error_tests")
    levels = np.array([len(one) for one in weeks.setups])
    free = known + np.isfinite(weeks.variance).sum(axis=1) - levels
    squares = float(chdtri(known, 0.5)) + found.misfit
    return -0.5 * (found.log_spread + free[:, None] * np.log(squares)), free, squares


def _systematic(weights: Array, count: int, offset: float) -> Places:
    """Numbers of draws, each as often as its weight says, by evenly spaced steps through the summed weights."""
    steps = (offset + np.arange(count)) / count
    return np.minimum(np.searchsorted(np.cumsum(weights), steps), len(weights) - 1)
