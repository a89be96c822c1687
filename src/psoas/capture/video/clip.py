"""Reading a phone's video or photo as upright RGB frames with their real times."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from psoas.capture.video.file_kind import is_heic, is_photo, read_head
from psoas.capture.video.photo import read_photo
from psoas.capture.video.real_speed import real_speed
from psoas.errors import InputError, UsageError
from psoas.words import _

if TYPE_CHECKING:
    from av import VideoFrame

MAX_SIDE: Final = 1280
MAX_FPS: Final = 60.0
LONG_S: Final = 600.0
"""Length above which a clip is read at `LONG_FPS` at most [s]."""
LONG_FPS: Final = 15.0
LIMIT_S: Final = 7200.0
"""Longest part of a clip that is read [s]."""


@dataclass(frozen=True)
class ClipInfo:
    """The properties of a file, and how much of it `read_frames` reads.

    Attributes:
        path: the file.
        frames: number of pictures in the file, estimated where the file does not declare it.
        fps: average pictures a second at which the file plays; 0 for a photo.
        duration_s: length [s] at the real speed; 0 for a photo.
        width, height: of the upright picture [px].
        is_photo: one picture without time.
        analysed_fps: pictures a second that are read; fewer than ``fps`` in slow motion and in long clips.
        analysed_s: the length that is read [s]; less than ``duration_s`` beyond two hours.
        filmed_fps: pictures a second of the camera, as the user or the file says; None where neither does.
        slowed: how many seconds the file plays for a second of the real movement; 1 where nothing says otherwise.
    """

    path: Path
    frames: int
    fps: float
    duration_s: float
    width: int
    height: int
    is_photo: bool
    analysed_fps: float
    analysed_s: float
    filmed_fps: float | None = None
    slowed: float = 1.0

    @property
    def analysed_frames(self) -> int:
        """Approximate number of frames that `read_frames` gives; at least 1."""
        return max(1, round(self.analysed_fps * self.analysed_s))


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        index: 0 for the first frame that was read.
        time_s: since the first frame [s], at the real speed.
        rgb: (H, W, 3) uint8, upright, C-contiguous.
        scale: px of the original upright picture for one px of ``rgb``.
        planes: the same picture as FFmpeg holds it, of the same size, for a faster copy; None where it has another
            turn or another kind of pixels.
    """

    index: int
    time_s: float
    rgb: NDArray[np.uint8]
    scale: float = 1.0
    planes: "VideoFrame | None" = None


class FrameReader(Iterator[Frame]):
    """The frames of a file, one at a time, in constant memory. Close it, or use it in a ``with``.

    Attributes:
        info: the properties of the file.
        damaged: after the last frame: part of the file could not be decoded, or it ends early.
    """

    def __init__(self, info: ClipInfo, max_side: int, max_fps: float) -> None:
        self.info = info
        self.damaged = False
        self._frames = self._photo(max_side) if info.is_photo else self._video(max_side, max_fps)

    def __next__(self) -> Frame:
        return next(self._frames)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; no frame follows."""
        self._frames.close()

    def _photo(self, max_side: int) -> Generator[Frame]:
        photo = read_photo(self.info.path, max_side)
        yield Frame(0, 0.0, photo.rgb, self.info.width / photo.rgb.shape[1])

    def _video(self, max_side: int, max_fps: float) -> Generator[Frame]:
        from psoas.capture.video.stream import Video

        info = self.info
        shrink = max(1.0, max(info.width, info.height) / max_side)
        width, height = (max(1, round(side / shrink)) for side in (info.width, info.height))
        first_s = due_s = 0.0
        now_s = -1.0
        index = 0
        with Video(info.path) as video:
            for picture in video.pictures():
                stamp = video.seconds(picture)
                if stamp is None:
                    stamp = first_s + now_s + 1.0 / (info.fps * info.slowed) if index else 0.0
                else:
                    stamp /= info.slowed
                if index == 0:
                    first_s = stamp
                time_s = stamp - first_s
                if time_s > LIMIT_S:
                    break
                long = max(time_s, info.duration_s) > LONG_S
                gap_s = 1.0 / min(max_fps, LONG_FPS if long else max_fps)
                if time_s <= now_s or time_s < due_s - 0.1 * gap_s:
                    continue
                rgb, planes = video.rgb(picture, width, height)
                if rgb is None:
                    continue
                due_s = max(due_s, time_s - 0.5 * gap_s) + gap_s
                now_s = time_s
                yield Frame(index, time_s, rgb, info.width / width, planes)
                index += 1
            self.damaged = video.damaged
        short_s = info.analysed_s - now_s - 1.0 / info.analysed_fps
        if short_s > max(0.5, 0.05 * info.analysed_s):
            self.damaged = True


def probe(path: str | Path, *, filmed_fps: float | None = None) -> ClipInfo:
    """Read the properties of a video or a photo, and decode one picture to prove that it can be read.

    Args:
        filmed_fps: pictures a second of the camera; None takes what the file says.

    Raises:
        UsageError: no camera takes so many pictures a second, or so few, or the file is a photo.
        InputError: the file is missing, a folder, empty, not readable, no video or photo, sound only, or too damaged.
    """
    from psoas.capture.video.stream import Video

    path = Path(path)
    head = read_head(path)
    if is_heic(head):
        raise InputError(
            _("{file} is a HEIC photo, which cannot be read here; export it as JPEG", file=path.name)
        )
    if is_photo(head):
        if filmed_fps is not None:
            raise UsageError(_("--filmed-fps is for videos; {file} is a photo, leave it out", file=path.name))
        photo = read_photo(path, MAX_SIDE)
        return ClipInfo(path, 1, 0.0, 0.0, photo.width, photo.height, True, 0.0, 0.0)
    with Video(path) as video:
        width, height = video.upright_size()
    with Video(path) as video:
        length = video.length()
        tagged = video.tagged_fps()
    filmed, slowed = real_speed(length.fps, tagged, filmed_fps)
    duration_s = length.duration_s / slowed
    cap = LONG_FPS if duration_s > LONG_S else MAX_FPS
    return ClipInfo(
        path=path,
        frames=length.frames,
        fps=length.fps,
        duration_s=duration_s,
        width=width,
        height=height,
        is_photo=False,
        analysed_fps=min(length.fps * slowed, cap),
        analysed_s=min(duration_s, LIMIT_S),
        filmed_fps=filmed,
        slowed=slowed,
    )


def read_frames(
    path: str | Path,
    *,
    max_side: int = MAX_SIDE,
    max_fps: float = MAX_FPS,
    filmed_fps: float | None = None,
) -> FrameReader:
    """Read the frames of a video, or the one of a photo, upright and with their real times.

    Frames that are not later than the one before, or that exceed ``max_fps``, are left out. Clips longer than ten
    minutes are read at 15 frames a second at most, and for two hours at most; `ClipInfo.analysed_fps` and
    `ClipInfo.analysed_s` hold both.

    Args:
        max_side: pictures are scaled down where the longer side exceeds this [px].
        max_fps: the most frames a second of the real movement.
        filmed_fps: as in `probe`.

    Raises:
        UsageError: as in `probe`.
        InputError: the file cannot be read, see `probe`. A file damaged later on gives the frames before the damage,
            and `FrameReader.damaged` is true.
    """
    if max_side < 1 or not max_fps > 0:
        raise ValueError("max_side and max_fps must be positive")
    info = probe(path, filmed_fps=filmed_fps)
    return FrameReader(
        replace(info, analysed_fps=min(info.analysed_fps, max_fps)), max_side=max_side, max_fps=max_fps
    )
