"""What would change the answer: how much a retest on each day, or ten filmed sessions, would narrow the forecast."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from psoas.forecast.hip_forecast import BANDS, HipForecast, error_of
from psoas.forecast.inference import change_at
from psoas.forecast.parameters import constant
from psoas.forecast.record import TestKind
from psoas.timeseries import Array

SESSIONS: Final = 10
SESSION_WEEKS: Final = 2.0
"""Ten sessions lie evenly in so many weeks."""
CLIPPED: Final = 0.913
"""Variance of a standard normal number whose values beyond its 95 % band count as its ends."""
NEARLY: Final = 0.9
"""The earliest retest is advised that narrows at least this share of what the best one does."""


@dataclass(frozen=True)
class Narrowing:
    """Half the width of the 95 % band of the hip itself at the end of the forecast, without the error of a test [deg].

    Attributes:
        now: with what is known today.
        retests: (W - 1,) with a retest after each week, beginning with the first.
        best: number of the week of the retest that is advised.
        day: its day.
        sessions: with ten more filmed sessions of the stretch instead.
    """

    now: float
    retests: Array
    best: int
    day: date
    sessions: float


def narrowing(forecast: HipForecast) -> Narrowing | None:
    """Compute how much tests in the coming weeks are expected to narrow the forecast.

    The variance that is left is that of the best straight line through the test, var(q) - cov(q, y)^2 / var(y): exact
    for normal distributions, and close to it for others (linear Bayes; Goldstein & Wooff 2007).

    Returns:
        None without a test so far, or where the forecast is too short for one in between.
    """
    if forecast.shown is None or forecast.horizon < 2:
        return None
    main = forecast.main
    level = forecast.past[:, -1]
    slope = forecast.draws.stretch_slope[0] if forecast.shown[0] == "stretch" else np.ones_like(level)
    shows = level[:, None] + slope[:, None] * main.change
    end = shows[:, -1]
    low, high = np.quantile(end, BANDS[95])
    now = float(high - low) / 2
    noise = np.array([[forecast.error**2]])
    left = np.array([_left(end, shows[:, [week]], noise) for week in range(1, forecast.horizon)])
    best = 1 + int(np.argmax(left <= 1 - NEARLY * (1 - left.min())))
    return Narrowing(
        now,
        now * np.sqrt(left),
        best,
        forecast.days[best],
        now * float(np.sqrt(_left(end, *_sessions(forecast)))),
    )


def _left(end: Array, tests: Array, noise: Array) -> float:
    """The share of the variance of ``end`` that tests leave.

    Values beyond the 95 % band count as its ends: a few draws of a wide distribution would else be all of its variance.

    Args:
        end: (D,) draws.
        tests: (D, T) draws.
        noise: (T, T) covariance of their errors.
    """
    both = np.column_stack([tests, end])
    both = np.cov(np.clip(both, *np.quantile(both, BANDS[95], axis=0)), rowvar=False)
    inner = both[:-1, :-1] + CLIPPED * noise
    across = both[:-1, -1]
    return float(max(1 - across @ np.linalg.solve(inner, across) / both[-1, -1], 0.0))


def _sessions(forecast: HipForecast) -> tuple[Array, Array]:
    """(D, 10) what ten sessions in the next two weeks would show of the hip's opening, and their errors' covariance.

    A set-up that was not used yet has a level that nobody knows; all ten share it.
    """
    times = np.linspace(0, min(SESSION_WEEKS, forecast.horizon), SESSIONS + 1)[1:]
    change = change_at(forecast.main.change[None], times[None])[0]
    shows = forecast.draws.stretch_slope[0][:, None] * change
    own = [test for test in forecast.record.tests if test.kind == "stretch"]
    if not own:
        error = error_of(forecast.record, ("stretch", ""), forecast.sharpened)
        return shows, error**2 * np.eye(SESSIONS) + constant("level_spread") ** 2
    latest = max(own, key=lambda test: test.day)
    series: tuple[TestKind, str] = (latest.kind, latest.setup)
    level = forecast.sharpened.level[0, forecast.weeks.setups[0].index(series)]
    error = error_of(forecast.record, series, forecast.sharpened)
    return level[:, None] + shows, error**2 * np.eye(SESSIONS)
