"""A forecast as a chart: bands from the widest to the narrowest, the measured points over them."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from psoas.draw import Outlook, OutlookLine, outlook_file_svg, outlook_picture, outlook_svg
from psoas.draw.canvas import TICK_PX
from psoas.draw.letters import width_in_a_page
from psoas.estimate import Estimate
from psoas.words import LANGUAGES, Language, speaking

TODAY = date(2026, 3, 2)


def line(label: str, weeks: int, banded: bool = False) -> OutlookLine:
    days = np.array([(TODAY + timedelta(weeks=week)).toordinal() for week in range(weeks + 1)], dtype=float)
    values = np.linspace(2, 4, weeks + 1)
    bands = tuple((values - width, values + width) for width in (6.0, 3.0)) if banded else ()
    return OutlookLine(label, days, values, bands)


def an_outlook(points: int = 2) -> Outlook:
    measured = [
        (TODAY - timedelta(14 * (points - one)), Estimate.of(float(one), 2.0, "deg")) for one in range(points)
    ]
    return Outlook("Left hip", None, [line("As now", 10, banded=True), line("Stop", 10)], measured, TODAY)


def drawn(svg: str) -> list[ElementTree.Element]:
    """The plot for a screen, and the one for a phone."""
    return list(ElementTree.fromstring(f"<div>{svg}</div>"))


def test_a_page_has_both_bands_the_lines_and_the_points() -> None:
    root, narrow = drawn(outlook_svg(an_outlook(), "Ten weeks & more", "left"))
    kinds = [one.get("class") for one in root.iter()]
    assert [one.get("class") for one in narrow.iter()].count("mark round") == 2
    assert kinds.count("band band-1") == 2
    assert kinds.count("mark round") == 2
    assert {"curve curve-1", "curve curve-2", "rep"} <= set(kinds)
    assert root.get("role") == "img"
    assert "Ten weeks & more" in "".join(root.itertext())


def test_dates_stand_in_whole_weeks_from_today() -> None:
    root = ElementTree.fromstring(outlook_file_svg([an_outlook()], "Title", "Words"))
    words = [one.text for one in root.iter() if one.tag.endswith("text")]
    assert "2 Mar" in words
    assert {"As now", "Stop", "forecast", "Left hip"} <= set(words)


def test_hips_stand_one_above_the_other() -> None:
    one, two = (outlook_picture([an_outlook()] * count, "Title", "Words") for count in (1, 2))
    assert one.width == two.width
    assert two.height > one.height + 400


def test_a_forecast_without_a_test_is_drawn_too() -> None:
    root, _narrow = drawn(outlook_svg(an_outlook(points=0), "Words", "hip"))
    assert [one.get("class") for one in root.iter()].count("mark round") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_on_a_phone_do_not_run_into_each_other(language: Language) -> None:
    with speaking(language):
        wide, narrow = drawn(outlook_svg(an_outlook(), "Words", "hip"))
    assert {one.get("id") for one in wide}.isdisjoint({one.get("id") for one in narrow} - {None})
    width = float((narrow.get("viewBox") or "").split()[2])
    dates = [
        one for one in narrow.iter("text") if one.get("class") == "tick" and float(one.get("y", "0")) > 270
    ]
    places = [(float(one.get("x", "0")), width_in_a_page(one.text or "", TICK_PX) / 2) for one in dates]
    assert len(places) >= 3
    assert places[-1][0] + places[-1][1] <= width
    for (left, half), (right, other) in pairwise(places):
        assert left + half < right - other
