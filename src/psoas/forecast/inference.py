"""How a person's own tests sharpen the parameters: importance sampling with the distributions of ``parameters.json``.

1. Draw parameters from their distributions (`prior_draws`); each draw is one way in which the person may respond.
2. Follow every draw through the weeks of the record, with the practice and the sitting that were recorded.
3. Weigh each draw by how likely it makes the tests. A test shows a level of its own set-up, plus the change of the hip,
   plus an error: given the draw that is a normal distribution, and the unknown level is integrated out exactly.
4. Where even the best draw misses the tests by more than chance, enlarge all errors until it does not (Birge 1932):
   the model or the errors are wrong for this person then, and the next test misses as much.
5. Choose draws again in proportion to their weight. They are the forecast's parameters.

This is the particle filter without its steps: since the model is deterministic given a draw, all tests are weighed at
once (Doucet & Johansen 2009). How many draws really count is the effective sample size, 1 / sum of squared weights.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import chdtri

from psoas.forecast.model import HipState, follow
from psoas.forecast.parameters import Draws, constant, even_normals
from psoas.forecast.record import Places, Weeks
from psoas.timeseries import Array

CHANCE: Final = 0.01
"""Tests that fit worse than this share of tests would by chance do not fit."""


@dataclass(frozen=True)
class Sharpened:
    """Parameters and present state of P hips after their tests.

    Attributes:
        draws: (P, D) each.
        history: (P, D, W + 1) the states over the weeks of the record.
        level: (P, S, D) level of each set-up [deg], drawn from its distribution; the change of the hip is added to it.
        counts: (P,) effective sample size.
        enlarged: (P,) factor by which the errors of the tests are larger than stated, 1 where the tests fit.
    """

    draws: Draws
    history: HipState
    level: Array
    counts: Array
    enlarged: Array


def sharpen(weeks: Weeks, prior: Draws, keep: int, seed: int) -> Sharpened:
    """Weigh and choose draws by the tests of each hip.

    Args:
        weeks: the records.
        prior: (D,) draws.
        keep: number of draws to choose.
        seed: of the levels and of where choosing starts.
    """
    people, total = len(weeks.seconds), len(prior.plateau)
    start = HipState.at_rest(people, total)
    history = follow(prior, weeks.seconds[:, None, :], weeks.sitting_less[:, None, :], start)
    changes = change_at(history.gained(prior), weeks.time)
    changes = np.where(weeks.is_stretch[:, None, :], prior.stretch_slope[:, None] * changes, changes)
    mean, variance, likely = _levels(weeks, changes)
    enlarged = _enlarged(weeks, likely)
    if (enlarged > 1).any():
        weeks = replace(weeks, variance=weeks.variance * enlarged[:, None] ** 2)
        mean, variance, likely = _levels(weeks, changes)
    weights = np.exp(likely - likely.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    random = np.random.default_rng(seed)
    index: Places = np.stack([_systematic(row, keep, random.random()) for row in weights])
    chosen = np.take_along_axis(mean, index[:, None, :], axis=2)
    level = chosen + np.sqrt(variance)[..., None] * even_normals(random, chosen.shape)
    return Sharpened(
        prior.chosen(index),
        history.each(lambda values: np.take_along_axis(values, index[..., None], axis=1)),
        level,
        1 / (weights**2).sum(axis=1),
        enlarged,
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


def _levels(weeks: Weeks, changes: Array) -> tuple[Array, Array, Array]:
    """The level of each set-up given each draw, and how likely the tests are.

    A set-up's tests y = level + change + error, with level ~ N(0, s^2) and errors of variance v, have the likelihood
    exp(-1/2 (sum r^2 / v - (sum r / v)^2 / (1/s^2 + sum 1/v))) of r = y - change, up to a factor that is the same for
    all draws; the level then is normal with mean (sum r / v) / (1/s^2 + sum 1/v).

    Returns:
        (P, S, D) means [deg], (P, S) variances [deg^2], (P, D) logarithms of the likelihood.
    """
    sure = 1 / weeks.variance[:, None, :]  # (P, 1, J)
    residual = weeks.degrees[:, None, :] - changes
    count = max((len(one) for one in weeks.setups), default=0)
    means, variances = [], []
    likely = -0.5 * (sure * residual**2).sum(axis=2)
    for number in range(max(count, 1)):
        own = sure * (weeks.series == number)[:, None, :]
        total = 1 / constant("level_spread") ** 2 + own.sum(axis=2)
        pulled = (own * residual).sum(axis=2)
        likely = likely + 0.5 * pulled**2 / total
        means.append(pulled / total)
        variances.append(1 / total[:, 0])
    return np.stack(means, axis=1), np.stack(variances, axis=1), likely


def _enlarged(weeks: Weeks, likely: Array) -> Array:
    """(P,) factor of the errors with which the draw that fits best is off by as much as is usual.

    The sum of its squared residuals, each over its variance, follows a chi-square distribution with one degree of
    freedom a test less one a set-up, or less. Only a sum that chance exceeds in `CHANCE` of cases enlarges the errors.
    """
    squares = -2 * likely.max(axis=1)
    free = np.isfinite(weeks.variance).sum(axis=1) - np.array([len(one) for one in weeks.setups])
    beyond = squares > chdtri(np.maximum(free, 1), CHANCE)
    return np.where(beyond & (free > 0), np.sqrt(np.maximum(squares, 1) / np.maximum(free, 1)), 1.0)


def _systematic(weights: Array, count: int, offset: float) -> Places:
    """Numbers of draws, each as often as its weight says, by evenly spaced steps through the summed weights."""
    steps = (offset + np.arange(count)) / count
    return np.minimum(np.searchsorted(np.cumsum(weights), steps), len(weights) - 1)
