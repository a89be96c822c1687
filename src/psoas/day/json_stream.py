"""Large JSON files read piece by piece: the items of lists, one after the other."""

import codecs
import json
from collections.abc import Iterator
from typing import Any

from psoas.day.source_file import SourceFile

LARGEST_ITEM = 8 << 20
"""Characters of one item of a list."""
DEEPEST = 12
_SPACE = " \t\r\n"


class JsonItems:
    """Walks through a JSON file and gives the items of its lists with the place of each list.

    Only one item is in memory at a time. What stands beside a list, such as the name of a bucket, is in ``beside``.
    """

    def __init__(self, source: SourceFile) -> None:
        self._chunks = source.chunks()
        self._decode = codecs.getincrementaldecoder(source.encoding)(errors="replace").decode
        self._text, self._at = "", 0
        self._json = json.JSONDecoder()

    def items(self) -> Iterator[tuple[tuple[str, ...], dict[str, Any], Any]]:
        """Give the path of a list, the plain values that stood beside it, and one of its items.

        Raises:
            ValueError: the file is no JSON, or is cut.
        """
        yield from self._value((), {})

    def whole(self) -> Any:
        """The whole content of a small file.

        Raises:
            ValueError: the file is no JSON, is cut, or is larger than an item may be.
        """
        return self._whole()

    def _value(
        self, path: tuple[str, ...], beside: dict[str, Any]
    ) -> Iterator[tuple[tuple[str, ...], dict[str, Any], Any]]:
        if len(path) > DEEPEST:
            raise ValueError("too deep")
        match self._peek():
            case "{":
                self._at += 1
                mine: dict[str, Any] = {}
                while self._peek() != "}":
                    key = self._whole()
                    self._expect(":")
                    if self._peek() in "{[":
                        yield from self._value((*path, str(key)), mine)
                    else:
                        mine[str(key)] = self._whole()
                    if self._peek() == ",":
                        self._at += 1
                self._at += 1
            case "[":
                self._at += 1
                while self._peek() != "]":
                    yield path, beside, self._whole()
                    if self._peek() == ",":
                        self._at += 1
                self._at += 1
            case _:
                self._whole()

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            raise ValueError(f"no {mark}")
        self._at += 1

    def _peek(self) -> str:
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise EOFError("cut")

    def _whole(self) -> Any:
        """The next value as a whole."""
        self._peek()
        wanted = 0
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value
            except ValueError:
                rest = len(self._text) - self._at
                wanted = max(wanted, 2 * rest)
                if rest > LARGEST_ITEM or not self._more():
                    raise
                while len(self._text) - self._at < wanted and self._more():
                    pass

    def _more(self) -> bool:
        piece = next(self._chunks, None)
        if piece is None:
            return False
        self._text = self._text[self._at :].lstrip("\ufeff") + self._decode(piece)
        self._at = 0
        return True
