"""The legend's bar has the colours of the scale, from shorter to longer."""

import re

import numpy as np
import pytest

from psoas.app.body3d.frames import stretch_scale
from psoas.app.body3d.legend import legend_html


def test_the_bar_runs_through_the_colours_that_the_fascicles_have() -> None:
    stops = re.findall(r"#([0-9a-f]{6})", legend_html())
    shown = np.array([list(bytes.fromhex(stop)) for stop in stops], dtype=float)
    scale = stretch_scale()
    assert shown == pytest.approx(scale.colours(np.linspace(-scale.limit, scale.limit, len(stops))), abs=1)
    assert shown[0][2] > shown[0][0], "shorter is blue"
    assert shown[-1][0] > shown[-1][2], "longer is red"


def test_the_ends_say_how_much_they_stand_for() -> None:
    words = re.sub(r"<[^>]*>", "|", legend_html()).replace("\N{NO-BREAK SPACE}", " ")
    limit = f"{stretch_scale().limit:g} %"
    order = [
        words.index(word)
        for word in ("shorter than in standing", "longer", f"\N{MINUS SIGN}{limit}", f"+{limit}")
    ]
    assert order == sorted(order)
