"""Scales hold what they are made for, and their marks are round."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.draw.axis import Axis, axis_between, axis_over, multiples, number, step_of
from psoas.words import MINUS

VALUES = st.lists(st.floats(-1e4, 1e4).map(lambda value: round(value, 3)), min_size=1, max_size=6)


@given(VALUES, st.floats(0, 50), st.floats(0, 500))
def test_an_axis_holds_zero_and_every_value_with_the_room_beyond_them(
    values: list[float], room: float, shortest: float
) -> None:
    axis = axis_over([*values, math.nan], room=room, shortest=shortest)
    slack = 1e-6 * (axis.high - axis.low)
    assert axis.low <= min(0.0, *values) - room + slack
    assert axis.high >= max(0.0, *values) + room - slack
    assert axis.high - axis.low >= shortest - slack


@given(VALUES, st.integers(2, 10))
def test_marks_are_evenly_spaced_multiples_of_one_two_or_five(values: list[float], most: int) -> None:
    axis = axis_over(values, most=most)
    marks = np.array([value for value, _ in axis.ticks])
    step = float(np.diff(marks)[0])
    assert np.allclose(np.diff(marks), step)
    assert float(f"{step:.6e}".split("e")[0]) in (1.0, 2.0, 5.0)
    assert np.allclose(marks / step, np.round(marks / step), atol=1e-6)
    assert marks[[0, -1]] == pytest.approx([axis.low, axis.high]), "the ends carry marks"
    assert len(marks) <= most + 2
    assert [float(words.replace(MINUS, "-")) for _, words in axis.ticks] == pytest.approx(
        list(marks), rel=1e-5
    )


@given(st.floats(1e-3, 1e6), st.integers(1, 12))
def test_a_step_is_the_smallest_round_one_that_needs_no_more_marks(span: float, most: int) -> None:
    step = step_of(span, most)
    smaller = [round_one for power in range(-6, 7) for factor in (1, 2, 5)
               if (round_one := factor * 10.0**power) < step * 0.99]  # fmt: skip
    assert span / step <= most * 1.01
    assert span / max(smaller) > most * 0.99


def test_an_axis_between_values_ends_at_them_with_marks_only_inside() -> None:
    axis = axis_between(np.array([-20.0, 47.0, 3.0]), step=30.0)
    assert (axis.low, axis.high) == (-20.0, 47.0)
    assert [value for value, _ in axis.ticks] == [0.0, 30.0]
    still = axis_between(np.array([5.0, 5.0]))
    assert still.share(5.0) == 0.5


def test_marks_in_body_weights_stand_where_the_weight_s_multiples_are() -> None:
    weight = 686.0
    marks = multiples(Axis(-500.0, 2200.0), weight, " x")
    for value, words in marks:
        assert value == pytest.approx(weight * float(words.removesuffix(" x").replace(MINUS, "-")))
    assert [words for _, words in marks] == ["0 x", "1 x", "2 x", "3 x"]


def test_a_number_has_a_wide_minus_and_no_noise_of_its_sum() -> None:
    assert number(0.1 + 0.2) == "0.3"
    assert number(-2.5) == f"{MINUS}2.5"
