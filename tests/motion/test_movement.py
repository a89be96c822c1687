import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.motion.angles import stick_figure
from psoas.motion.movement import rear_leg
from psoas.motion.posture import half_kneels
from psoas.sides import SideWord
from psoas.timeseries import TimeSeries
from tests.motion import figure

TIME = np.arange(300) / 30
CYCLE = 2 * np.pi * TIME


def kneel(thigh: figure.Array | float, facing: str) -> TimeSeries:
    return figure.points(
        TIME,
        near_thigh=thigh,
        near_knee=88.0,
        far_thigh=-90.0,
        far_knee=90.0,
        pinned="near_knee",
        facing=facing,
    )


def low(share: figure.Array, *, lean: float, thigh: float, knee: float) -> TimeSeries:
    """From standing (0) to a low position (1) with the feet in place."""
    return figure.points(
        TIME,
        lean=lean * share,
        near_thigh=thigh * share,
        far_thigh=thigh * share,
        near_knee=knee * share,
        far_knee=knee * share,
        pinned="near_ankle",
    )


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_half_kneeling_stretch_and_its_rear_leg(facing: SideWord) -> None:
    stick = stick_figure(kneel(8 - 8 * np.cos(CYCLE / 4), facing=facing), facing)
    assert figure.movement_of(stick) == "half_kneeling_stretch"
    assert rear_leg(stick, "half_kneeling_stretch") == "near"
    assert half_kneels(stick, "near").all()


def test_standing_still() -> None:
    assert figure.movement_of(stick_figure(figure.points(TIME, lean=2.0), "right")) == "standing"


@given(st.floats(0.7, 1.05), st.floats(15, 25))
def test_walking(strides_per_s: float, swing: float) -> None:
    phase = CYCLE * strides_per_s
    points = figure.points(
        TIME,
        near_thigh=swing * np.sin(phase),
        far_thigh=-swing * np.sin(phase),
        near_knee=30 + 28 * np.cos(phase),
        far_knee=30 - 28 * np.cos(phase),
    )
    assert figure.movement_of(stick_figure(points, "right")) == "walking"


@given(st.floats(1.3, 1.7), st.floats(25, 35))
def test_running(strides_per_s: float, swing: float) -> None:
    phase = CYCLE * strides_per_s
    points = figure.points(
        TIME,
        near_thigh=swing * np.sin(phase),
        far_thigh=-swing * np.sin(phase),
        near_knee=55 + 50 * np.cos(phase),
        far_knee=55 - 50 * np.cos(phase),
    )
    assert figure.movement_of(stick_figure(points, "right")) == "running"


def test_squats_are_short_and_a_seat_is_not() -> None:
    squats = 0.5 - 0.5 * np.cos(CYCLE / 2.5)
    assert figure.movement_of(stick_figure(low(squats, lean=45, thigh=-85, knee=120), "right")) == "squat"
    rising = np.clip((6 - TIME) / 1.5, 0, 1)
    assert (
        figure.movement_of(stick_figure(low(rising, lean=10, thigh=-90, knee=90), "right")) == "sit_to_stand"
    )


def test_nobody_is_unknown() -> None:
    points = figure.points(TIME)
    points.values[:] = np.nan
    assert figure.movement_of(stick_figure(points, "right")) == "unknown"
