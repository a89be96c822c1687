"""A measured value with its band, and when two of them differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, pi, sqrt
from statistics import median, stdev
from typing import Literal

from psoas.plan.protocol import load_protocol
from psoas.plan.records import Method

Verdict = Literal["changed", "no change beyond the error", "not comparable", "error not known"]

MEDIAN = sqrt(pi / 2)
"""Standard error of a median over that of a mean, in a large normal sample."""


@dataclass(frozen=True)
class Setup:
    """What a value was measured with; two values are compared only within one."""

    method: Method
    weights: str | None


@dataclass(frozen=True)
class Value:
    """A value and the range that holds the true one in 95 of 100 cases.

    Attributes:
        low, high: None where the error is not known.
        count: of repetitions behind it.
    """

    value: float
    low: float | None
    high: float | None
    count: int
    setup: Setup


@dataclass(frozen=True)
class Change:
    """The difference between two values with its 95 % interval; None where they are not compared."""

    verdict: Verdict
    difference: float | None
    low: float | None
    high: float | None


def median_value(sets: Sequence[Sequence[float]], shared: float | None, setup: Setup) -> Value:
    """The median of all repetitions with its band.

    One standard error is ``hypot(shared, spread)``. ``shared`` comes from the calibration: it is the same in every
    repetition of a set-up, so that more of them do not make it smaller. ``spread`` is what repeating does tell:
    1.25 s / sqrt(n), the larger one of repetitions (n repetitions) and sets (n sets, by their medians), since
    repetitions of one set are alike. One lone repetition tells no spread; its band is that of the calibration.

    Args:
        sets: values of each set, none empty.
        shared: one standard error of a repetition; None is not known.
    """
    every = [value for values in sets for value in values]
    return _banded(median(every), sets, shared, setup)


def trial_value(trials: Sequence[Sequence[float]], shared: float | None, setup: Setup) -> Value:
    """The median of the trials' medians; its band is made as in `median_value`."""
    return _banded(median(median(values) for values in trials), trials, shared, setup)


def share_value(yes: int, of: int, setup: Setup) -> Value:
    """A share with its Wilson interval (Wilson 1927, doi 10.1080/01621459.1927.10502953); ``of`` is at least 1."""
    z = load_protocol().figures.sigmas
    share = yes / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Value(share, min(share, middle - reach), max(share, middle + reach), of, setup)


def change(first: Value, last: Value) -> Change:
    """What changed from ``first`` to ``last``: a change only where the interval of the difference leaves out zero.

    The interval is put together from the two bands, ``d - sqrt((last - its low)^2 + (first's high - first)^2)`` and
    the other way round; where the bands are even it is 1.96 standard errors of the difference (Newcombe 1998,
    Statist. Med. 17:873-890). The calibration's part is taken as new at either time, since the camera was put up
    anew: that makes the interval wide rather than narrow.
    """
    if first.setup != last.setup:
        return Change("not comparable", None, None, None)
    difference = last.value - first.value
    if first.low is None or first.high is None or last.low is None or last.high is None:
        return Change("error not known", difference, None, None)
    low = difference - hypot(last.value - last.low, first.high - first.value)
    high = difference + hypot(last.high - last.value, first.value - first.low)
    return Change("changed" if low > 0 or high < 0 else "no change beyond the error", difference, low, high)


def _banded(value: float, sets: Sequence[Sequence[float]], shared: float | None, setup: Setup) -> Value:
    every = [one for values in sets for one in values]
    if shared is None:
        return Value(value, None, None, len(every), setup)
    spread = max(_spread(every), _spread([median(values) for values in sets]))
    reach = load_protocol().figures.sigmas * hypot(shared, spread)
    return Value(value, value - reach, value + reach, len(every), setup)


def _spread(values: Sequence[float]) -> float:
    return MEDIAN * stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0
