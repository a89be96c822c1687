"""The file of a back-up: a zip that is read with a limit on everything, so that no file can fill memory or disk."""

import json
import re
import stat
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from psoas.data import strict_json
from psoas.errors import InputError, UsageError
from psoas.store.schema import SCHEMA
from psoas.words import _, system_reason

FORMAT = "psoas.backup/1"
ABOUT = "backup.json"

MOST_PACKED = 256 << 20
MOST_UNPACKED = 1 << 30
"""Largest file, and most that its parts may unpack to [bytes]: some seven million rows."""

MOST_PARTS = 100
MOST_ABOUT = 1 << 20
LONGEST_LINE = 1 << 16
"""Longest row [bytes]; the longest that psoas writes is a picture of 40 kB, which base64 makes 53 kB."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    UsageError,
)
"""Errors of reading a damaged file; a `UsageError` where a rule of the schema is broken."""


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a back-up; errors of reading it in the block are put into one sentence.

    Raises:
        InputError: it is no ordinary file, no back-up, damaged, cannot be read, or would unpack to too much.
    """
    try:
        found = path.stat()
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            raise InputError(
                _("The back-up {path} is not an ordinary file; copy it into one, and name that.", path=path)
            )
        if found.st_size > MOST_PACKED:
            _refuse_size(path)
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                _refuse_size(path)
            yield archive
    except DAMAGE as error:
        refuse(path, error)
    except OSError as error:
        raise InputError(
            _(
                "The back-up {path} cannot be read ({why}); check the name and the rights.",
                path=path,
                why=system_reason(error),
            )
        ) from error


def read_about(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Read what a back-up says of itself: format, schema and number of rows.

    Raises:
        InputError: it is no back-up, or one of a newer psoas.
    """
    if archive.getinfo(ABOUT).file_size > MOST_ABOUT:
        refuse(path)
    about = json.loads(archive.read(ABOUT))
    if about["format"] != FORMAT or not re.fullmatch(r"(?!0000)[0-9]{4}", about["schema"]):
        refuse(path)
    if about["schema"] > SCHEMA:
        raise InputError(
            _(
                "The back-up {path} was made by a newer psoas; install the newest version and try again.",
                path=path,
            )
        )
    return dict(about)


def read_rows(archive: zipfile.ZipFile, name: str) -> Generator[dict[str, Any]]:
    """Read the rows of a table, one at a time.

    Raises:
        ValueError: a line is too long, or is no row.
    """
    with archive.open(f"{name}.jsonl") as file:
        while line := file.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise ValueError("a line is too long")
            yield strict_json(line)


def refuse(path: Path, error: BaseException | None = None) -> NoReturn:
    """Refuse a file that is no back-up."""
    raise InputError(
        _("{path} is no back-up of psoas, or is damaged; name another file.", path=path)
    ) from error


def _refuse_size(path: Path) -> NoReturn:
    raise InputError(
        _(
            "{path} is larger, or would unpack to more, than any back-up of psoas; name another file.",
            path=path,
        )
    )
