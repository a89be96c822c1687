"""Loads of a recording over time as a chart."""

from dataclasses import replace
from typing import Final

import numpy as np

from psoas.draw.axis import axis_between, axis_over, multiples
from psoas.draw.canvas import Ink
from psoas.draw.chart import FILE, Chart, Line, Panel
from psoas.findings import LoadMotion
from psoas.recordings import band_of
from psoas.timeseries import Array

FIRST, SECOND = Ink("", (0, 114, 178), 2.2), Ink("", (179, 71, 0), 2.2, dashed=True)
"""Of the two lines of a panel, in the report's colours."""

SOURCES: Final = {
    "measured": "Ground forces measured.",
    "predicted": "Ground forces predicted, not measured.",
    "held still": "Ground forces predicted, each moment as if held still.",
}
PANELS: Final = (
    ("Compression of the lowest discs [N]", ("L4_L5", "L4/L5, with its band"), ("L5_S1", "L5/S1")),
    ("Contact force of the hips [N]", ("hip_r", "right hip"), ("hip_l", "left hip")),
    ("Pull of the psoas [N]", ("psoas_r", "right psoas"), ("psoas_l", "left psoas")),
)


def motion_chart(loads: LoadMotion, title: str) -> Chart:
    """Loads from the first to the last computed frame, with their bands and a scale in body weights on the right."""
    known = np.flatnonzero(np.isfinite(loads.value.values).any(axis=1))
    part = slice(known[0], known[-1] + 1) if len(known) else slice(None)
    time = loads.value.time[part]

    def panel(title: str, *names: tuple[str, str]) -> Panel:
        lines = []
        for ink, (name, _) in zip((FIRST, SECOND), names, strict=True):
            low, high = (end[part] for end in band_of(loads, name))
            lines.append(Line(time, loads.value[name][part], ink, None if name == "L5_S1" else (low, high)))
        ends: list[Array] = [end for line in lines for end in (line.values, *(line.band or ()))]
        up = axis_over(np.concatenate(ends))
        legend = tuple((words, ink) for ink, (_, words) in zip((FIRST, SECOND), names, strict=True))
        return Panel(up, tuple(lines), title=title, right=multiples(up, loads.weight, " x"), legend=legend)

    return Chart(
        title=title,
        says=f"{SOURCES[loads.ground]} Carried in {100 * loads.carried:.0f} % of the frames told. "
        "Scale at the right: times body weight.",
        across=axis_between(time),
        label="time [s]",
        panels=tuple(panel(*one) for one in PANELS),
        frame=replace(FILE, right=64),
    )
