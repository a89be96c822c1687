"""The plot over the stride draws both legs over the band of a study, and says what it shows."""

import re
from dataclasses import replace

import numpy as np
import pytest

from psoas.draw import StrideLine, StridePlot, stride_svg

PERCENT = np.arange(101.0)
WAVE = 20 * np.sin(2 * np.pi * PERCENT / 100)


LINES = (StrideLine("left", WAVE, np.full(101, 2.0)), StrideLine("right", -WAVE))
PLOT = StridePlot("stride-hip", "Hip", PERCENT, LINES)


def test_both_legs_and_the_spread_where_it_is_known() -> None:
    svg = stride_svg(PLOT)
    assert svg.count('class="curve curve-1"') == 1
    assert svg.count('class="curve curve-2"') == 1
    assert svg.count('class="band band-1"') == 1
    assert 'class="band band-2"' not in svg, "a single stride has no spread"
    assert "percent of the stride" in svg


def test_a_study_lies_behind_the_legs() -> None:
    percent = np.arange(0.0, 101.0, 2.0)
    norm = (percent, np.zeros(51), np.full(51, 5.0))
    svg = stride_svg(replace(PLOT, norm=norm))
    assert svg.index("band-norm") < svg.index("band-1")
    assert "A pale band shows what a study found." in svg


def test_it_is_said_in_words_when_and_how_far() -> None:
    svg = stride_svg(replace(PLOT, toe_off=39.4))
    assert "left from \N{MINUS SIGN}20° at 75 percent to +20° at 25 percent" in svg
    assert "leaves the ground at 39 percent" in svg
    assert "foot on the ground" in svg


@pytest.mark.parametrize("unit", ["°", " mm", " N", " mm/s"])
def test_marks_are_round_and_hold_every_value(unit: str) -> None:
    svg = stride_svg(replace(PLOT, unit=unit))
    marks = [
        float(word.replace("\N{MINUS SIGN}", "-"))
        for word in re.findall(r'text-anchor="end">([^<°]+)°?<', svg)
    ]
    assert min(marks) <= -20
    assert max(marks) >= 22


def test_a_gap_breaks_the_line_and_nothing_gives_nothing() -> None:
    holed = WAVE.copy()
    holed[40:50] = np.nan
    assert stride_svg(replace(PLOT, lines=(StrideLine("left", holed),))).count("curve-1") == 2
    assert stride_svg(replace(PLOT, lines=())) == ""
