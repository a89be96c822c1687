"""Strides in words: units, spread, and a difference that could be none."""

import pytest

from psoas.estimate import Estimate
from psoas.findings import (
    STRIDE_LABELS,
    difference_words,
    mean_words,
    norm_words,
    spread_words,
    stride_counts,
    value_words,
)
from psoas.findings.stride_words import STRIDE_UNITS
from psoas.strides import FIGURES, Norm, SideFigure, Stride
from psoas.strides.stride import UNITS


def test_every_figure_has_a_name_and_every_unit_its_words() -> None:
    assert set(STRIDE_LABELS) == set(FIGURES)
    assert set(STRIDE_UNITS) == set(UNITS.values())


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(12.4, "deg", "12°"), (-0.3, "deg", "0°"), (-12.6, "deg", "\N{MINUS SIGN}13°"), (0.2451, "s", "245 ms"),
     (0.22, "m", "22 cm"), (164.4, "1/min", "164 steps/min")],
)  # fmt: skip
def test_values(value: float, unit: str, words: str) -> None:
    assert value_words(value, unit) == words


def test_means_have_their_band_and_their_spread() -> None:
    figure = SideFigure(
        "contact_s", "s", {"left": Estimate.of(0.25, 0.01, "s")}, {"left": 0.004}, {"left": 3}, None
    )
    assert (mean_words(figure, "left"), spread_words(figure, "left")) == ("250 ± 20 ms", "spread 4 ms")
    assert (mean_words(figure, "right"), spread_words(figure, "right")) == ("not measured", "")
    bare = SideFigure(
        "contact_s", "s", {"left": Estimate(0.25, None, None, "s")}, {"left": None}, {"left": 1}, None
    )
    assert (mean_words(bare, "left"), spread_words(bare, "left")) == ("250 ms", "")


def test_a_difference_says_whether_it_could_be_none() -> None:
    assert difference_words(Estimate.of(6.2, 2.0, "deg")) == ("+6 ± 4°", "")
    assert difference_words(Estimate.of(-2.0, 2.0, "deg")) == ("\N{MINUS SIGN}2 ± 4°", "could be none")
    assert difference_words(Estimate.of(0.0, 2.0, "deg"))[0] == "0 ± 4°"
    assert difference_words(None) == ("not compared", "")


def test_norms_and_their_absence() -> None:
    assert norm_words(Norm(164, 9, "1/min", "at 9.9 km/h", "x")) == ("164 (9) steps/min", "at 9.9 km/h")
    assert norm_words(Norm(0.287, None, "s", "", "x"))[0] == "287 ms"
    assert norm_words(None) == ("no study found", "")


def test_strides_are_counted_by_leg() -> None:
    one = Stride(None, "left", "running", 0.0, 0.2, 0.7)
    assert stride_counts([one]) == "1 whole stride: 1 of the left leg"
    other = Stride(None, "right", "running", 0.3, 0.5, 1.0)
    assert stride_counts([one, one, other]) == "3 whole strides: 2 of the left and 1 of the right leg"
