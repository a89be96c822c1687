"""The page shows the psoas: pictures of one scale, its length over time, each attachment."""

import base64
import io
import re
from functools import cache

import numpy as np
import pytest
from PIL import Image

from psoas.draw.psoas_pictures import SIZE, BodyPicture, draw_pictures, psoas_scale
from psoas.findings.analysis import Analysis
from psoas.report.html import render_html
from psoas.report.psoas_section import psoas_section
from tests.report.made import made_photo, made_stretch, made_walk, with_psoas
from tests.report.test_html import Page

Stage = tuple[str, int, int | None]


@cache
def kneeling(arched: bool) -> Analysis:
    return with_psoas(made_stretch(arched=arched))


@cache
def drawn(arched: bool) -> tuple[list[BodyPicture], list[Stage]]:
    """The pictures, and what was told while they were drawn."""
    stages: list[Stage] = []
    return draw_pictures(kneeling(arched), lambda *stage: stages.append(stage)), stages


def pictures(arched: bool) -> list[BodyPicture]:
    return drawn(arched)[0]


@cache
def page(arched: bool) -> str:
    return render_html(kneeling(arched), bodies=pictures(arched))


def red_share(picture: BodyPicture) -> float:
    """How much of the picture is red, away from the words and the colour bar."""
    file = io.BytesIO(base64.b64decode(picture.uri.split(",")[1]))
    rgb = np.asarray(Image.open(file).convert("RGB")).astype(int)[80:470]
    return float((rgb[..., 0] - rgb[..., 2] > 60).mean())


def test_a_correct_stretch_is_drawn_beside_its_start_and_an_arched_one_beside_the_model_too() -> None:
    assert [one.short for one in pictures(False)] == ["Your start", "Repetition 1"]
    assert [one.short for one in pictures(True)] == ["Your start", "Repetition 1", "Model, still back"]
    assert pictures(True)[2].caption.startswith("Model, not you")
    assert "back arched 24°, hip opened 4°" in pictures(True)[1].caption
    assert "back quiet, hip opened 19°" in pictures(False)[1].caption
    for caption in (pictures(True)[1].caption, pictures(True)[2].caption, pictures(False)[1].caption):
        assert re.search(r"psoas [+\N{MINUS SIGN}]?\d+ ± \d+ mm", caption)
    assert all((one.width, one.height) == SIZE for one in pictures(True))


def test_a_correct_psoas_is_redder_than_an_arched_one() -> None:
    start, arched, model = (red_share(one) for one in pictures(True))
    correct = red_share(pictures(False)[1])
    assert start < 0.001
    assert min(correct, model) > 0.015
    assert arched < 0.5 * model


def test_progress_is_told_and_nothing_is_drawn_where_nothing_is_known() -> None:
    assert drawn(False)[1] == [("drawing the psoas", 0, 2), ("drawing the psoas", 1, 2)]
    for unknown in (made_stretch(hidden_back=True), made_walk(), made_photo()):
        assert draw_pictures(with_psoas(unknown)) == []
        assert psoas_section(with_psoas(unknown)) is None


def test_the_scale_of_colours_is_the_same_for_most_people() -> None:
    assert psoas_scale(kneeling(True)) == psoas_scale(kneeling(False))
    assert psoas_scale(kneeling(True)).limit == 10.0


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
