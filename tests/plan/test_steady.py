"""A steady trend is found where values go one way beyond their scatter, and hardly ever where they do not."""

from datetime import timedelta

import numpy as np
import pytest

from psoas.plan.steady import LEAST_POINTS, steady_trend
from tests.plan.made_sessions import START


def weekly(values: list[float]) -> list[tuple[object, float]]:
    return [(START + timedelta(7 * number), value) for number, value in enumerate(values)]


def test_few_values_make_no_trend() -> None:
    assert steady_trend(weekly([1.0] * (LEAST_POINTS - 1))) is None  # type: ignore[arg-type]


def test_the_slope_and_its_interval_are_those_of_least_squares() -> None:
    values = [1.0, 2.2, 2.9, 4.1, 5.0, 6.2]
    found = steady_trend(weekly(values))  # type: ignore[arg-type]
    assert found is not None
    (slope, _), covariance = np.polyfit(range(6), values, 1, cov=True)
    assert found.per_week == pytest.approx(slope)
    assert found.high - found.per_week == pytest.approx(4.6041 * np.sqrt(covariance[0, 0]), rel=1e-3)
    assert (found.way, found.weeks) == ("up", 5.0)


def test_scatter_alone_is_called_a_trend_in_one_of_a_hundred() -> None:
    random = np.random.default_rng(3)
    found = [steady_trend(weekly(list(random.normal(size=8)))) for _ in range(2000)]  # type: ignore[arg-type]
    assert sum(one is not None and one.way != "not sure" for one in found) <= 40
