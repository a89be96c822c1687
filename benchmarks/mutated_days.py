"""Damaged files of all readers of the day: each ends in days or in one sentence, soon, and with whole bouts only.

python -m benchmarks.mutated_days            2,000 files
python -m benchmarks.mutated_days --count 200
"""

import argparse
import io
import re
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.rows import Row, show
from psoas.day import DayAnswers, read_days

LONGEST_S: Final = 10.0
"""A small file that takes longer hangs."""

MOST_UNPACKED: Final = 1 << 20
UNZIPPED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OSError,
)
"""Errors of reading a zip that is damaged already: it is then damaged as any other file."""

NUMBER: Final = re.compile(rb"-?\d+(\.\d+)?")
ODD: Final = (
    b"",
    b"0",
    b"-1",
    b"nan",
    b"Infinity",
    b"-1e308",
    b"1e999",
    b"9" * 19,
    b"9" * 400,
    b"null",
    b"[]",
    b"{}",
)
"""Put in place of a number."""


def mutations(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Damaged copies of a file, see `damaged`."""
    random = np.random.default_rng(seed)
    for number in range(count):
        yield damaged(content, number, random)


def damaged(content: bytes, number: int, random: np.random.Generator) -> bytes:
    """One damaged copy of a file; of a zip, by every other number one of the files in it is damaged."""
    if number % 2 and zipfile.is_zipfile(io.BytesIO(content)):
        with suppress(*UNZIPPED), zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = {
                one.filename: archive.read(one) for one in archive.infolist() if one.file_size < MOST_UNPACKED
            }
            names = sorted(inside, key=lambda name: len(inside[name]))
            name = names[max(random.integers(len(names), size=2))]  # large ones more often
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive_again:
                for each, part in (inside | {name: _damaged(inside[name], number // 2, random)}).items():
                    archive_again.writestr(each, part)
            return packed.getvalue()
    return _damaged(content, number, random)


def _damaged(content: bytes, number: int, random: np.random.Generator) -> bytes:
    """A copy with bytes changed, cut, removed, doubled or exchanged, or with other digits or numbers."""
    made = bytearray(content)
    size = len(made)
    if not size:
        return bytes(random.integers(0, 256, 8, dtype=np.uint8))
    at, length = int(random.integers(size)), int(random.integers(1, max(2, size // 8)))
    match number % 8:
        case 0:
            made = made[:at]
        case 1:
            for place in random.integers(0, size, int(random.integers(1, 20))):
                made[place] = int(random.integers(256))
        case 2:
            del made[at : at + length]
        case 3:
            made[at:at] = made[max(0, at - length) : at]
        case 4:
            made[at : at + length] = bytes(random.integers(0, 256, length, dtype=np.uint8))
        case 5:
            other = int(random.integers(size))
            made[at : at + length], made[other : other + length] = (
                made[other : other + length],
                made[at : at + length],
            )
        case 6:
            digits = [place for place in range(size) if 48 <= made[place] <= 57]
            for place in random.choice(digits, min(6, len(digits)), replace=False) if digits else []:
                made[place] = 48 + int(random.integers(10))
        case 7:
            numbers = list(NUMBER.finditer(content))
            for found in sorted(random.integers(0, len(numbers), min(3, len(numbers))), reverse=True):
                made[slice(*numbers[found].span())] = ODD[int(random.integers(len(ODD)))]
    return bytes(made)


def faults(name: str, content: bytes, folder: Path) -> list[str]:
    """Everything that is wrong with how a damaged file is read; empty where nothing is."""
    path = folder / name
    path.write_bytes(content)
    began = time.monotonic()
    try:
        wrong = wrong_days(path)
    except Exception as error:  # noqa: BLE001 - whatever comes out is a fault
        return [f"{type(error).__name__}: {error}"]
    if time.monotonic() - began > LONGEST_S:
        wrong.append(f"took {time.monotonic() - began:.0f} s")
    return wrong


def wrong_days(path: Path) -> list[str]:
    """Read a file of a device: what is wrong with the days and the sentences."""
    reading = read_days([path], DayAnswers())
    said = [str(error) for error in reading.errors]
    wrong = [f"no sentence: {words!r}" for words in said if "\n" in words or not words.startswith(path.name)]
    if (
        not reading.days
        and not reading.errors
        and not any(one.format == "iCalendar" for one in reading.files)
    ):
        wrong.append("neither days nor a reason")
    for day in reading.days:
        if day.unknown_s < 0 or day.unknown_s + sum(day.totals.values()) != day.length_s:
            wrong.append(f"{day.date} does not add up")
        if any(not 0 < bout.length_s <= day.length_s or not bout.sources for bout in day.bouts):
            wrong.append(f"{day.date} holds an impossible bout")
    return wrong


def run(files: Mapping[str, bytes], count: int) -> tuple[int, list[str]]:
    """Read about ``count`` damaged copies; returns their number and the faults."""
    done, wrong = 0, []
    each = -(-count // len(files))
    with tempfile.TemporaryDirectory() as folder:
        for place, (name, content) in enumerate(files.items()):
            for number, made in enumerate(mutations(content, each, place)):
                wrong += [f"{name} {number}: {fault}" for fault in faults(name, made, Path(folder))]
                done += 1
    return done, wrong


def rows(count: int) -> list[Row]:
    """One row for all readers together."""
    from tests.day.samples import samples

    done, wrong = run(samples(), count)
    for fault in wrong[:20]:
        print(fault)
    return [
        Row(f"{done} damaged files over all readers", "one sentence each", f"{len(wrong)} faults", not wrong)
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2000)
    show(rows(parser.parse_args().count))
