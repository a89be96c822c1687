"""Plots stay small, keep their gaps, and can be read aloud."""

import re
import xml.etree.ElementTree as ET

import numpy as np

from psoas.draw.time_plot import FRAME, Curve, Plot, svg_plot
from psoas.timeseries import Array
from tests.report.made import made_stretch

SVG = "{http://www.w3.org/2000/svg}"


def plot(time: Array, *values: Array, band: float | None = None) -> Plot:
    curves = tuple(Curve(f"line {index}", one, band) for index, one in enumerate(values))
    return Plot("plot-a", "Rear thigh <angle>", "knee behind the hip", time, curves, 10.0, "limit 10°")


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(str(svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_a_plot_says_what_it_shows() -> None:
    time = np.linspace(0, 10, 301)
    root = parsed(svg_plot(plot(time, 12 * np.sin(time)), made_stretch().repetitions))
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "Rear thigh <angle>"
    assert "+12°" in str(root[1].text)
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"


def test_repetitions_and_their_holds_are_shaded() -> None:
    analysis = made_stretch(3)
    time = analysis.angles.time
    svg = svg_plot(plot(time, np.degrees(analysis.angles["rear_thigh_angle"])), analysis.repetitions)
    assert svg.count('class="rep"') == svg.count('class="hold"') == 3


def test_a_gap_splits_the_line_and_its_band() -> None:
    time = np.linspace(0, 10, 301)
    values = np.sin(time)
    values[100:150] = np.nan
    svg = svg_plot(plot(time, values, band=2.0))
    assert svg.count("<polyline") == 2
    assert svg.count("<polygon") == 2


def test_a_hole_in_time_splits_the_line() -> None:
    time = np.concatenate([np.arange(0, 3, 0.1), np.arange(6, 9, 0.1)])
    assert svg_plot(plot(time, np.sin(time))).count("<polyline") == 2


def test_two_hours_give_a_small_plot_that_keeps_the_peaks_and_the_gap() -> None:
    time = np.arange(0, 7200, 1 / 15)
    values = 5 * np.sin(time)
    values[1000] = 40.0
    values[60_000:66_000] = np.nan
    svg = svg_plot(plot(time, values, band=2.0))
    assert len(svg) < 60_000
    assert svg.count("<polyline") == 2
    ys = [
        float(y)
        for line in re.findall(r'<polyline[^>]*points="([^"]*)"', svg)
        for y in re.findall(r",(\S+)", line)
    ]
    assert min(ys) < FRAME.top + 60 < sorted(ys)[1]
    assert "min:s" in svg


def test_nothing_measured_is_no_plot() -> None:
    time = np.linspace(0, 1, 31)
    assert svg_plot(plot(time, np.full(31, np.nan))) == ""
    assert svg_plot(plot(np.array([0.0]), np.array([1.0]))) == ""
    assert svg_plot(plot(np.array([]), np.array([]))) == ""


def test_a_band_that_changes_over_time_and_millimetres() -> None:
    time = np.linspace(0, 10, 301)
    values, band = np.sin(time), 1 + 0.2 * time
    values[100:150] = np.nan
    length = Plot("plot-b", "Length", "longer", time, (Curve("psoas", values, band),), unit=" mm")
    svg = svg_plot(length)
    assert svg.count("<polyline") == svg.count("<polygon") == 2
    assert "+1 mm" in svg
    assert "°" not in svg
    heights = [
        max(ys) - min(ys)
        for points in re.findall(r'<polygon[^>]*points="([^"]*)"', svg)
        for ys in [[float(pair.split(",")[1]) for pair in points.split()]]
    ]
    assert heights[1] > heights[0]
