from dataclasses import replace

import numpy as np
import pytest

from psoas.motion.angles import Stick, stick_figure
from psoas.motion.mixed_legs import feet_exchanged, unread_legs, without_names
from psoas.quantities import Movement, MovementSegment
from tests.motion import figure

TIME = np.arange(90) / 30


def stride(apart: np.ndarray) -> Stick:
    """A person whose near foot stands ``apart`` (T,) thighs before the far one."""
    stick = stick_figure(figure.points(TIME), "right")
    far = stick.joints["far_ankle"]
    near = far + np.column_stack([apart * stick.thigh_px, np.zeros(len(apart))])
    return replace(stick, joints=stick.joints | {"near_ankle": near})


def test_a_foot_in_front_that_is_behind_in_the_next_picture_is_the_other_foot() -> None:
    assert feet_exchanged(stride(np.where(TIME < 1.5, 1.2, -1.2)))


def test_a_gap_at_the_exchange_does_not_hide_it() -> None:
    apart = np.where(TIME < 1.5, 1.2, -1.2)
    apart[(TIME > 1.4) & (TIME < 1.6)] = np.nan
    assert feet_exchanged(stride(apart))


@pytest.mark.parametrize("takes_s", [0.8, 2.0])
def test_a_step_takes_its_time(takes_s: float) -> None:
    assert not feet_exchanged(stride(np.clip((TIME - 1.5) / takes_s * 2, -1, 1) * 1.2))


def test_legs_that_exchange_are_not_read_in_a_lunge_but_are_while_walking_fast() -> None:
    stick = stride(np.where(TIME < 1.5, 1.2, -1.2))
    why = unread_legs(stick, "lunge", 0.0, 0.0)
    assert why is not None
    assert "told apart" in why
    assert unread_legs(stick, "running", 0.0, 0.0) is None
    assert unread_legs(stride(np.full(len(TIME), 1.2)), "lunge", 0.0, 0.0) is None


def test_legs_where_the_body_cannot_have_them_are_not_read() -> None:
    stick = stride(np.full(len(TIME), 1.2))
    assert unread_legs(stick, "squat", 0.0, 0.3) == "the legs could not be told apart in 30% of the pictures"


def test_a_movement_of_legs_that_are_not_read_has_no_name() -> None:
    lunge = MovementSegment("lunge", 0.0, 4.0, "the rear knee rises", ("lunge", "split_squat"), "near")
    (found,) = without_names((lunge,), "the legs could not be told apart", 0.2)
    assert found.movement == "unknown"
    assert found.why == "the legs could not be told apart"
    assert found.front_leg is None
    assert found.likeliest == ("lunge", "split_squat")


@pytest.mark.parametrize("movement", ["walking", "running", "squat", "standing"])
def test_what_both_legs_do_alike_keeps_its_name_until_the_points_are_no_legs(movement: Movement) -> None:
    one = MovementSegment(movement, 0.0, 4.0, "both legs", (movement,))
    assert without_names((one,), "the legs could not be told apart", 0.2) == (one,)
    (found,) = without_names((one,), "the legs could not be told apart", 0.9)
    assert found.movement == "unknown"
