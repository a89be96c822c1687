from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from psoas.muscle.architecture import leg_fibres
from psoas.muscle.curves import (
    FITTED,
    active_force_length,
    fitted_passive_force_length,
    force_velocity,
    load_curves,
    passive_force_length,
)

LENGTHS = st.floats(0.0, 3.0)
VELOCITIES = st.floats(-1.5, 1.5)


def printed_active(length: NDArray[np.float64]) -> NDArray[np.float64]:
    """The curve with the rounded constants as printed (De Groote 2016, supplement; from memory)."""
    printed = ((0.815, 1.055, 0.162, 0.063), (0.433, 0.717, -0.030, 0.200), (0.100, 1.000, 0.354, 0.000))
    total = np.zeros_like(length)
    for b1, b2, b3, b4 in printed:
        total += b1 * np.exp(-0.5 * (length - b2) ** 2 / (b3 + b4 * length) ** 2)
    return total


def test_an_active_muscle_is_strongest_at_its_optimal_length() -> None:
    lengths = np.linspace(0.2, 1.8, 1601)
    force = active_force_length(lengths)
    assert active_force_length(1.0) == pytest.approx(1.0, abs=1e-12)
    # its top lies a hair beside 1: the published constants do that
    assert abs(lengths[force.argmax()] - 1) < 0.02
    assert force.max() < 1.002


def test_it_is_the_printed_curve_but_for_the_rounding() -> None:
    lengths = np.linspace(0.3, 1.8, 301)
    assert np.abs(active_force_length(lengths) - printed_active(lengths)).max() < 0.005


def test_a_muscle_outside_its_range_has_little_active_force() -> None:
    assert active_force_length(0.4) < 0.2
    assert active_force_length(1.7) < 0.15


@given(LENGTHS)
def test_the_active_curve_is_finite_and_never_negative(length: float) -> None:
    assert 0 <= active_force_length(length) < 1.002


def test_it_stays_finite_where_the_second_gaussian_has_no_width() -> None:
    _, _, b3, b4 = load_curves().gaussians[1]
    nowhere = -b3 / b4
    near = np.array([nowhere - 1e-9, nowhere, nowhere + 1e-9])
    assert np.ptp(active_force_length(near)) < 1e-6


@given(LENGTHS, st.floats(0.001, 0.5))
def test_stretch_never_lowers_the_passive_force(length: float, stretch: float) -> None:
    short, long = passive_force_length(np.array([length, length + stretch]))
    assert 0 <= short <= long
    assert short < long or length + stretch <= 0.2


def test_the_passive_force_is_zero_when_short_tiny_below_optimum_and_full_at_the_strain() -> None:
    assert passive_force_length(0.2) == 0
    assert passive_force_length(0.0) == 0
    assert 0.015 < passive_force_length(1.0) < 0.02
    assert passive_force_length(1.6) == pytest.approx(1.0, abs=1e-12)


def test_the_passive_curve_lies_above_the_printed_one_by_less_than_two_hundredths() -> None:
    lengths = np.linspace(1.0, 1.8, 81)
    printed = np.expm1(4.0 * (lengths - 1) / 0.6) / np.expm1(4.0)
    excess = passive_force_length(lengths) - printed
    assert excess[lengths < 1.6].min() > 0
    assert np.abs(excess).max() < 0.06
    assert np.abs(excess[lengths <= 1.6]).max() < 0.02


STRAINS = st.tuples(st.floats(-0.5, 0.5), st.floats(0.2, 1.5)).map(lambda s: (s[0], s[0] + s[1]))
"""Where the passive force begins and where it is full."""


@given(LENGTHS, st.floats(0.001, 0.5), STRAINS)
def test_stretch_never_lowers_a_fitted_passive_force(
    length: float, stretch: float, strains: tuple[float, float]
) -> None:
    short, long = fitted_passive_force_length(np.array([length, length + stretch]), *strains)
    assert 0 <= short <= long
    assert short < long or length + stretch <= 1 + strains[0] + 1e-3


@given(STRAINS)
def test_a_fitted_curve_begins_and_is_full_where_it_is_told_without_a_kink(
    strains: tuple[float, float],
) -> None:
    start, full = strains
    step = 1e-6

    def slope(length: float) -> float:
        ends = fitted_passive_force_length(np.array([length - step, length + step]), start, full)
        return float(np.diff(ends)[0] / (2 * step)) * (full - start)

    assert fitted_passive_force_length(1 + start, start, full) == pytest.approx(0, abs=1e-12)
    assert fitted_passive_force_length(1 + full, start, full) == pytest.approx(1)
    assert slope(1 + start) == pytest.approx(0, abs=1e-4)
    for beside in (-2 * step, 0, 2 * step, 0.3):
        assert slope(1 + full + beside) == pytest.approx(2, abs=1e-4)
    assert sum(FITTED) == pytest.approx(1)


def test_the_leg_muscles_passive_curves_are_opensim_s_but_for_the_polynomial(opensim: ModuleType) -> None:
    lengths = np.linspace(0.5, 1.6, 111)
    for name, leg in leg_fibres().items():
        start, full = leg.passive_start, leg.passive_full
        curve = opensim.FiberForceLengthCurve(start, full, 0.2, 2 / (full - start), 0.75)
        theirs = np.array([curve.calcValue(float(length)) for length in lengths])
        assert np.abs(fitted_passive_force_length(lengths, start, full) - theirs).max() < 0.019, name


def test_force_velocity_passes_the_three_points_that_opensim_states() -> None:
    assert force_velocity(np.array([-1.0, 0.0, 1.0])) == pytest.approx([0.0, 1.0, 1.794], abs=5e-4)


@given(VELOCITIES, st.floats(0.001, 0.5))
def test_a_muscle_that_shortens_faster_is_weaker(velocity: float, change: float) -> None:
    assert force_velocity(velocity) < force_velocity(velocity + change)


def test_curves_keep_the_shape_and_are_double_precision() -> None:
    grid = np.linspace(0.5, 1.5, 12).reshape(3, 4)
    for curve in (
        active_force_length,
        passive_force_length,
        force_velocity,
    ):
        assert curve(grid).shape == (3, 4)
        assert curve(grid.astype(np.float32)).dtype == np.float64
        assert curve(grid)[1, 2] == curve(grid[1, 2])
