"""A trunk that nobody has is refused, and one that leans, bends or lies is not."""

import numpy as np
import pytest

from psoas.errors import InputError
from psoas.motion.sagittal import SagittalMotion
from psoas.motion.upright import check_upright
from psoas.quantities import Movement
from psoas.timeseries import TimeSeries


def leaning(low_deg: float, high_deg: float, movement: Movement = "walking") -> SagittalMotion:
    """A trunk that goes evenly from one lean to another."""
    lean = np.radians(np.linspace(low_deg, high_deg, 101))
    return SagittalMotion(
        TimeSeries.from_columns(np.arange(101.0), {"trunk_lean": lean}, "rad"), movement, None
    )


@pytest.mark.parametrize(
    "motion",
    [
        leaning(-104, 97, "squat"),
        leaning(75, 95, "standing"),
        leaning(-80, -70),
    ],
)
def test_what_no_movement_does_is_refused(motion: SagittalMotion) -> None:
    with pytest.raises(
        InputError, match=r"^a\.trc: the trunk would lean from .* degrees .*; check the axes$"
    ):
        check_upright(motion, "a.trc", "the axes")


@pytest.mark.parametrize(
    "motion",
    [
        leaning(-20, 70, "squat"),
        leaning(-10, 110, "standing"),
        leaning(80, 95, "unknown"),
        leaning(np.nan, np.nan),
    ],
)
def test_what_people_do_is_not(motion: SagittalMotion) -> None:
    check_upright(motion, "a.trc", "the axes")


def test_without_a_trunk_nothing_is_asked() -> None:
    angles = TimeSeries.from_columns(np.arange(3.0), {"knee_angle_r": np.zeros(3)}, "rad")
    check_upright(SagittalMotion(angles, "walking", None), "a.mot", "the axes")
