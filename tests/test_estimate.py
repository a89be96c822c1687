"""A value with its band."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.estimate import NORMAL_95, Estimate


@given(value=st.floats(-1e3, 1e3), error=st.floats(0, 1e3))
def test_the_band_of_a_standard_error_is_symmetric(value: float, error: float) -> None:
    one = Estimate.of(value, error, "deg")
    assert one.reach == pytest.approx(NORMAL_95 * error)
    assert one.low == pytest.approx(value - NORMAL_95 * error)
    assert one.differs_from_zero == (abs(value) > NORMAL_95 * error)


def test_without_an_error_there_is_no_band() -> None:
    one = Estimate.of(3.0, None, "mm")
    assert (one.low, one.high, one.reach) == (None, None, None)
    assert not one.differs_from_zero


def test_the_factor_is_that_of_the_normal_distribution() -> None:
    from scipy.stats import norm

    assert pytest.approx(norm.ppf(0.975), abs=0.005) == NORMAL_95
