"""The words of the program are the same everywhere: in the glossary, in the catalogues and in the guide."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from psoas.data import read_data
from psoas.words import LANGUAGES, read_catalogue
from tests.words.catalogues import TRANSLATED

TERMS: Final[list[dict[str, str]]] = read_data("psoas.words", "glossary.json")["terms"]
GUIDE: Final = Path(__file__).parents[2] / "docs" / "glossary.md"
SURE: Final = (
    "psoas",
    "iliopsoas",
    "rectus femoris",
    "hip extension",
    "modified Thomas test",
    "stride",
    "repetition",
)
"""Terms that are always translated by one word; of others a sentence may say the same in another way."""


def test_every_term_has_its_word_in_each_language_and_an_explanation() -> None:
    for term in TERMS:
        assert set(term) == {*LANGUAGES, "means"}, term
        assert all(term.values()), term
    assert len({term["en"] for term in TERMS}) == len(TERMS)


def stem(words: str) -> str:
    """The beginning of a word's longest part, which stays when it is bent: a plural, a case, an adjective."""
    parts: list[str] = re.findall(r"\w+", words.lower())
    return max(parts, key=len)[:6]


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_use_the_words_of_the_glossary(language: Any) -> None:
    found = []
    for term in TERMS:
        if term["en"] not in SURE:
            continue
        english = re.compile(rf"(?<!\w){re.escape(term['en'])}s?(?!\w)", re.IGNORECASE)
        for (_context, message), texts in read_catalogue(language).items():
            said = re.sub(r"\{\w+[^}]*\}", "", message)
            if english.search(said) and stem(term[language]) not in texts[0].lower():
                found.append(f"{term['en']}: {message!r} is {texts[0]!r}")
    assert found == []


def test_the_page_for_readers_is_that_of_the_data() -> None:
    """``docs/glossary.md``; `python -m tests.words.test_glossary` writes it."""
    assert GUIDE.read_text(encoding="utf-8") == page()


def page() -> str:
    """The glossary as a page of the documentation."""
    rows = [
        f"| {term['en']} | {term['means']} | {term['de']} | {term['es']} | {term['fr']} |"
        for term in sorted(TERMS, key=lambda term: term["en"].lower())
    ]
    return "\n".join(
        (
            "# Glossary",
            "",
            "The words that the program uses, what they mean, and what they are in German, Spanish and French.",
            "",
            "| word | what it means | German | Spanish | French |",
            "|---|---|---|---|---|",
            *rows,
            "",
        )
    )


if __name__ == "__main__":
    GUIDE.write_text(page(), encoding="utf-8")
