"""Mean, spread and difference of the sides are those of the strides."""

import numpy as np
import pytest

from psoas.estimate import NORMAL_95, Estimate
from psoas.sides import SideWord
from psoas.strides import Stride, side_figures


def strides(left: list[float], right: list[float], error: float | None = 2.0) -> list[Stride]:
    sides: list[tuple[SideWord, list[float]]] = [("left", left), ("right", right)]
    return [
        Stride(
            None,
            side,
            "running",
            0.7 * number,
            0.7 * number + 0.25,
            0.7 * number + 0.7,
            peak_hip_extension_deg=Estimate.of(value, error, "deg"),
        )
        for side, values in sides
        for number, value in enumerate(values)
    ]


def test_mean_spread_and_count_are_those_of_the_strides() -> None:
    (found,) = side_figures(strides([10, 12, 14], [8, 9]))
    assert found.name == "peak_hip_extension_deg"
    assert {word: one.value for word, one in found.mean.items()} == {"left": 12, "right": 8.5}
    assert found.mean["left"].reach == pytest.approx(2 * NORMAL_95)
    assert found.spread["left"] == pytest.approx(np.std([10, 12, 14], ddof=1))
    assert found.count == {"left": 3, "right": 2}
    assert found.difference is None, "no error of a difference is known"


@pytest.mark.parametrize(("apart", "differs"), [(6.0, True), (0.0, False), (-6.0, True)])
def test_a_difference_of_six_degrees_is_told_and_of_none_is_not(apart: float, differs: bool) -> None:
    left = [10 + apart + turn for turn in (-0.5, 0.5, 0.0, 0.2)]
    (found,) = side_figures(strides(left, [10.0, 9.6, 10.4]), {"peak_hip_extension_deg": 2.5})
    assert found.difference is not None
    assert found.difference.value == pytest.approx(apart, abs=0.2)
    assert found.difference.differs_from_zero is differs


def test_more_strides_do_not_lessen_the_error_of_the_sides() -> None:
    widths = []
    for count in (3, 300):
        values = list(10 + np.resize([-1.0, 1.0], count))
        (found,) = side_figures(strides(values, values), {"peak_hip_extension_deg": 2.5})
        assert found.difference is not None
        widths.append(found.difference.reach or 0.0)
    assert widths[0] > widths[1] > 2.5 * NORMAL_95


def test_a_single_stride_has_no_spread_and_no_difference() -> None:
    (found,) = side_figures(strides([10], [8, 9]), {"peak_hip_extension_deg": 2.5})
    assert found.spread == {"left": None, "right": pytest.approx(np.sqrt(0.5))}
    assert found.difference is None


def test_one_side_only_and_no_stride_at_all() -> None:
    (found,) = side_figures(strides([], [8, 9]), {"peak_hip_extension_deg": 2.5})
    assert set(found.mean) == {"right"}
    assert found.difference is None
    assert side_figures([]) == ()


@pytest.mark.parametrize("count", [2, 3, 8])
def test_sides_that_are_alike_are_called_different_in_five_of_a_hundred_runs(count: int) -> None:
    random = np.random.default_rng(count)
    told = 0
    for values in random.normal(10, 1, (1000, 2, count)).tolist():
        (found,) = side_figures(strides(*values), {"peak_hip_extension_deg": 0.01})
        assert found.difference is not None
        told += found.difference.differs_from_zero
    assert told <= 70


def test_a_known_error_of_the_sides_has_the_band_of_a_normal_distribution() -> None:
    (found,) = side_figures(strides([10, 10.1], [8, 8.1]), {"peak_hip_extension_deg": 2.5})
    assert found.difference is not None
    assert found.difference.reach == pytest.approx(2.5 * NORMAL_95, rel=0.01)
