"""Messages that Babel's own extractors do not see: texts in data files, and the help of the command line."""

import json
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import IO, Any


def data_texts(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Any]:
    """The texts of a JSON file whose places are named by the option ``texts``, such as ``faults.*.says``."""
    patterns = options["texts"].split()
    for place, text in _leaves(json.load(file)):
        if text and any(_fits(place, pattern.split(".")) for pattern in patterns):
            yield 1, None, text, []


def command_line_texts(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Any]:
    """What every page of ``--help`` is made of, and the messages of the file itself."""
    from babel.messages.extract import extract_python

    from psoas.cli.app import app
    from psoas.cli.help import help_texts

    for text in help_texts(app):
        yield 1, None, text, []
    yield from extract_python(file, keywords, comment_tags, {"encoding": "utf-8"})


def _leaves(content: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each text in the content with the names on the way to it; an entry of a list has ``*`` as its name."""
    if isinstance(content, str):
        yield place, content
    elif isinstance(content, dict):
        for name, one in content.items():
            yield from _leaves(one, (*place, name))
    elif isinstance(content, list):
        for one in content:
            yield from _leaves(one, (*place, "*"))


def _fits(place: tuple[str, ...], pattern: list[str]) -> bool:
    return len(place) == len(pattern) and all(map(fnmatchcase, place, pattern))
