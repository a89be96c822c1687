"""No string is left out: every message of the code has its translation in each language, with the same values in it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Message

from psoas.words import LANGUAGES, Language, read_catalogue
from tests.words.catalogues import TRANSLATED, extracted, kept, key_of, renewed, whole, written
from tests.words.folders import WITHOUT_WORDS
from tests.words.wrapping import SOURCE, files_of, messages_of

PERCENT = re.compile(r"%\((\w+)\)[sd]")


def translated_messages(language: str) -> Iterator[tuple[str, Message]]:
    """Each translated message of a language, with its folder."""
    for part, catalogue in kept(language).items():
        for one in catalogue:
            if one.id and whole(one):
                yield part, one


def ids_of(message: Message) -> tuple[str, ...]:
    """The English of a message, or its singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def texts_of(message: Message) -> tuple[str, ...]:
    """The translation of a message, or its singular and plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def values_of(text: str) -> set[str]:
    """The values in a text: names in braces with their format, and names as templates write them."""
    braces = {f"{name}:{form}" for _, name, form, _ in Formatter().parse(text) if name is not None}
    return braces | set(PERCENT.findall(text))


def test_the_catalogues_are_those_of_the_code() -> None:
    """``python -m tests.words.catalogues`` writes them anew."""
    for language in TRANSLATED:
        expected = {part: written(one, language) for part, one in renewed(language, {}).items()}
        assert sorted(kept(language)) == sorted(expected), language
        for part, content in expected.items():
            on_disk = written(kept(language)[part], language)
            assert on_disk == content, (
                f"{language}/{part}.po is not up to date; run python -m tests.words.catalogues"
            )


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    left = [
        (part, key_of(one))
        for part, catalogue in kept(language).items()
        for one in catalogue
        if one.id and not whole(one)
    ]
    assert left == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_values_of_their_message(language: str) -> None:
    for part, one in translated_messages(language):
        allowed = [values_of(english) for english in ids_of(one)]
        for text in texts_of(one):
            assert values_of(text) in allowed, f"{language}/{part}.po: {key_of(one)[1]!r}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_reason_is_divided_from_its_advice_where_it_is_in_english(language: Language) -> None:
    """Pages take what stands before the first semicolon as the reason, and what follows as the advice."""
    known = read_catalogue(language)
    for part in ("findings", "motion", "recordings", "strides"):
        for key in {found for path in files_of(part) for found in messages_of(path)}:
            if key in known and not key[1][0].isupper() and not key[1].endswith("."):
                assert {text.count(";") for text in known[key]} == {key[1].count(";")}, key[1]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_message_is_translated_alike_in_all_folders(language: str) -> None:
    texts = defaultdict(set)
    for _part, one in translated_messages(language):
        texts[key_of(one)].add(str(one.string))
    assert {key: found for key, found in texts.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_program_reads_what_babel_reads(language: Language) -> None:
    expected = {key_of(one): texts_of(one) for _part, one in translated_messages(language)}
    assert read_catalogue(language) == expected


def test_english_has_no_catalogue() -> None:
    assert read_catalogue("en") == {}


def test_a_message_is_used_in_one_form() -> None:
    """A message that is once with and once without a plural would have two entries for one key."""
    forms = defaultdict(set)
    for catalogue in extracted().values():
        for one in catalogue:
            forms[key_of(one)].add(one.pluralizable)
    assert {key for key, found in forms.items() if len(found) > 1} == set()


def test_every_message_of_the_code_is_extracted() -> None:
    """One inside of an f-string is not: it would be English in every language, and missing nowhere."""
    known = {key_of(one) for catalogue in extracted().values() for one in catalogue}
    for path in sorted(SOURCE.rglob("*.py")):
        assert [key for key in messages_of(path) if key not in known] == [], path.name


def test_the_names_of_folders_without_words_are_right() -> None:
    assert all(path.exists() for part in WITHOUT_WORDS for path in files_of(part))


def test_a_percent_sign_of_a_template_is_written_twice() -> None:
    """A single one would be read as the beginning of a value, and the page would not be written."""
    found = 0
    for part in ("en", *TRANSLATED):
        for catalogue in (extracted() if part == "en" else kept(part)).values():
            for one in catalogue:
                if not any(path.endswith((".html", ".svg")) for path, _line in one.locations):
                    continue
                for text in ids_of(one) if part == "en" else texts_of(one):
                    rest = re.sub(r"%%|%\(\w+\)s", "", text)
                    assert "%" not in rest, text
                    assert "%%%" not in text, text
                    found += "%%" in text
    assert found >= 3 * len(LANGUAGES)


@pytest.mark.parametrize("language", TRANSLATED)
def test_signs_at_which_a_sentence_is_taken_apart_are_kept(language: str) -> None:
    """A reason stands before its advice and a ``;``; a headline is the part of an answer before ``:`` or ``. ``."""
    taken_apart = {"hip_or_back.py": ":", "modified_thomas/words.py": ". "}
    seen = 0
    for _part, one in translated_messages(language):
        _context, english = key_of(one)
        signs = [sign for place, sign in taken_apart.items() for path, _ in one.locations if place in path]
        if english[0].islower():
            signs.append(";")
        for sign in signs:
            if english.count(sign) == 1:
                assert [text for text in texts_of(one) if sign not in text] == []
                seen += 1
    assert seen > 50
