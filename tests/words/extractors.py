"""Messages that Babel's own extractors do not see: in f-strings, in data files, and the help of the command line."""

import ast
import json
import re
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from io import BytesIO
from typing import IO, Any, Final

from babel.messages.extract import extract_python

SAYS_MORE: Final = re.compile(
    r"working default[:;]|\b(people|students|players|searches|table of)\b", re.IGNORECASE
)
"""Words of a source that are no name of a study: those are translated."""


def python_texts(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Any]:
    """The messages of Python code, also those inside of f-strings, which Babel does not see before Python 3.12."""
    source = file.read()
    yield from extract_python(BytesIO(source), keywords, comment_tags, {"encoding": "utf-8"})
    for text in ast.walk(ast.parse(source)):
        if isinstance(text, ast.JoinedStr):
            for call in ast.walk(text):
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id in keywords
                ):
                    yield call.lineno, call.func.id, tuple(map(_constant, call.args)), []


def _constant(argument: ast.expr) -> str | None:
    """The text of an argument; None where it is not a constant."""
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def data_texts(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Any]:
    """The texts of a JSON file whose places are named by the option ``texts``, such as ``faults.*.says``.

    The option ``sources`` names places of which a text is taken that says more than who wrote where, see `SAYS_MORE`.
    The option ``names`` says of which of its objects the names are words, too: ``short_hold`` is ``short hold``.
    """
    content = json.load(file)
    for place, text in _leaves(content):
        words = any(_fits(place, pattern.split(".")) for pattern in options["texts"].split())
        sources = any(_fits(place, pattern.split(".")) for pattern in options.get("sources", "").split())
        if text and (words or (sources and SAYS_MORE.search(text))):
            yield 1, None, text, []
    for group in options.get("names", "").split():
        for name in content.get(group, {}):
            yield 1, None, name.replace("_", " "), []


def command_line_texts(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Any]:
    """What every page of ``--help`` is made of, and the messages of the file itself."""
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
