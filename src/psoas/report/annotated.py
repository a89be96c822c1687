"""The annotated clip: every picture with the measured pose on it, encoded while the next picture is drawn."""

import queue
import threading
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from psoas.capture.video import Frame
from psoas.draw import INK, PoseTrack, TextBand, arch_limit, cells_at, cue_at, draw_angles, draw_pose
from psoas.errors import InputError
from psoas.findings import Analysis
from psoas.words import _

CLOCK = Fraction(1, 60_000)
WAITING_PICTURES = 6


def write_annotated_clip(
    analysis: Analysis,
    frames: Iterable[Frame],
    path: Path,
    *,
    fps: float,
) -> int:
    """Draw the analysis onto the pictures of its clip and encode them, at their own time stamps.

    Args:
        analysis: what was measured.
        frames: the pictures in the order of time; all of one size.
        path: of the `.mp4` to write (H.264, or MPEG-4 where the local FFmpeg has no H.264 encoder).
        fps: nominal pictures a second, for players that ask; time stamps stay as they are.

    Returns:
        How many pictures were written.

    Raises:
        InputError: there is not one picture.
        OSError: the file cannot be written.
    """
    annotator = Annotator(analysis)
    writer: _Writer | None = None
    count = 0
    try:
        for frame in frames:
            picture = annotator.draw(frame)
            if writer is None:
                writer = _Writer(path, picture.shape[1], picture.shape[0], fps)
            writer.put(picture, frame.time_s)
            count += 1
    except BaseException:
        if writer is not None:
            writer.stop()
        raise
    if writer is None:
        raise InputError(_("{file} holds no picture to draw on; record it again.", file=analysis.source.file))
    writer.finish()
    return count


class Annotator:
    """Draws pose and text onto single pictures."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self.track = PoseTrack(analysis)
        self._band: TextBand | None = None

    def draw(self, frame: Frame) -> NDArray[np.uint8]:
        """(H', W', 3) with even sides: the picture with the pose on it, below a band of text."""
        height, width = frame.rgb.shape[:2]
        if self._band is None or self._band.width != width + width % 2:
            self._band = TextBand(width + width % 2)
        band = self._band
        pose = self.track.at(frame.time_s)
        total = height + band.height
        canvas = np.empty((total + total % 2, band.width, 3), np.uint8)
        canvas[: band.height] = band.band(cells_at(self._analysis, pose, frame.time_s))
        picture = canvas[band.height : total, :width]
        picture[:] = frame.rgb
        canvas[band.height :, width:], canvas[total:] = INK, INK
        draw_pose(picture, pose, frame.scale, arch_limit(self._analysis))
        if self._analysis.source.is_photo:
            draw_angles(picture, pose, frame.scale)
        cue = cue_at(self._analysis, frame.time_s)
        if cue is not None:
            pill = band.pill(cue)[: height - 8, : width - 8]
            picture[8 : 8 + pill.shape[0], 8 : 8 + pill.shape[1]] = pill
        return canvas


class _Writer:
    """Encode in a thread of its own; FFmpeg works outside Python's lock, so that drawing continues meanwhile."""

    def __init__(self, path: Path, width: int, height: int, fps: float) -> None:
        self._queue: queue.Queue[tuple[NDArray[np.uint8], int] | None] = queue.Queue(WAITING_PICTURES)
        self._error: BaseException | None = None
        self._stopped = threading.Event()
        self._last_pts = -1
        self._thread = threading.Thread(
            target=self._run, args=(path, width, height, fps), name="psoas-annotated", daemon=True
        )
        self._thread.start()

    def put(self, picture: NDArray[np.uint8], time_s: float) -> None:
        """Queue one picture (H, W, 3); waits while the encoder is behind."""
        pts = max(round(time_s / CLOCK), self._last_pts + 1)
        self._last_pts = pts
        self._offer((picture, pts))

    def finish(self) -> None:
        """Wait until every picture is written."""
        self._offer(None)
        self._thread.join()
        self._raise()

    def stop(self) -> None:
        """Drop the waiting pictures and close the file."""
        self._stopped.set()
        self._thread.join()

    def _offer(self, item: tuple[NDArray[np.uint8], int] | None) -> None:
        while True:
            self._raise()
            try:
                self._queue.put(item, timeout=0.2)
            except queue.Full:
                continue
            return

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self, path: Path, width: int, height: int, fps: float) -> None:
        try:
            self._encode(path, width, height, fps)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._error = error

    def _encode(self, path: Path, width: int, height: int, fps: float) -> None:
        colours = VideoReformatter()
        rate = Fraction(fps if 1 <= fps <= 240 else 30).limit_denominator(1001)
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            stream = _add_stream(container, rate)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.codec_context.time_base = CLOCK
            stream.codec_context.thread_count = 1
            while not self._stopped.is_set():
                try:
                    item = self._queue.get(timeout=0.2)
                except queue.Empty:
                    continue
                if item is None:
                    container.mux(stream.encode(None))
                    return
                frame = av.VideoFrame.from_numpy_buffer(item[0], format="rgb24")  # without a copy
                frame = colours.reformat(frame, format="yuv420p", interpolation="POINT")
                frame.time_base, frame.pts = CLOCK, item[1]
                container.mux(stream.encode(frame))


def _add_stream(container: OutputContainer, rate: Fraction) -> VideoStream:
    """Add a stream with the first encoder that this FFmpeg has."""
    if "libx264" in av.codecs_available:
        options = {"preset": "ultrafast", "crf": "26"}
        return container.add_stream("libx264", rate=rate, options=options)
    stream = container.add_stream("mpeg4", rate=rate)
    stream.bit_rate = 2_500_000
    return stream
