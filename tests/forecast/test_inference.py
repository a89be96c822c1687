"""Importance sampling against exact results."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scipy.special import chdtri
from scipy.stats import multivariate_t

from psoas.forecast import HipRecord, HipTest
from psoas.forecast.inference import _likely, _moments, change_at, sharpen
from psoas.forecast.parameters import constant, load_parameters, prior_draws
from psoas.forecast.record import weeks_of
from tests.forecast.made import START, a_record, the_last_day

PRIOR = prior_draws(12)


def test_one_test_without_practice_gives_the_level_of_the_textbook() -> None:
    record = HipRecord([HipTest(START, "thomas", 12.0, 2.0)])
    found = sharpen(weeks_of([record], START), PRIOR, 4096, 1)
    prior, error = constant("level_spread") ** 2, 2.0**2 + constant("day_to_day") ** 2
    assert 12 * prior / (prior + error) == pytest.approx(12, abs=0.02)
    assert found.level.mean() == pytest.approx(12 * prior / (prior + error), abs=0.15)
    spread = np.diff(np.quantile((found.level - 12) / found.scale[:, None], (0.1587, 0.8413)))[0] / 2
    assert spread**2 == pytest.approx(prior * error / (prior + error), rel=0.08)
    assert found.counts[0] == pytest.approx(4096)


def test_the_true_size_of_errors_is_as_often_above_what_is_stated_as_below_before_any_test() -> None:
    record = HipRecord(practice=[(START, 0.0)])
    scale = sharpen(weeks_of([record], START), PRIOR, 4096, 1).scale
    assert np.median(scale) == pytest.approx(1, abs=1e-3)
    assert np.log(scale).std() == pytest.approx(0.35, abs=0.01)  # 1 and 2 degrees are the ends of one spread


def test_weights_are_those_of_the_joint_t_distribution() -> None:
    """A drift that does not move; `test_drift` has what it adds. The level counts as unknown altogether."""
    record = a_record(tests=3)
    weeks = weeks_of([record], the_last_day(record))
    changes = np.random.default_rng(3).normal(0, 2, (1, 7, 3))
    some = PRIOR.chosen(np.arange(7)[None])
    still = replace(some, drift_speed=np.zeros((1, 7)))
    likely = _likely(weeks, _moments(weeks, still, changes), still)[0][0]
    known = constant("error_tests")
    apart = np.array([[-1.0, 1.0, 0.0], [0.0, -1.0, 1.0]])
    spread = apart @ np.diag(weeks.variance[0]) @ apart.T * chdtri(known, 0.5) / known
    exact = [
        multivariate_t(apart @ one, spread, df=known).logpdf(apart @ weeks.degrees[0]) for one in changes[0]
    ]
    assert np.ptp(likely - np.array(exact)) < 0.01


@pytest.mark.parametrize(("factor", "low", "high"), [(0.3, 0.2, 0.6), (1.0, 0.75, 1.25), (3.0, 2.3, 3.7)])
def test_tests_tell_the_true_size_of_their_errors(factor: float, low: float, high: float) -> None:
    random = np.random.default_rng(7)
    shown = 10 + factor * 3 * random.standard_normal(30)
    stated = float(np.sqrt(3**2 - constant("day_to_day") ** 2))
    tests = [HipTest(START + timedelta(7 * week), "stretch", one, stated) for week, one in enumerate(shown)]
    found = sharpen(weeks_of([HipRecord(tests)], START + timedelta(7 * 29)), PRIOR, 1024, 1)
    assert low < np.median(found.scale) < high


def test_clear_tests_pull_the_parameters_their_way() -> None:
    """Tests with a tiny error that rise by 6 degrees tell of a person with a large plateau."""
    weeks, steps = 8, 5
    record = a_record(weeks=weeks, a_day=90.0, tests=0)
    days = [START + timedelta(14 * one) for one in range(steps)]
    tests = [HipTest(day, "thomas", 6 * (1 - np.exp(-one)), 0.1) for one, day in enumerate(days)]
    seen = HipRecord(tests, record.practice, record.sitting)
    found = sharpen(weeks_of([seen], the_last_day(seen)), prior_draws(14), 2048, 1)
    assert found.draws.plateau.mean() > load_parameters()["plateau"].mean + 0.5
    assert found.draws.plateau.std() < load_parameters()["plateau"].spread


def test_hips_side_by_side_are_what_each_is_alone() -> None:
    first, second = a_record(weeks=6, tests=2), a_record(weeks=6, tests=3, a_day=20.0)
    today = the_last_day(first)
    both = sharpen(weeks_of([first, second], today), PRIOR, 512, 1)
    alone = sharpen(weeks_of([second], today), PRIOR, 512, 1)
    assert both.counts[1] == pytest.approx(alone.counts[0], rel=1e-6)
    assert both.draws.plateau[1].mean() == pytest.approx(alone.draws.plateau[0].mean(), rel=0.08)


def test_changes_between_the_ends_of_weeks_lie_on_a_straight_line() -> None:
    gained = np.array([[[0.0, 2.0, 3.0]]])
    assert change_at(gained, np.array([[0.0, 0.5, 1.0, 1.25, 2.0]]))[0, 0] == pytest.approx(
        [0, 1, 2, 2.25, 3]
    )
    assert change_at(np.zeros((1, 1, 1)), np.zeros((1, 2))).shape == (1, 1, 2)
