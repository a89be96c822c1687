"""The English of the program can be read by people who are no native speakers."""

import pytest

from tests.words.catalogues import extracted, key_of
from tests.words.reading_level import (
    LEAST_WORDS,
    MOST_TOGETHER,
    MOST_WORDS,
    grade,
    plain,
    sentences_of,
    syllables,
    words_of,
)
from tests.words.wrapping import parts_with_words


def messages(part: str) -> list[str]:
    """The sentences of a folder in English; labels of a few words are none."""
    catalogue = extracted().get(part)
    found = [] if catalogue is None else [key_of(one)[1] for one in catalogue if one.id]
    return [one for one in found if len(words_of(plain(one))) > 4]


@pytest.mark.parametrize("part", parts_with_words())
def test_the_messages_of_a_folder_are_easy_to_read(part: str) -> None:
    texts = messages(part)
    if sum(len(words_of(plain(one))) for one in texts) < LEAST_WORDS:
        return
    assert grade(texts) <= MOST_TOGETHER


@pytest.mark.parametrize("part", parts_with_words())
def test_no_sentence_is_long(part: str) -> None:
    long = [
        sentence
        for one in messages(part)
        for sentence in sentences_of(plain(one))
        if len(words_of(sentence)) > MOST_WORDS
    ]
    assert long == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("hip", 1), ("pelvis", 2), ("measured", 2), ("muscle", 2), ("extended", 3), ("the", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_of_known_texts() -> None:
    """By hand: 6 words, 1 sentence, 6 syllables; 11 words, 1 sentence, 24 syllables."""
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    hard = "Musculoskeletal rehabilitation necessitates individualised physiotherapeutic consideration."
    assert grade([hard]) > 20
