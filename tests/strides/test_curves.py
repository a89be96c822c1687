"""A curve over the stride is the mean of the strides, whatever their length; a gap stays one."""

import numpy as np
import pytest

from psoas.strides import PERCENT, Stride, mean_curve
from psoas.timeseries import TimeSeries


def series(periods: list[float], heights: list[float]) -> tuple[TimeSeries, list[Stride]]:
    """Strides of the right leg, each one a sine of its own height."""
    starts = np.concatenate([[0.0], np.cumsum(periods)])
    time = np.arange(0, starts[-1], 0.005)
    values = np.zeros_like(time)
    made = []
    for start, period, height in zip(starts, periods, heights, strict=False):
        inside = (time >= start) & (time < start + period)
        values[inside] = height * np.sin(2 * np.pi * (time[inside] - start) / period)
        made.append(
            Stride(None, "right", "running", float(start), float(start) + 0.4 * period, float(start) + period)
        )
    columns = {"knee_angle_r": values, "pelvis_tilt": 2 * values}
    return TimeSeries.from_columns(time, columns, "rad"), made


def test_strides_of_different_length_are_laid_over_each_other() -> None:
    made, strides = series([0.6, 0.8, 1.0], [1.0, 2.0, 3.0])
    found = mean_curve(made, strides, "right", "knee_angle")
    assert found is not None
    inner = slice(1, -1)
    np.testing.assert_allclose(found.mean[inner], 2 * np.sin(2 * np.pi * PERCENT[inner] / 100), atol=0.03)
    np.testing.assert_allclose(
        found.spread[inner], np.abs(np.sin(2 * np.pi * PERCENT[inner] / 100)), atol=0.03
    )
    assert found.count == 3
    assert found.toe_off == pytest.approx(40)


def test_a_quantity_of_the_whole_body_has_no_side_in_its_name() -> None:
    made, strides = series([0.7, 0.7], [1.0, 1.0])
    found = mean_curve(made, strides, "right", "pelvis_tilt")
    assert found is not None
    assert np.nanmax(found.mean) == pytest.approx(2.0, abs=0.01)


def test_a_gap_is_not_filled_and_one_stride_has_no_spread() -> None:
    made, strides = series([0.7], [1.0])
    values = made.values.copy()
    values[20:40] = np.nan
    holed = TimeSeries(made.time, made.names, values, made.units)
    found = mean_curve(holed, strides, "right", "knee_angle")
    assert found is not None
    assert np.isnan(found.mean[16:27]).all()
    assert np.isfinite(found.mean[:14]).all()
    assert np.isnan(found.spread).all()


def test_where_few_strides_are_known_there_is_no_mean() -> None:
    made, strides = series([0.7, 0.7, 0.7], [1.0, 5.0, 9.0])
    values = made.values.copy()
    values[(made.time > 0.2) & (made.time < 0.3)] = np.nan
    values[(made.time > 0.7 + 0.25) & (made.time < 0.7 + 0.35)] = np.nan
    found = mean_curve(TimeSeries(made.time, made.names, values, made.units), strides, "right", "knee_angle")
    assert found is not None
    at = PERCENT / 100 * 0.7
    assert np.isnan(found.mean[(at > 0.26) & (at < 0.29)]).all(), "two of three are not known"
    assert np.isfinite(found.mean[(at > 0.21) & (at < 0.24)]).all(), "one of three is not known"


def test_a_piece_that_shows_no_course_is_left_out() -> None:
    made, strides = series([1.0], [1.0])
    shown = ((made.time > 0.195) & (made.time < 0.225)) | (made.time > 0.6)
    values = np.where(shown[:, None], made.values, np.nan)
    found = mean_curve(TimeSeries(made.time, made.names, values, made.units), strides, "right", "knee_angle")
    assert found is not None
    assert np.isnan(found.mean[:60]).all()
    assert np.isnan(found.spread[:60]).all()
    assert np.isfinite(found.mean[61:99]).all()
    little = np.where((shown & (made.time < 0.6))[:, None], made.values, np.nan)
    only = TimeSeries(made.time, made.names, little, made.units)
    assert mean_curve(only, strides, "right", "knee_angle") is None


def test_what_was_not_measured_has_no_curve() -> None:
    made, strides = series([0.7], [1.0])
    assert mean_curve(made, strides, "left", "knee_angle") is None
    assert mean_curve(made, strides, "right", "hip_extension") is None
    unknown = TimeSeries(made.time, made.names, np.full_like(made.values, np.nan), made.units)
    assert mean_curve(unknown, strides, "right", "knee_angle") is None
