"""The legend's bar has the colours of the scale, from shorter to longer, and says what they stand for."""

import re

import numpy as np
import pytest

from psoas.app.body3d.legend import legend_html
from psoas.draw.stretch_scale import PERCENT, ramp


def test_the_bar_runs_through_the_colours_that_the_muscles_have() -> None:
    stops = re.findall(r"#([0-9a-f]{6})", legend_html())
    shown = np.array([list(bytes.fromhex(stop)) for stop in stops], dtype=float)
    assert shown == pytest.approx(ramp(np.linspace(-1, 1, len(stops))), abs=1)
    assert shown[0][2] > shown[0][0], "shorter is blue"
    assert shown[-1][0] > shown[-1][2], "longer is red"


def test_each_tick_stands_where_its_colour_is() -> None:
    ticks = re.findall(r'<text x="([0-9.]+)%"[^>]*>([^<]*)</text>', legend_html())
    numbers = [float(word.split("\N{NO-BREAK SPACE}")[0].replace("\N{MINUS SIGN}", "-")) for _, word in ticks]
    assert numbers == list(PERCENT.ticks)
    places = [float(left) / 50 - 1 for left, _ in ticks]
    assert places == pytest.approx(PERCENT.place(numbers), abs=0.002)
    assert [word[-1] == "%" for _, word in ticks] == [abs(one) == PERCENT.limit for one in numbers]
