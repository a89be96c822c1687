"""Feet strike in turn: where the network calls the legs by each other's names, the turns show it."""

import numpy as np

from psoas.motion import Stick
from psoas.strides.leg_labels import exchanged, exchanged_legs, stride_time, strikes_in_turn
from tests.strides.kept_clips import GOOD, motion_of


def body() -> Stick:
    found = motion_of(GOOD).beside
    assert found is not None
    return found


def test_legs_that_keep_their_names_are_left_alone() -> None:
    strikes = strikes_in_turn(body(), 0.7, 0.0, 5.0)
    assert len(strikes) >= 12
    assert abs(stride_time(strikes, 0.6) - 0.714) < 0.01
    assert not exchanged_legs(body(), strikes, 0.357).any()


def test_legs_that_change_names_for_a_while_get_them_back() -> None:
    wrong = (body().time > 2.1) & (body().time < 3.2)
    mixed = exchanged(body(), wrong)
    strikes = strikes_in_turn(mixed, 0.7, 0.0, 5.0)
    found = exchanged_legs(mixed, strikes, stride_time(strikes, 0.7) / 2)
    agrees = found == wrong
    assert agrees.mean() > 0.9
    again = exchanged(mixed, found).joints["near_knee"][agrees]
    np.testing.assert_allclose(again, body().joints["near_knee"][agrees])


def test_names_by_chance_are_not_put_right() -> None:
    generator = np.random.default_rng(3)
    strikes = strikes_in_turn(body(), 0.7, 0.0, 5.0)
    chance = [
        (one, leg) for (one, _), leg in zip(strikes, generator.choice(["near", "far"], 99), strict=False)
    ]
    few = chance[:4]
    assert not exchanged_legs(body(), few, 0.357).any()
