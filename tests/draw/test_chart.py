"""A chart shows values at their heights, keeps gaps and peaks, and looks the same as a file and as a picture."""

from xml.etree import ElementTree

import numpy as np
import pytest

from psoas.draw.axis import Axis
from psoas.draw.canvas import ChartFrame, Ink
from psoas.draw.chart import (
    FILE,
    Chart,
    Column,
    Level,
    Line,
    Marker,
    Panel,
    chart_picture,
    chart_svg,
    page_svg,
)
from psoas.estimate import Estimate
from psoas.timeseries import Array

SVG = "{http://www.w3.org/2000/svg}"
FRAME = ChartFrame(width=500, left=50, right=50, top=30, bottom=40, plot=200, bins=100)
UP, ACROSS = Axis(-10.0, 10.0), Axis(0.0, 4.0)


def chart(*panels: Panel, frame: ChartFrame = FRAME) -> Chart:
    return Chart("Title", "What <it> shows", ACROSS, "time [s]", panels, frame)


def elements(drawn: Chart, tag: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(chart_svg(drawn)).findall(SVG + tag)


def points(element: ElementTree.Element) -> Array:
    """(N, 2) [px] of a line or a band."""
    return np.array([pair.split(",") for pair in str(element.get("points")).split()], dtype=float)


def test_a_line_goes_through_its_samples() -> None:
    across, values = np.array([0.0, 1.0, 2.0, 4.0]), np.array([-10.0, 0.0, 5.0, 10.0])
    (line,) = elements(chart(Panel(UP, (Line(across, values, Ink()),))), "polyline")
    assert points(line) == pytest.approx(np.column_stack([50 + 100 * across, 130 - 10 * values]), abs=0.06)


def test_the_second_of_two_panels_stands_below_the_first_by_a_plot_and_a_gap() -> None:
    panel = Panel(UP, (Line(np.array([0.0, 4.0]), np.zeros(2), Ink()),))
    first, second = elements(both := chart(panel, panel), "polyline")
    assert points(second) - points(first) == pytest.approx(np.array([[0, 270], [0, 270]]))
    assert both.height - chart(panel).height == 270


def test_a_gap_and_a_hole_between_samples_cut_line_and_band() -> None:
    across = np.concatenate([np.arange(0, 1, 0.1), np.arange(2, 4, 0.1)])
    values = np.sin(across)
    values[15] = np.nan
    drawn = chart(Panel(UP, (Line(across, values, Ink(), (values - 1, values + 1)),)))
    assert [len(points(line)) for line in elements(drawn, "polyline")] == [10, 5, 14]
    assert [len(points(band)) for band in elements(drawn, "polygon")] == [20, 10, 28]


def test_a_single_peak_among_many_samples_is_not_lost() -> None:
    across = np.linspace(0, 4, 50_000)
    values = np.zeros(50_000)
    values[31_234], values[7] = 9.0, -8.0
    (line,) = elements(chart(Panel(UP, (Line(across, values, Ink()),))), "polyline")
    heights = (130 - points(line)[:, 1]) / 10
    assert (heights.max(), heights.min()) == pytest.approx((9.0, -8.0), abs=0.01)
    assert len(heights) < 2 * FRAME.bins


def test_a_column_reaches_from_zero_to_its_value_and_its_aim_lies_across() -> None:
    with_value, empty = (Column(1.0, 0.5, value, Ink("bar"), aim=8.0) for value in (5.0, 0.0))
    box, aim = (str(path.get("d")) for path in elements(chart(Panel(UP, columns=(with_value,))), "path"))
    assert box == "M150.0,80.0 200.0,80.0 200.0,130.0 150.0,130.0Z"
    assert aim == "M150.0,50.0 200.0,50.0"
    assert len(elements(chart(Panel(UP, columns=(empty,))), "path")) == 1, "the aim alone"


def test_a_marker_has_a_band_only_where_its_error_is_known() -> None:
    known, unknown = Estimate(2.0, -1.0, 4.0, "mm"), Estimate(2.0, None, None, "mm")
    counts = [
        len(elements(chart(Panel(UP, markers=(Marker(1.0, one, Ink("mark")),))), "path"))
        for one in (known, unknown)
    ]
    assert counts == [4, 1], "a point, and a line with two ends"


def test_the_picture_is_twice_as_large_as_the_file_and_has_its_lines_at_the_same_places() -> None:
    red = Ink("", (200, 0, 0), width=2)
    flat = chart(Panel(UP, (Line(np.array([0.0, 4.0]), np.full(2, 5.0), red),)), frame=FILE)
    picture = np.asarray(chart_picture(flat))
    assert picture.shape[:2] == (2 * flat.height, 2 * FILE.width)
    rows, columns = np.nonzero((picture == red.colour).all(axis=-1))
    (line,) = elements(flat, "polyline")
    assert rows.mean() == pytest.approx(2 * points(line)[:, 1].mean(), abs=1)
    assert (columns.min(), columns.max()) == pytest.approx(tuple(2 * points(line)[:, 0]), abs=3)


def test_a_chart_in_a_page_is_named_for_people_who_do_not_see_it() -> None:
    panel = Panel(UP, levels=(Level(3.0, "limit <3>"),))
    plain = ElementTree.fromstring(page_svg(chart(panel), "loads"))
    assert (plain.get("role"), plain.get("aria-label")) == ("img", "What <it> shows")
    assert "limit <3>" in [text.text for text in plain.findall("text")]
    titled = ElementTree.fromstring(page_svg(chart(panel), "loads", "hip"))
    names = [element.get("id") for element in titled if element.tag in ("title", "desc")]
    assert str(titled.get("aria-labelledby")).split() == names == ["hip-t", "hip-d"]
