"""Figures of a motion file have the errors of their source."""

import numpy as np
import pytest

from psoas.sides import SIDES
from psoas.strides import ANGLES, FIGURES, FootEvents
from psoas.strides.event_errors import difference_errors, figure_errors


def events(by: str, stride: float = 0.7) -> FootEvents:
    times = dict.fromkeys(SIDES, tuple(np.arange(0, 3, stride)))
    return FootEvents(times, times, by)  # type: ignore[arg-type]


def test_plates_time_more_exactly_than_the_movement_of_the_feet() -> None:
    for name in ("contact_s", "flight_s", "cadence_steps_min"):
        assert (
            figure_errors(events("forces"), "running", markers=True)[name]
            < figure_errors(events("motion"), "walking", markers=True)[name]
        )


def test_only_markers_give_angles_a_band() -> None:
    with_markers, without = (
        figure_errors(events("motion"), "walking", markers=markers) for markers in (True, False)
    )
    assert set(ANGLES) <= set(with_markers) <= set(FIGURES)
    assert not set(ANGLES) & set(without)


@pytest.mark.parametrize("stride", [0.5, 1.2])
def test_the_error_of_the_cadence_is_that_of_the_stride(stride: float) -> None:
    error = figure_errors(events("motion", stride), "walking", markers=False)["cadence_steps_min"]
    times = 0.006 * np.random.default_rng(0).normal(size=(20000, 2))
    spread = np.std(120 / (stride + times[:, 1] - times[:, 0]))
    assert error == pytest.approx(spread, rel=0.05)


def test_the_sides_differ_less_than_angles_are_off() -> None:
    for name, error in difference_errors(events("forces")).items():
        assert name in FIGURES
        assert error <= figure_errors(events("motion"), "walking", markers=True)[name]
