"""The letters of pictures are those of every language, and words take the room that they have."""

import itertools
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from psoas.draw.canvas import ChartFrame
from psoas.draw.letters import letters, letters_that_fit, width_in_a_page, wrapped
from psoas.draw.overlay import PoseTrack
from psoas.draw.stretch_scale import PERCENT, draw_scale, signed_amount
from psoas.draw.text_band import TextBand, cells_at
from psoas.words import LANGUAGES, Language, speaking
from tests.report.made import made_walk
from tests.words.catalogues import kept

OTHER_SIGNS = "\N{MINUS SIGN}\N{MULTIPLICATION SIGN}\N{PLUS-MINUS SIGN}\N{DEGREE SIGN}"


def test_every_letter_of_the_pictures_is_drawn() -> None:
    used = set(OTHER_SIGNS)
    for language in LANGUAGES[1:]:
        for part in ("draw", "exercises", "findings"):
            for message in kept(language)[part]:
                used.update("".join(message.string or ()) if message.id else "")
    missing = bytes(letters(20).getmask("\uffff"))
    assert [one for one in sorted(used - {"\n"}) if bytes(letters(20).getmask(one)) == missing] == []


def test_words_are_smaller_where_they_would_be_too_wide() -> None:
    words = "Rechtes Knie nach innen"
    assert letters_that_fit(words, 1000, 20).size == 20
    for width in (60, 100, 140):
        fitting = letters_that_fit(words, width, 20)
        assert fitting.size < 20
        assert fitting.getlength(words) <= width or fitting.size == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_of_the_band_is_cut_off(language: Language) -> None:
    with speaking(language):
        walk = made_walk()
        cells = cells_at(walk, replace(PoseTrack(walk).at(2.2), from_front=True), 2.2)
        for label, value, colour in cells:
            picture = TextBand(620).band(((label, value, colour),) * 4)
            for right in (155, 310, 465, 620):
                edge = picture[:, right - 2 : right]
                assert (edge == edge[0, 0]).all(), label


def test_marks_of_the_scale_are_left_out_where_they_would_touch(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes: list[tuple[float, float]] = []
    text = ImageDraw.ImageDraw.text

    def text_with_box(self: ImageDraw.ImageDraw, at: tuple[float, float], words: str, **look: object) -> None:
        wide, shift = look["font"].getlength(words), {"ls": 0.0, "ms": 0.5, "rs": 1.0}  # type: ignore[attr-defined]
        if look.get("anchor") in shift:
            boxes.append(
                (at[0] - shift[str(look["anchor"])] * wide, at[0] + (1 - shift[str(look["anchor"])]) * wide)
            )
        text(self, at, words, **look)  # type: ignore[arg-type]

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", text_with_box)
    for width, count in ((440, 5), (1200, 7)):
        boxes.clear()
        draw_scale(Image.new("RGB", (width, 84)), (0, 0, width, 84), PERCENT, (0, 0, 0), ())
        assert len(boxes) == count
        assert all(end < start for (_one, end), (start, _two) in itertools.pairwise(sorted(boxes)))


def test_amounts_are_written_as_the_language_does() -> None:
    assert signed_amount(-2.5, "%") == "\N{MINUS SIGN}2.5 %"
    with speaking("de"):
        assert signed_amount(2.5, "%") == "+2,5 %"


def test_a_legend_goes_on_in_a_second_line() -> None:
    frame = ChartFrame(width=300, left=10, right=10, top=100, bottom=10, plot=50, legend=(0, 34))
    words = ["Weiter wie bisher", "Der Plan", "Halb so viel Sitzen", "Aufhören"]
    places = frame.legend_places(words)
    assert places[0][1] > places[-1][1] == 0
    assert all(
        10 + shift + 24 + width_in_a_page(one, 12) <= 300
        for one, (shift, _up) in zip(words, places, strict=True)
    )


def test_lines_break_between_words() -> None:
    lines = wrapped("Ein Satz von vielen Wörtern, der zu lang ist", 120, 14)
    assert len(lines) > 1
    assert max(letters(14).getlength(line) for line in lines) <= 120
