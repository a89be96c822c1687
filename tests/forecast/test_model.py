"""The model against a numerical solution of its equations, and its limits."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from psoas.forecast.model import WEEK_S, HipState, follow, simulate
from psoas.forecast.parameters import Draws, constant, load_parameters, prior_draws
from psoas.plan import planned_seconds
from psoas.timeseries import Array

DRAWS = prior_draws(10)
COUNT = len(DRAWS.plateau)


def followed(
    seconds: Array, less: float = 0.0, start: HipState | None = None, draws: Draws = DRAWS
) -> HipState:
    count = len(draws.plateau)
    given = np.asarray(seconds, dtype=float)[None, None, :]
    return follow(draws, given, np.array([less]), start or HipState.at_rest(1, count))


def one_person(number: int) -> Draws:
    return Draws(**{name: getattr(DRAWS, name)[[number]] for name in load_parameters()})


def slopes(own: Draws, doses: Array, less: float) -> Callable[[float, Array], list[float]]:
    """The equations of ``parameters.json`` as they are written there."""
    p = {name: float(getattr(own, name)[0]) for name in load_parameters()}
    rise = p["rise_share"] * p["fade"]
    most = (p["plateau"] / rise) / (1 / rise - 1 / p["fade"])

    def slope(time: float, state: Array) -> list[float]:
        gained, number, stiffness = state
        seconds = doses[min(int(time), len(doses) - 1)]
        dose = min(1.0, seconds / p["enough"])
        share = seconds / WEEK_S
        sitting = constant("sitting_shortening") * less / 24
        weight = 1 + (p["stretch_weight"] - 1) * share
        longer = (sitting + p["stretch_weight"] * p["stretch_strain"] * share) / weight
        excess = (1 + p["transfer"] * longer) / number - 1
        beyond = np.sign(excess) * max(abs(excess) - p["dead_zone"], 0)
        soft = 1 - p["softening"] * (1 - np.exp(-seconds / p["soft_dose"]))
        return [
            p["plateau"] / rise * dose * (1 - gained / most) - gained / p["fade"],
            number * beyond / p["sarcomere"],
            (soft - stiffness) / p["fade"],
        ]

    return slope


@pytest.mark.parametrize("number", range(0, 40, 8))
def test_the_steps_are_the_solution_of_the_equations(number: int) -> None:
    own, doses = one_person(number), np.array([0.0, 300.0, 9000.0, 40000.0, 120.0, 0.0, 0.0])
    state = followed(doses, less=-3.0, draws=own)
    solved = solve_ivp(
        slopes(own, doses, -3.0), (0, len(doses)), [0.0, 1.0, 1.0], rtol=1e-8, atol=1e-9, max_step=0.01
    )
    reached = [state.tolerance[0, 0, -1], state.sarcomeres[0, 0, -1], state.stiffness[0, 0, -1]]
    assert reached == pytest.approx(solved.y[:, -1], abs=2e-3)


def test_nothing_changes_without_stretching_and_with_the_usual_sitting() -> None:
    assert np.abs(followed(np.zeros(20)).gained(DRAWS)).max() < 1e-12


def test_more_stretching_never_gains_less_and_has_a_ceiling() -> None:
    ends = [followed(np.full(30, dose)).tolerance[0, :, -1] for dose in (0, 100, 300, 600, 1200, 5000)]
    for less, more in itertools.pairwise(ends):
        assert (more >= less - 1e-12).all()
    assert ends[-1] == pytest.approx(DRAWS.plateau, rel=0.02)


def test_the_home_dose_gains_about_a_degree_and_a_half_and_no_length() -> None:
    draws = prior_draws(14)
    planned = np.array(planned_seconds(1, 10))[None, None, :] * draws.kept[:, None]
    state = follow(draws, planned, np.zeros(1), HipState.at_rest(1, len(draws.plateau)))
    gained = state.gained(draws)[0, :, -1]
    assert np.median(gained) == pytest.approx(1.5, abs=0.5)
    low, high = np.quantile(gained, (0.1, 0.9))
    assert low >= 0
    assert high <= 4
    assert abs(state.sarcomeres[0, :, -1].mean() - 1) < 1e-3


def test_the_gain_is_lost_about_five_weeks_after_stopping() -> None:
    trained = followed(np.full(10, 500.0))
    after = followed(np.zeros(5), start=trained.last).gained(DRAWS)[0].mean(axis=0)
    assert 0.05 < after[-1] / after[0] < 0.25


@pytest.mark.parametrize(("strain", "found"), [(-0.37, -0.40), (0.18, 0.20)])
def test_casts_of_animals_are_in_the_band(strain: float, found: float) -> None:
    """Tabary 1972 after four weeks; how long the fibres were in the cast is from memory, with its doubt."""
    lengths = 1 + np.random.default_rng(1).normal(strain, 0.05, COUNT)
    state = simulate(DRAWS, np.zeros((1, 1, 4)), [lengths] * 4, HipState.at_rest(1, COUNT))
    low, high = np.quantile(state.sarcomeres[0, :, -1] - 1, (0.025, 0.975))
    assert low <= found <= high
