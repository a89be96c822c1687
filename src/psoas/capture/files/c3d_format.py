"""The `.c3d` format: header, parameters, points and analog channels, read with every length checked.

The layout follows the C3D user's guide (Motion Lab Systems, c3d.org). This reader exists because the usual library,
ezc3d 1.7.2, ends the process or never returns on one damaged file in a hundred; it is the reference in the tests.
"""

import struct
from dataclasses import dataclass, field

import numpy as np

from psoas.errors import InputError
from psoas.timeseries import Array
from psoas.words import _

BLOCK = 512
MAGIC = 0x50
INTEL, DEC, MIPS = 84, 85, 86
Value = list[float] | list[str]


@dataclass(frozen=True, eq=False)
class C3d:
    """The points and the analog channels of a file, with labels and parameters.

    Attributes:
        labels: N names, "" where the file has none.
        points: (T, N, 3) in the unit of the file; NaN where the residual is negative.
        rate: frames a second [Hz].
        first_frame: number of the first frame, from 1.
        parameters: ``GROUP:NAME`` in capitals to numbers or texts.
        analog: (S, A) samples of the analog channels as the file stores them, without offset and scale; S is a
            multiple of T.
    """

    labels: list[str]
    points: Array
    rate: float
    first_frame: int
    parameters: dict[str, Value] = field(default_factory=dict)
    analog: Array = field(default_factory=lambda: np.empty((0, 0)))

    def numbers(self, name: str) -> list[float]:
        """Give the numbers of a parameter; an empty list where it is missing or holds texts."""
        return [value for value in self.parameters.get(name, []) if not isinstance(value, str)]

    def texts(self, name: str) -> list[str]:
        """Give the texts of a parameter; an empty list where it is missing or holds numbers."""
        return _texts(self.parameters, name)


def parse_c3d(data: bytes, name: str) -> C3d:
    """Read the points and the analog channels of a ``.c3d`` file.

    Integers and floats in the byte orders of Intel, MIPS and DEC are read.

    Args:
        name: of the file, for the message.

    Raises:
        InputError: the file is not a ``.c3d``, is cut off, or contradicts itself.
    """
    reader = _Reader(data, name)
    if len(data) < BLOCK or data[1] != MAGIC or data[0] < 2:
        raise InputError(_("{file} is not a .c3d file or is cut off; export the trial again", file=name))
    start = (data[0] - 1) * BLOCK
    reader.set_processor(reader.byte(start + 3))
    parameters = _parameters(reader, start)
    analog, first, last, data_block = (reader.word(at) for at in (4, 6, 8, 16))
    count = int(_number(parameters, "POINT:USED", reader.word(2))) % 65536
    scale = _number(parameters, "POINT:SCALE", reader.real(12))
    rate = _number(parameters, "POINT:RATE", reader.real(20))
    if not 0.1 <= rate <= 1e5:
        raise InputError(
            _(
                "{file} says that it has {rate:g} frames a second; export the trial again",
                file=name,
                rate=rate,
            )
        )
    frames = _frame_count(parameters, first, last)
    if count == 0 or frames <= 0:
        raise InputError(
            _("{file} holds no marker trajectories; export the trial with its markers", file=name)
        )
    block = int(_number(parameters, "POINT:DATA_START", data_block)) % 65536 or data_block
    table = _table(reader, (block - 1) * BLOCK, frames, count, analog, scale < 0)
    points = _points(table, count, scale)
    labels = [*_texts(parameters, "POINT:LABELS")]
    for more in range(2, 100):
        labels += _texts(parameters, f"POINT:LABELS{more}")
    labels = [*labels, *[""] * count][:count]
    channels = int(_number(parameters, "ANALOG:USED", 0))
    samples: Array = np.empty((0, 0))
    if channels > 0 and analog > 0 and analog % channels == 0:
        samples = table[:, 4 * count :].reshape(-1, channels)
    return C3d(labels, points, rate, max(first, 1), parameters, samples)


def _parameters(reader: "_Reader", start: int) -> dict[str, Value]:
    """Read the chain of records that begins at byte ``start``, by ``GROUP:NAME``.

    The chain ends with a record of no length, with one without a next, or at the end of the parameter section: some
    programs write a wrong way on into their last record.
    """
    end = start + BLOCK * (reader.byte(start + 2) or len(reader.data))
    groups: dict[int, str] = {}
    found: list[tuple[int, str, Value]] = []
    at = start + 4
    while True:
        length, group = abs(reader.signed(at)), reader.signed(at + 1)
        if length == 0:
            break
        if group == 0:
            raise reader.damaged()
        name = reader.text(at + 2, length).upper()
        body = at + 2 + length
        step = reader.word(body)
        if group < 0:
            groups[-group] = name
        else:
            found.append((group, name, _value(reader, body + 2)))
        if step == 0 or body + step >= end:
            break
        if step < 3:
            raise reader.damaged()
        at = body + step
    return {f"{groups.get(group, '')}:{name}": value for group, name, value in found}


def _value(reader: "_Reader", at: int) -> Value:
    """Read the value of a parameter; texts run along the first dimension."""
    kind, rank = reader.signed(at), reader.byte(at + 1)
    if kind not in (-1, 1, 2, 4) or rank > 7:
        raise reader.damaged()
    shape = [reader.byte(at + 2 + index) for index in range(rank)]
    size = int(np.prod(shape, dtype=np.int64)) if shape else 1
    raw = reader.part(at + 2 + rank, size * abs(kind))
    if kind == -1:
        width = shape[0] if shape else 1
        return [_decoded(raw[index : index + width]) for index in range(0, size, width)] if width else []
    if kind == 1:
        return [float(value) for value in raw]
    return [float(value) for value in reader.numbers(raw, real=kind == 4)]


def _table(reader: "_Reader", start: int, frames: int, count: int, analog: int, real: bool) -> Array:
    """Read the (T, 4 N + A) numbers of all frames: the points, then the analog samples."""
    width = (4 * count + analog) * (4 if real else 2)
    if start < BLOCK or start + frames * width > len(reader.data):
        raise InputError(
            _(
                "{file} is cut off: {frames} frames of {count} points do not fit in it; export the trial again",
                file=reader.name,
                frames=frames,
                count=count,
            )
        )
    raw = reader.numbers(reader.part(start, frames * width), real=real)
    return raw.reshape(frames, 4 * count + analog)


def _points(table: Array, count: int, scale: float) -> Array:
    """The (T, N, 3) points of all frames; NaN where the residual is negative."""
    frames = table[:, : 4 * count].reshape(len(table), count, 4)
    points: Array = frames[:, :, :3] * (1.0 if scale < 0 else scale)
    unseen = (frames[:, :, 3] < 0) | ~np.isfinite(frames).all(axis=2) | (np.abs(points) > 1e9).any(axis=2)
    points[unseen] = np.nan
    return points


def _frame_count(parameters: dict[str, Value], first: int, last: int) -> int:
    """Count the frames; for long trials the header's 16 bits are too few and parameters hold the number."""
    ends = [_words(parameters, f"TRIAL:ACTUAL_{which}_FIELD") for which in ("START", "END")]
    if all(ends):
        return ends[1] - ends[0] + 1
    declared = int(_number(parameters, "POINT:FRAMES", 0))
    if last < first or last == 65535:
        return declared % 65536 if declared < 0 else declared
    return last - first + 1


def _words(parameters: dict[str, Value], name: str) -> int:
    """Read a 32-bit number stored as its low and its high word; 0 where it is missing."""
    words = [int(word) % 65536 for word in parameters.get(name, []) if not isinstance(word, str)]
    return words[0] + 65536 * words[1] if len(words) == 2 else 0


def _number(parameters: dict[str, Value], name: str, otherwise: float) -> float:
    values = parameters.get(name, [])
    first = values[0] if values else otherwise
    return otherwise if isinstance(first, str) or not np.isfinite(first) else float(first)


def _texts(parameters: dict[str, Value], name: str) -> list[str]:
    return [text for text in parameters.get(name, []) if isinstance(text, str)]


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text.strip(" \0\t\r\n")


class _Reader:
    """Bytes of a file; each access checks that it stays inside."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.processor = INTEL

    def set_processor(self, processor: int) -> None:
        if processor not in (INTEL, DEC, MIPS):
            raise self.damaged()
        self.processor = processor

    def damaged(self) -> InputError:
        return InputError(
            _("{file} is damaged: its parameters cannot be read; export the trial again", file=self.name)
        )

    def part(self, at: int, length: int) -> bytes:
        if at < 0 or at + length > len(self.data):
            raise self.damaged()
        return self.data[at : at + length]

    def byte(self, at: int) -> int:
        return self.part(at, 1)[0]

    def signed(self, at: int) -> int:
        value: int = struct.unpack("b", self.part(at, 1))[0]
        return value

    def word(self, at: int) -> int:
        return int.from_bytes(self.part(at, 2), "big" if self.processor == MIPS else "little")

    def real(self, at: int) -> float:
        return float(self.numbers(self.part(at, 4), real=True)[0])

    def text(self, at: int, length: int) -> str:
        return _decoded(self.part(at, length))

    def numbers(self, raw: bytes, real: bool) -> Array:
        """Convert 16-bit integers or 32-bit floats of this processor to float64.

        DEC's float has its two words swapped and an exponent that is larger by two.
        """
        order = ">" if self.processor == MIPS else "<"
        if not real:
            return np.frombuffer(raw, order + "i2").astype(float)
        with np.errstate(invalid="ignore"):
            if self.processor == DEC:
                words = np.frombuffer(raw, "<u2").reshape(-1, 2)[:, ::-1]
                return np.ascontiguousarray(words).view("<f4").reshape(-1).astype(float) / 4
            return np.frombuffer(raw, order + "f4").astype(float)
