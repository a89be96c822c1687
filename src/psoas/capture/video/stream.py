"""A video file under FFmpeg: its stream, its length, its pictures. Errors of FFmpeg become `InputError` here."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, Self

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from psoas.capture.video.file_kind import IS_NO_VIDEO, IS_SOUND, no_recording
from psoas.capture.video.jpeg_scans import has_too_many_scans
from psoas.capture.video.orientation import Orientation, orientation_of
from psoas.child_processes import threads
from psoas.errors import InputError
from psoas.words import _

_FORMATS: Final = (
    "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,h264,hevc,ivf,ogg,asf,flv,gif,mp3,wav,aac,flac,amr,w64"
)
_MAX_PIXELS: Final = 8192 * 8192
_COVER: Final = 0x400  # AV_DISPOSITION_ATTACHED_PIC; older PyAV has no name for it
_HOPELESS: Final = 2000
_CAMERA_RATE_TAG: Final = "com.android.capture.fps"
_REAL_CLOCK_TAGS: Final = ("com.apple.quicktime.full-frame-rate-playback-intent",)
_ERRORS: Final = (
    av.FFmpegError,
    OSError,
    EOFError,
    ValueError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    TypeError,
    AttributeError,
    LookupError,
)


@dataclass(frozen=True)
class Length:
    """The number of pictures, pictures a second (always positive) and the duration [s]."""

    frames: int
    fps: float
    duration_s: float


class Video:
    """The largest video stream of a file, decoded from its start. Use it in a ``with``.

    Playlists and formats that name other files or addresses are refused.

    Attributes:
        damaged: a part so far could not be decoded.

    Raises:
        InputError: the file is no video, or has only sound.
    """

    def __init__(self, path: Path) -> None:
        self.damaged = False
        self._path = path
        self._reformatter = VideoReformatter()
        self._scaler = VideoReformatter()
        self._container = _open(path)
        try:
            self._stream = _largest(self._container, path)
            shape = self._stream.sample_aspect_ratio
            self._stretch = float(shape) if shape and 0.2 < shape < 5 else 1.0
            context = self._stream.codec_context
            context.options = {"max_pixels": str(_MAX_PIXELS)}
            context.thread_type = "AUTO"
            context.thread_count = threads(4)
        except _ERRORS:
            self._container.close()
            raise _unreadable(path) from None
        except InputError:
            self._container.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._container.close()

    def length(self) -> Length:
        """Read the declared length; where the file declares no duration, count its packets."""
        frames = max(0, self._stream.frames)
        rate = self._stream.average_rate or self._stream.guessed_rate
        fps = float(rate) if rate and 0 < rate <= 1000 else 0.0
        duration_s = _in_seconds(self._stream.duration, self._stream.time_base)
        if duration_s <= 0:
            duration_s = _in_seconds(self._container.duration, Fraction(1, av.time_base))
        if duration_s <= 0 or (not fps and not frames):
            frames, duration_s = self._counted()
        if frames and duration_s > 0 and not fps:
            fps = min(1000.0, frames / duration_s)
        fps = fps or 30.0
        frames = frames or round(duration_s * fps)
        return Length(max(1, frames), fps, duration_s if duration_s > 0 else 1.0 / fps)

    def tagged_fps(self) -> float | None:
        """Read the camera's pictures a second from the tags of the file; None where there is no such tag.

        Android writes the rate of the camera. Apple keeps the clock of the camera in the file and only notes how it
        wants the file played, so that the rate of the file is that of the camera.
        """
        tags = {**self._container.metadata, **self._stream.metadata}
        if any(tag in tags for tag in _REAL_CLOCK_TAGS):
            return self.length().fps
        try:
            fps = float(tags.get(_CAMERA_RATE_TAG, "nan"))
        except ValueError:
            return None
        return fps if 0 < fps < 10_000 else None

    def upright_size(self) -> tuple[int, int]:
        """Read upright width and height [px] from the first picture.

        Raises:
            InputError: no picture decodes.
        """
        for picture in self.pictures():
            return orientation_of(picture).size(round(picture.width * self._stretch), picture.height)
        raise InputError(
            _("no picture in {file} can be decoded; copy or record it again", file=self._path.name)
        )

    def pictures(self) -> Iterator[av.VideoFrame]:
        """Decode whole pictures in the order of showing; set ``damaged`` where one is not whole."""
        packets = self._container.demux(self._stream)
        silent = 0
        ended = False
        while not ended:
            packet = None
            try:
                packet = next(packets, None)
            except _ERRORS:
                self.damaged = True
            if packet is not None and not packet.size:
                continue
            ended = packet is None
            pictures: list[av.VideoFrame] = []
            try:
                if packet is not None and self._is_slow(packet):
                    self.damaged = True
                    continue
                pictures = self._stream.decode(packet)
            except EOFError:
                pass
            except _ERRORS:
                self.damaged = True
            silent = 0 if pictures else silent + 1
            if silent > _HOPELESS:
                self.damaged = ended = True
            for picture in pictures:
                if picture.is_corrupt:
                    self.damaged = True
                else:
                    yield picture

    def _is_slow(self, packet: "Packet[VideoStream]") -> bool:
        """Whether a packet is a JPEG that would take hours."""
        return self._stream.codec_context.name == "mjpeg" and has_too_many_scans(bytes(packet))

    def seconds(self, picture: av.VideoFrame) -> float | None:
        """Read the time of a picture [s] on the file's own clock; None where the file has none."""
        stamp = picture.pts if picture.pts is not None else picture.dts
        base = picture.time_base or self._stream.time_base
        return None if stamp is None or not base else float(stamp * base)

    def rgb(
        self, picture: av.VideoFrame, width: int, height: int
    ) -> tuple[NDArray[np.uint8] | None, av.VideoFrame | None]:
        """Convert a picture to upright (height, width, 3) uint8; None, and ``damaged`` set, where that fails.

        Behind it the same picture as planes, where those are upright and of the usual kind, else None.

        A picture of another shape than the first, which the size was made for, is refused.
        """
        turn = orientation_of(picture)
        upright = turn.size(round(picture.width * self._stretch), picture.height)
        stored = turn.size(width, height)
        if abs(upright[0] * height - upright[1] * width) <= 0.02 * upright[0] * height + max(upright):
            try:
                # first smaller, then RGB: three times as fast as both at once
                if stored != (picture.width, picture.height):
                    picture = self._scaler.reformat(
                        picture, stored[0], stored[1], picture.format.name, interpolation="AREA"
                    )
                scaled = self._reformatter.reformat(picture, stored[0], stored[1], "rgb24")
                usual = picture.format.name == "yuv420p" and turn == Orientation()
                rgb = turn.upright(scaled.to_ndarray().astype(np.uint8, copy=False))
                return rgb, picture if usual else None
            except _ERRORS:
                pass
        self.damaged = True
        return None, None

    def _counted(self) -> tuple[int, float]:
        """Count the pictures and measure the duration [s] by reading every packet without decoding."""
        last = first = 0.0
        count = 0
        base = self._stream.time_base or Fraction(1, 90_000)
        try:
            for packet in self._container.demux(self._stream):
                if packet.pts is None or not packet.size:
                    continue
                stamp = float((packet.pts + (packet.duration or 0)) * base)
                first = min(first, float(packet.pts * base)) if count else float(packet.pts * base)
                last = max(last, stamp) if count else stamp
                count += 1
        except _ERRORS:
            self.damaged = True
        return count, last - first


def _open(path: Path) -> InputContainer:
    """Open the file under FFmpeg, which may read this file only."""
    try:
        return av.open(
            f"file:{path}",
            mode="r",
            container_options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"},
            metadata_errors="ignore",
        )
    except _ERRORS:
        raise _unreadable(path) from None


def _largest(container: InputContainer, path: Path) -> VideoStream:
    """Select the video stream with the most pixels; the cover picture of a song does not count."""
    streams = [s for s in container.streams.video if not int(getattr(s, "disposition", 0)) & _COVER]
    if streams:
        return max(streams, key=lambda stream: stream.width * stream.height)
    if container.streams.audio:
        raise no_recording(IS_SOUND, path.name)
    raise _unreadable(path)


def _in_seconds(ticks: int | None, base: Fraction | None) -> float:
    """Convert ticks of a clock to seconds; 0 where one is missing."""
    return float(ticks * base) if ticks and base else 0.0


def _unreadable(path: Path) -> InputError:
    return no_recording(IS_NO_VIDEO, path.name)
