"""Loads of a recording over time as a picture by itself, as SVG or PNG."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from psoas.draw.chart import Band, Chart, Line, Panel, Rgb, chart_picture, chart_svg
from psoas.draw.sweep_plot import check_kind
from psoas.findings import LoadMotion
from psoas.recordings import band_of

RIGHT: Final[Rgb] = (0, 114, 178)
LEFT: Final[Rgb] = (179, 71, 0)
"""Of the report's curves; L4/L5 and L5/S1 have the same two, so each panel has its own legend."""

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


def motion_file(loads: LoadMotion, title: str, path: Path) -> bytes:
    """The content of a picture file of loads over time, see `motion_chart`.

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
    """Loads from the first told frame to the last, with their bands and a scale in body weights on the right."""
    loads = _told_part(loads)

    def band(name: str, colour: Rgb) -> Band:
        known = np.isfinite(loads.value[name])
        low, high = (np.where(known, end, np.nan) for end in band_of(loads, name))
        return Band(low, high, colour)

    panels = []
    for words, (first, first_words), (second, second_words) in PANELS:
        lines = (
            Line(loads.value[first], RIGHT, 2.2),
            Line(loads.value[second], LEFT, 2.2, dashed=True),
        )
        bands = (band(first, RIGHT),) if first == "L4_L5" else (band(first, RIGHT), band(second, LEFT))
        legend = ((first_words, RIGHT, False), (second_words, LEFT, True))
        panels.append(Panel(words, lines, bands, loads.weight, legend))
    return Chart(
        title=title,
        subtitle=f"{SOURCES[loads.ground]} Carried in {100 * loads.carried:.0f} % of the frames told. "
        "Scale at the right: times body weight.",
        across=loads.value.time,
        across_label="time [s]",
        panels=tuple(panels),
        legend=(),
    )


def _told_part(loads: LoadMotion) -> LoadMotion:
    """Without what lies before the first and after the last frame that is told; all of it where none is."""
    told = np.flatnonzero(np.isfinite(loads.value.values).any(axis=1))
    if not len(told):
        return loads
    inside = np.zeros(len(loads.value), dtype=bool)
    inside[told[0] : told[-1] + 1] = True
    value, low, high = (series.where(inside) for series in (loads.value, loads.low, loads.high))
    return replace(loads, value=value, low=low, high=high)
