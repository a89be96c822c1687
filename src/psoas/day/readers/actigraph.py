"""ActiGraph ``.gt3x``: raw acceleration in a zip, as records (``log.bin``) or, of older devices, as one run of samples
(``activity.bin``).

Read as ActiGraph describes it in GT3X-File-Format and NHANES-GT3X-File-Format. The clock is that of the wall where the
sensor was set up; newer files name its offset from UTC. While the sensor sleeps there are no records, and nothing is
known.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from struct import Struct
from typing import Final

import numpy as np
from numpy.typing import NDArray

from psoas.day.observation import DeviceLog, ZoneHint
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import place_of
from psoas.day.source_file import SourceFile
from psoas.day.thigh import Sampled, check_thigh, read_thigh
from psoas.day.zones import offset_s, wall_count, written_offset
from psoas.timeseries import Array
from psoas.words import _

RECORDS: Final = "log.bin"
SAMPLES: Final = "activity.bin"
INFO: Final = "info.txt"
MARK: Final = b"\x1e"
HEAD: Final = Struct("<xBIH")
PACKED, WORDS, PARAMETERS = 0, 26, 21
PARAMETER: Final = Struct("<HHI")
SCALE_NUMBER: Final = (0, 55)
SCALES: Final = {"NEO": 341.0, "MRA": 341.0, "CLE": 341.0}
"""Steps a g, by the first letters of the serial number; newer devices have 256."""
NEWER_SCALE: Final = 256.0
OFFSET: Final = re.compile(r"^(-?)(\d\d):(\d\d):\d\d$")
TICKS_TO_1970: Final = 621_355_968_000_000_000
TICKS_S: Final = 10_000_000
DAY_S: Final = 86_400
Values = NDArray[np.int16]
LARGEST_RECORD: Final = 1 << 14
"""Bytes of a record; a larger one is damaged."""


def _fits(source: SourceFile) -> bool:
    return source.own_name in (RECORDS, SAMPLES) and source.beside(INFO) is not None


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    info = _info(source)
    rate = float(info["Sample Rate"].replace(",", "."))
    if not 1 <= rate <= 1000:
        raise ValueError("no rate")
    check_thigh(source.name, answers.place(place_of(info.get("Limb", "")), log), answers)
    scale = float(info.get("Acceleration Scale", "0").replace(",", ".")) or SCALES.get(
        info.get("Serial Number", "")[:3], NEWER_SCALE
    )
    if source.own_name == RECORDS:
        parts = _from_records(source, log, rate, scale)
    else:
        parts = _in_a_run(source, info, rate, scale)
    offset = _offset(info)

    def begin(first: float) -> float:
        return wall_count(answers.home, first) if offset is None else first - offset

    read_thigh(log, parts, begin, answers)
    if offset is not None and log.observations:
        _hint_zone(log, offset, answers)


def _info(source: SourceFile) -> dict[str, str]:
    """What ``info.txt`` says, by its keys."""
    text = (source.beside(INFO) or b"").decode("utf-8-sig", errors="replace")
    pairs = (line.partition(":") for line in text.splitlines())
    return {key.strip(): value.strip() for key, _colon, value in pairs}


def _offset(info: dict[str, str]) -> int | None:
    """The offset of the clock from UTC [s]; None where the file does not say it."""
    found = OFFSET.match(info.get("TimeZone", ""))
    return None if found is None else written_offset(*found.groups())


def _hint_zone(log: DeviceLog, offset: int, answers: DayAnswers) -> None:
    """Name the zone of the recording on each of its days, where it was not that at home."""
    first, last = log.observations[0].start_s, log.observations[-1].end_s
    if offset != offset_s(answers.home, first):
        log.zones += [ZoneHint(moment, offset) for moment in range(first, last, DAY_S)]


def _from_records(source: SourceFile, log: DeviceLog, rate: float, scale: float) -> Iterator[Sampled]:
    """The samples of ``log.bin``; a record whose checksum is wrong is left out."""
    rest, damaged = b"", 0
    for piece in source.chunks():
        rest += piece
        records, at, wrong = _records(rest)
        damaged += wrong
        rest = rest[at:]
        for (kind, size), run in groupby(records, key=lambda one: (one[0], len(one[2]))):
            rows = list(run)
            if kind == PARAMETERS:
                scale = _scale(rows[-1][2]) or scale
            elif kind in (PACKED, WORDS) and size > 1:
                yield _sampled(kind, rows, rate, scale)
    if damaged:
        log.leave_out(_("records of the file"), _("they are damaged: their checksum is wrong"), damaged)
    if rest.strip(b"\0"):
        raise EOFError("cut")


def _records(content: bytes) -> tuple[list[tuple[int, int, bytes]], int, int]:
    """Kind, time and payload of each whole record, the place behind the last one, and how many are damaged."""
    found: list[tuple[int, int, bytes]] = []
    at = damaged = 0
    lost = False
    while True:
        mark = content.find(MARK, at)
        if mark < 0:
            return found, len(content), damaged
        lost = lost or bool(content[at:mark].strip(b"\0"))
        at = mark
        if at + HEAD.size > len(content):
            return found, at, damaged
        kind, time, size = HEAD.unpack_from(content, at)
        end = at + HEAD.size + size
        if size > LARGEST_RECORD:
            at, lost = at + 1, True
            continue
        if end >= len(content):
            return found, at, damaged
        check = np.bitwise_xor.reduce(np.frombuffer(content, np.uint8, end - at, at))
        if content[end] != int(check) ^ 0xFF:
            at, lost = at + 1, True
            continue
        damaged, lost = damaged + lost, False
        found.append((kind, time, content[at + HEAD.size : end]))
        at = end + 1


def _scale(payload: bytes) -> float:
    """Steps a g from the parameters of the device; 0 where they do not say it."""
    whole = payload[: len(payload) // PARAMETER.size * PARAMETER.size]
    for address, number, value in PARAMETER.iter_unpack(whole):
        if (address, number) == SCALE_NUMBER:
            exponent = (value >> 24) - 256 * (value >> 31)
            return float((value & 0x7FFFFF) / 0x800000 * 2.0**exponent)
    return 0.0


def _sampled(kind: int, rows: list[tuple[int, int, bytes]], rate: float, scale: float) -> Sampled:
    """The samples of records of one kind and size; each record holds those of one second."""
    content = np.frombuffer(b"".join(payload for *_rest, payload in rows), np.uint8).reshape(len(rows), -1)
    if kind == WORDS:
        whole = content.shape[1] // 6 * 6
        values: Values = np.ascontiguousarray(content[:, :whole]).view("<i2").reshape(-1, 3)
    else:
        values = _unpacked(content)
    xyz: Array = values / scale
    size = len(xyz) // len(rows)
    seconds = np.array([time for _kind, time, _payload in rows], float)
    return (seconds[:, None] + np.arange(size) / max(rate, size)).ravel(), xyz


def _unpacked(content: NDArray[np.uint8]) -> Values:
    """(N * M, 3) values of N rows of M samples of 36 bits: y, x and z, each of 12 bits with a sign."""
    half = np.stack([content >> 4, content & 15], axis=-1).reshape(len(content), -1).astype(np.int16)
    whole = half.shape[1] // 9
    three = half[:, : 9 * whole].reshape(-1, 3, 3)
    values = three[..., 0] << 8 | three[..., 1] << 4 | three[..., 2]
    signed: Values = ((values ^ 0x800) - 0x800)[:, [1, 0, 2]]
    return signed


def _in_a_run(source: SourceFile, info: dict[str, str], rate: float, scale: float) -> Iterator[Sampled]:
    """The samples of ``activity.bin``, which follow one another from the start of the recording."""
    start = (int(info["Start Date"]) - TICKS_TO_1970) / TICKS_S
    rest, done = b"", 0
    for piece in source.chunks():
        rest += piece
        whole = len(rest) // 9 * 9
        xyz = _unpacked(np.frombuffer(rest[:whole], np.uint8).reshape(1, -1)) / scale
        rest = rest[whole:]
        if len(xyz):
            yield start + (done + np.arange(len(xyz))) / rate, xyz
            done += len(xyz)


READER = Reader("ActiGraph", (".gt3x",), _fits, _read)
