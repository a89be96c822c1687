"""What is drawn lies at its place, and words are safe in SVG and whole in pixels."""

from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from psoas.draw.canvas import FINE, PAPER, WIDE, ChartFrame, Ink, PageSvg, Pixels, Spot, Svg
from psoas.timeseries import Mask

FRAME = ChartFrame(width=100, left=20, right=30, top=0, bottom=0, plot=40)
RED = (200, 0, 0)


def marked(*draws: tuple[list[Spot], Ink]) -> Mask:
    """(160, 400) where there is no paper, after lines were drawn."""
    picture = Image.new("RGB", (round(FRAME.width * FINE), 40 * FINE), PAPER)
    for places, ink in draws:
        Pixels(FRAME, picture).draw(places, ink, "line")
    found: Mask = (np.asarray(picture) != PAPER).any(axis=-1)
    return found


def test_a_share_is_a_place_between_the_margins_and_a_shift_is_in_pixels() -> None:
    assert [FRAME.x(Spot(share, 0)) for share in (0, 0.5, 1)] == [20, 45, 70]
    assert FRAME.x(Spot(1, 0, -4)) == 66
    stretched = ChartFrame(width=0, left=20, right=30, top=0, bottom=0, plot=40)
    assert stretched.x(Spot(0.25, 0, 8)) == WIDE / 4, "a shift in pixels has no place in a stretched plot"


def test_a_box_fills_its_pixels_in_its_own_colour() -> None:
    picture = Image.new("RGB", (400, 160), PAPER)
    corners = [Spot(0, 10), Spot(1, 10), Spot(1, 30), Spot(0, 30)]
    Pixels(FRAME, picture).draw(corners, Ink(colour=RED), "solid")
    rows, columns = np.nonzero((np.asarray(picture) == RED).all(axis=-1))
    assert (columns.min(), columns.max()) == pytest.approx((20 * FINE, 70 * FINE), abs=1)
    assert (rows.min(), rows.max()) == pytest.approx((10 * FINE, 30 * FINE), abs=1)


def test_a_dashed_line_covers_about_half_of_a_whole_one() -> None:
    across = [Spot(0, 20), Spot(0.4, 20), Spot(1, 20)]
    whole, dashed = (marked((across, Ink(colour=RED, dashed=dashed))) for dashed in (False, True))
    assert 0.4 < dashed.sum() / whole.sum() < 0.75
    assert not (dashed & ~whole).any()


def test_words_from_a_file_s_name_stay_words() -> None:
    for kind in (Svg, PageSvg):
        canvas = kind(FRAME)
        canvas.text(Spot(0, 10), '<script>alert("&")</script>', Ink())
        (element,) = [ElementTree.fromstring(words) for words in canvas.words]
        assert element.text == '<script>alert("&")</script>'
        canvas.text(Spot(0, 10), "", Ink())
        assert len(canvas.words) == 1, "no words are no element"


def test_a_file_has_its_own_colours_and_a_page_gives_its_own_to_classes() -> None:
    for kind, own in ((Svg, True), (PageSvg, False)):
        canvas = kind(FRAME)
        canvas.draw([Spot(0, 0), Spot(1, 9)], Ink("curve now", RED), "line")
        canvas.draw([Spot(0, 0), Spot(1, 9), Spot(1, 0)], Ink("curve now", RED), "band")
        assert ("#c80000" in canvas.shapes[0]) is own
        assert ('class="curve now"' in canvas.shapes[0]) is not own
        assert ('class="band now"' in canvas.shapes[1]) is not own
