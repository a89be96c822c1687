"""A steady trend: whether weekly values go one way, beyond their own scatter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
from scipy.special import stdtrit

from psoas.plan.practice import WEEK

LEAST_POINTS: Final = 5
"""Fewest values that a trend is read from, a working default."""

SURE: Final = 0.99
"""Share of cases in which the interval of the slope holds the true one.

Wider than the 95 % of a single value, for a page shows many trends at once. Simulated without any true trend: found in
1 of 100 where the weeks are independent, in 3 to 9 of 100 where neighbours resemble each other (correlation 0.5).
"""


@dataclass(frozen=True)
class SteadyTrend:
    """The straight line through values over time.

    Attributes:
        per_week: slope of the line, a week.
        low, high: of its interval, from the scatter of the values around the line.
        weeks: from the first value to the last.
    """

    per_week: float
    low: float
    high: float
    weeks: float

    @property
    def way(self) -> Literal["up", "down", "not sure"]:
        """The direction, where the interval leaves out zero."""
        if self.low > 0:
            return "up"
        return "down" if self.high < 0 else "not sure"

    @property
    def shows_from(self) -> float:
        """The smallest total change that would show as a steady trend over these weeks."""
        return (self.high - self.low) / 2 * self.weeks


def steady_trend(points: Sequence[tuple[date, float]]) -> SteadyTrend | None:
    """Fit a straight line to one person's values by ordinary least squares.

    The error of the slope comes from the person's own scatter, which holds what repeating brings: the camera put up
    anew, another day, other clothes. A fault of the calibration that is the same every time does not tilt the line; a
    change of the room or of the network in the middle can, so that values of one set-up only belong together.

    Args:
        points: of one measure, side and set-up, oldest first.

    Returns:
        None with fewer than `LEAST_POINTS` values.
    """
    if len(points) < LEAST_POINTS:
        return None
    weeks = np.array([(day - points[0][0]).days / WEEK for day, _ in points])
    values = np.array([value for _, value in points])
    across = weeks - weeks.mean()
    slope = float(across @ values / (across @ across))
    rest = values - values.mean() - slope * across
    freedom = len(points) - 2
    error = float(np.sqrt(rest @ rest / freedom / (across @ across)))
    reach = float(stdtrit(freedom, (1 + SURE) / 2)) * error
    return SteadyTrend(slope, slope - reach, slope + reach, float(weeks[-1]))
