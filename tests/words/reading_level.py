"""How hard a sentence is to read: the Flesch-Kincaid grade, in years of school in the United States.

``0.39 words / sentences + 11.8 syllables / words - 15.59`` (Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of
new readability formulas for Navy enlisted personnel, Research Branch Report 8-75; the report itself was not looked up).
Syllables are counted by groups of vowels, a silent e left out. The formula is meant for whole texts, so that the
messages of a folder are judged together.
"""

import re
from collections.abc import Iterable
from typing import Final

MOST_TOGETHER: Final = 8.0
"""Highest grade of the messages of a folder together (ours): the upper end of what is commonly advised for texts on
health, grade 6 to 8 (not looked up); set before the messages were measured."""
LEAST_WORDS: Final = 100
"""Fewer words than this are no text."""
MOST_WORDS: Final = 40
"""Words of one sentence, at most (ours)."""

_VOWELS: Final = re.compile(r"[aeiouy]+")
_SENTENCE_END: Final = re.compile(r"[.!?](?:\s|$)|\n")


def plain(message: str) -> str:
    """A message with a short word in place of each value, and without what nobody reads aloud."""
    text = re.sub(r"\{[^}]*\}|%\(\w+\)[sd]", "ten", message)
    text = re.sub(r"\([^)]*(?:doi|et al|docs/)[^)]*\)", "", text)
    return re.sub(r"--?[\w-]+|\S+[/_.]\S+", "ten", text)


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"[A-Za-z][A-Za-z'-]*", text)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _SENTENCE_END.split(text) if words_of(part)]


def syllables(word: str) -> int:
    """Syllables of an English word, at least 1."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)


def grade(messages: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of messages taken as one text."""
    texts = [plain(one) for one in messages]
    sentences = [part for one in texts for part in sentences_of(one)]
    words = [word for part in sentences for word in words_of(part)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
