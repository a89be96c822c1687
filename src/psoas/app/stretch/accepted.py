"""Which files a field of a page takes."""

from dataclasses import dataclass
from typing import Final

from psoas.capture.files import MOTION_FILES

VIDEOS: Final = (".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi", ".3gp", ".mts", ".mpg", ".mpeg")
PHOTOS: Final = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True)
class Accepted:
    """Which files a field takes.

    Attributes:
        endings: of their names.
        otherwise: the sentence for a file of another ending.
        most: so many are here or on their way at once.
        noun: what they are called, in the plural.
    """

    endings: tuple[str, ...]
    otherwise: str
    most: int
    noun: str


CLIP_FILES: Final = Accepted(
    (*VIDEOS, *PHOTOS, *MOTION_FILES),
    f"This is no clip; choose a video such as .mp4 or .mov, or one of {', '.join((*PHOTOS, *MOTION_FILES))}.",
    most=3,
    noun="clips",
)
"""One of them is analysed at a time."""
