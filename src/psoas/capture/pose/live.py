"""Pictures of a live camera, one by one; the observations of the newest minutes are kept."""

import io
from collections import deque
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from psoas.capture.pose.landmarks import LANDMARKS
from psoas.capture.pose.network import Weights
from psoas.capture.pose.recording import ROW, Captured, captured_of, frame_row
from psoas.capture.pose.tracker import PoseTracker
from psoas.capture.video import has_too_many_scans
from psoas.timeseries import Array

LARGEST_SIDE = 1920
"""Longest side of a picture that is accepted [px]; the pose network itself sees 256 px."""

KEPT_FRAMES = 6144
"""Most frames whose observations are kept: four minutes at 25 a second, in 10 MB."""


@dataclass(frozen=True)
class Look:
    """The observation of one picture.

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
        """True where a person was found."""
        return bool(np.isfinite(self.points[0, 0]))

    def point(self, name: str) -> Array:
        """Give a landmark, (2,) [px]."""
        found: Array = self.points[LANDMARKS.index(name)]
        return found


class LiveCapture:
    """One person before a camera. `look` is called by one thread; `captured` by any.

    Args:
        kept_s: time for which observations are kept [s].
    """

    def __init__(self, weights: Weights = "full", kept_s: float = 240.0) -> None:
        self.weights: Weights = weights
        self.kept_s = kept_s
        self._tracker = PoseTracker(weights)
        self._lock = Lock()
        self._kept: deque[tuple[float, NDArray[np.float32]]] = deque(maxlen=KEPT_FRAMES)

    def look(self, picture: bytes, time_s: float) -> Look:
        """Find the person in a JPEG.

        Args:
            picture: the file's bytes.
            time_s: its time [s], later than that of the picture before.

        Raises:
            ValueError: the picture is no JPEG, is too large, or is not later than the one before.
        """
        rgb = decoded(picture)
        with self._lock:
            if self._kept and time_s <= self._kept[-1][0]:
                raise ValueError(f"a picture of {time_s:g} s does not come after the one before")
        row = frame_row(rgb, self._tracker(rgb, time_s), 1.0)
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
        """Give the kept observations from a time on [s], as of a recording; times are those given to `look`."""
        with self._lock:
            kept = [(time_s, row) for time_s, row in self._kept if time_s >= since_s]
        time = np.array([time_s for time_s, _ in kept], dtype=float)
        rows = np.array([row for _, row in kept], np.float32).reshape(-1, ROW)
        return captured_of(time, rows, 1)

    def _keep(self, time_s: float, row: NDArray[np.float32]) -> None:
        with self._lock:
            while self._kept and self._kept[0][0] < time_s - self.kept_s:
                self._kept.popleft()
            self._kept.append((time_s, row))


def decoded(picture: bytes) -> NDArray[np.uint8]:
    """Decode a JPEG to (H, W, 3) pixels.

    Raises:
        ValueError: the picture is no JPEG, is damaged, or is larger than `LARGEST_SIDE`.
    """
    if has_too_many_scans(picture):
        raise ValueError("the picture cannot be read: it has too many scans")
    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG",)) as image:
            if max(image.size) > LARGEST_SIDE:
                raise ValueError(f"a picture of {image.width} x {image.height} px is too large")
            rgb: NDArray[np.uint8] = np.array(image.convert("RGB"))
            return rgb
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"the picture cannot be read: {error}") from None
