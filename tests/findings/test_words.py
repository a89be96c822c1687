"""Numbers in words keep their sign, their unit and their band, and say so where nothing was measured."""

import re
import statistics
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.body.fascicles import psoas_fascicles
from psoas.estimate import degrees
from psoas.exercises.repetition import Repetition
from psoas.findings.analysis import Filming, NotMeasured, View
from psoas.findings.words import (
    UNMEASURED,
    middle,
    segment_words,
    short_name,
    signed,
    status,
    unmeasured,
    verdict,
    view_words,
    with_band,
)
from psoas.quantities import MovementSegment
from psoas.words import MINUS
from tests.report.made import made_stretch, made_walk

NUMBERS = st.floats(-200, 200)
SOURCE = Path(__file__).parents[2] / "src" / "psoas"


@given(NUMBERS)
def test_a_change_reads_back_with_its_sign_and_zero_has_none(value: float) -> None:
    sign, digits = re.fullmatch(rf"([+{MINUS}]?)(\d+) mm", signed(value, " mm")).groups()  # type: ignore[union-attr]
    read = int(digits) * (-1 if sign == MINUS else 1)
    assert read == round(value)
    assert bool(sign) == (read != 0)


def test_a_band_is_at_least_one_and_the_unit_of_length_stands_once() -> None:
    assert with_band(9.2, 3.6) == "+9° ± 4°"
    assert with_band(-9.2, 0.2, " mm") == f"{MINUS}9 ± 1 mm"
    assert with_band(0.3, None) == "0°"
    assert with_band(None, 3.0) == with_band(float("nan"), None) == "not measured"


@given(st.lists(NUMBERS | st.none() | st.just(float("nan"))))
def test_the_middle_is_the_median_of_what_was_measured(values: list[float | None]) -> None:
    known = [value for value in values if value is not None and value == value]
    assert middle(values) == (statistics.median(known) if known else None)


def test_fascicles_of_both_sides_share_their_short_names() -> None:
    names = [short_name(fascicle.name) for fascicle in psoas_fascicles()]
    assert "L1_VB" in names
    assert all(names.count(name) == 2 for name in names)


@pytest.mark.parametrize(("good", "word"), [(True, "good"), (False, "change"), (None, "undecided")])
def test_a_repetition_that_is_not_decided_is_not_called_good(good: bool | None, word: str) -> None:
    assert status(Repetition(0, 1, 3, 4, good=good)) == word


def test_the_result_is_the_verdict_or_the_view_or_the_movement() -> None:
    assert verdict(made_stretch()) == made_stretch().findings[0].says
    bare = replace(made_walk(), findings=())
    assert verdict(bare) == "Walking: joint angles were measured."
    bad = View("front", 80.0, False, "the camera stood in front")
    assert "the camera stood in front." in verdict(replace(bare, view=bad))


def test_one_degree_is_singular() -> None:
    assert [degrees(said) for said in ("0", "1", "+1", f"{MINUS}1", "11")] == [
        "0 degrees",
        "1 degree",
        "+1 degree",
        f"{MINUS}1 degree",
        "11 degrees",
    ]


def test_a_segment_in_words() -> None:
    lunge = MovementSegment("lunge", 0, 4, "", ("lunge",), "far")
    assert segment_words(lunge, "left") == "lunge, right leg in front"
    assert segment_words(lunge, None) == "lunge"
    assert segment_words(replace(lunge, likeliest=("lunge", "split_squat"), front_leg="near"), "left") == (
        "lunge, left leg in front (or split squat)"
    )
    assert segment_words(replace(lunge, likeliest=("lunge", "split_squat", "lunge_stretch")), None) == (
        "lunge (or split squat or lunge stretch)"
    )
    unknown = MovementSegment("unknown", 0, 1, "it is dark", ("squat", "sit_to_stand"))
    assert segment_words(unknown, "left") == "not recognised: squat or sit to stand?"


def test_an_oblique_view_that_was_read_says_so_in_a_sentence() -> None:
    words = view_words(View("oblique", 33.4, True, None)) or ""
    assert "about 33 degrees off a side view" in words
    assert "less exact" in words
    for other in (
        View("side", 3.0, True, None),
        View("oblique", 55.0, False, "too far"),
        View("unknown", None, True, None),
    ):
        assert view_words(other) is None


def test_what_was_not_measured_has_plain_names_and_each_reason_stands_once() -> None:
    missing = (
        NotMeasured("ankle_angle_l", "too small"),
        NotMeasured("ankle_angle_r", "too small"),
        NotMeasured("knee_angle_r", "hidden"),
        NotMeasured("arch", "hidden"),
        NotMeasured("lumbar_extension", "hidden"),
        NotMeasured("pelvis", "hidden"),
        NotMeasured("repetitions", "no repetition was found"),
        NotMeasured("hold", "a move takes 5 s"),
        NotMeasured("rest_of_clip", "cut"),
    )
    analysis = made_stretch()
    source = replace(analysis.source, filming=Filming(speed_doubt="a move takes 5 s"))
    assert unmeasured(replace(analysis, source=source, not_measured=missing)) == [
        ("ankle, both sides", "too small"),
        ("knee, right, arch of the lower back and tilt of the pelvis", "hidden"),
        ("rest of the clip", "cut"),
    ]


def test_every_id_of_what_was_not_measured_has_words() -> None:
    """Without them it would stand in English in every language."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    ids = set(
        re.findall(r'(?:NotMeasured|unused)\(\s*"(\w+)"|[,(] ?\("(\w+)", says\)|yield "(\w+)", _\(says', code)
    )
    named = {name for row in ids for name in row if name}
    assert {"gaps", "rest_of_clip", "columns_unused", "wild_cells", "header"} <= named
    assert named - set(UNMEASURED) == set()
