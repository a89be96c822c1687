"""Files of acceleration sensors, made for the tests: Axivity and ActiGraph, from samples at an even rate."""

import io
import sqlite3
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from psoas.timeseries import Array

AXIVITY_CODES = {50: 9, 100: 10}
"""Rate [Hz] and its code."""
TICKS_TO_1970 = 621_355_968_000_000_000


def ticks(moment: datetime) -> int:
    return TICKS_TO_1970 + round(moment.replace(tzinfo=UTC).timestamp()) * 10_000_000


def axivity(
    start: datetime,
    xyz: Array,
    *,
    rate_hz: int = 50,
    site: str = "left+thigh",
    six_axes: bool = False,
    exact: bool = True,
) -> bytes:
    """A ``.cwa`` of (N, 3) accelerations [g]; ``six_axes`` as of an AX6, not ``exact`` as of old firmware."""
    words = f"_c=Dr+Smith&_p={site}&_sc=Zoe".encode()
    head = b"MD\xfc\x03" + b"\0" * 60 + words.ljust(448, b" ")
    found = [head.ljust(1024, b"\xff")]
    count = 40 if six_axes else 120
    for number in range(len(xyz) // count):
        part = xyz[number * count : (number + 1) * count]
        moment = start + timedelta(seconds=number * count / rate_hz)
        time = (moment.year - 2000) << 26 | moment.month << 22 | moment.day << 17
        time |= moment.hour << 12 | moment.minute << 6 | moment.second
        part_of_second = moment.microsecond / 1e6
        fraction = round(part_of_second * 32768) if exact else 0
        index = -int(fraction / 32768 * rate_hz) if exact else -round(part_of_second * rate_hz)
        scale, packing = (4 << 13, 0x62) if six_axes else (0, 0x30)
        block = struct.pack(
            "<HHHIIIHHBBBBhH",
            *(0x5841, 508, 0x8000 | fraction if exact else 7, 1, number, time, scale, 250, 0, 190),
            *(AXIVITY_CODES[rate_hz], packing, index, count),
        )
        block += _axivity_words(part) if six_axes else _axivity_packed(part)
        block = block.ljust(510, b"\0")
        check = -sum(struct.unpack("<255H", block)) & 0xFFFF
        found.append(block + struct.pack("<H", check))
    return b"".join(found)


def _axivity_packed(part: Array) -> bytes:
    """Ten bits an axis and two of a common exponent: the greatest value decides."""
    steps = np.clip(np.round(part * 256), -4096, 4095).astype(np.int64)
    shift = np.zeros(len(steps), np.int64)
    for _ in range(3):
        shift += np.abs(steps >> shift[:, None]).max(axis=1) > 511
    x, y, z = ((steps[:, axis] >> shift) & 0x3FF for axis in range(3))
    return (x | y << 10 | z << 20 | shift << 30).astype("<u4").tobytes()


def _axivity_words(part: Array) -> bytes:
    turn = np.full_like(part, 100.0)
    return np.hstack([turn, np.round(part * 4096)]).astype("<i2").tobytes()


def actigraph_info(start: datetime, rate_hz: int, more: Mapping[str, str]) -> str:
    rows = {
        "Serial Number": "TAS1E00000000",
        "Sample Rate": str(rate_hz),
        "Start Date": str(ticks(start)),
        "Subject Name": "Zoe",
        **more,
    }
    return "".join(f"{key}: {value}\r\n" for key, value in rows.items())


def _twelve_bits(steps: Array) -> bytes:
    """Values of 12 bits in order y, x, z, one after the other."""
    values = np.round(steps).astype(np.int64)[:, [1, 0, 2]].ravel() & 0xFFF
    half = np.stack([values >> 8, values >> 4 & 15, values & 15], axis=1).ravel()
    half = np.pad(half, (0, len(half) % 2))
    packed: bytes = (half[::2] << 4 | half[1::2]).astype(np.uint8).tobytes()
    return packed


def actigraph_record(kind: int, time: int, payload: bytes) -> bytes:
    record = struct.pack("<BBIH", 0x1E, kind, time, len(payload)) + payload
    check = np.bitwise_xor.reduce(np.frombuffer(record, np.uint8))
    return record + bytes([int(check) ^ 0xFF])


def actigraph(
    start: datetime,
    xyz: Array,
    *,
    rate_hz: int = 50,
    words: bool = False,
    asleep_s: Sequence[int] = (),
    **info: str,
) -> bytes:
    """A ``.gt3x`` with records; ``words`` as of a newer device; seconds ``asleep_s`` from the start have no record."""
    first = round(start.replace(tzinfo=UTC).timestamp())
    scale = struct.pack("<HHI", 0, 55, 0x0940_0000)
    found = [actigraph_record(6, first, b'{"SubjectName":"Zoe"}'), actigraph_record(21, first, scale)]
    for second in range(len(xyz) // rate_hz):
        if second in asleep_s:
            continue
        part = xyz[second * rate_hz : (second + 1) * rate_hz] * 256
        payload = np.round(part).astype("<i2").tobytes() if words else _twelve_bits(part)
        found.append(actigraph_record(26 if words else 0, first + second, payload))
    found.append(actigraph_record(0, first, b"\1"))
    more = {"Limb": "Thigh", "TimeZone": "01:00:00", "Acceleration Scale": "300"} | info
    return _zipped({"log.bin": b"".join(found), "info.txt": actigraph_info(start, rate_hz, more).encode()})


def actigraph_old(start: datetime, xyz: Array, *, rate_hz: int = 50) -> bytes:
    """A ``.gt3x`` of an older device: one run of samples."""
    more = {"Serial Number": "NEO1B00000000", "Limb": "Thigh"}
    return _zipped(
        {
            "activity.bin": _twelve_bits(xyz * 341),
            "lux.bin": b"\0",
            "info.txt": actigraph_info(start, rate_hz, more).encode(),
        }
    )


def _zipped(members: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in members.items():
            archive.writestr(name, inside)
    return content.getvalue()


def actigraph_epochs(
    start: datetime, steps: Sequence[int], *, epoch_s: int = 10, limb: str = "Waist"
) -> bytes:
    """An ``.agd`` with the steps of each epoch."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.agd"
        base = sqlite3.connect(path)
        base.execute(
            "create table settings (settingID integer primary key, settingName text, settingValue text)"
        )
        base.execute(
            "create table data (dataTimestamp integer, axis1 integer, steps integer, inclineSitting integer)"
        )
        settings = {"epochlength": str(epoch_s), "limb": limb, "subjectname": "Zoe"}
        base.executemany("insert into settings (settingName, settingValue) values (?, ?)", settings.items())
        rows = (
            (ticks(start) + number * epoch_s * 10_000_000, 10 * count, count, epoch_s)
            for number, count in enumerate(steps)
        )
        base.executemany("insert into data values (?, ?, ?, ?)", rows)
        base.commit()
        base.close()
        return path.read_bytes()
