"""Reading a photo upright, in RGB."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from psoas.capture.video.jpeg_scans import has_too_many_scans
from psoas.errors import InputError
from psoas.words import _

MOST_BYTES = 200_000_000
"""Largest file of a photo."""

_FORMATS = ("JPEG", "PNG", "WEBP")
_PILLOW_ERRORS = (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, OverflowError, EOFError)


@dataclass(frozen=True)
class Photo:
    """A photo.

    Attributes:
        rgb: (H, W, 3) uint8, upright, C-contiguous.
        width, height: of the upright original [px].
    """

    rgb: NDArray[np.uint8]
    width: int
    height: int


def read_photo(path: Path, max_side: int) -> Photo:
    """Read a JPEG, PNG or WebP picture upright; transparent parts become white.

    Args:
        max_side: the picture is scaled down where its longer side exceeds this [px].

    Raises:
        InputError: the photo is damaged, or has more bytes, pixels or scans than any camera makes.
    """
    content = _read(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                orientation = image.getexif().get(ExifTags.Base.Orientation)
                width, height = image.size
                image.draft("RGB", (max_side, max_side))
                upright = ImageOps.exif_transpose(image)
                if orientation in (5, 6, 7, 8):
                    width, height = height, width
                rgb = _to_rgb(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InputError(
            _(
                "{file} has more than {most} million pixels; save the photo smaller and try again",
                file=path.name,
                most=(Image.MAX_IMAGE_PIXELS or 0) // 1000000,
            )
        ) from None
    except (UnidentifiedImageError, MemoryError, *_PILLOW_ERRORS):
        raise InputError(_("{file} is a damaged photo; take or export it again", file=path.name)) from None
    if max(rgb.size) > max_side:
        ratio = max_side / max(rgb.size)
        size = (max(1, round(rgb.width * ratio)), max(1, round(rgb.height * ratio)))
        rgb = rgb.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return Photo(np.array(rgb, dtype=np.uint8), width, height)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                _(
                    "{file} has more than {most} MB; save the photo smaller and try again",
                    file=path.name,
                    most=MOST_BYTES // 1000000,
                )
            )
        content = path.read_bytes()
    except OSError:
        raise InputError(_("{file} is a damaged photo; take or export it again", file=path.name)) from None
    if has_too_many_scans(content):
        raise InputError(
            _("{file} is a JPEG with too many scans; save the photo anew and try again", file=path.name)
        )
    return content


def _to_rgb(image: Image.Image) -> Image.Image:
    """Convert a picture of any Pillow mode to RGB, over white where it is transparent."""
    if image.mode.startswith("I"):
        grey = np.asarray(image, dtype=np.float64)
        return Image.fromarray((grey / 257.0).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")
