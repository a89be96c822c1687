"""Figures of a motion file have the errors of their source."""

import numpy as np
import pytest

from psoas.sides import SIDES
from psoas.strides import ANGLES, FIGURES, FootEvents
from psoas.strides.event_errors import difference_errors, figure_errors, plate_errors


def events(stride: float = 0.7, by_plates: int = 0) -> FootEvents:
    """Strikes with toe-offs 0.3 s after them, the first ones of each foot on plates."""
    strikes = dict.fromkeys(SIDES, tuple(np.arange(0, 3, stride).tolist()))
    toe_offs = dict.fromkeys(SIDES, tuple(at + 0.3 for at in strikes["r"]))
    plates = frozenset((*strikes["r"][:by_plates], *toe_offs["r"][:by_plates]))
    return FootEvents(strikes, toe_offs, dict.fromkeys(SIDES, plates))


def test_plates_time_more_exactly_than_the_movement_of_the_feet() -> None:
    for name in ("contact_s", "flight_s", "cadence_steps_min"):
        assert plate_errors(events())[name] < figure_errors(events(), "running", markers=True)[name]


def test_only_markers_give_angles_a_band() -> None:
    with_markers, without = (figure_errors(events(), "walking", markers=markers) for markers in (True, False))
    assert set(ANGLES) <= set(with_markers) <= set(FIGURES)
    assert not set(ANGLES) & set(without)


@pytest.mark.parametrize("stride", [0.5, 1.2])
def test_the_error_of_the_cadence_is_that_of_the_stride(stride: float) -> None:
    error = figure_errors(events(stride), "walking", markers=False)["cadence_steps_min"]
    times = 0.006 * np.random.default_rng(0).normal(size=(20000, 2))
    spread = np.std(120 / (stride + times[:, 1] - times[:, 0]))
    assert error == pytest.approx(spread, rel=0.05)


def test_the_sides_differ_less_than_angles_are_off() -> None:
    for name, error in difference_errors(events()).items():
        assert name in FIGURES
        assert error <= figure_errors(events(), "walking", markers=True)[name]


def test_sides_are_compared_as_exactly_as_plates_only_where_every_instant_is_of_one() -> None:
    some, every = (difference_errors(events(by_plates=count))["contact_s"] for count in (4, 5))
    assert every < some == difference_errors(events())["contact_s"]
