"""Loads of a recording over time as a picture by itself, as SVG or PNG."""

import io
from pathlib import Path
from typing import Final

import numpy as np

from psoas.findings.analysis import LoadMotion
from psoas.report.chart import Band, Chart, Line, Panel, Rgb, chart_picture, chart_svg
from psoas.report.load_words import carried_words
from psoas.report.sweep_plot import check_kind

RIGHT: Final[Rgb] = (0, 114, 178)
LEFT: Final[Rgb] = (179, 71, 0)
"""Of the report's curves; L4/L5 and L5/S1 have the same two."""

SOURCES: Final = {
    "measured": "Ground forces measured.",
    "predicted": "Ground forces predicted, not measured.",
    "held still": "Ground forces predicted, each moment as if held still.",
}
PANELS: Final = (
    ("Compression of the lowest discs [N]", "L4_L5", "L5_S1"),
    ("Contact force of the hips [N]", "hip_r", "hip_l"),
    ("Pull of the psoas [N]", "psoas_r", "psoas_l"),
)


def motion_picture(loads: LoadMotion, title: str, path: Path) -> bytes:
    """The content of a picture of loads over time, with their bands and a scale in body weights on the right.

    Args:
        loads: of a recording.
        title: above, such as the name of the file.
        path: its name's end says the kind.

    Raises:
        UsageError: the name ends in neither .svg nor .png.
    """
    check_kind(path)
    chart = motion_chart(loads, title)
    if path.suffix.lower() == ".svg":
        return chart_svg(chart).encode()
    buffer = io.BytesIO()
    chart_picture(chart).save(buffer, "PNG")
    return buffer.getvalue()


def motion_chart(loads: LoadMotion, title: str) -> Chart:
    """The chart of loads over time."""

    def band(name: str, colour: Rgb) -> Band:
        known = np.isfinite(loads.value[name])
        return Band(*(np.where(known, end[name], np.nan) for end in (loads.low, loads.high)), colour)

    panels = []
    for words, first, second in PANELS:
        lines = (
            Line(loads.value[first], RIGHT, 2.2),
            Line(loads.value[second], LEFT, 2.2, dashed=True),
        )
        bands = (band(first, RIGHT),) if first == "L4_L5" else (band(first, RIGHT), band(second, LEFT))
        panels.append(Panel(words, lines, bands, loads.weight))
    return Chart(
        title=title,
        subtitle=f"{SOURCES[loads.ground]} {carried_words(loads)} At the right: times body weight.",
        across=loads.value.time,
        across_label="time [s]",
        panels=tuple(panels),
        legend=(("L4/L5, with its band; right side", RIGHT, False), ("L5/S1; left side", LEFT, True)),
    )
