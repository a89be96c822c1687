"""A small copy of a recording in memory, made while it is analysed, to draw on afterwards."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from psoas.capture.video.clip import Frame

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.codeccontext import VideoCodecContext

MOST_BYTES = 64 * 2**20
"""Largest copy; a larger one is dropped, and the file is read again to draw on it."""

RAW_BYTES = 160 * 2**20
"""Up to this size the pictures wait as they are, which half a minute of them fits; more are compressed."""

_CLOCK = Fraction(1, 60_000)


class Preview:
    """A reduced copy of the frames that pass through `watch`, compressed where it is long.

    Decoding a phone's clip takes longer than drawing on it; the copy saves decoding it twice.

    Args:
        max_side: longer side of the copy [px].
        max_fps: most pictures a second; those between are left out.
        most_bytes: a larger compressed copy is dropped.
        raw_bytes: a smaller copy is not compressed at all, which saves coding it twice.

    Attributes:
        complete: True once every frame has passed and the copy holds them.
    """

    def __init__(
        self, max_side: int, max_fps: float, most_bytes: int = MOST_BYTES, raw_bytes: int = RAW_BYTES
    ) -> None:
        from av.video.reformatter import VideoReformatter

        self.max_fps = max_fps
        self._max_side = max_side
        self._room = most_bytes
        self._raw_bytes = raw_bytes
        self._raw: list[VideoFrame] = []
        self._size = (0, 0)
        self._shrunk = VideoReformatter()
        self._encoder: VideoCodecContext | None = None
        self._packets: list[bytes] = []
        self._kept: list[tuple[int, float, float]] = []
        self.complete = False

    def __len__(self) -> int:
        """Number of pictures in the copy."""
        return len(self._kept)

    def watch(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Pass the frames on unchanged and copy them."""
        gap_s, due_s = 1.0 / self.max_fps, 0.0
        for frame in frames:
            if frame.time_s >= due_s - 0.1 * gap_s and self._room > 0:
                due_s = max(due_s, frame.time_s - 0.5 * gap_s) + gap_s
                self._keep(frame)
            yield frame
        if self._encoder is not None and self._room > 0:
            self._add(bytes(packet) for packet in self._encoder.encode(None))
        self.complete = self._room > 0 and bool(self._kept)

    def frames(self) -> Iterator[Frame]:
        """Give the smaller pictures with the index and time of their originals.

        Raises:
            ValueError: the copy is not complete.
        """
        import av
        from av.video.codeccontext import VideoCodecContext
        from av.video.reformatter import VideoReformatter

        if not self.complete:
            raise ValueError("the preview is not complete; read the file again")
        pictures: Iterable[VideoFrame] = self._raw
        if self._encoder is not None:
            decoder = VideoCodecContext.create(self._codec, "r")
            assert isinstance(decoder, VideoCodecContext)
            packets = (av.Packet(data) for data in self._packets)
            pictures = (picture for packet in chain(packets, [None]) for picture in decoder.decode(packet))
        colours = VideoReformatter()
        for (index, time_s, scale), picture in zip(self._kept, pictures, strict=True):
            rgb = colours.reformat(picture, format="rgb24").to_ndarray().astype(np.uint8, copy=False)
            yield Frame(index, time_s, rgb, scale)

    def _keep(self, frame: Frame) -> None:
        import av

        height, width = frame.rgb.shape[:2]
        if not self._kept:
            shrink = max(1.0, max(width, height) / self._max_side)
            self._size = (max(2, 2 * round(width / shrink / 2)), max(2, 2 * round(height / shrink / 2)))
        whole = frame.planes
        picture = self._shrunk.reformat(
            av.VideoFrame.from_ndarray(frame.rgb, format="rgb24") if whole is None else whole,
            *self._size,
            "yuv420p",
            interpolation="FAST_BILINEAR",
        )
        picture.pts, picture.time_base = len(self._kept), _CLOCK
        self._kept.append((frame.index, frame.time_s, frame.scale * width / self._size[0]))
        self._raw.append(picture)
        if self._encoder is None:
            if len(self._raw) * 3 * self._size[0] * self._size[1] // 2 <= self._raw_bytes:
                return
            self._encoder = self._open()
            self._encoder.colorspace, self._encoder.color_range = picture.colorspace, picture.color_range
        waiting, self._raw = self._raw, []
        for one in waiting:
            self._add(bytes(packet) for packet in self._encoder.encode(one))

    def _add(self, packets: Iterable[bytes]) -> None:
        for packet in packets:
            self._packets.append(packet)
            self._room -= len(packet)
        if self._room <= 0:
            self._packets, self._kept = [], []

    def _open(self) -> "VideoCodecContext":
        import av
        from av.video.codeccontext import VideoCodecContext

        best = "libx264" in av.codecs_available
        self._codec = "h264" if best else "mpeg4"
        encoder = VideoCodecContext.create("libx264" if best else "mpeg4", "w")
        assert isinstance(encoder, VideoCodecContext)
        encoder.width, encoder.height = self._size
        encoder.pix_fmt, encoder.time_base, encoder.thread_count = "yuv420p", _CLOCK, 1
        encoder.framerate = Fraction(30)
        if best:
            encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "crf": "20"}
        else:
            encoder.bit_rate = 8_000_000
        return encoder
