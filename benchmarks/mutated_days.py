"""Damaged files of all readers of the day: each ends in days or in one sentence, soon, and with whole bouts only.

python -m benchmarks.mutated_days            2,000 files
python -m benchmarks.mutated_days --count 200
"""

import argparse
import io
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.rows import Row, show
from psoas.day import DayAnswers, read_days

LONGEST_S: Final = 10.0
"""A small file that takes longer hangs."""


def mutations(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Damaged copies of a file; of a zip, every other one is whole and the largest file in it is damaged."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield from _mutations(content, count, seed)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = {one.filename: archive.read(one) for one in archive.infolist()}
    largest = max(inside, key=lambda name: len(inside[name]))
    damaged = _mutations(inside[largest], count, seed)
    for number, made in enumerate(_mutations(content, count, seed)):
        if number % 2:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for name, part in (inside | {largest: next(damaged)}).items():
                    archive.writestr(name, part)
            made = packed.getvalue()
        yield made


def _mutations(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Damaged copies: bytes changed, cut, removed, doubled, exchanged, or digits made others."""
    random = np.random.default_rng(seed)
    for number in range(count):
        made = bytearray(content)
        size = len(made)
        at, length = int(random.integers(size)), int(random.integers(1, max(2, size // 8)))
        match number % 7:
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
        yield bytes(made)


def faults(name: str, content: bytes, folder: Path) -> list[str]:
    """Everything that is wrong with how a damaged file is read; empty where nothing is."""
    path = folder / name
    path.write_bytes(content)
    began = time.monotonic()
    try:
        reading = read_days([path], DayAnswers())
    except Exception as error:  # noqa: BLE001 - whatever comes out is a fault
        return [f"{type(error).__name__}: {error}"]
    wrong = []
    if time.monotonic() - began > LONGEST_S:
        wrong.append(f"took {time.monotonic() - began:.0f} s")
    said = [str(error) for error in reading.errors]
    wrong += [f"no sentence: {words!r}" for words in said if "\n" in words or not words.startswith(name)]
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
