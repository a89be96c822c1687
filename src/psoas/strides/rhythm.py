"""The rhythm of a walk or a run: when each event of a foot is expected by all other events of both feet.

Where one leg hides the other, or the network mixes them, the witnesses of an event disagree or are wrong together. The
feet of a person keep time all the same, so that every event is expected by those before and after it:

1. The strikes and the toe-offs of each leg are a series. Each series has a phase of its own, and all have one stride
   time, which drifts as a random walk; a single event lies a little beside that.
2. The expected instant of an event is the best linear unbiased estimate by all others near it, with its standard error.
3. The event is the mean of what its witnesses say and what is expected, weighted by the errors of both. The error of
   witnesses that are far from the expectation grows with that distance (Student's t), so that a wrong event moves
   neither itself nor its neighbours. Strides come out a little more even than they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from psoas.motion import Leg
from psoas.strides.foot_events import Event
from psoas.timeseries import Array

STRIDE_VARIES: Final = 0.02
"""Standard deviation of the stride time of healthy people, in strides: 1 to 3 % (Hausdorff 2007, Hum Mov Sci 26:555;
not looked up)."""

EVENT_VARIES: Final = 0.007
"""Standard deviation of an event beside the rhythm, in strides: a contact varies by about 5 ms (ours)."""

STRIDE_TIME_ERROR: Final = 0.03
"""One standard error of the stride time that is known beforehand, as a share of it (ours)."""

NEIGHBOURS: Final = 3.5
"""Strides to each side whose events say where one is expected (ours)."""

FREEDOM: Final = 3.0
"""Degrees of freedom of Student's t for the error of what witnesses say (ours)."""

ROUNDS: Final = 6
"""Times that expectations and weights are found in turn; they change by less than a millisecond after that."""

MANY: Final = 8
"""Events that show how evenly a person walks (ours)."""

CHI_SQUARE_MEDIAN: Final = 0.455
"""Median of the square of a standard normal variable."""


@dataclass(frozen=True)
class SeenEvent:
    """An event of a foot, by its witnesses or by witnesses and rhythm.

    Attributes:
        at_s: the instant [s].
        error_s: one standard error of it [s].
    """

    leg: Leg
    event: Event
    at_s: float
    error_s: float


def in_rhythm(seen: Sequence[SeenEvent], stride_s: float) -> list[SeenEvent]:
    """Each event by its witnesses and by the rhythm of all others, in the same order.

    Args:
        seen: strikes and toe-offs of both legs.
        stride_s: duration of a stride [s].
    """
    if not seen:
        return []
    at = np.array([one.at_s for one in seen]) / stride_s
    error = np.array([one.error_s for one in seen]) / stride_s
    series = np.unique([f"{one.leg} {one.event}" for one in seen], return_inverse=True)[1]
    trusted, varies = error**2, 1.0
    for round_ in range(2 * ROUNDS):
        expected, variance = np.array(
            [_expected(at, trusted, series, number, varies) for number in range(len(at))]
        ).T
        square = (at - expected) ** 2
        known = np.isfinite(variance)
        usual = error**2 + variance
        if round_ == ROUNDS - 1 and known.sum() >= MANY:
            # who clearly walks less evenly than most has a rhythm that says less
            by_chance = CHI_SQUARE_MEDIAN * (1.0 + 2.0 / np.sqrt(known.sum()))
            varies = max(1.0, float(np.median((square / usual)[known])) / by_chance)
        if round_ >= ROUNDS and varies == 1.0:
            break
        wide = (FREEDOM * usual + square) / (FREEDOM + 1.0) - variance
        trusted = np.where(known, np.maximum(error**2, wide), error**2)
    weight = np.where(known, 1.0 / variance, 0.0)
    best = (at / trusted + np.where(known, expected, 0.0) * weight) / (1.0 / trusted + weight)
    sure = np.sqrt(1.0 / (1.0 / trusted + weight))
    return [
        replace(one, at_s=float(instant) * stride_s, error_s=float(own) * stride_s)
        for one, instant, own in zip(seen, best, sure, strict=True)
    ]


def _expected(
    at: Array, trusted: Array, series: NDArray[np.integer], number: int, varies: float
) -> tuple[float, float]:
    """Where the others expect an event, and the variance of that [strides]; NaN where no other of its series is near.

    Args:
        at: (N,) events [strides].
        trusted: (N,) variance of each by its witnesses [strides^2].
        series: (N,) number of the series of each.
        varies: variance of the rhythm, against that of most people.
    """
    away = at - at[number]
    near = np.abs(away) <= NEIGHBOURS
    near[number] = False
    own = series[near] == series[number]
    if not own.any():
        return np.nan, np.nan
    away, kinds = away[near], series[near]
    names = np.unique(kinds)
    first = np.array([away[kinds == kind][0] for kind in names])[np.searchsorted(names, kinds)]
    first = np.where(own, 0.0, first)
    # each event less the whole strides since the first one of its series, or since the one that is sought
    rest = away - np.round(away - first)
    walk = varies * (STRIDE_VARIES**2 - 2 * EVENT_VARIES**2)
    together = np.where(np.sign(away)[:, None] == np.sign(away), np.minimum.outer(abs(away), abs(away)), 0.0)
    noise = np.diag(trusted[near] + varies * EVENT_VARIES**2)
    design = np.column_stack([kinds[:, None] == names, away]).astype(float)
    inverse = np.linalg.inv(walk * together + noise)
    normal = design.T @ inverse @ design
    normal[-1, -1] += 1.0 / STRIDE_TIME_ERROR**2
    spread = np.linalg.inv(normal)
    phase = int(np.searchsorted(names, series[number]))
    value = (spread @ design.T @ inverse @ rest)[phase]
    return at[number] + float(value), float(spread[phase, phase]) + varies * EVENT_VARIES**2
