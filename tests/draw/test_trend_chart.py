"""Weeks on a page: heights follow the values, the sides stand beside each other, and no word runs into the next."""

import itertools
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import numpy as np
import pytest

from psoas.draw.chart import Level
from psoas.draw.trend_chart import FRAME, MOST_LABELS, columns_svg, dots_svg
from psoas.estimate import Estimate
from psoas.timeseries import Array

FIRST = date(2026, 1, 5)
WEEKS = [FIRST + timedelta(weeks=week) for week in range(12)]


def paths(svg: str, kind: str) -> list[Array]:
    """(N, 2) [px] of each part with a class."""
    found = [one for one in ElementTree.fromstring(svg).findall("path") if one.get("class") == kind]
    return [np.array(re.findall(r"-?[\d.]+", str(one.get("d"))), dtype=float).reshape(-1, 2) for one in found]


def test_a_column_is_as_high_as_its_value_and_its_aim_lies_where_it_would_end() -> None:
    svg = columns_svg("Minutes", {"round": [(day, 2.0 + week, 4.0) for week, day in enumerate(WEEKS)]})
    heights = np.array([np.ptp(box[:, 1]) for box in paths(svg, "bar round")])
    assert heights / heights[0] == pytest.approx((2.0 + np.arange(12)) / 2.0, abs=0.02)
    aims = np.array([aim[:, 1] for aim in paths(svg, "aim")])
    assert (aims == paths(svg, "bar round")[2][:, 1].min()).all(), "the third week has just what was aimed at"


def test_the_columns_of_the_sides_stand_beside_each_other() -> None:
    rows = [(day, 3.0, None) for day in WEEKS]
    svg = columns_svg("Minutes", {"round": rows, "square": rows})
    boxes = sorted(
        (box[:, 0].min(), box[:, 0].max())
        for kind in ("round", "square")
        for box in paths(svg, f"bar {kind}")
    )
    assert all(right < left for (_, right), (left, _) in itertools.pairwise(boxes))
    assert boxes[0][0] >= FRAME.left
    assert boxes[-1][1] <= FRAME.width - FRAME.right


def test_a_point_stands_between_the_ends_of_its_band_and_the_limits_are_within_the_chart() -> None:
    estimate = Estimate(6.0, 3.0, 8.0, "deg")
    svg = dots_svg("Hip", {"round": [(day, estimate) for day in WEEKS[:3]]}, [Level(15.0, "good")])
    middle = np.mean([point[:, 1].mean() for point in paths(svg, "mark round")])
    bands = [band for band in paths(svg, "band round") if np.ptp(band[:, 1]) > 0]
    above, below = bands[0][:, 1].min(), bands[0][:, 1].max()
    assert (below - middle) / (middle - above) == pytest.approx(3 / 2, abs=0.05)
    (limit,) = paths(svg, "limit")
    assert FRAME.top <= limit[0, 1] < above


@pytest.mark.parametrize("count", [1, 2, 5, 6, 12])
def test_there_are_few_labels_and_the_first_week_has_one(count: int) -> None:
    svg = columns_svg("Minutes", {"round": [(day, 1.0, None) for day in WEEKS[:count]]})
    labels = [
        text.text
        for text in ElementTree.fromstring(svg).findall("text")
        if re.search("[a-z]", text.text or "")
    ]
    assert labels[0] == "5 Jan"
    assert min(count, 3) <= len(labels) <= MOST_LABELS


def test_a_single_week_stands_in_the_middle() -> None:
    svg = dots_svg("Hip", {"round": [(FIRST, Estimate(6.0, None, None, "deg"))]})
    (point,) = paths(svg, "mark round")
    assert point[:, 0].mean() == pytest.approx(FRAME.left + FRAME.across / 2, abs=0.5)
