"""Which files a field of a page takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from psoas.capture.files import MOTION_FILES, PHOTO_FILES, VIDEO_FILES
from psoas.words import _


@dataclass(frozen=True)
class Accepted:
    """Which files a field takes.

    Attributes:
        endings: of their names.
        most: so many are here or on their way at once.
        otherwise: the sentence for a file of another ending.
        crowded: the sentence for one more file than ``most``.
    """

    endings: tuple[str, ...]
    most: int
    otherwise: Callable[[], str]
    crowded: Callable[[], str]


CLIP_FILES: Final[Accepted] = Accepted(
    (*VIDEO_FILES, *PHOTO_FILES, *MOTION_FILES),
    most=3,
    otherwise=lambda: _(
        "This is no clip; choose a video such as .mp4 or .mov, or one of {endings}.",
        endings=", ".join((*PHOTO_FILES, *MOTION_FILES)),
    ),
    crowded=lambda: _(
        "{count} clips are being sent or looked at already; try again in a few minutes.",
        count=CLIP_FILES.most,
    ),
)
"""One of them is analysed at a time."""
