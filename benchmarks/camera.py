"""Clips as the pictures of a camera."""

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from psoas.capture.video.clip import read_frames

CLIPS = Path(__file__).parent.parent / "tests" / "clips"


def pictures(
    name: str, fps: float, *, until_s: float = 1e9, side: int = 960
) -> Iterator[tuple[float, bytes]]:
    """Read one of the project's clips as times [s] and JPEGs."""
    with read_frames(CLIPS / f"{name}.mp4", max_side=side, max_fps=fps) as frames:
        for frame in frames:
            if frame.time_s > until_s:
                return
            yield frame.time_s, jpeg(Image.fromarray(frame.rgb))


def jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def film(path: Path, *clips: str) -> Path:
    """Write clips one after the other for Chromium's fake camera: 30 JPEGs for each second."""
    with path.open("wb") as file:
        for clip in clips:
            for _, picture in pictures(clip, 30.0, side=640):
                file.write(picture)
    return path
