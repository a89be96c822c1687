"""Axivity ``.cwa``: raw acceleration of an AX3 or AX6, in blocks of 512 bytes with a checksum each.

Read as Open Movement describes it in ``Docs/ax3/cwa.h`` and ``ax3-technical.md``. The clock is that of the wall where
the sensor was set up; it knows no zone and no summer time.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus

import numpy as np
from numpy.typing import NDArray

from psoas.day.observation import DeviceLog
from psoas.day.reader import DayAnswers, Reader
from psoas.day.rules import Place, place_of
from psoas.day.source_file import SourceFile
from psoas.day.thigh import Sampled, check_thigh, read_thigh
from psoas.day.zones import wall_count
from psoas.timeseries import Array, Index, Mask
from psoas.words import _

HEADER_BYTES: Final = 1024
HEADER_MARK: Final = b"MD\xfc\x03"
ANNOTATION: Final = slice(64, 512)
SITE: Final = re.compile(r"(?:^|[?&])_p=([^&]*)")
BLOCK: Final = np.dtype(
    [
        ("mark", "<u2"),
        ("length", "<u2"),
        ("fraction", "<u2"),
        ("session", "<u4"),
        ("number", "<u4"),
        ("time", "<u4"),
        ("scale", "<u2"),
        ("temperature", "<u2"),
        ("events", "u1"),
        ("battery", "u1"),
        ("rate", "u1"),
        ("packing", "u1"),
        ("index", "<i2"),
        ("count", "<u2"),
        ("samples", "u1", 480),
        ("checksum", "<u2"),
    ]
)
BLOCK_MARK: Final = 0x5841
BLOCK_LENGTH: Final = 508
EMPTY: Final = 0xFFFF
"""The mark of a block that was never written."""
RATE_ERROR: Final = 0.1
"""The rate between two blocks differs by less from what was set."""
Blocks = NDArray[np.void]


def _fits(source: SourceFile) -> bool:
    return source.head.startswith(HEADER_MARK)


def _place(source: SourceFile) -> Place | None:
    """Where the sensor was worn, as the person who set it up chose from a list."""
    words = source.head[ANNOTATION].split(b"\xff")[0].decode("ascii", errors="replace")
    site = SITE.search(words)
    return place_of(unquote_plus(site[1])) if site else None


def _read(source: SourceFile, log: DeviceLog, answers: DayAnswers) -> None:
    if not _fits(source) and not len(_sound(source.head[HEADER_BYTES : HEADER_BYTES + BLOCK.itemsize], log)):
        raise ValueError("no header")
    check_thigh(source.name, answers.place(_place(source), log), answers)
    read_thigh(log, _parts(source, log), lambda first: wall_count(answers.home, first), answers)


def _parts(source: SourceFile, log: DeviceLog) -> Iterator[Sampled]:
    """The samples in pieces; the last block of each is held until the next one tells how long it is."""
    rest, skipped = b"", HEADER_BYTES
    held: Blocks = np.empty(0, BLOCK)
    for piece in source.chunks():
        rest += piece
        if skipped:
            rest, skipped = rest[skipped:], max(0, skipped - len(rest))
        whole = len(rest) // BLOCK.itemsize * BLOCK.itemsize
        blocks = _of_one_kind(np.concatenate([held, _sound(rest[:whole], log)]))
        rest = rest[whole:]
        if len(blocks) > 1:
            yield _samples(blocks)
        held = blocks[-1:]
    if len(held):
        yield _samples(np.concatenate([held, held]))
    if rest:
        raise EOFError("cut")


def _sound(content: bytes, log: DeviceLog) -> Blocks:
    """The blocks that are whole, by their checksum, and whose time is one."""
    content = content[: len(content) // BLOCK.itemsize * BLOCK.itemsize]
    blocks = np.frombuffer(content, BLOCK)
    sums = np.frombuffer(content, "<u2").reshape(len(blocks), -1).sum(axis=1, dtype=np.uint16)
    written = blocks["mark"] != EMPTY
    sound = (blocks["mark"] == BLOCK_MARK) & (blocks["length"] == BLOCK_LENGTH) & (sums == 0)
    damaged = int((written & ~sound).sum())
    if damaged:
        log.leave_out(_("blocks of the file"), _("they are damaged: their checksum is wrong"), damaged)
    sound &= _dated(blocks["time"]) & (_size(blocks) > 0)
    kept: Blocks = blocks[sound]
    return kept


def _of_one_kind(blocks: Blocks) -> Blocks:
    """The blocks with the packing and rate of the first one: those of a recording are all alike."""
    alike = (blocks["packing"] == blocks["packing"][:1]) & (blocks["rate"] == blocks["rate"][:1])
    kept: Blocks = blocks[alike]
    return kept


def _dated(time: NDArray[np.uint32]) -> Mask:
    month, day, hour = time >> 22 & 15, time >> 17 & 31, time >> 12 & 31
    dated: Mask = (month >= 1) & (month <= 12) & (day >= 1) & (hour < 24)
    return dated


def _size(blocks: Blocks) -> Index:
    """(N,) bytes of a sample; 0 where the packing is none of those that are known."""
    axes, packing = blocks["packing"] >> 4, blocks["packing"] & 15
    known = np.isin(axes, (3, 6, 9))
    size: Index = np.where(known & (packing == 2), 2 * axes, np.where((axes == 3) & (packing == 0), 4, 0))
    return size


def _samples(blocks: Blocks) -> tuple[Array, Array]:
    """(N,) times [s since 1970, by the wall clock] and (N, 3) accelerations [g] of all blocks but the last."""
    size = int(_size(blocks)[0])
    most = BLOCK["samples"].shape[0] // size
    rate = 3200 / (1 << (15 - int(blocks["rate"][0] & 15)))
    counts = np.minimum(blocks["count"][:-1].astype(int), most)
    start = _starts(blocks, rate)
    step = np.diff(start) / np.maximum(counts, 1)
    following = np.diff(blocks["number"].astype(np.int64)) == 1
    step = np.where(following & (np.abs(step * rate - 1) < RATE_ERROR), step, 1 / rate)
    times = start[:-1, None] + np.arange(most) * step[:, None]
    used = np.arange(most) < counts[:, None]
    return times[used], _accelerations(blocks[:-1], size, most)[used]


def _starts(blocks: Blocks, rate: float) -> Array:
    """(N,) times of the first samples [s since 1970, by the wall clock].

    The clock was looked at when a certain sample came. Where it gives a fraction of a second, the number of that sample
    was moved to the whole second before, for older readers.
    """
    time = blocks["time"].astype(np.int64)
    months = ((time >> 26 & 63) + 30) * 12 + (time >> 22 & 15) - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + (time >> 17 & 31) - 1
    seconds = 86400 * days + 3600 * (time >> 12 & 31) + 60 * (time >> 6 & 63) + (time & 63)
    exact = blocks["fraction"] & 0x8000 != 0
    fraction = np.where(exact, (blocks["fraction"] & 0x7FFF) / 32768, 0.0)
    index = blocks["index"] + np.floor(fraction * rate)
    starts: Array = seconds + fraction - index / rate
    return starts


def _accelerations(blocks: Blocks, size: int, most: int) -> Array:
    """(N, most, 3) accelerations [g]."""
    raw = np.ascontiguousarray(blocks["samples"][:, : size * most])
    if size == 4:
        packed = raw.view("<u4")
        axes = [(packed << left).view(np.int32) >> 22 for left in (22, 12, 2)]
        packed_g: Array = np.stack(axes, axis=-1) * (1 << (packed >> 30).astype(int))[..., None] / 256
        return packed_g
    values = raw.view("<i2").reshape(len(blocks), most, size // 2)
    first = 0 if size == 6 else 3
    unit = 2.0 ** -(8 + (blocks["scale"] >> 13).astype(int))
    g: Array = values[..., first : first + 3] * unit[:, None, None]
    return g


READER = Reader("Axivity", (".cwa",), _fits, _read)
