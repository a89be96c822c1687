"""A camera's pictures, one by one, as they come: the newest minutes are kept, what is older is forgotten."""

import io
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.network import Weights
from psoas.capture.pose.recording import ROW, Captured, captured_of, frame_row
from psoas.capture.pose.tracker import PoseTracker
from psoas.timeseries import Array

LARGEST_SIDE = 1920
"""Pictures with a longer side are refused: the pose network looks at 256 px."""

KEPT_FRAMES = 6144
"""Most frames that are kept: four minutes at 25 a second, in 10 MB."""


@dataclass(frozen=True)
class Look:
    """What one picture showed.

    Attributes:
        time_s: of the picture [s].
        size: its width and height [px].
        points: (33, 2) landmarks [px], NaN where nobody was seen.
        brightness: mean of the picture, 0 black to 1 white.
        contrast: its standard deviation, 0 to 0.5.
    """

    time_s: float
    size: tuple[int, int]
    points: Array
    brightness: float
    contrast: float

    @property
    def seen(self) -> bool:
        """Whether a person was found."""
        return bool(np.isfinite(self.points[0, 0]))

    def point(self, name: str) -> Array:
        """(2,) a landmark [px]."""
        found: Array = self.points[LANDMARKS.index(name)]
        return found


class LiveCapture:
    """One person before a camera. `look` is called by one thread; `captured` by any.

    Args:
        weights: of the pose network.
        kept_s: how much of the past is kept [s].
    """

    def __init__(self, weights: Weights = "full", kept_s: float = 240.0) -> None:
        self.weights: Weights = weights
        self.kept_s = kept_s
        self._tracker = PoseTracker(weights)
        self._lock = Lock()
        self._rows = np.empty((KEPT_FRAMES, ROW), np.float32)
        self._times = np.empty(KEPT_FRAMES)
        self._first = self._count = 0

    def look(self, picture: bytes, time_s: float) -> Look:
        """Find the person in a JPEG.

        Args:
            picture: the file's bytes.
            time_s: when it was taken [s]; after the last one.

        Raises:
            ValueError: it is no JPEG, too large, or not later than the one before.
        """
        rgb = decoded(picture)
        with self._lock:
            if self._count and time_s <= self._times[self._at(self._count - 1)]:
                raise ValueError(f"a picture of {time_s:g} s does not come after the one before")
        row = frame_row(self._tracker(rgb, time_s), 1.0)
        self._keep(time_s, row)
        small = rgb[::8, ::8].mean(axis=2) / 255
        return Look(
            time_s,
            (rgb.shape[1], rgb.shape[0]),
            row[:66].reshape(33, 2).astype(float),
            float(small.mean()),
            float(small.std()),
        )

    def captured(self, since_s: float = -np.inf) -> Captured:
        """The kept frames from a time on [s], as of a recording; times are as given to `look`."""
        with self._lock:
            order = (self._first + np.arange(self._count)) % KEPT_FRAMES
            time, rows = self._times[order], self._rows[order]
        wanted = time >= since_s
        return captured_of(time[wanted], rows[wanted], 1)

    def _keep(self, time_s: float, row: NDArray[np.float32]) -> None:
        with self._lock:
            while self._count and (
                self._count == KEPT_FRAMES or self._times[self._first] < time_s - self.kept_s
            ):
                self._first, self._count = (self._first + 1) % KEPT_FRAMES, self._count - 1
            place = self._at(self._count)
            self._times[place], self._rows[place] = time_s, row
            self._count += 1

    def _at(self, number: int) -> int:
        return (self._first + number) % KEPT_FRAMES


def decoded(picture: bytes) -> NDArray[np.uint8]:
    """(H, W, 3) the pixels of a JPEG.

    Raises:
        ValueError: it is no JPEG, damaged, or larger than `LARGEST_SIDE`.
    """
    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG",)) as image:
            if max(image.size) > LARGEST_SIDE:
                raise ValueError(f"a picture of {image.width} x {image.height} px is too large")
            rgb: NDArray[np.uint8] = np.array(image.convert("RGB"))
            return rgb
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"the picture cannot be read: {error}") from None
