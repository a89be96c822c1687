"""How French sets its signs: a no-break space before ``: ; ? ! %`` and inside ``« »``.

Translators write plain spaces; the catalogue tool turns them into no-break ones (U+00A0, which every font has) whenever
it writes a catalogue, so that no line of a page begins with a colon.
"""

import re
from typing import Final

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

_VALUES: Final = re.compile(r"(\{[^{}]*\}|<[^<>]*>)")
"""Values and tags, in which every character has a meaning of its own."""
_BEFORE: Final = re.compile(r" (?=[:;?!»]|%(?!\())")
_BEHIND: Final = re.compile(r"(?<=«) ")
_WITHOUT: Final = re.compile(r"[^\W\d_][?!;»]|[^\W\d_]:(?=\s|$)|\d%")


def set_in_french(text: str) -> str:
    """A French text with its plain spaces beside signs turned into no-break spaces."""
    parts = _VALUES.split(text)
    # A tag or a value between a space and its sign does not part them, so each piece is set by itself.
    parts[::2] = [_BEHIND.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, part)) for part in parts[::2]]
    return "".join(parts)


def signs_without_space(text: str) -> list[str]:
    """Signs of a French text that stand at a word or a figure without a space, each with the letter before it."""
    bare = _VALUES.sub(NO_BREAK, text)
    return _WITHOUT.findall(re.sub(r"&\w+;", NO_BREAK, bare))
