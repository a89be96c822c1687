"""Catalogues of translations: gettext's .po files, one for each folder of the program and language.

They are read as they are written, with no compiled copy that could be older. A test compares what is read here with
what Babel reads.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from psoas.words.language import Language

Key = tuple[str | None, str]
"""Context, None for none, and the message in English."""

FOLDER: Final = Path(__file__).parent / "catalogues"

_LINE: Final = re.compile(r'^(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?(".*")$')


@cache
def read_catalogue(language: Language) -> dict[Key, tuple[str, ...]]:
    """All translations of a language: one text by message, or its singular and plural; empty for English."""
    found: dict[Key, tuple[str, ...]] = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        found |= dict(_entries(path.read_text(encoding="utf-8")))
    return found


def _entries(text: str) -> Iterator[tuple[Key, tuple[str, ...]]]:
    """The translated messages of a .po file; those marked as fuzzy and those without text are left out."""
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        name, fuzzy = "", False
        for line in block.splitlines():
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            if match := _LINE.match(line):
                name = match[1] or name
                parts[name] = parts.get(name, "") + json.loads(match[2], strict=False)
        texts = tuple(value for part, value in parts.items() if part.startswith("msgstr"))
        if parts.get("msgid") and all(texts) and not fuzzy:
            yield (parts.get("msgctxt"), parts["msgid"]), texts
