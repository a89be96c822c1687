"""The psoas in a gait lengthens as the hip extends and shortens as the back arches."""

import numpy as np
import pytest

from psoas.findings import gait_psoas
from psoas.muscle import psoas_of
from psoas.timeseries import TimeSeries

TIME = np.arange(0, 2, 0.01)


def gait(hip: np.ndarray, arch: np.ndarray | float = 0.0) -> TimeSeries:
    columns = {"hip_extension_r": hip, "hip_extension_l": hip[::-1], "lumbar_extension": arch + 0 * TIME}
    return TimeSeries.from_columns(TIME, columns, "rad")


SWING = np.radians(-10 + 20 * np.sin(2 * np.pi * TIME))


def test_it_is_longest_where_the_hip_is_most_extended_and_the_sides_mirror_each_other() -> None:
    found = gait_psoas(gait(SWING), psoas_of(None, "r"), {})
    assert found is not None
    assert int(found["psoas_r"].argmax()) == int(SWING.argmax())
    np.testing.assert_allclose(found["psoas_l"], found["psoas_r"][::-1], atol=1e-9)
    assert found.unit_of("psoas_speed_r") == "m/s"


def test_the_speed_is_the_slope_of_the_length() -> None:
    found = gait_psoas(gait(SWING), psoas_of(None, "r"), {})
    assert found is not None
    inner = slice(20, -20)
    slope = np.gradient(found["psoas_r"], TIME)
    np.testing.assert_allclose(found["psoas_speed_r"][inner], slope[inner], atol=0.004)
    travelled = np.trapezoid(found["psoas_speed_r"], TIME)
    assert travelled == pytest.approx(found["psoas_r"][-1] - found["psoas_r"][0], abs=0.002)


def test_an_arched_back_takes_length_away_and_errors_widen_the_band() -> None:
    still, arched = (gait_psoas(gait(SWING, arch), psoas_of(None, "r"), {}) for arch in (0.0, 0.3))
    assert still is not None
    assert arched is not None
    assert (arched["psoas_r"] < still["psoas_r"]).all()
    wide = gait_psoas(gait(SWING), psoas_of(None, "r"), {"hip_extension_r": 5.0, "lumbar_extension": 5.0})
    assert wide is not None
    assert (wide["psoas_error_r"] > still["psoas_error_r"]).all()


def test_a_gap_stays_one_and_without_the_back_nothing_is_told() -> None:
    holed = SWING.copy()
    holed[50:80] = np.nan
    found = gait_psoas(gait(holed), psoas_of(None, "r"), {})
    assert found is not None
    assert np.isnan(found["psoas_r"][50:80]).all()
    assert np.isnan(found["psoas_speed_r"][50:80]).all()
    assert np.isfinite(found["psoas_speed_r"][:50]).all()
    only_hip = gait(SWING).without(["lumbar_extension"])
    assert gait_psoas(only_hip, psoas_of(None, "r"), {}) is None
    assert gait_psoas(gait(SWING + np.nan), psoas_of(None, "r"), {}) is None
