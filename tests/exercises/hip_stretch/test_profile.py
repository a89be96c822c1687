"""The shape of a repetition is that of a minimum-jerk move, and its fit gives the times back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.exercises.hip_stretch.profile import HoldProfile, fit_profile, minimum_jerk, phase_at
from tests.exercises.hip_stretch.sessions import Rep, thigh, timetable


def test_a_minimum_jerk_move_begins_and_ends_at_rest_and_is_fastest_in_the_middle() -> None:
    phase = np.linspace(0, 1, 1001)
    speed = np.gradient(minimum_jerk(phase), phase)
    assert minimum_jerk(np.array([-2.0, 0.0, 0.5, 1.0, 3.0])).tolist() == [0, 0, 0.5, 1, 1]
    assert speed[[0, -1]] == pytest.approx([0, 0], abs=1e-4)
    assert phase[speed.argmax()] == pytest.approx(0.5)
    assert speed.max() == pytest.approx(1.875, abs=1e-4)


@given(st.floats(0.01, 0.99))
def test_the_phase_of_a_share_is_where_that_share_is_done(share: float) -> None:
    assert minimum_jerk(np.array([phase_at(share)]))[0] == pytest.approx(share, abs=1e-5)
    assert phase_at(share) + phase_at(1 - share) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("up", "hold", "down", "off"), [(0.6, 2.0, 0.6, 0.2), (1.5, 0.7, 0.8, -0.2), (1.0, 4.0, 1.8, 0.1)]
)
def test_a_repetition_is_fitted_from_a_guess_that_is_off(
    up: float, hold: float, down: float, off: float
) -> None:
    rep = Rep(pause=1.0, up=up, hold=hold, down=down)
    time, values = thigh([rep], tail=1.5)
    (true,) = timetable([rep])
    guess = HoldProfile(true.start + off, true.hold_start - off, true.hold_end + off, true.end - off)
    found = fit_profile(time, values, guess, base=-3.0)
    assert found is not None
    assert (found.start, found.hold_start, found.hold_end, found.end) == pytest.approx(
        (true.start, true.hold_start, true.hold_end, true.end), abs=0.02
    )
    assert found.rms < 0.05


def test_a_few_samples_are_too_few_to_fit() -> None:
    assert fit_profile(np.arange(7.0), np.zeros(7), HoldProfile(1, 2, 4, 5), 0.0) is None
