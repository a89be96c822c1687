"""The runs in position lie on an even clock and follow the thigh."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.exercises.hip_stretch.runs import GAP_S, find_runs, thigh_deg, thigh_seen
from psoas.timeseries import TimeSeries
from tests.exercises.hip_stretch.sessions import Rep, series, thigh

TIME = np.arange(0, 10, 1 / 30)


@given(st.floats(0.1, 3.0))
def test_a_gap_cuts_a_run_only_where_it_could_hide_a_return(length: float) -> None:
    values = np.where((TIME > 4) & (4 + length > TIME), np.nan, 5.0)
    seen = TIME[np.isfinite(values)]
    runs = find_runs(series(TIME, values), np.ones(len(TIME), dtype=bool))
    assert len(runs) == (2 if np.diff(seen).max() > GAP_S else 1)
    assert all(run.thigh == pytest.approx(5.0) for run in runs)


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0])
def test_a_run_follows_the_thigh_and_its_speed_on_an_even_clock(fps: float) -> None:
    time, values = thigh([Rep(up=2.0, hold=2.0, down=2.0)], fps=fps)
    (run,) = find_runs(series(time, values), np.ones(len(time), dtype=bool))
    assert np.diff(run.time) == pytest.approx(run.time[1] - run.time[0])
    assert run.thigh == pytest.approx(np.interp(run.time, time, values), abs=0.5)
    fastest = 17.0 * 1.875 / 2.0  # the peak speed of a minimum-jerk move is 1.875 times its mean
    assert run.speed.max() == pytest.approx(fastest, rel=0.05)
    assert run.speed.min() == pytest.approx(-fastest, rel=0.05)


def test_a_series_without_the_thigh_has_no_angle_and_no_run() -> None:
    angles = TimeSeries.from_columns(TIME, {"trunk_lean": 0 * TIME}, "rad")
    assert np.isnan(thigh_deg(angles)).all()
    assert find_runs(angles, thigh_seen(angles)) == ()
