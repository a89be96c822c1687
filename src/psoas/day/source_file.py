"""A file of a device, or one inside a zip: its first bytes, and its content as a stream."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from psoas.errors import InputError

HEAD_BYTES = 8192
LONGEST_LINE = 1 << 20
"""Of a text file [characters]."""
CHUNK_BYTES = 1 << 20

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    UnicodeError,
    csv.Error,
    NotImplementedError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    ArithmeticError,
    RuntimeError,
    RecursionError,
)
"""What damaged content raises in the readers and in the parts that they use."""

Progress = Callable[[int, int], None]
"""Called with the bytes that were read and with all bytes."""


@dataclass(frozen=True)
class SourceFile:
    """A file, or a file in a zip.

    Attributes:
        path: of the file on the disk.
        name: as it is shown; nothing from inside a zip.
        inside: name in the zip, which is never shown; None for a file on the disk.
        size: unpacked [bytes].
        progress: told how far the reading is.
    """

    path: Path
    name: str
    inside: str | None = None
    size: int = 0
    progress: Progress | None = None

    @property
    def own_name(self) -> str:
        """The name of the file itself, in lower case, for telling formats apart."""
        return (self.inside or self.path.name).rpartition("/")[2].lower()

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the content as bytes."""
        if self.inside is None:
            with self.path.open("rb") as file:
                yield file
        else:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.inside) as file:
                yield file

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        with self.open() as file:
            return file.read(HEAD_BYTES)

    @cached_property
    def encoding(self) -> str:
        """The encoding of a text file: by its mark, or by the zeros of UTF-16."""
        if self.head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if self.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        pairs = self.head[:400]
        if len(pairs) > 20 and pairs[1::2].count(0) > len(pairs) // 3:
            return "utf-16-le"
        return "utf-8"

    @cached_property
    def text_head(self) -> str:
        """The first characters."""
        return self.head.decode(self.encoding, errors="replace")

    def chunks(self) -> Iterator[bytes]:
        """The content in pieces of `CHUNK_BYTES`, reporting how far the reading is."""
        done = 0
        with self.open() as file:
            while piece := file.read(CHUNK_BYTES):
                yield piece
                done += len(piece)
                if self.progress is not None:
                    self.progress(done, max(self.size, done))

    def lines(self) -> Iterator[str]:
        """The lines of a text file.

        Raises:
            InputError: a line is longer than any of a table.
        """
        with self.open() as file, io.TextIOWrapper(file, self.encoding, errors="replace", newline="") as text:
            done = 0
            while line := text.readline(LONGEST_LINE):
                if len(line) >= LONGEST_LINE:
                    raise InputError(f"{self.name} holds a line of a million characters; it is not a table")
                yield line
                done += len(line)
                if self.progress is not None:
                    self.progress(done, max(self.size, done))

    def rows(self) -> Iterator[list[str]]:
        """The rows of a table: commas, semicolons or tabs, also where its first line is ``sep=;``."""
        lines = self.lines()
        first = next(lines, "")
        mark = first.strip().strip('"').lower()
        if mark.startswith("sep=") and len(mark) == 5:
            delimiter = mark[4]
        else:
            delimiter = max(";\t,", key=first.count)
            yield from csv.reader([first], delimiter=delimiter)
        yield from csv.reader(lines, delimiter=delimiter)


def open_sources(path: Path, name: str, progress: Progress | None = None) -> list[SourceFile]:
    """The file itself, or the files in it where it is a zip.

    Raises:
        InputError: the file cannot be read, or is a damaged or locked zip.
    """
    try:
        with path.open("rb") as file:
            zipped = file.read(4) == b"PK\x03\x04"
        if not zipped:
            return [SourceFile(path, name, None, path.stat().st_size, progress)]
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except (*DAMAGE, OSError) as error:
        raise InputError(f"{name} is a zip that is cut or damaged; export or download it again") from error
    if any(one.flag_bits & 1 for one in members):
        raise InputError(f"{name} is locked with a password; unpack it and give the folder")
    return [
        SourceFile(path, name, one.filename, one.file_size, progress)
        for one in members
        if not one.filename.startswith("__MACOSX/")
    ]
