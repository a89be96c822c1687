"""The drift beside the model against the exact normal distribution that it has."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from psoas.forecast.drift import LEVELS, PLACE, Moments, drawn_states, drift_ahead, filtered, move, smoothed
from psoas.forecast.parameters import Draws, constant, prior_draws
from psoas.timeseries import Array

DRAWS = prior_draws(3)
TIMES = np.array([0.0, 0.6, 1.0, 4.2, 9.5, 9.5])
SERIES = np.array([0, 1, 0, 1, 0, 1])
VALUES = np.array([3.0, 14.0, 2.0, 17.0, 9.0, 20.0])
VARIANCE = np.array([4.0, 9.0, 4.0, 2.0, 4.0, 5.0])


def moments(draws: Draws) -> Moments:
    """Six tests of two set-ups, of which the second shows a slope of its own."""
    count = draws.drift_speed.shape[-1]
    slope = np.broadcast_to(draws.stretch_slope, (1, count))[..., None]
    return Moments(
        TIMES[None],
        np.broadcast_to(VALUES, (1, count, 6)),
        VARIANCE[None],
        SERIES[None],
        np.where(SERIES == 1, slope, 1.0),
        levels=2,
    )


def kernel(draws: Draws, number: int, first: Array, second: Array) -> Array:
    """Covariance of the drift's places at two rows of times, from the textbook."""
    speed, time = (float(one[..., number].squeeze()) for one in (draws.drift_speed, draws.drift_time))
    one, other = first[:, None] / time, second[None, :] / time
    apart = np.exp(-np.abs(one - other))
    return np.asarray(
        speed**2 * time**2 * (2 * np.minimum(one, other) + np.exp(-one) + np.exp(-other) - 1 - apart)
    )


def covariance(draws: Draws, number: int) -> Array:
    """Of the six tests."""
    shows = moments(draws).shows[0, number]
    same = constant("level_spread") ** 2 * (SERIES[:, None] == SERIES)
    return np.asarray(np.diag(VARIANCE) + same + np.outer(shows, shows) * kernel(draws, number, TIMES, TIMES))


def test_two_moves_are_one_of_both_times() -> None:
    first, second, both = (move(DRAWS, weeks) for weeks in (0.7, 1.6, 2.3))
    place, speed = second.of(*first.of(np.full(8, 3.0), np.full(8, -1.0)))
    assert [place, speed] == [pytest.approx(one) for one in both.of(np.full(8, 3.0), np.full(8, -1.0))]
    still = np.zeros(8)
    steps = [second.of(*first.of(still, still, *one[:2]), *one[2:]) for one in np.eye(4)]
    spread = sum(place**2 for place, _speed in steps)
    assert spread == pytest.approx(both.along**2 + both.apart**2)


def test_the_speed_keeps_its_usual_size_however_long_it_takes() -> None:
    for weeks in (0.0, 0.1, 3.0, 400.0):
        one = move(DRAWS, weeks)
        assert one.kept**2 * DRAWS.drift_speed**2 + one.speed**2 == pytest.approx(DRAWS.drift_speed**2)


def test_tests_are_as_likely_as_in_the_joint_normal_distribution() -> None:
    found = filtered(moments(DRAWS), DRAWS)
    likely = -0.5 * (found.misfit + found.log_spread)[0]
    exact = [multivariate_normal(np.zeros(6), covariance(DRAWS, one)).logpdf(VALUES) for one in range(8)]
    assert likely - np.array(exact) == pytest.approx(6 / 2 * np.log(2 * np.pi))


def test_the_expected_course_is_that_of_the_joint_normal_distribution() -> None:
    every, ends = moments(DRAWS).with_ends(10)
    place = smoothed(every, DRAWS)[PLACE, 0][:, ends[0]]
    for one in range(8):
        across = kernel(DRAWS, one, np.arange(11.0), TIMES) * moments(DRAWS).shows[0, one]
        assert place[one] == pytest.approx(across @ np.linalg.solve(covariance(DRAWS, one), VALUES), abs=1e-6)


def test_courses_are_drawn_from_the_joint_normal_distribution() -> None:
    many = DRAWS.chosen(np.full((1, 8192), 5))
    every, ends = moments(many).with_ends(10)
    states = drawn_states(every, many, np.full((1, 8192), 2.0), np.random.default_rng(1))
    place = states[PLACE, 0][:, ends[0]]
    across = kernel(DRAWS, 5, np.arange(11.0), TIMES) * moments(DRAWS).shows[0, 5]
    inverse = np.linalg.inv(covariance(DRAWS, 5))
    left = kernel(DRAWS, 5, np.arange(11.0), np.arange(11.0)) - across @ inverse @ across.T
    assert place.mean(axis=0) == pytest.approx(across @ inverse @ VALUES, abs=1e-6)
    assert place.var(axis=0) == pytest.approx(4 * np.diag(left), rel=0.06, abs=1e-9)
    assert np.ptp(states[LEVELS:], axis=-1).max() < 1e-9


def test_a_moment_without_a_test_says_nothing() -> None:
    plain = filtered(moments(DRAWS), DRAWS)
    mixed = filtered(moments(DRAWS).with_ends(10)[0], DRAWS)
    assert mixed.misfit == pytest.approx(plain.misfit)
    assert mixed.log_spread == pytest.approx(plain.log_spread)


def test_a_speed_of_today_runs_out() -> None:
    """On the whole a drift goes as far as its speed times the time for which a speed lasts, and no farther."""
    many = DRAWS.chosen(np.full((1, 4096), 2))
    still = replace(many, drift_speed=np.zeros((1, 4096)))
    way = drift_ahead(still, np.full((1, 4096), 1.5), np.ones((1, 4096)), 100, np.random.default_rng(1))
    assert way[0, 0, -1] == pytest.approx(1.5 * DRAWS.drift_time[2])
    random = drift_ahead(many, np.full((1, 4096), 1.5), np.ones((1, 4096)), 10, np.random.default_rng(1))
    assert random.mean(axis=1)[0] == pytest.approx(way[0, 0, :11])
