"""The page shows the psoas: pictures of one scale, its length over time, each attachment."""

import base64
import io
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image

from psoas.draw.psoas_pictures import draw_pictures
from psoas.report.html import render_html
from psoas.report.psoas_section import psoas_section
from tests.draw.test_psoas_pictures import drawn, kneeling, pictures
from tests.report.made import made_photo, made_stretch, made_walk, with_psoas
from tests.report.test_html import Page


@cache
def page(arched: bool) -> str:
    return render_html(kneeling(arched), bodies=pictures(arched))


def test_progress_is_told_and_nothing_is_drawn_where_nothing_is_known() -> None:
    assert drawn(False)[1] == [("drawing the psoas", 0, 2), ("drawing the psoas", 1, 2)]
    for unknown in (made_stretch(hidden_back=True), made_walk(), made_photo()):
        assert draw_pictures(with_psoas(unknown)) == []
        assert psoas_section(with_psoas(unknown)) is None


def test_a_psoas_that_was_measured_in_no_hold_is_not_drawn() -> None:
    """A lunge takes the hip farther than the model holds; lines that stop before each hold said nothing."""
    known = kneeling(False)
    lost = replace(known, repetitions=tuple(replace(one, psoas_change=None) for one in known.repetitions))
    assert psoas_section(known) is not None
    assert psoas_section(lost) is None


def test_every_attachment_has_a_row_of_colours_and_a_row_of_the_table() -> None:
    section = psoas_section(kneeling(True), pictures(True))
    assert section is not None
    assert section.strip.count("<image ") == 11
    assert section.strip.count('class="held"') == 2
    assert [row[0] for row in section.rows][0::11] == ["Body of L1", "The psoas as a whole"]
    assert section.columns == ("Repetition 1", "Model, still back")
    assert all(
        re.fullmatch(r"[+\N{MINUS SIGN}]?\d+ ± \d+ mm", value) for row in section.rows for value in row[1:]
    )


def test_a_gap_is_clear_in_the_strip_and_cuts_the_curve() -> None:
    section = psoas_section(kneeling(False))
    assert section is not None
    uri = re.findall(r'href="data:image/png;base64,([^"]*)"', section.strip)[0]
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(uri))))
    clear = pixels[0, :, 3] == 0
    assert clear.sum() == 4
    assert section.plot.count("<polyline") == section.plot.count("<polygon") == 2


@pytest.mark.parametrize("arched", [False, True])
def test_the_page_tells_it_in_words_and_stays_readable(arched: bool) -> None:
    found = Page(page(arched))
    assert "The psoas" in found.text
    assert "mm longer" in found.text
    images = found.all("img")
    assert len(images) == len(pictures(arched))
    assert all("psoas" in str(one["alt"]) for one in images)
    assert all(str(one["href"]).startswith("data:image/png") for one in found.all("image"))
    ids = [str(attributes["id"]) for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert "http:" not in page(arched).replace("http-equiv", "")
    assert page(arched).count("<caption>") == len(found.all("table"))


def test_a_page_without_it_says_nothing_of_it() -> None:
    text = Page(render_html(made_walk())).text
    assert "longer (+)" not in text
    assert "Psoas, length" not in text
