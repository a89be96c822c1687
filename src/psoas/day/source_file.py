"""A file of a device, or one inside a zip: its first bytes, and its content as a stream."""

import codecs
import csv
import io
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from psoas.errors import InputError
from psoas.words import _

HEAD_BYTES = 8192
LONGEST_LINE = 1 << 20
"""Of a text file [characters]."""
CHUNK_BYTES = 1 << 20
MOST_PACKED = 250
"""A file that unpacks to more than so many times its size in the zip is no export: tables and XML pack to a tenth."""
LARGEST_UNASKED = 64 << 20
"""Up to this size [bytes] it may pack as it likes."""
ZIP_MARK = b"PK\x03\x04"
DEEPEST_ZIP = 2
"""A zip in a zip is read, as exports of accounts hold them; deeper ones are not."""

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
    StopIteration,
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
        inside: place in the zip, whose name is never shown; None for a file on the disk.
        size: unpacked [bytes].
        progress: told how far the reading is.
        archive: the open zip; None for a file on the disk.
    """

    path: Path
    name: str
    inside: zipfile.ZipInfo | None = None
    size: int = 0
    progress: Progress | None = None
    archive: zipfile.ZipFile | None = None

    @property
    def own_name(self) -> str:
        """The name of the file itself, in lower case, for telling formats apart."""
        return (self.inside.filename if self.inside else self.path.name).rpartition("/")[2].lower()

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the content as bytes."""
        if self.inside is None or self.archive is None:
            with self.path.open("rb") as file:
                yield file
        else:
            with self.archive.open(self.inside) as file:
                yield file

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        with self.open() as file:
            return file.read(HEAD_BYTES)

    def starts_with(self, mark: bytes) -> bool:
        """Whether the content begins with some bytes; False where it cannot be read."""
        try:
            with self.open() as file:
                return file.read(len(mark)) == mark
        except (*DAMAGE, OSError):
            return False

    def beside(self, name: str) -> bytes | None:
        """The first bytes of another file in the same folder; None where there is none."""
        if self.archive is None or self.inside is None:
            other = self.path.with_name(name)
            if not other.is_file():
                return None
            with other.open("rb") as file:
                return file.read(HEAD_BYTES)
        folder = self.inside.filename.rpartition("/")[0]
        try:
            with self.archive.open(f"{folder}/{name}" if folder else name) as file:
                return file.read(HEAD_BYTES)
        except (*DAMAGE, OSError):
            return None

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

    @cached_property
    def text_start(self) -> str:
        """The first characters behind marks of the encoding and blank space."""
        return self.text_head.lstrip("\ufeff \r\n\t")

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
                    raise InputError(
                        _("{file} holds a line of a million characters; it is not a table", file=self.name)
                    )
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


def damaged_zip(name: str) -> InputError:
    """The error of a zip that cannot be unpacked."""
    return InputError(_("{file} is a zip that is cut or damaged; export or download it again", file=name))


def inner_zip(name: str) -> InputError:
    """The error of a zip in a zip that is not unpacked."""
    return InputError(
        _(
            "{file} holds a zip that is damaged, too large or too deep in others; unpack it and give the folder",
            file=name,
        )
    )


@contextmanager
def open_sources(path: Path, name: str, progress: Progress | None = None) -> Iterator[list[SourceFile]]:
    """Open the file itself, or the files in it where it is a zip; empty files in a zip are left out.

    Raises:
        InputError: the file cannot be read, or is a damaged or locked zip, or one that unpacks without end.
    """
    with ExitStack() as opened:
        try:
            whole = SourceFile(path, name, None, path.stat().st_size, progress)
            sources = [whole]
            if whole.starts_with(ZIP_MARK):
                archive = opened.enter_context(zipfile.ZipFile(path))
                sources = _inside(archive, whole, opened)
        except (*DAMAGE, OSError) as error:
            raise damaged_zip(name) from error
        yield sources


def _inside(
    archive: zipfile.ZipFile, whole: SourceFile, opened: ExitStack, depth: int = 1
) -> list[SourceFile]:
    """The files in a zip, and those in zips in it, which are unpacked to the disk; empty files are left out.

    A zip in it that is damaged or too deep is given as it is.

    Raises:
        InputError: it is locked, or would unpack without end.
    """
    members = [
        one
        for one in archive.infolist()
        if one.filename and not one.is_dir() and one.file_size and not one.filename.startswith("__MACOSX/")
    ]
    if any(one.flag_bits & 1 for one in members):
        raise InputError(
            _("{file} is locked with a password; unpack it and give the folder", file=whole.name)
        )
    if any(one.file_size > max(LARGEST_UNASKED, MOST_PACKED * one.compress_size) for one in members):
        raise InputError(
            _(
                "{file} would unpack to more than {most} times its size, which no export does; export it again",
                file=whole.name,
                most=MOST_PACKED,
            )
        )
    sources, unpacked = [], 0
    for one in members:
        source = replace(whole, inside=one, size=one.file_size, archive=archive)
        if not source.starts_with(ZIP_MARK):
            sources.append(source)
            continue
        unpacked += one.file_size
        if unpacked > max(LARGEST_UNASKED, 2 * whole.size):
            raise inner_zip(whole.name)
        if depth == DEEPEST_ZIP:
            sources.append(source)
            continue
        copy = opened.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
        try:
            with source.open() as content:
                shutil.copyfileobj(content, copy, CHUNK_BYTES)
            inner = opened.enter_context(zipfile.ZipFile(copy))
        except DAMAGE:
            sources.append(source)
            continue
        sources += _inside(inner, whole, opened, depth + 1)
    return sources
