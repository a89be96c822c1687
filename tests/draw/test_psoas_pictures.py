"""The psoas is drawn at the start, in a hold and with a still back, all with one scale of colours."""

import base64
import io
import re
from functools import cache

import numpy as np
from PIL import Image

from psoas.draw.psoas_pictures import SIZE, BodyPicture, draw_pictures, psoas_scale
from psoas.findings.analysis import Analysis
from tests.report.made import made_stretch, with_psoas

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


def test_the_scale_of_colours_is_the_same_for_most_people() -> None:
    assert psoas_scale(kneeling(True)) == psoas_scale(kneeling(False))
    assert psoas_scale(kneeling(True)).limit == 10.0
