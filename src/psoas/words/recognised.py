"""Sentences that somebody else wrote in English, with values inside, found again among our messages."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

_NO_KINDS: Mapping[str, str] = {}


def recognise(
    text: str, messages: Sequence[str], kinds: Mapping[str, str] = _NO_KINDS
) -> tuple[str, dict[str, str]] | None:
    """The message from which a text was made, and its values by name; None where it is none of them.

    Args:
        text: as it was written.
        messages: with names of values in braces; the first that fits counts.
        kinds: what a value may be, as a regular expression, by its name; anything where none is given.
    """
    for message in messages:
        if (found := _pattern(message, tuple(kinds.items())).fullmatch(text)) is not None:
            return message, found.groupdict()
    return None


@cache
def _pattern(message: str, kinds: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", message)
    return re.compile(
        "".join(
            f"(?P<{part}>{dict(kinds).get(part, '.+?')})" if place % 2 else re.escape(part)
            for place, part in enumerate(parts)
        ),
        re.DOTALL,
    )
