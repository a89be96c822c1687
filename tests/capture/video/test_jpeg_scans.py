"""A JPEG that would take hours to decode is refused before it is decoded, wherever it comes from."""

import io
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from psoas.capture.pose.live import decoded
from psoas.capture.video import probe, read_frames
from psoas.capture.video.jpeg_scans import MOST_SCANS, has_too_many_scans
from psoas.errors import InputError

WITHIN_S = 2.0


def jpeg(**how: object) -> bytes:
    """A picture of noise, 640 x 640."""
    noise = np.random.default_rng(3).integers(0, 255, (640, 640, 3), dtype=np.uint8)
    into = io.BytesIO()
    Image.fromarray(noise).save(into, "JPEG", **how)
    return into.getvalue()


def with_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again; each decodes."""
    whole = jpeg(progressive=True, quality=30)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last[:12] * count + whole[-2:]


@pytest.fixture(scope="module")
def slow() -> bytes:
    return with_scans(149_000)


def test_usual_pictures_are_no_slow_ones() -> None:
    for one in (
        jpeg(),
        jpeg(progressive=True),
        jpeg(progressive=True, subsampling=0),
        b"",
        b"\xff\xd8",
        b"a",
    ):
        assert not has_too_many_scans(one)
    assert has_too_many_scans(with_scans(MOST_SCANS))


def test_a_picture_inside_another_s_headers_counts_for_nothing() -> None:
    inner, whole = with_scans(60)[:60_000], jpeg()
    assert not has_too_many_scans(
        whole[:2] + b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner + whole[2:]
    )
    assert not has_too_many_scans(whole + with_scans(MOST_SCANS)), "what follows the picture is not decoded"


def test_many_scans_are_refused_live_and_in_a_photo_at_once(slow: bytes, tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(ValueError, match="too many scans"):
        decoded(slow)
    photo = tmp_path / "slow.jpg"
    photo.write_bytes(slow)
    with pytest.raises(InputError, match=r"slow\.jpg is a JPEG with too many scans"):
        probe(photo)
    assert time.monotonic() - began < WITHIN_S


def test_a_video_of_such_pictures_is_damaged_and_done_at_once(slow: bytes, tmp_path: Path) -> None:
    path = tmp_path / "slow.avi"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.width = stream.height = 640
        stream.pix_fmt = "yuvj420p"
        for number, picture in enumerate((jpeg(), jpeg(), slow, jpeg())):
            packet = av.Packet(picture)
            packet.stream, packet.pts, packet.dts, packet.time_base = stream, number, number, Fraction(1, 10)
            container.mux(packet)
    began = time.monotonic()
    with read_frames(path) as frames:
        assert len(list(frames)) == 3
        assert frames.damaged
    assert time.monotonic() - began < WITHIN_S
