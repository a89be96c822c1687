"""Loads in words: no finer than they are known, and no difference where the band leaves it open."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.estimate import Estimate
from psoas.recordings.load_lines import change_lines
from psoas.recordings.load_words import (
    banded,
    compared,
    disc_sentences,
    leg_words,
    newtons,
    times,
)
from psoas.words import decimal
from tests.report.made import made_stretch, made_walk
from tests.report.made_loads import with_loads

STRETCH = with_loads(made_stretch(3))


def test_what_bands_do_not_tell_apart_is_not_called_more() -> None:
    assert compared(Estimate(400, 200, 600, "N")) == "so 400 N more (200 to 600 N)"
    assert compared(Estimate(-300, -400, -200, "N")) == "so 300 N less (200 to 400 N)"
    assert "within the band" in compared(Estimate(100, -50, 250, "N"))


def test_numbers_are_not_finer_than_they_are_known() -> None:
    assert banded(Estimate(562.6, 472.4, 1686.7, "N")) == "560 N (470 to 1690 N)"
    assert newtons(93.08) == "93"


def test_legs_are_kneeling_and_front_where_that_is_known() -> None:
    assert leg_words(STRETCH) == {"r": "right, kneeling leg", "l": "left, front leg"}
    assert leg_words(replace(STRETCH, rear_side="left"))["r"] == "right, front leg"
    assert leg_words(replace(STRETCH, rear_side=None)) == {"r": "kneeling leg", "l": "front leg"}
    assert leg_words(made_walk()) == {"r": "right", "l": "left"}


@given(st.floats(-5000, 5000))
def test_newtons_are_within_five_and_end_in_zero_from_a_hundred_on(value: float) -> None:
    shown = newtons(value)
    assert decimal(shown) == pytest.approx(value, abs=5 if abs(value) >= 100 else 0.5)
    if abs(value) >= 100:
        assert shown.endswith("0")


def test_a_small_share_of_the_weight_has_two_digits() -> None:
    assert (times(1800, 700), times(50, 700)) == ("2.6", "0.07")


def test_loads_that_differ_have_a_line_each_and_the_others_share_one() -> None:
    lines = change_lines(
        {
            "L4_L5_compression": Estimate(260.0, 100.0, 400.0, "N"),
            "psoas_r": Estimate(5.0, -20.0, 30.0, "N"),
            "psoas_l": Estimate(-5.0, -20.0, 10.0, "N"),
        }
    )
    assert len(lines) == 2
    assert "+260 N (+100 to +400)" in lines[0]
    assert lines[1].startswith("  No difference beyond the band: ")


def test_the_disc_is_said_with_its_share_of_the_weight_or_not_at_all() -> None:
    assert STRETCH.loads is not None
    first, second = disc_sentences(STRETCH, STRETCH.loads)
    assert "820 N (700 to 1070 N), 1.2 times, at " in first
    assert "in the holds 820 N (700 to 1070 N), before 560 N (480 to 730 N), so 260 N more" in second
    nothing = with_loads(made_walk(), told=False)
    assert nothing.loads is not None
    assert disc_sentences(nothing, nothing.loads) == []
