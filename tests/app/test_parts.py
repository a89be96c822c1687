"""Parts of pages: sections have their headings, and sentences one full stop."""

import string

from hypothesis import given
from hypothesis import strategies as st
from nicegui import ui

from psoas.app.parts import button, card, html, sentence
from tests.app.built import empty_page


@given(st.text(string.ascii_letters + " ,;:-5", min_size=1), st.integers(0, 3))
def test_words_become_a_sentence_and_a_sentence_stays_one(words: str, stops: int) -> None:
    found = sentence(words + "." * stops)
    assert found[0] == words[0].upper()
    assert found[1:] == f"{words[1:]}."
    assert sentence(found) == found


def test_a_section_is_named_by_its_own_heading() -> None:
    with empty_page():
        section = card("What it <em>adds</em> up to", "sum", "accent")
        (heading,) = section.default_slot.children
    assert isinstance(heading, ui.html)
    assert heading.props["tag"] == "h2"
    assert heading.content == "What it <em>adds</em> up to"
    assert section.props["aria-labelledby"] == heading.props["id"] == "sum"
    assert {"card", "accent"} <= set(section.classes)


def test_what_is_built_within_a_section_stands_below_its_heading() -> None:
    with empty_page():
        with card("Now", "now") as section:
            words = html("Nothing yet.", look="muted")
            pressed = button("Go", lambda: None, "primary")
        assert section.default_slot.children[1:] == [words, pressed]
    assert words.props["tag"] == "p"
    assert "muted" in words.classes
    assert {"button", "primary"} <= set(pressed.classes)
    assert pressed.props["no-caps"], "words keep their own capitals"
