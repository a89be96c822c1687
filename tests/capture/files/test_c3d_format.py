"""The bytes of a `.c3d`: numbers of every maker, parameters, and damage."""

import struct

import numpy as np
import pytest

from psoas.capture.files.c3d_format import DEC, INTEL, MIPS, parse_c3d
from psoas.errors import InputError
from psoas.timeseries import Array


@pytest.mark.parametrize("processor", [INTEL, DEC, MIPS])
@pytest.mark.parametrize("real", [True, False])
def test_every_maker_s_numbers(processor: int, real: bool) -> None:
    expected = np.array([[[100.0, -250.0, 1000.0]], [[101.0, -251.0, 1001.0]]])
    found = parse_c3d(handmade(expected, processor, real), "a.c3d")
    np.testing.assert_allclose(found.points, expected)
    assert found.labels == ["RASI"]
    assert found.rate == 50
    assert found.first_frame == 11


def handmade(points: Array, processor: int, real: bool) -> bytes:
    """A ``.c3d`` with one marker, RASI, at 50 Hz from frame 11 on, as each maker's computers wrote it."""
    order = ">" if processor == MIPS else "<"
    scale = -1.0 if real else 0.5

    def floats(*values: float) -> bytes:
        if processor != DEC:
            return struct.pack(f"{order}{len(values)}f", *values)
        words = np.array([value * 4 for value in values], "<f4").view("<u2").reshape(-1, 2)
        return words[:, ::-1].tobytes()

    def word(*values: int) -> bytes:
        return struct.pack(f"{order}{len(values)}H", *values)

    def record(group: int, name: bytes, body: bytes) -> bytes:
        return struct.pack("bb", len(name), group) + name + word(len(body) + 2) + body

    frames = len(points)
    header = b"\x02\x50" + word(1, 0, 11, 10 + frames, 0) + floats(scale) + word(3, 0) + floats(50.0)
    parameters = (
        bytes([0, 0, 1, processor])
        + record(-1, b"POINT", b"\0")
        + record(1, b"USED", b"\x02\0" + word(1) + b"\0")
        + record(1, b"LABELS", b"\xff\x02\x04\x01" + b"RASI" + b"\0")
        + record(1, b"RATE", b"\x04\0" + floats(50.0) + b"\0")
        + record(1, b"SCALE", b"\x04\0" + floats(scale) + b"\0")
        + b"\0\0"
    )
    numbers = np.concatenate([points / (1 if real else scale), np.zeros((frames, 1, 1))], axis=2).ravel()
    data = (
        floats(*numbers)
        if real
        else struct.pack(f"{order}{len(numbers)}h", *(round(value) for value in numbers))
    )
    return header.ljust(512, b"\0") + parameters.ljust(512, b"\0") + data.ljust(512, b"\0")


def test_texts_of_a_parameter_that_is_missing_or_holds_numbers_are_empty() -> None:
    found = parse_c3d(handmade(np.full((2, 1, 3), 100.0), INTEL, True), "a.c3d")
    assert found.texts("POINT:LABELS") == ["RASI"]
    assert found.texts("POINT:NOTHING") == []
    assert found.texts("POINT:RATE") == []


@pytest.mark.parametrize("length", [0, 1, 511, 512, 600])
def test_a_file_that_ends_early_is_damaged(length: int) -> None:
    data = handmade(np.full((2, 1, 3), 100.0), INTEL, True)
    with pytest.raises(InputError, match=r"a.c3d is"):
        parse_c3d(data[:length], "a.c3d")
