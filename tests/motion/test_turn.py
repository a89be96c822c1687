import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.motion.turn import turn_of, turn_witnesses, weighed
from psoas.sides import SideWord
from psoas.timeseries import TimeSeries
from tests.motion import figure

TIME = np.arange(20) / 30


@given(st.sampled_from(["left", "right"]), st.floats(-80, 80))
def test_the_turn_of_the_shoulders_is_read_with_its_sign(side: SideWord, turn: float) -> None:
    witnesses = turn_witnesses(figure.points(TIME, facing=side), figure.world(TIME, side, turn), side)
    assert np.degrees(witnesses["shoulder_turn"]) == pytest.approx(turn, abs=0.01)


@pytest.mark.parametrize("turn", [40.0, 55.0, 70.0])
def test_narrow_shoulders_hardly_hide_a_turn(turn: float) -> None:
    # a fifth narrower than usual: their width alone says 31, 41 and 49 degrees
    depth, width = np.radians([turn]), np.arcsin(0.8 * np.sin(np.radians([turn])))
    found = weighed({"shoulder_turn": depth, "shoulder_width": width})
    assert np.degrees(found) == pytest.approx(turn, abs=6.0)


def test_near_the_side_the_width_of_the_shoulders_counts_more_than_their_depth() -> None:
    found = weighed({"shoulder_turn": np.radians([20.0]), "shoulder_width": np.radians([0.0])})
    assert np.degrees(found) < 9.0


@given(st.floats(-179, 179))
def test_the_turn_is_never_more_than_that_of_a_front_view(turn: float) -> None:
    found = turn_of(figure.points(TIME), figure.world(TIME, "right", turn), "right")
    assert (np.abs(np.degrees(found)) <= 80.001).all()


def test_an_error_of_a_few_frames_does_not_turn_the_person() -> None:
    time = np.arange(90) / 30
    points, world = figure.points(time), figure.world(time, "right", 10.0)
    calm = turn_of(points, world, "right")
    wrong = figure.world(time, "right", 80.0)
    values = world.values.copy()
    values[40:45] = wrong.values[40:45]
    seen = turn_of(points, TimeSeries(time, world.names, values, world.units), "right")
    assert np.allclose(seen, calm)


def test_unseen_frames_have_no_turn() -> None:
    points, world = figure.points(TIME), figure.world(TIME)
    for series in (points, world):
        series.values[5:8] = np.nan
    found = turn_of(points, world, "right")
    assert np.isnan(found[5:8]).all()
    assert np.isfinite(np.delete(found, range(5, 8))).all()
