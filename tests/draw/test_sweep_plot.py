"""A sweep as a chart: both sides can be told apart where their lines coincide."""

from pathlib import Path

import numpy as np

from psoas.body.loading import load_body
from psoas.draw.axis import Axis
from psoas.draw.canvas import Ink
from psoas.draw.chart import FILE, Chart, Line, Panel, chart_picture
from psoas.draw.sweep_plot import COLOURS, plot_file
from psoas.muscle.sweep import sweep as psoas_sweep
from psoas.sides import SIDES


def test_the_left_is_dashed_so_that_the_right_shows_through_where_they_coincide() -> None:
    sides = psoas_sweep(load_body(), "lumbar_bending", np.radians([-20, 0, 20]))
    drawn = plot_file(sides, Path("a.svg")).decode()
    assert drawn.count("stroke-dasharray") == 4, "the legend and three panels"
    one = plot_file(psoas_sweep(load_body(), "hip_flexion_l", [0.0, 1.0]), Path("a.svg")).decode()
    assert "stroke-dasharray" not in one
    flat, ends = np.zeros(2), np.array([0.0, 1.0])
    lines = [Line(ends, flat, Ink("", COLOURS[side], 3.4, dashed=side == "l")) for side in SIDES]
    panel = Panel(Axis(-1.0, 1.0), tuple(lines), title="both")
    chart = Chart("", "", Axis(0.0, 1.0), "", (panel,), FILE)
    for colour in COLOURS.values():
        pixels = np.asarray(chart_picture(chart).convert("RGB"))
        assert 2000 < (pixels == colour).all(axis=-1).sum() < 12_000
