"""The vertex of a sampled parabola is found between its samples."""

import numpy as np
import pytest

from psoas.strides.vertex import vertex


@pytest.mark.parametrize("peak", [0.31, 0.35, 0.399])
def test_a_parabola_is_found_exactly(peak: float) -> None:
    time = np.arange(0, 1, 0.1)
    assert vertex(time, 5 - 3 * (time - peak) ** 2) == pytest.approx((peak, 5.0))


def test_at_an_end_it_is_the_sample_itself() -> None:
    time = np.array([0.0, 0.1, 0.2])
    assert vertex(time, time) == (0.2, 0.2)
    assert vertex(time[:1], np.array([3.0])) == (0.0, 3.0)


def test_a_plateau_gives_a_time_on_it() -> None:
    at, height = vertex(np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 1.0, 1.0, 0.0]))
    assert 1.0 <= at <= 2.0
    assert height >= 1.0
