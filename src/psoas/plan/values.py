"""Medians and shares of repetitions with their bands, and the comparison of two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, pi, sqrt
from statistics import median, stdev
from typing import Literal

from psoas.estimate import NORMAL_95, Estimate
from psoas.plan.records import FIRST_EXERCISE, Method, SetRecord

ComparisonVerdict = Literal["changed", "no change beyond the error", "not comparable", "error not known"]

MEDIAN = sqrt(pi / 2)
"""Standard error of a median over that of a mean, in a large normal sample."""


@dataclass(frozen=True)
class Setup:
    """The exercise, and camera or clip and network that measured a value.

    Two values are compared only within one set-up.
    """

    method: Method
    weights: str | None
    exercise: str = FIRST_EXERCISE

    @classmethod
    def of(cls, a_set: SetRecord) -> "Setup":
        """The set-up of a set that was measured."""
        return cls(a_set.method, a_set.weights, a_set.exercise)


@dataclass(frozen=True)
class Value(Estimate):
    """An estimate from several repetitions.

    Attributes:
        count: number of repetitions behind it.
        setup: camera or clip, and network.
    """

    count: int
    setup: Setup


@dataclass(frozen=True)
class Comparison:
    """The change from one value to another with its 95 % interval; None where the two are not compared."""

    verdict: ComparisonVerdict
    difference: Estimate | None = None


def median_value(
    sets: Sequence[Sequence[float]],
    shared: float | None,
    unit: str,
    setup: Setup,
    *,
    of_medians: bool = False,
) -> Value:
    """Compute the median of all repetitions, or of the sets' medians, with its band.

    One standard error is ``hypot(shared, spread)``. ``shared`` comes from the calibration: every repetition of a set-up
    has the same error, so that more of them do not make it smaller. ``spread`` is the error that repeating does reduce:
    1.25 s / sqrt(n), the larger one of repetitions (n repetitions) and sets (n sets, by their medians), since
    repetitions of one set are alike. A single repetition has no spread; its band is that of the calibration. The band
    of a time does not go below zero.

    Args:
        sets: values of each set in ``unit``, none empty.
        shared: one standard error of a repetition in ``unit``; None is not known.
        of_medians: take the median of the sets' medians, as for the trials of a retest.
    """
    every = [one for values in sets for one in values]
    medians = [median(values) for values in sets]
    spread = max(_spread(every), _spread(medians))
    error = None if shared is None else hypot(shared, spread)
    estimate = Estimate.of(median(medians if of_medians else every), error, unit)
    if unit == "s":
        estimate = estimate.at_least(0.0)
    return Value(**vars(estimate), count=len(every), setup=setup)


def shared_error(errors: Sequence[float | None]) -> float | None:
    """The largest of one or more standard errors; None where one of them is not known."""
    known = [error for error in errors if error is not None]
    return max(known) if len(known) == len(errors) else None


def share_value(yes: int, of: int, setup: Setup) -> Value:
    """Compute a share with its Wilson interval (Wilson 1927, doi 10.1080/01621459.1927.10502953).

    Args:
        yes: number that count.
        of: number of all, at least 1.
    """
    z = NORMAL_95
    share = yes / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Value(share, min(share, middle - reach), max(share, middle + reach), "1", of, setup)


def compare(first: Value, last: Value) -> Comparison:
    """Compare two values; they differ only where the interval of the difference leaves out zero.

    The interval is put together from the two bands, ``d - sqrt((last - its low)^2 + (first's high - first)^2)`` and
    the other way round; where the bands are even it is 1.96 standard errors of the difference (Newcombe 1998,
    Statist. Med. 17:873-890). The calibration's part is counted at either time, since the camera was put up anew: that
    makes the interval wide rather than narrow.
    """
    if first.setup != last.setup:
        return Comparison("not comparable")
    difference = last.value - first.value
    if first.low is None or first.high is None or last.low is None or last.high is None:
        return Comparison("error not known", Estimate(difference, None, None, last.unit))
    low = difference - hypot(last.value - last.low, first.high - first.value)
    high = difference + hypot(last.high - last.value, first.value - first.low)
    banded = Estimate(difference, low, high, last.unit)
    return Comparison("changed" if banded.differs_from_zero else "no change beyond the error", banded)


def _spread(values: Sequence[float]) -> float:
    return MEDIAN * stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0
