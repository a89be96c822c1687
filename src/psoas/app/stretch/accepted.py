"""Which files a field of a page takes."""

from dataclasses import dataclass
from typing import Final

from psoas.capture.files import MOTION_FILES, PHOTO_FILES, VIDEO_FILES


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
    (*VIDEO_FILES, *PHOTO_FILES, *MOTION_FILES),
    f"This is no clip; choose a video such as .mp4 or .mov, or one of {', '.join((*PHOTO_FILES, *MOTION_FILES))}.",
    most=3,
    noun="clips",
)
"""One of them is analysed at a time."""
