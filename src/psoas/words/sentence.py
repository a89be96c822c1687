"""Parts of sentences: lists, a name at the start or inside of a sentence, and a name with what is said of it."""

from collections.abc import Sequence

from psoas.words.language import language
from psoas.words.messages import _


def in_series(parts: Sequence[str]) -> str:
    """One or more parts of a sentence, such as ``hips, knees and feet``."""
    return (
        parts[0] if len(parts) == 1 else _("{parts} and {last}", parts=", ".join(parts[:-1]), last=parts[-1])
    )


def either(parts: Sequence[str]) -> str:
    """One or more choices, such as ``squat, lunge or walking``."""
    return (
        parts[0] if len(parts) == 1 else _("{parts} or {last}", parts=", ".join(parts[:-1]), last=parts[-1])
    )


def capital(words: str) -> str:
    """The words at the start of a sentence; the rest of them stays."""
    return words[:1].upper() + words[1:]


def inside(title: str) -> str:
    """A title inside a sentence: its first letter small, except in German, whose nouns keep theirs."""
    return title if language() == "de" else title[:1].lower() + title[1:]


def named(name: str, says: str) -> str:
    """A name and what is said of it, such as ``Left leg: 3 of 5 good``."""
    return _("{name}: {words}", name=name, words=says)
