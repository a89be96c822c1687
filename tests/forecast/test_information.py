"""Which test would narrow the forecast most."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from psoas.forecast import HipRecord, HipTest, forecast_hip, narrowing
from psoas.forecast.information import _left
from tests.forecast.made import START, a_record, the_last_day


def test_a_retest_narrows_and_a_blurred_one_hardly_does() -> None:
    sharp, blurred = (
        forecast_hip(one, the_last_day(one))
        for one in (a_record(tests=1, error=2.0), a_record(tests=1, error=9.0))
    )
    for forecast in (sharp, blurred):
        found = narrowing(forecast)
        assert found is not None
        assert (found.retests < found.now).all()
        assert found.sessions <= found.now
        assert found.day == forecast.days[found.best]
    assert narrowing(sharp).retests.min() < narrowing(blurred).retests.min()  # type: ignore[union-attr]


def test_a_retest_a_week_later_narrows_as_is_foretold() -> None:
    """The expected variance that is left is the mean one over forecasts that were really made again."""
    record = a_record(tests=2, a_day=0.0, error=2.0)
    today = the_last_day(record)
    forecast = forecast_hip(record, today, planned=(300.0,))
    found = narrowing(forecast)
    assert found is not None
    again = forecast_hip(
        HipRecord([*record.tests, HipTest(today, "thomas", 5.0, 2.0)]), today, planned=(300.0,)
    )
    after = narrowing(again)
    assert after is not None
    assert after.now == pytest.approx(found.retests[0], rel=0.1)


def test_nothing_is_told_without_a_test_or_for_a_single_week() -> None:
    record = a_record(tests=0)
    assert narrowing(forecast_hip(record, the_last_day(record))) is None
    assert narrowing(forecast_hip(a_record(), the_last_day(a_record()), horizon=1)) is None


def test_filmed_sessions_tell_more_where_the_stretch_itself_is_forecast() -> None:
    record = replace(a_record(tests=0), tests=[HipTest(START, "stretch", 20.0, 3.0)])
    found = narrowing(forecast_hip(record, the_last_day(record)))
    assert found is not None
    assert (
        found.sessions < found.retests[:2].min()
    )  # within the same two weeks; a later one sees more of the drift


def test_sessions_of_a_set_up_that_was_never_used_tell_by_their_differences_only() -> None:
    """All ten share a level that nobody knows, and so cannot tell where the hip is today: hardly where it goes."""
    forecast = forecast_hip(a_record(a_day=0.0), the_last_day(a_record()))
    found = narrowing(forecast)
    assert found is not None
    assert 0.99 * found.now < found.sessions < found.now


def test_the_latest_sessions_count_in_whatever_order_the_record_is() -> None:
    tests = [
        HipTest(START, "stretch", 20.0, 9.0, "a"),
        HipTest(START + timedelta(20), "stretch", 21.0, 2.0, "a"),
    ]
    one, other = (
        narrowing(forecast_hip(HipRecord(row), START + timedelta(20), planned=(300.0,)))
        for row in (tests, tests[::-1])
    )
    assert one is not None
    assert other is not None
    assert one.sessions == other.sessions


def test_the_variance_left_is_that_of_the_best_line() -> None:
    random = np.random.default_rng(2)
    end = random.normal(0, 3, 20000)
    tests = (0.5 * end + random.normal(0, 1, 20000))[:, None]
    exact = 1 - (0.5 * 9) ** 2 / (0.25 * 9 + 1 + 4) / 9
    assert _left(end, tests, np.array([[4.0]])) == pytest.approx(exact, rel=0.03)
