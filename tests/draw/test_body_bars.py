"""Bars end at their values, on one scale, and no word is cut off."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from psoas.draw import body_bars, load_pictures
from psoas.draw.body_bars import BarPage, Cell, LoadBar, Sheet, draw_sheet
from psoas.draw.body_layers import INK, PAPER
from psoas.draw.letters import letters, wrapped
from psoas.draw.stretch_scale import StretchScale
from psoas.estimate import Estimate
from psoas.timeseries import Array
from tests.report.made_loads import WEIGHT

Mask = NDArray[np.bool_]
COLOUR = (230, 159, 0)


def sheet(*figures: Estimate, note: str = "", cells: int = 1) -> Sheet:
    picture = Image.new("RGB", (200, 300), (10, 10, 10))
    bars = tuple(LoadBar("Disc L4/L5", COLOUR, figure) for figure in figures)
    cell = Cell("A posture", "What it is.", picture, bars, note)
    return Sheet("Title", "Subtitle", (cell,) * cells, WEIGHT, StretchScale(10.0), "At the foot.")


def pixels(picture: Image.Image) -> Array:
    return np.asarray(picture).astype(float)


def near(picture: Image.Image, colour: tuple[int, int, int]) -> Mask:
    """(H, W) where a picture has a colour."""
    found: Mask = np.abs(pixels(picture) - colour).max(axis=2) < 3
    return found


def test_a_bar_ends_at_its_value_and_its_line_at_the_band() -> None:
    figure = Estimate(600.0, 450.0, 900.0, "N")
    one = sheet(figure)
    picture, layout = draw_sheet(one), BarPage(one)
    bars = near(picture, COLOUR)
    columns = np.flatnonzero(bars.any(axis=0))
    rows = np.flatnonzero(bars.any(axis=1))
    zero = columns[0]
    assert columns[-1] - zero == pytest.approx(layout.along(figure.value), abs=2)
    line = near(picture, INK)[(rows[0] + rows[-1]) // 2, zero : zero + body_bars.BARS]
    inked = np.flatnonzero(line)
    assert inked[0] == pytest.approx(layout.along(450.0), abs=3)
    assert inked[-1] == pytest.approx(layout.along(900.0), abs=3)


def test_all_bars_have_one_scale_that_holds_the_widest_band() -> None:
    layout = BarPage(sheet(Estimate(100, 90, 120, "N"), Estimate(3000, 2000, 3900, "N")))
    assert layout.along(3900) <= body_bars.BARS
    assert layout.along(3000) == pytest.approx(30 * layout.along(100))
    assert BarPage(sheet(Estimate(100, 90, 120, "N"))).most > WEIGHT


def test_pulls_have_a_scale_of_their_own() -> None:
    pull = LoadBar("Right psoas", load_pictures.PSOAS, Estimate(180.0, 90.0, 430.0, "N"), pull=True)
    one = sheet(Estimate(2800.0, 1700.0, 5000.0, "N"))
    cell = replace(one.cells[0], bars=(*one.cells[0].bars, pull))
    both = replace(one, cells=(cell,))
    layout = BarPage(both)
    assert layout.most == BarPage(one).most
    assert layout.along(430.0, pull=True) == pytest.approx(body_bars.BARS / 1.02)
    drawn = np.flatnonzero(near(draw_sheet(both), load_pictures.PSOAS).any(axis=0))
    assert np.ptp(drawn) == pytest.approx(layout.along(180.0, pull=True), abs=2)
    assert layout.along(180.0, pull=True) > 10 * layout.along(180.0)


def test_words_stay_within_their_width_and_make_room() -> None:
    words = "The same stretch with the fault: the pelvis tips forward and the back arches. " * 4
    lines = wrapped(words, body_bars.RIGHT, body_bars.WORDS)
    assert " ".join(lines) == words.strip()
    assert max(letters(body_bars.WORDS).getlength(line) for line in lines) <= body_bars.RIGHT
    usual, long = (BarPage(sheet(Estimate(1, 1, 1, "N"), note=note)) for note in ("", 8 * words))
    assert long.height > usual.height


@pytest.mark.parametrize(("cells", "columns"), [(1, 1), (3, 1), (4, 2), (8, 2)])
def test_nothing_reaches_the_edge(cells: int, columns: int) -> None:
    one = sheet(Estimate(600, 500, 800, "N"), cells=cells)
    picture = draw_sheet(one)
    assert BarPage(one).columns == columns
    inked = np.abs(pixels(picture) - PAPER).max(axis=2) > 12
    for edge in (inked[:20], inked[-20:], inked[:, :20], inked[:, -20:]):
        assert not edge.any()
